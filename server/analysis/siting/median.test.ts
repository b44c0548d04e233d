import { describe, expect, it } from 'vitest';

import { allChoices, smallProblem } from '../../testing/median-instances.ts';
import { testTask } from '../../testing/siting-task.ts';
import type { SitingOutcome, SitingProblem } from '../types.ts';
import { medianValue, servableDemand, serve } from './median-evaluate.ts';
import { solveMedian } from './median.ts';

/** The best of all choices: fewest unserved, then least cost. */
function bruteForce(problem: SitingProblem): { cost: number; unserved: number } {
  const servable = servableDemand(problem);
  let best = { cost: Infinity, unserved: Infinity };
  for (const chosen of allChoices(problem)) {
    const value = medianValue(problem, serve(problem, chosen), servable);
    if (value.unserved < best.unserved - 1e-9 || (value.unserved < best.unserved + 1e-9 && value.cost < best.cost)) best = value;
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

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed + 1);

describe('p-median', () => {
  it.each(SEEDS)('finds the best of all choices of random costs (seed %i)', async (seed) => {
    const problem = smallProblem('p-median', { facilities: 10, demand: 15, fractions: seed % 2 === 0 }, seed, { p: 1 + (seed % 4) });
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
    const openingCost = Float64Array.from({ length: 11 }, (_, f) => 1 + ((f * 7 + seed) % 5) + (seed % 3 === 0 ? 0.1 : 0));
    const problem = smallProblem('p-median', { facilities: 11, demand: 18, existing: 1, fractions: seed % 2 === 0 }, seed, { budget: 6.3, openingCost });
    const outcome = await solveMedian(problem, testTask());
    expectBest(problem, outcome);
    expect([...outcome.chosen].reduce((sum, f) => sum + (openingCost[f] as number), 0)).toBeLessThanOrEqual(6.3 + 1e-6);
  });

  it.each(SEEDS)('serves as many people as can be before it saves cost, where pairs are missing (seed %i)', async (seed) => {
    const problem = smallProblem('p-median', { facilities: 9, demand: 14, existing: seed % 2, missing: 0.75 }, seed, { p: 3 });
    const outcome = await solveMedian(problem, testTask());
    expectBest(problem, outcome);
    const servable = servableDemand(problem);
    expect([...outcome.unservable]).toEqual([...servable.keys()].filter((d) => servable[d] === 0));
  });
});
