/** What other modules may use of this one: the writer of PMTiles archives. */
export { ArchiveFile, type Finished } from './archive-file.ts';
export { tileIdOf } from './pmtiles/tile-id.ts';
