export { meanCost } from './nearest-of-equal.ts';
export { solvePeriods } from './periods.ts';
export { solveSiting } from './solve.ts';
