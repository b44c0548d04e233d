export { readCases } from './cases.ts';
export { caseRoutes } from './routes.ts';
