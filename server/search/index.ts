export { searchRoutes } from './routes.ts';
export { TermFollower } from './follow.ts';
export { replaceSearchTerms } from './terms.ts';
/** How texts are folded into what the search compares. */
export { fold, spell, type Folded } from './fold.ts';
