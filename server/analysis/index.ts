export { analysisApiError } from './api-errors.ts';
export { readStored, type Stored } from './catalogue.ts';
export { AnalysisEngine } from './engine/engine.ts';
export { studyWork } from './job-work.ts';
export { analysisRoutes } from './routes.ts';
