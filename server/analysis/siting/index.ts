import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../types.ts';
import { solveCenter } from './center/index.ts';
import { solveCapacitatedMclp, solveLscp, solveMclp } from './cover/index.ts';
import { solveMedian } from './median/index.ts';
import { validateProblem } from './validate.ts';

/**
 * Finds sites. `AnalysisError` where the problem cannot be solved as asked. Time and cancelling do not throw: the best
 * by then comes back, with what is proven of it (`status` `time` or `cancelled`). Blocks the thread.
 */
export async function solveSiting(problem: SitingProblem, task: Task, onStep?: OnSitingStep): Promise<SitingOutcome> {
  validateProblem(problem);
  switch (problem.model) {
    case 'lscp':
      return solveLscp(problem, task, onStep);
    case 'mclp':
      return problem.capacity === null ? solveMclp(problem, task, onStep) : solveCapacitatedMclp(problem, task, onStep);
    case 'p-median':
      return solveMedian(problem, task, onStep);
    case 'p-center':
      return solveCenter(problem, task, onStep);
  }
}
