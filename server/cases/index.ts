export { loadCases } from './cases.ts';
export { caseRoutes } from './routes.ts';
