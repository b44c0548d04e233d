export { apiRoutes } from './api.ts';
export { configRoutes, siteRoutes } from './routes.ts';
export { PAGE_NAMES } from './site.ts';
