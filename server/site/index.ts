export { apiRoutes } from './api.ts';
export { configRoutes, siteRoutes } from './routes.ts';
