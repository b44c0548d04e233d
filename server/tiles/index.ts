/** What other modules may use of this one. */
export { makeStyle } from './descriptions.ts';
export { TileHandler } from './handler.ts';
export { TILES } from './messages.ts';
export { executeTiles } from './execute-tiles.ts';
export {
  decideTile,
  executeTile,
  matrixSetOf,
  readMoment,
  selectLayers,
  tileLayers,
  type TileRequest,
} from './request.ts';
export { describedTileRoutes, tileRoutes } from './routes.ts';
