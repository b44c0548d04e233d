/** What other modules may use of this one: the writer of PMTiles archives. */
export { ArchiveFile } from './archive-file.ts';
export type { Finished } from './assemble.ts';
export { tileIdOf } from './pmtiles/tile-id.ts';
