export { searchFor, searchRoutes } from './routes.ts';
export { TermFollower } from './follow.ts';
export { replaceSearchTerms, SearchTerms } from './terms.ts';
