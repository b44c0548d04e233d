/** What other modules use of the loader: its readers, its datums, and the terms in which it says what is wrong. */
export { geometryToWgs84, toWgs84 } from './datum.ts';
export { geometryErrors, isGeometry } from './geometry.ts';
export { loadMessage } from './messages.ts';
export { columnNamed, coordinateColumns, readTable } from './read-csv.ts';
export { readSourceFile, readText } from './read-file.ts';
export { LoadErrors } from './types.ts';
export type { Datum, LoadError, Message, SourceFeature } from './types.ts';
