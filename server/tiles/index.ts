/** What other modules may use of this one. */
export { executeTile } from './execute.ts';
export { TileHandler } from './handler.ts';
export { decideTile, type TileRequest } from './request.ts';
