/** What other modules may use of this one. */
export { downloadRoutes } from './routes.ts';
