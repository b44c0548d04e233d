/** What other modules may use of this one. */
export { ChangePoller, FRESH_MS } from './change-poller.ts';
export { EventFeed } from './feed.ts';
export { IF_REVISION, readRevisions } from './revisions.ts';
export { changeRoutes } from './routes.ts';
