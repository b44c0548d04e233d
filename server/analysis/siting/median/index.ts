export { solveMedian } from './median.ts';
