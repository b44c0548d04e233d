/** What other modules use of the loader: its readers, its datums, and the terms in which it says what is wrong. */
export { DEGREES, definitionOf, definitionOfCode } from './crs/definition.ts';
export { DATUM_NAMES, geometryToWgs84, inDatum, readingOf, READINGS, toWgs84, type Reading } from './datum.ts';
export { openZip, type ZipFile } from './formats/zip.ts';
export { geometryErrors, isGeometry } from './geometry.ts';
export { knownGround, type KnownGround } from './known-ground.ts';
export { loadMessage } from './messages.ts';
export { coordinateColumns } from './position-columns.ts';
export { columnNamed, readTable } from './read-csv.ts';
export { readParquetTable, readSourceFile, readText } from './read-file.ts';
export { FileErrors } from './reader.ts';
export { streamCsvRows } from './table/csv-rows.ts';
export { LoadErrors } from './types.ts';
export type { Datum, LoadError, Message, SourceFeature } from './types.ts';
