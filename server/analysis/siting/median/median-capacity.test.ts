import { describe, expect, it } from 'vitest';
import { runs } from '../../../testing/effort.ts';

import { allChoices, smallProblem } from '../../../testing/median-instances.ts';
import { testTask } from '../../../testing/siting-task.ts';
import type { SitingOutcome, SitingProblem } from '../../types.ts';
import { capacityBound } from './median-capacity-bound.ts';
import { capacityCore, type CapacityCore } from './median-capacity-core.ts';
import { solveMedian } from './median.ts';

interface Value {
  readonly unserved: number;
  readonly cost: number;
}

function isBetter(a: Value, b: Value): boolean {
  return a.unserved < b.unserved || (a.unserved === b.unserved && a.cost < b.cost);
}

/** The best of all assignments of all choices, each demand whole. */
function bruteForce(problem: SitingProblem): Value {
  const core = capacityCore(problem);
  let best: Value = { unserved: Infinity, cost: Infinity };
  for (const chosen of allChoices(problem)) {
    const open = new Set(chosen);
    const room = core.capacity.map((capacity, f) =>
      f < core.existing || open.has(core.facility[f] as number) ? capacity : 0,
    );
    const value = leastFrom(core, 0, room, { unserved: 0, cost: 0 });
    if (isBetter(value, best)) best = value;
  }
  return best;
}

function leastFrom(core: CapacityCore, i: number, room: Float64Array, so: Value): Value {
  if (i === core.row.length) return so;
  const weight = core.weight[i] as number;
  let best = leastFrom(core, i + 1, room, { ...so, unserved: so.unserved + weight });
  for (let k = core.start[i] as number; k < (core.start[i + 1] as number); k++) {
    const f = core.entryFacility[k] as number;
    if ((room[f] as number) < weight) continue;
    room[f] = (room[f] as number) - weight;
    const value = leastFrom(core, i + 1, room, { ...so, cost: so.cost + (core.entryCost[k] as number) });
    room[f] = room[f] + weight;
    if (isBetter(value, best)) best = value;
  }
  return best;
}

function valueOf(problem: SitingProblem, { assignment, chosen }: SitingOutcome): Value {
  const core = capacityCore(problem);
  const load = new Float64Array(problem.costs.facilityCount);
  let value = { unserved: 0, cost: 0 };
  core.row.forEach((demand, i) => {
    const facility = assignment[demand] as number;
    const weight = core.weight[i] as number;
    if (facility < 0) value = { ...value, unserved: value.unserved + weight };
    else {
      expect(facility < problem.existingCount || chosen.includes(facility)).toBe(true);
      const entry = Array.from(core.entryFacility.subarray(core.start[i], core.start[i + 1])).findIndex(
        (f) => core.facility[f] === facility,
      );
      load[facility] = (load[facility] as number) + weight;
      value = { ...value, cost: value.cost + (core.entryCost[(core.start[i] as number) + entry] as number) };
    }
  });
  load.forEach((people, f) =>
    expect(people).toBeLessThanOrEqual(
      Number.isNaN(problem.capacity?.[f]) ? Infinity : (problem.capacity?.[f] as number),
    ),
  );
  return value;
}

function problemOf(seed: number): SitingProblem {
  const facilities = 6;
  const capacity = Float64Array.from({ length: facilities }, (_, f) =>
    f === 4 && seed % 3 === 0 ? NaN : 8 + ((f * 5 + seed * 3) % 9),
  );
  const limit =
    seed % 4 === 0 ? { budget: 5, openingCost: Float64Array.from([0, 2, 3, 1, 4, 2]) } : { p: 2 + (seed % 2) };
  return smallProblem(
    'p-median',
    { facilities, demand: 7, existing: seed % 2, missing: seed % 5 === 0 ? 0.4 : 0 },
    seed,
    { capacity, ...limit },
  );
}

const SEEDS = Array.from({ length: runs({ daily: 3, full: 8 }) }, (_, seed) => seed + 1);

describe('p-median with capacities', () => {
  it.each(SEEDS)(
    'finds the best of all assignments of all choices, and fills no facility beyond its capacity (seed %i)',
    async (seed) => {
      const problem = problemOf(seed);
      const outcome = await solveMedian(problem, testTask());
      const best = bruteForce(problem);
      expect(valueOf(problem, outcome)).toEqual(best);
      expect(outcome).toMatchObject({ status: 'optimal', objective: best.cost, bound: best.cost, gap: 0 });
    },
  );

  it.each(SEEDS)('has a Lagrangian bound that no choice passes (seed %i)', (seed) => {
    const problem = problemOf(seed);
    const best = bruteForce(problem);
    const penalty = 100;
    const { bound } = capacityBound(capacityCore(problem), {
      penalty,
      iterations: 200,
      target: () => best.cost + penalty * best.unserved,
      checkpoint: () => undefined,
      onBound: () => undefined,
      onOpen: () => undefined,
    });
    expect(bound).toBeLessThanOrEqual(best.cost + penalty * best.unserved);
    expect(bound).toBeGreaterThan(0.5 * (best.cost + penalty * best.unserved));
  });

  it('lists demand with more people than any facility in its reach can hold as unservable', async () => {
    const problem = smallProblem('p-median', { facilities: 4, demand: 5 }, 7, {
      p: 2,
      capacity: new Float64Array(4).fill(20),
    });
    problem.people.set([4, 30, 5, 6, 7]);
    const outcome = await solveMedian(problem, testTask());
    expect([...outcome.unservable]).toEqual([1]);
    expect(outcome.assignment[1]).toBe(-1);
    expect(outcome.status).toBe('optimal');
  });
});
