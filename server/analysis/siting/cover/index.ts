export { solveLscp } from './lscp.ts';
export { solveMclp } from './mclp.ts';
export { solveCapacitatedMclp } from './mclp-capacity.ts';
