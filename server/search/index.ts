export { searchRoutes } from './routes.ts';
export { TermFollower } from './follow.ts';
export { replaceSearchTerms } from './terms.ts';
