import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import {
  allChoices,
  beasleyNetwork,
  cityProblem,
  networkProblem,
  parsePmed,
  sitingProblem,
  smallProblem,
  sparse,
} from '../../../testing/median-instances.ts';
import { testTask } from '../../../testing/siting-task.ts';
import type { SitingOutcome, SitingProblem } from '../../types.ts';
import { medianValue, servableDemand, serve } from './median-evaluate.ts';
import { solveMedian } from './median.ts';

/** The best of all choices: fewest unserved, then least cost. */
function bruteForce(problem: SitingProblem): { cost: number; unserved: number } {
  const servable = servableDemand(problem);
  let best = { cost: Infinity, unserved: Infinity };
  for (const chosen of allChoices(problem)) {
    const value = medianValue(problem, serve(problem, chosen), servable);
    if (value.unserved < best.unserved - 1e-9 || (value.unserved < best.unserved + 1e-9 && value.cost < best.cost))
      best = value;
  }
  return best;
}

function valueOf(problem: SitingProblem, outcome: SitingOutcome): { cost: number; unserved: number } {
  return medianValue(problem, serve(problem, outcome.chosen), servableDemand(problem));
}

function expectBest(problem: SitingProblem, outcome: SitingOutcome): void {
  const best = bruteForce(problem);
  const value = valueOf(problem, outcome);
  expect(value.unserved).toBeCloseTo(best.unserved, 9);
  expect(value.cost).toBeCloseTo(best.cost, 7);
  expect(outcome.status).toBe('optimal');
  expect(outcome.objective).toBe(value.cost);
  expect(outcome.bound).toBe(outcome.objective);
  expect(outcome.gap).toBe(0);
}

/** Of `data/fixtures/siting/SOURCE.md`. */
async function pmed(name: string): Promise<ReturnType<typeof parsePmed>> {
  return parsePmed(await readFile(new URL(`../../../../data/fixtures/siting/${name}.txt`, import.meta.url), 'utf8'));
}

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed + 1);

describe('p-median', () => {
  it.each(SEEDS)('finds the best of all choices of random costs (seed %i)', async (seed) => {
    const problem = smallProblem('p-median', { facilities: 10, demand: 15, fractions: seed % 2 === 0 }, seed, {
      p: 1 + (seed % 4),
    });
    const outcome = await solveMedian(problem, testTask());
    expectBest(problem, outcome);
    expect(outcome.chosen).toHaveLength(problem.p as number);
  });

  it.each(SEEDS)('keeps existing sites, and says what they cost alone (seed %i)', async (seed) => {
    const problem = smallProblem('p-median', { facilities: 12, demand: 20, existing: 3 }, seed, { p: 2 });
    const outcome = await solveMedian(problem, testTask());
    expectBest(problem, outcome);
    expect(outcome.before).toBe(medianValue(problem, serve(problem, []), servableDemand(problem)).cost);
    expect(Math.min(...outcome.chosen)).toBeGreaterThanOrEqual(3);
  });

  it.each(SEEDS)('spends no more than the budget (seed %i)', async (seed) => {
    const openingCost = Float64Array.from(
      { length: 11 },
      (_, f) => 1 + ((f * 7 + seed) % 5) + (seed % 3 === 0 ? 0.1 : 0),
    );
    const problem = smallProblem(
      'p-median',
      { facilities: 11, demand: 18, existing: 1, fractions: seed % 2 === 0 },
      seed,
      { budget: 6.3, openingCost },
    );
    const outcome = await solveMedian(problem, testTask());
    expectBest(problem, outcome);
    expect([...outcome.chosen].reduce((sum, f) => sum + (openingCost[f] as number), 0)).toBeLessThanOrEqual(6.3 + 1e-6);
  });

  it.each(SEEDS)(
    'serves as many people as can be before it saves cost, where pairs are missing (seed %i)',
    async (seed) => {
      const problem = smallProblem('p-median', { facilities: 9, demand: 14, existing: seed % 2, missing: 0.75 }, seed, {
        p: 3,
      });
      const outcome = await solveMedian(problem, testTask());
      expectBest(problem, outcome);
      const servable = servableDemand(problem);
      expect([...outcome.unservable]).toEqual([...servable.keys()].filter((d) => servable[d] === 0));
    },
  );

  it.each([
    ['pmed1', 5819],
    ['pmed5', 1355],
  ])('has the published optimum of %s (OR-Library): %i', async (name, optimum) => {
    const network = await pmed(name);
    const outcome = await solveMedian(networkProblem('p-median', network, { p: network.p }), testTask());
    expect(outcome).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum });
  });

  it.each([
    [100, 5, 1, 5166],
    [200, 67, 1, 1453],
    [300, 10, 1, 6271],
    [600, 60, 1, 4420],
  ])('proves the optimum of a network of %i nodes with %i sites (seed %i)', async (nodes, p, seed, optimum) => {
    const outcome = await solveMedian(networkProblem('p-median', beasleyNetwork(nodes, seed), { p }), testTask());
    expect(outcome).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum });
  });

  it('puts one site of a line where half of the people are on either side (Hakimi 1964)', async () => {
    const people = [3, 1, 4, 1, 5, 9, 2, 6];
    const table = people.flatMap((_, from) => people.map((__, to) => Math.abs(from - to)));
    const outcome = await solveMedian(
      sitingProblem('p-median', sparse(table, 8, 8), { p: 1 }, Float64Array.from(people)),
      testTask(),
    );
    expect([...outcome.chosen]).toEqual([5]);
  });

  it('puts one site where most of all people are, whatever the distances (Witzgall 1964)', async () => {
    const network = beasleyNetwork(30, 5);
    const people = new Float64Array(30).fill(1);
    people[17] = 30;
    const { costs } = networkProblem('p-median', network, { p: 1 });
    const outcome = await solveMedian(sitingProblem('p-median', costs, { p: 1 }, people), testTask());
    expect([...outcome.chosen]).toEqual([17]);
  });

  it('costs nothing with a site at every demand, and opens as many as are asked for', async () => {
    const outcome = await solveMedian(networkProblem('p-median', beasleyNetwork(20, 2), { p: 20 }), testTask());
    expect(outcome).toMatchObject({ status: 'optimal', objective: 0, bound: 0, gap: 0 });
    expect(outcome.chosen).toHaveLength(20);
  });

  it('is never worse than greedy, and its bound never better than the optimum, whenever it is cancelled', async () => {
    const problem = networkProblem('p-median', beasleyNetwork(100, 3), { p: 10 });
    const optimum = (await solveMedian(problem, testTask())).objective;
    for (const cancelAfter of [1, 3, 12, 200, 400, 800]) {
      const outcome = await solveMedian(problem, testTask({ cancelAfter }));
      const greedy = outcome.steps.find((step) => step.phase === 'greedy')?.objective ?? Infinity;
      expect(outcome.chosen).toHaveLength(10);
      if (cancelAfter >= 12) expect(outcome.objective).toBeLessThanOrEqual(greedy);
      expect(outcome.bound).toBeLessThanOrEqual(optimum);
      expect(['cancelled', 'optimal']).toContain(outcome.status);
    }
  });

  it('ends at the gap asked for, with steps whose objectives fall and whose bounds rise', async () => {
    const shape = { cells: 3000, existing: 20, candidates: 100, limit: 20_000, seed: 4 };
    const outcome = await solveMedian(cityProblem('p-median', shape, { p: 8, gap: 0.02 }), testTask());
    expect(outcome.gap).toBeLessThanOrEqual(0.02);
    expect(['gap', 'optimal']).toContain(outcome.status);
    const objectives = outcome.steps.map((step) => step.objective as number);
    const bounds = outcome.steps.map((step) => step.bound as number);
    expect(objectives).toEqual(objectives.toSorted((a, b) => b - a));
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  });
});
