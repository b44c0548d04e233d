/** What other modules may use of this one. */
export { ogcRoutes } from './routes.ts';
