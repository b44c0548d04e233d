/**
 * Which facilities to close, and which sites to open in their place, so that least is lost: planned shrinkage (ReVelle,
 * Murray & Serra 2007), and opening and closing at once (Wang et al. 2003). Those that may close are sites to choose
 * from; so many of them stay.
 */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../types.ts';
import { pickFacilities } from './periods.ts';
import { solveJoint } from './joint/joint.ts';
import { solveSiting } from './solve.ts';

export interface ClosureProblem
  extends Pick<SitingProblem, 'costs' | 'people' | 'within' | 'capacity' | 'split' | 'gap'> {
  readonly model: Exclude<SitingProblem['model'], 'lscp'>;
  /** Facilities are those that stay, then those that may close, then the sites that may open. */
  readonly fixedCount: number;
  readonly existingCount: number;
  /** How many close, exactly. */
  readonly close: number;
  /** How many open, at most. */
  readonly p: number;
}

export interface ClosureOutcome {
  /** As of siting: `chosen` are those that may close and stay, and the sites that open. */
  readonly after: SitingOutcome;
  /** With all facilities that there are, and no site. */
  readonly before: SitingOutcome;
}

/** Throws as `solveSiting`. */
export async function solveClosure(
  problem: ClosureProblem,
  task: Task,
  onStep?: OnSitingStep,
): Promise<ClosureOutcome> {
  const { fixedCount, existingCount, close, p, costs, capacity } = problem;
  const first = existingCount - fixedCount;
  const keep = first - close;
  const facilities = p > 0 ? costs.facilityCount : existingCount;
  const which = Uint32Array.from({ length: facilities }, (_, f) => f);
  const siting: SitingProblem = {
    ...problem,
    costs: pickFacilities(costs, which),
    capacity: capacity?.slice(0, facilities) ?? null,
    existingCount: fixedCount,
    p: keep + p,
    budget: null,
    openingCost: null,
  };
  const today: SitingProblem = { ...siting, costs: pickFacilities(costs, which.subarray(0, existingCount)), p: first };
  const isPlain = p === 0 && keep > 0;
  return {
    before: await solveSiting({ ...today, capacity: capacity?.slice(0, existingCount) ?? null, gap: 0 }, task),
    after: isPlain
      ? await solveSiting(siting, task, onStep)
      : await solveJoint({ ...siting, exchange: { first, keep, add: p } }, task, onStep),
  };
}
