import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import {
  allChoices,
  beasleyNetwork,
  networkProblem,
  parsePmed,
  sitingProblem,
  smallProblem,
  sparse,
} from '../../../testing/median-instances.ts';
import { testTask } from '../../../testing/siting-task.ts';
import type { SitingOutcome, SitingProblem } from '../../types.ts';
import { solveCenter } from './center.ts';
import { medianValue, servableDemand, serve } from '../median/median-evaluate.ts';

interface Value {
  readonly worst: number;
  readonly unserved: number;
}

function valueOf(problem: SitingProblem, chosen: Iterable<number>): Value {
  const served = serve(problem, chosen);
  const reached = Array.from(served.cost).filter((cost, d) => cost !== Infinity && (problem.people[d] as number) > 0);
  return { worst: Math.max(0, ...reached), unserved: medianValue(problem, served, servableDemand(problem)).unserved };
}

/** The best of all choices: fewest unserved, then the least worst cost. */
function bruteForce(problem: SitingProblem): Value {
  let best = { worst: Infinity, unserved: Infinity };
  for (const chosen of allChoices(problem)) {
    const value = valueOf(problem, chosen);
    if (value.unserved < best.unserved - 1e-9 || (value.unserved < best.unserved + 1e-9 && value.worst < best.worst))
      best = value;
  }
  return best;
}

function expectBest(problem: SitingProblem, outcome: SitingOutcome): void {
  const best = bruteForce(problem);
  const value = valueOf(problem, outcome.chosen);
  expect(value.unserved).toBeCloseTo(best.unserved, 9);
  expect(value.worst).toBe(best.worst);
  expect(outcome).toMatchObject({ status: 'optimal', objective: best.worst, bound: best.worst, gap: 0 });
}

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed + 1);

describe('p-center', () => {
  it.each(SEEDS)('finds the best of all choices of random costs (seed %i)', async (seed) => {
    const problem = smallProblem('p-center', { facilities: 10, demand: 15, fractions: seed % 2 === 0 }, seed, {
      p: 1 + (seed % 4),
    });
    const outcome = await solveCenter(problem, testTask());
    expectBest(problem, outcome);
    expect(outcome.chosen).toHaveLength(problem.p as number);
  });

  it.each(SEEDS)('keeps existing sites, and says what they reach alone (seed %i)', async (seed) => {
    const problem = smallProblem('p-center', { facilities: 12, demand: 20, existing: 3 }, seed, { p: 2 });
    const outcome = await solveCenter(problem, testTask());
    expectBest(problem, outcome);
    expect(outcome.before).toBe(valueOf(problem, []).worst);
  });

  it.each(SEEDS)('spends no more than the budget (seed %i)', async (seed) => {
    const openingCost = Float64Array.from({ length: 11 }, (_, f) => 1 + ((f * 7 + seed) % 5));
    const problem = smallProblem('p-center', { facilities: 11, demand: 18, existing: 1 }, seed, {
      budget: 6,
      openingCost,
    });
    const outcome = await solveCenter(problem, testTask());
    expectBest(problem, outcome);
    expect([...outcome.chosen].reduce((sum, f) => sum + (openingCost[f] as number), 0)).toBeLessThanOrEqual(6);
  });

  it.each(SEEDS)(
    'serves as many people as can be before it looks at the worst served, where pairs are missing (seed %i)',
    async (seed) => {
      const problem = smallProblem(
        'p-center',
        { facilities: 9, demand: 14, existing: seed % 2, missing: 0.75, fractions: seed % 3 === 0 },
        seed,
        { p: 3 },
      );
      expectBest(problem, await solveCenter(problem, testTask()));
    },
  );

  it.each([
    ['pmed1', 127],
    ['pmed5', 48],
  ])('has the published optimum of %s (Elloumi, Labbé & Pochet 2004): %i', async (name, optimum) => {
    const network = parsePmed(
      await readFile(new URL(`../../../../data/fixtures/siting/${name}.txt`, import.meta.url), 'utf8'),
    );
    const outcome = await solveCenter(networkProblem('p-center', network, { p: network.p }), testTask());
    expect(outcome).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum });
  });

  it('serves p·(2r + 1) places of a line within r, and no more', async () => {
    for (const [length, p] of [
      [15, 3],
      [16, 3],
      [22, 4],
    ] as const) {
      const table = Array.from({ length: length ** 2 }, (_, k) => Math.abs(Math.floor(k / length) - (k % length)));
      const outcome = await solveCenter(sitingProblem('p-center', sparse(table, length, length), { p }), testTask());
      expect(outcome).toMatchObject({ status: 'optimal', objective: Math.ceil((length / p - 1) / 2) });
    }
  });

  it('does not look at places without people', async () => {
    const table = [0, 1, 9, 1, 0, 9, 9, 9, 0];
    const outcome = await solveCenter(
      sitingProblem('p-center', sparse(table, 3, 3), { p: 1 }, Float64Array.from([1, 1, 0])),
      testTask(),
    );
    expect(outcome).toMatchObject({ status: 'optimal', objective: 1 });
    expect(outcome.assignment[2]).toBe(outcome.chosen[0]);
  });

  it('has a choice and a bound that holds, whenever it is cancelled', async () => {
    const problem = networkProblem('p-center', beasleyNetwork(60, 3), { p: 5 });
    const optimum = (await solveCenter(problem, testTask())).objective;
    for (const cancelAfter of [1, 10, 100, 400]) {
      const outcome = await solveCenter(problem, testTask({ cancelAfter }));
      expect(outcome.chosen).toHaveLength(5);
      expect(outcome.bound).toBeLessThanOrEqual(optimum);
      expect(outcome.objective).toBeGreaterThanOrEqual(optimum);
    }
  });
});
