export { findPageRoute } from './page.ts';
export { findRoutes } from './routes.ts';
