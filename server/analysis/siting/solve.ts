import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../types.ts';
import { solveCenter } from './center/index.ts';
import { solveCapacitatedMclp, solveLscp, solveMclp, solvePartialLscp } from './cover/index.ts';
import { isJoint, solveJoint } from './joint/joint.ts';
import { solveMedian } from './median/index.ts';
import { nearestOfEqual } from './nearest-of-equal.ts';
import { validateProblem } from './validate.ts';

/**
 * Finds sites. `AnalysisError` where the problem cannot be solved as asked. Time and cancelling do not throw: the best
 * by then comes back, with what is proven of it (`status` `time` or `cancelled`). Blocks the thread.
 */
export async function solveSiting(problem: SitingProblem, task: Task, onStep?: OnSitingStep): Promise<SitingOutcome> {
  validateProblem(problem);
  if (isJoint(problem)) return solveJoint(problem, task, onStep);
  switch (problem.model) {
    case 'lscp':
      return nearestOfEqual(
        problem,
        await (problem.share === undefined ? solveLscp : solvePartialLscp)(problem, task, onStep),
        task,
      );
    case 'mclp':
      return problem.capacity === null
        ? nearestOfEqual(problem, await solveMclp(problem, task, onStep), task)
        : solveCapacitatedMclp(problem, task, onStep);
    case 'p-median':
      return solveMedian(problem, task, onStep);
    case 'p-center':
      return solveCenter(problem, task, onStep);
  }
}
