/** What other modules may use of this one. */
export { FILE_FORMATS } from './formats.ts';
export { downloadRoutes } from './routes.ts';
