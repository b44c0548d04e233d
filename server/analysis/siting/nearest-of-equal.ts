/**
 * The second objective of covering models: among choices that cover the same people, of the same cost for LSCP, the one
 * with the least mean cost of those covered. A p-median within reach serves as many as it can first, so it is one.
 */
import { cutMatrix } from '../paths/matrix.ts';
import type { SitingOutcome, SitingProblem, Task } from '../types.ts';
import { openFacilities } from './choice.ts';
import { nearestWithin, peopleWithin } from './cover/cover.ts';
import { solveMedian } from './median/index.ts';
import { EXACT } from './solver/search.ts';

/** Enough to prove what small problems have; larger ones keep the best found, which the answer says. */
const MOST_PIECES = 200;
/** Rounding of sums of costs, as a share. */
const HAIR = 1e-9;

export async function nearestOfEqual(
  problem: SitingProblem,
  outcome: SitingOutcome,
  task: Task,
): Promise<SitingOutcome> {
  const { chosen, objective, status } = outcome;
  if (chosen.length === 0 || status === 'infeasible' || status === 'time' || status === 'cancelled') return outcome;
  const { within, model, openingCost, costs } = problem;
  const median: SitingProblem = {
    ...problem,
    model: 'p-median',
    costs: cutMatrix(costs, within ?? Infinity),
    ...(model === 'lscp' ? { openingCost, p: null, budget: objective } : {}),
  };
  const found = await solveMedian(median, task, undefined, { start: chosen, mostPieces: MOST_PIECES });
  const [before, after] = [coverOf(median, chosen), coverOf(median, found.chosen)];
  const covers = after.people >= before.people * (1 - EXACT);
  const isProven = found.status === 'optimal' && covers;
  if (!covers || !(after.cost < before.cost * (1 - HAIR))) return { ...outcome, isNearest: isProven };
  return {
    ...outcome,
    chosen: found.chosen,
    assignment: nearestWithin(problem, openFacilities(problem, found.chosen)),
    isNearest: isProven,
  };
}

/** People covered, and people × cost. */
function coverOf(problem: SitingProblem, chosen: Uint32Array): { readonly people: number; readonly cost: number } {
  const open = openFacilities(problem, chosen);
  return { people: peopleWithin(problem, open), cost: servingCost(problem, nearestWithin(problem, open)) };
}

/** People × cost of everybody who is served. */
function servingCost({ costs, people }: SitingProblem, assignment: Int32Array): number {
  let sum = 0;
  for (let f = 0; f < costs.facilityCount; f++) {
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      const d = costs.demand[k] as number;
      if (assignment[d] === f) sum += (people[d] as number) * (costs.cost[k] as number);
    }
  }
  return sum;
}

/** Mean cost of everybody who is served; null where nobody is. */
export function meanCost(
  problem: SitingProblem,
  { assignment, flows }: Pick<SitingOutcome, 'assignment' | 'flows'>,
): number | null {
  if (flows !== undefined) {
    const all = flows.people.reduce((sum, count) => sum + count, 0);
    const total = flows.people.reduce((sum, count, k) => sum + count * (flows.cost[k] as number), 0);
    return all === 0 ? null : total / all;
  }
  const served = problem.people.reduce((sum, count, d) => (assignment[d] === -1 ? sum : sum + count), 0);
  return served === 0 ? null : servingCost(problem, assignment) / served;
}
