export { solveLscp } from './lscp.ts';
export { solveMclp } from './mclp.ts';
export { solvePartialLscp } from './partial-lscp.ts';
export { solveCapacitatedMclp } from './mclp-capacity.ts';
