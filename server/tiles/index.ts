/** What other modules may use of this one. */
export { TileHandler } from './handler.ts';
export { TILES } from './messages.ts';
export { decideTile, executeTile, type TileRequest } from './request.ts';
export { describedTileRoutes, tileRoutes } from './routes.ts';
