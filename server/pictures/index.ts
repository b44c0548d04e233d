/** What other modules may use of this one: pictures of the map, drawn on the server. */
export { picturesApiError } from './api-errors.ts';
export { Pictures } from './pictures.ts';
export { Renderer } from './renderer/renderer.ts';
export { pictureRoutes } from './routes.ts';
export { wmtsRoutes } from './wmts/routes.ts';
export { viewOf } from './view.ts';
