/** Small siting problems for tests, and the task and answers they are checked with. */
import type { CostMatrix, SitingProblem, Task } from '../analysis/types.ts';
import type { Random } from './random.ts';

/** A matrix from rows by facility, with `null` where there is no way. */
export function costMatrix(rows: readonly (readonly (number | null)[])[], demandCount: number): CostMatrix {
  const demand: number[] = [];
  const cost: number[] = [];
  const start = [0];
  for (const row of rows) {
    for (const [d, value] of row.entries()) {
      if (value === null) continue;
      demand.push(d);
      cost.push(value);
    }
    start.push(demand.length);
  }
  return {
    facilityCount: rows.length,
    demandCount,
    start: Uint32Array.from(start),
    demand: Uint32Array.from(demand),
    cost: Float64Array.from(cost),
  };
}

/** A whole problem from what differs from an MCLP of one facility within 1. */
export function sitingProblem(parts: Partial<SitingProblem> & Pick<SitingProblem, 'costs'>): SitingProblem {
  return {
    model: 'mclp',
    existingCount: 0,
    people: new Float64Array(parts.costs.demandCount).fill(1),
    within: 1,
    p: null,
    budget: null,
    openingCost: null,
    capacity: null,
    gap: 0,
    ...parts,
  };
}

export interface SmallShape {
  readonly facilities: number;
  readonly demand: number;
  /** Share of pairs with a way. */
  readonly density: number;
  /** Whole people, or any number. */
  readonly whole: boolean;
}

/** Costs from 0 to 10 and people from 0 to 20, some of them nobody. */
export function randomCosts(random: Random, { facilities, demand, density }: SmallShape): CostMatrix {
  return costMatrix(
    Array.from({ length: facilities }, () =>
      Array.from({ length: demand }, () => (random.next() < density ? Math.round(random.next() * 100) / 10 : null)),
    ),
    demand,
  );
}

export function randomPeople(random: Random, { demand, whole }: SmallShape): Float64Array {
  return Float64Array.from({ length: demand }, () =>
    random.next() < 0.1 ? 0 : whole ? 1 + random.below(20) : random.next() * 20,
  ).fill(1, 0, 1);
}

/** A task that nobody watches. Its limit only ends what hangs: no instance here takes a part of it. */
export function quietTask(limitMs = 1_800_000): Task {
  const endsAt = performance.now() + limitMs;
  return { progress: () => undefined, checkpoint: () => undefined, remainingMs: () => endsAt - performance.now() };
}

/** Every set of candidates, as facilities open with the existing ones. */
export function* choices(
  problem: SitingProblem,
): Generator<{ readonly chosen: readonly number[]; readonly open: Uint8Array }> {
  const { facilityCount } = problem.costs;
  const candidates = facilityCount - problem.existingCount;
  for (let bits = 0; bits < 2 ** candidates; bits++) {
    const open = new Uint8Array(facilityCount).fill(1, 0, problem.existingCount);
    const chosen: number[] = [];
    for (let c = 0; c < candidates; c++) {
      if ((bits & (1 << c)) === 0) continue;
      open[problem.existingCount + c] = 1;
      chosen.push(problem.existingCount + c);
    }
    yield { chosen, open };
  }
}
