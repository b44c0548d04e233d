export { solveCenter } from './center.ts';
