export { watchOf, type TableWatch, type WatchKind } from './database-watch.ts';
export { canBeWatched, unwatchStatements, watchStatements } from './statements.ts';
