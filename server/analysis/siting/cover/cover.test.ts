import { describe, expect, it } from 'vitest';
import { runs } from '../../../testing/effort.ts';

import { randomFrom, type Random } from '../../../testing/random.ts';
import {
  choices,
  costMatrix,
  quietTask,
  randomCosts,
  randomPeople,
  sitingProblem,
} from '../../../testing/siting-problems.ts';
import { citySiting, DENSE } from '../../../testing/siting-instances.ts';
import { AnalysisError, Cancelled, OutOfTime } from '../../errors.ts';
import type { SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { solveSiting } from '../index.ts';

const solve = (problem: SitingProblem): Promise<SitingOutcome> => solveSiting(problem, quietTask());

/** Figures worked out anew from the problem, by the plainest means. */
const covers = ({ costs, within }: SitingProblem, f: number): Set<number> => {
  const set = new Set<number>();
  for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++)
    if ((costs.cost[k] as number) <= (within as number)) set.add(costs.demand[k] as number);
  return set;
};
const coveredBy = (problem: SitingProblem, open: Uint8Array): Set<number> => {
  const all = new Set<number>();
  for (let f = 0; f < open.length; f++) if (open[f] === 1) for (const d of covers(problem, f)) all.add(d);
  return all;
};
const peopleOf = ({ people }: SitingProblem, demand: Iterable<number>): number =>
  [...demand].sort((a, b) => a - b).reduce((sum, d) => sum + (people[d] as number), 0);
const costOf = ({ openingCost }: SitingProblem, chosen: Iterable<number>): number =>
  [...chosen].reduce((sum, f) => sum + (openingCost?.[f] ?? 1), 0);
const allowed = (problem: SitingProblem, chosen: readonly number[]): boolean =>
  problem.p !== null ? chosen.length <= problem.p : costOf(problem, chosen) <= (problem.budget as number) + 1e-9;

/** Most people whom open facilities can serve whole within their capacities. */
const mostServed = (problem: SitingProblem, open: Uint8Array): number => {
  const { people, capacity } = problem;
  const reach = Array.from(open, (isOpen, f) => (isOpen === 1 ? covers(problem, f) : new Set<number>()));
  const left = Array.from(capacity as Float64Array, (room) => (Number.isNaN(room) ? Infinity : room));
  const serve = (d: number, rest: number): number => {
    if (d === people.length) return 0;
    const count = people[d] as number;
    let best = serve(d + 1, rest - count);
    for (let f = 0; f < open.length; f++) {
      if (count === 0 || reach[f]?.has(d) !== true || (left[f] as number) < count) continue;
      left[f] = (left[f] as number) - count;
      best = Math.max(best, count + serve(d + 1, rest - count));
      left[f] = (left[f] as number) + count;
      if (best >= rest) break;
    }
    return best;
  };
  return serve(
    0,
    people.reduce((sum, count) => sum + count, 0),
  );
};

function expectProven(outcome: SitingOutcome, optimum: number): void {
  expect(outcome.objective).toBeCloseTo(optimum, 9);
  expect(outcome.status).toBe('optimal');
  expect(outcome.gap).toBe(0);
  expect(outcome.bound).toBe(outcome.objective);
}

/** Steps never get worse, and no bound is ever on the wrong side of the optimum. */
function expectHonestSteps({ steps }: SitingOutcome, optimum: number, sense: 'min' | 'max'): void {
  const sign = sense === 'max' ? 1 : -1;
  let objective = -Infinity;
  let bound = Infinity;
  for (const step of steps) {
    if (step.objective !== null) {
      expect(sign * step.objective).toBeGreaterThanOrEqual(objective);
      objective = sign * step.objective;
      expect(objective).toBeLessThanOrEqual(sign * optimum + 1e-9 * Math.abs(optimum) + 1e-12);
    }
    if (step.bound !== null) {
      expect(sign * step.bound).toBeLessThanOrEqual(bound);
      bound = sign * step.bound;
      expect(bound).toBeGreaterThanOrEqual(sign * optimum - 1e-9 * Math.abs(optimum) - 1e-12);
    }
  }
}

function expectCoverAnswer(problem: SitingProblem, outcome: SitingOutcome): void {
  const { costs, existingCount, people } = problem;
  const open = new Uint8Array(costs.facilityCount).fill(1, 0, existingCount);
  for (const f of outcome.chosen) {
    expect(f).toBeGreaterThanOrEqual(existingCount);
    open[f] = 1;
  }
  expect([...outcome.chosen]).toEqual([...new Set(outcome.chosen)].sort((a, b) => a - b));
  const reachable = coveredBy(problem, new Uint8Array(costs.facilityCount).fill(1));
  expect([...outcome.unservable]).toEqual(
    [...people.keys()].filter((d) => !reachable.has(d) && (people[d] as number) > 0),
  );
  const covered = coveredBy(problem, open);
  for (let d = 0; d < people.length; d++) {
    const by = outcome.assignment[d] as number;
    if (problem.capacity === null) expect(by !== -1).toBe(covered.has(d));
    if (by !== -1) expect(open[by] === 1 && covers(problem, by).has(d)).toBe(true);
  }
}

const shapes = (random: Random, k: number): Parameters<typeof randomCosts>[1] => ({
  facilities: 3 + random.below(7),
  demand: 4 + random.below(20),
  density: 0.2 + 0.6 * random.next(),
  whole: k % 2 === 0,
});

describe('location set covering', () => {
  it('finds the fewest facilities of all choices, or the cheapest, beside existing ones', async () => {
    const random = randomFrom(41);
    for (let k = 0; k < runs({ daily: 15, full: 40 }); k++) {
      const shape = shapes(random, k);
      const costs = randomCosts(random, shape);
      const problem = sitingProblem({
        model: 'lscp',
        costs,
        people: randomPeople(random, shape),
        within: 6,
        existingCount: k % 3 === 0 ? 0 : random.below(3),
        openingCost:
          k % 4 < 2
            ? null
            : Float64Array.from({ length: shape.facilities }, () =>
                random.next() < 0.1 ? 0 : k % 4 === 2 ? 1 + random.below(9) : random.next() * 9,
              ),
      });
      const needed = [...coveredBy(problem, new Uint8Array(shape.facilities).fill(1))].filter(
        (d) => (problem.people[d] as number) > 0,
      );
      let optimum = Infinity;
      for (const { chosen, open } of choices(problem)) {
        const covered = coveredBy(problem, open);
        if (needed.every((d) => covered.has(d))) optimum = Math.min(optimum, costOf(problem, chosen));
      }
      const outcome = await solve(problem);
      expectProven(outcome, optimum);
      expectHonestSteps(outcome, optimum, 'min');
      expectCoverAnswer(problem, outcome);
      expect(costOf(problem, outcome.chosen)).toBeCloseTo(optimum, 9);
      for (const d of needed) expect(outcome.assignment[d]).not.toBe(-1);
    }
  });
});

describe('maximal covering', () => {
  it('covers the most people of all choices of p, or within a budget, beside existing facilities', async () => {
    const random = randomFrom(42);
    for (let k = 0; k < runs({ daily: 20, full: 60 }); k++) {
      const shape = shapes(random, k);
      const costs = randomCosts(random, shape);
      const existingCount = k % 3 === 0 ? 0 : random.below(3);
      const byBudget = k % 5 >= 3;
      const problem = sitingProblem({
        costs,
        existingCount,
        people: randomPeople(random, shape),
        within: 5,
        p: byBudget ? null : 1 + random.below(Math.min(4, shape.facilities - existingCount)),
        budget: byBudget ? 9 + random.below(12) : null,
        openingCost: byBudget
          ? Float64Array.from({ length: shape.facilities }, () =>
              random.next() < 0.1 ? 0 : k % 2 === 0 ? 1 + random.below(9) : random.next() * 9,
            )
          : null,
      });
      let optimum = 0;
      for (const { chosen, open } of choices(problem))
        if (allowed(problem, chosen)) optimum = Math.max(optimum, peopleOf(problem, coveredBy(problem, open)));
      const outcome = await solve(problem);
      expectProven(outcome, optimum);
      expectHonestSteps(outcome, optimum, 'max');
      expectCoverAnswer(problem, outcome);
      expect(allowed(problem, [...outcome.chosen])).toBe(true);
      if (problem.p !== null) expect(outcome.chosen.length).toBe(problem.p);
      expect(outcome.before).toBe(
        peopleOf(problem, coveredBy(problem, new Uint8Array(shape.facilities).fill(1, 0, existingCount))),
      );
      const open = new Uint8Array(shape.facilities).fill(1, 0, existingCount);
      for (const f of outcome.chosen) open[f] = 1;
      expect(peopleOf(problem, coveredBy(problem, open))).toBe(outcome.objective);
    }
  });

  it('serves the most people of all choices and assignments where capacities are limited', async () => {
    const random = randomFrom(43);
    for (let k = 0; k < runs({ daily: 15, full: 40 }); k++) {
      const shape = {
        facilities: 3 + random.below(4),
        demand: 3 + random.below(7),
        density: 0.4 + 0.5 * random.next(),
        whole: k % 2 === 0,
      };
      const costs = randomCosts(random, shape);
      const existingCount = k % 3 === 0 ? 0 : random.below(3);
      const byBudget = k % 4 === 3;
      const problem = sitingProblem({
        costs,
        existingCount,
        people: randomPeople(random, shape),
        within: 7,
        p: byBudget ? null : 1 + random.below(shape.facilities - existingCount),
        budget: byBudget ? 9 + random.below(9) : null,
        openingCost: byBudget ? Float64Array.from({ length: shape.facilities }, () => 1 + random.below(9)) : null,
        capacity: Float64Array.from({ length: shape.facilities }, () =>
          random.next() < 0.15 ? NaN : 5 + random.below(40),
        ),
      });
      let optimum = 0;
      let before = 0;
      for (const { chosen, open } of choices(problem)) {
        if (!allowed(problem, chosen)) continue;
        const served = mostServed(problem, open);
        optimum = Math.max(optimum, served);
        if (chosen.length === 0) before = served;
      }
      const outcome = await solve(problem);
      expectProven(outcome, optimum);
      expectHonestSteps(outcome, optimum, 'max');
      expectCoverAnswer(problem, outcome);
      expect(outcome.before).toBeCloseTo(before, 9);
      const load = new Float64Array(shape.facilities);
      for (const [d, f] of outcome.assignment.entries())
        if (f !== -1) load[f] = (load[f] as number) + (problem.people[d] as number);
      for (const [f, sum] of load.entries())
        if (!Number.isNaN(problem.capacity?.[f]))
          expect(sum).toBeLessThanOrEqual((problem.capacity?.[f] as number) + 1e-9);
    }
  });

  it('adds facilities up to p where fewer already cover all', async () => {
    const outcome = await solve(
      sitingProblem({
        costs: costMatrix(
          [
            [1, 1, 1],
            [1, null, null],
            [null, 1, 1],
          ],
          3,
        ),
        p: 2,
      }),
    );
    expect([...outcome.chosen]).toEqual([0, 2]);
    expect(outcome).toMatchObject({ status: 'optimal', objective: 3, bound: 3 });
  });

  it('counts demand at exactly the reach as covered, and none beyond', async () => {
    const costs = costMatrix([[5, 5 + 1e-12]], 2);
    expect(await solve(sitingProblem({ costs, within: 5, p: 1 }))).toMatchObject({
      objective: 1,
      assignment: Int32Array.of(0, -1),
      unservable: Uint32Array.of(1),
    });
  });
});

describe('a search that is ended early', () => {
  const town = citySiting({ ...DENSE, cells: 1500, candidates: 60, withinS: 900, limitS: 900, p: 8, gap: 0 });
  /** Far too large to be solved by enumeration, and far from its linear relaxation. */
  const puzzle = (): SitingProblem => {
    const random = randomFrom(7);
    const shape = { facilities: 120, demand: 400, density: 0.1, whole: true };
    return sitingProblem({ costs: randomCosts(random, shape), people: randomPeople(random, shape), within: 8, p: 12 });
  };

  /** Ends after so many looks at the clock. */
  const endingTask = (looks: number, error: () => Error): Task => {
    let left = looks;
    return {
      progress: () => undefined,
      remainingMs: () => 60_000,
      checkpoint: () => {
        if (left-- <= 0) throw error();
      },
    };
  };

  it.each([
    ['cancelled', () => new Cancelled('')],
    ['time', () => new OutOfTime('')],
  ] as const)('answers with the best by then (%s)', async (status, error) => {
    for (const model of ['mclp', 'lscp'] as const) {
      for (const looks of [0, 1, 40, 150]) {
        const outcome = await solveSiting(
          model === 'lscp' ? { ...puzzle(), model, p: null } : puzzle(),
          endingTask(looks, error),
        );
        expect(outcome.status).toBe(status);
        expect(Number.isFinite(outcome.bound)).toBe(true);
        expect(outcome.gap).toBeGreaterThan(0);
      }
    }
  });

  it('is told every step with the choice where that is new', async () => {
    const told: (number | null)[] = [];
    const outcome = await solveSiting(town, quietTask(), (step, chosen) => {
      if (chosen !== null) told.push(step.objective);
    });
    expect(outcome.status).toBe('optimal');
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told).toEqual([...new Set(told)]);
    expect(told.at(-1)).toBe(outcome.objective);
  });

  it('ends at the gap asked for, never below what greedy found', async () => {
    const outcome = await solveSiting({ ...puzzle(), gap: 0.1 }, quietTask());
    expect(outcome.gap).toBeLessThanOrEqual(0.1);
    const greedy = outcome.steps.find(({ phase }) => phase === 'greedy');
    expect(outcome.objective).toBeGreaterThanOrEqual(greedy?.objective as number);
  });
});

describe('a problem that cannot be solved as asked', () => {
  const costs = costMatrix(
    [
      [1, 2],
      [2, 1],
    ],
    2,
  );
  it.each([
    ['siting-no-candidates', { existingCount: 2, p: 1 }],
    ['siting-no-people', { people: new Float64Array(2), p: 1 }],
    ['siting-people-bad', { people: Float64Array.of(1, -1), p: 1 }],
    ['siting-people-bad', { people: Float64Array.of(1, NaN), p: 1 }],
    [
      'siting-cost-bad',
      {
        costs: costMatrix(
          [
            [1, NaN],
            [2, 1],
          ],
          2,
        ),
        p: 1,
      },
    ],
    [
      'siting-cost-bad',
      {
        costs: costMatrix(
          [
            [1, -1],
            [2, 1],
          ],
          2,
        ),
        p: 1,
      },
    ],
    ['siting-within-missing', { within: null, p: 1 }],
    ['siting-within-missing', { within: NaN, model: 'lscp' }],
    ['siting-p-missing', {}],
    ['siting-p-too-large', { p: 3 }],
    ['siting-p-not-whole', { p: 0 }],
    ['siting-p-not-whole', { p: 1.5 }],
    ['siting-budget-negative', { p: 1, budget: -1 }],
    ['siting-p-not-for-lscp', { model: 'lscp', p: 1 }],
    ['siting-budget-negative', { budget: -1 }],
    ['siting-budget-too-small', { budget: 1, openingCost: Float64Array.of(2, 3) }],
    ['siting-opening-cost-bad', { budget: 1, openingCost: Float64Array.of(1, NaN) }],
    ['siting-capacity-not-positive', { p: 1, capacity: Float64Array.of(1, 0) }],
    ['siting-capacity-not-positive', { model: 'lscp', capacity: Float64Array.of(1, 0) }],
    ['siting-capacity-too-small', { model: 'p-median', p: 1, capacity: Float64Array.of(1, 1) }],
    ['siting-gap-bad', { p: 1, gap: -0.1 }],
  ] as const)('is refused: %s', async (code, parts) => {
    const error = await solve(sitingProblem({ costs, ...(parts as Partial<SitingProblem>) })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(AnalysisError);
    const { text, code: found } = error as AnalysisError;
    expect(found).toBe(code);
    // Every place of the text is filled.
    expect(`${text.zh}${text.en}`).not.toMatch(/\{\w+\}/);
  });
});
