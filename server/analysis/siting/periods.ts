/**
 * Siting period by period: what was chosen stays, and each period chooses beside it. Every period is as good as is
 * proven of it given the earlier ones (its status, bound and gap are those of that problem). The chain as a whole is
 * not proven to be the best one: that would be the dynamic problem (Schilling 1980), whose periods trade with one
 * another.
 */
import { AnalysisError } from '../errors.ts';
import type { CostMatrix, OnSitingStep, SitingOutcome, SitingProblem, Task } from '../types.ts';
import { solveSiting } from './solve.ts';

/** What one period may add, as a problem of its own has it. */
export type Period = Pick<SitingProblem, 'p' | 'budget' | 'share'>;

/**
 * By period: what it chose, with everything numbered as in the problem. The time that is left is divided equally among
 * the periods that are. Throws as `solveSiting`, at the period.
 */
export async function solvePeriods(
  problem: SitingProblem,
  periods: readonly Period[],
  task: Task,
  onStep?: OnSitingStep,
): Promise<SitingOutcome[]> {
  const outcomes: SitingOutcome[] = [];
  let standing = Uint32Array.from({ length: problem.existingCount }, (_, f) => f);
  for (const [nth, period] of periods.entries()) {
    const stands = new Set(standing);
    const facilities = Array.from({ length: problem.costs.facilityCount }, (_, f) => f);
    const order = Uint32Array.from([...standing, ...facilities.filter((f) => !stands.has(f))]);
    const earlier = standing.slice(problem.existingCount);
    const named = (chosen: Uint32Array): Uint32Array => chosen.map((f) => order[f] as number).sort();
    const outcome = await solveSiting(
      { ...reordered(problem, order), ...period, existingCount: standing.length },
      partOf(task, periods.length - nth),
      (step, chosen) =>
        onStep?.(step, chosen === null ? null : Uint32Array.from([...earlier, ...named(chosen)]).sort()),
    ).catch((error: unknown) => {
      throw error instanceof AnalysisError ? error.within(`/periods/${String(nth)}`) : error;
    });
    const { flows } = outcome;
    const chosen = named(outcome.chosen);
    outcomes.push({
      ...outcome,
      chosen,
      assignment: outcome.assignment.map((f) => (f < 0 ? f : (order[f] as number))),
      ...(flows === undefined ? {} : { flows: { ...flows, facility: flows.facility.map((f) => order[f] as number) } }),
    });
    standing = Uint32Array.from([...standing, ...chosen]);
  }
  return outcomes;
}

/** The problem with its facilities in another order. */
function reordered(problem: SitingProblem, order: Uint32Array): SitingProblem {
  const pick = (values: Float64Array | null): Float64Array | null =>
    values === null ? null : Float64Array.from(order, (f) => values[f] as number);
  return {
    ...problem,
    costs: pickFacilities(problem.costs, order),
    openingCost: pick(problem.openingCost),
    capacity: pick(problem.capacity),
  };
}

/** A matrix of some facilities, in this order. */
export function pickFacilities(costs: CostMatrix, order: Uint32Array): CostMatrix {
  const start = new Uint32Array(order.length + 1);
  order.forEach((f, nth) => {
    start[nth + 1] = (start[nth] as number) + (costs.start[f + 1] as number) - (costs.start[f] as number);
  });
  const demand = new Uint32Array(start[order.length] as number);
  const cost = new Float64Array(demand.length);
  order.forEach((f, nth) => {
    demand.set(costs.demand.subarray(costs.start[f], costs.start[f + 1]), start[nth]);
    cost.set(costs.cost.subarray(costs.start[f], costs.start[f + 1]), start[nth]);
  });
  return { facilityCount: order.length, demandCount: costs.demandCount, start, demand, cost };
}

/** The task with one of several equal parts of its time. */
function partOf(task: Task, parts: number): Task {
  const keptMs = parts === 1 ? 0 : task.remainingMs() * (1 - 1 / parts);
  return {
    progress: (share, phase) => task.progress(share, phase),
    checkpoint: () => task.checkpoint(),
    remainingMs: () => Math.max(0, task.remainingMs() - (keptMs === Infinity ? 0 : keptMs)),
  };
}
