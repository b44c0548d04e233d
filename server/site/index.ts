export { apiRoutes } from './api.ts';
export { configRoutes, siteRoutes } from './routes.ts';
export { builtPage, notBuiltPage, PAGE_NAMES } from './site.ts';
