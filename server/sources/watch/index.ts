export { watchOf, type TableWatch } from './database-watch.ts';
