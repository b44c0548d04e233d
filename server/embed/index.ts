export { discoveryLinks, queryOf } from './links.ts';
export { embedPageRoute, oembedRoute } from './routes.ts';
