/** What other modules may use of this one. */
export { executeTile } from './execute.ts';
export { TileHandler } from './handler.ts';
export { TILES } from './messages.ts';
export { decideTile, type TileRequest } from './request.ts';
export { describedTileRoutes, tileRoutes } from './routes.ts';
