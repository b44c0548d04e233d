export { sourceList } from './routes.ts';
export { readSources } from './settings.ts';
export { Sources } from './sources.ts';
export { tableSource } from './table-source/index.ts';
