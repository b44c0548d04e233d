export { searchRoutes } from './routes.ts';
/** How texts are folded into what the search compares. */
export { fold, spell, type Folded } from './fold.ts';
