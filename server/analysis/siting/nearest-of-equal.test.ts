import { describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { choices, quietTask, randomCosts, randomPeople, sitingProblem } from '../../testing/siting-problems.ts';
import type { SitingProblem } from '../types.ts';
import { solveSiting } from './index.ts';
import { meanCost } from './nearest-of-equal.ts';

/** People within reach of an open facility, and people × cost to the nearest, by the plainest means. */
function figures({ costs, people, within }: SitingProblem, open: Uint8Array) {
  const nearest = new Float64Array(people.length).fill(Infinity);
  for (let f = 0; f < open.length; f++) {
    if (open[f] === 0) continue;
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      const [d, cost] = [costs.demand[k] as number, costs.cost[k] as number];
      if (cost <= (within ?? Infinity)) nearest[d] = Math.min(nearest[d] as number, cost);
    }
  }
  let [covered, total] = [0, 0];
  for (let d = 0; d < people.length; d++) {
    if (nearest[d] === Infinity) continue;
    covered += people[d] as number;
    total += (people[d] as number) * (nearest[d] as number);
  }
  return { covered, total };
}

describe('of choices that cover the same people', () => {
  const random = randomFrom(11);
  it('the one with the least mean cost is given, as trying every choice says', async () => {
    for (let nth = 0; nth < runs({ daily: 150, full: 1500 }); nth++) {
      const shape = { facilities: 2 + random.below(8), demand: 3 + random.below(12), density: 0.6, whole: nth % 3 > 0 };
      const model = nth % 2 === 0 ? 'mclp' : 'lscp';
      const existingCount = random.below(2);
      const candidates = shape.facilities - existingCount;
      const isPaid = nth % 5 === 0;
      const openingCost = isPaid ? Float64Array.from({ length: shape.facilities }, () => 1 + random.below(3)) : null;
      const problem = sitingProblem({
        model,
        costs: randomCosts(random, shape),
        people: randomPeople(random, shape),
        existingCount,
        within: 2 + random.below(7),
        openingCost,
        ...(model === 'lscp' ? {} : isPaid ? { budget: 3 + random.below(4) } : { p: 1 + random.below(candidates) }),
      });
      const outcome = await solveSiting(problem, quietTask());
      const open = new Uint8Array(shape.facilities).fill(1, 0, existingCount);
      for (const f of outcome.chosen) open[f] = 1;
      const ours = figures(problem, open);
      const price = (chosen: readonly number[]): number => chosen.reduce((sum, f) => sum + (openingCost?.[f] ?? 1), 0);
      const limit = model === 'lscp' ? outcome.objective : (problem.budget ?? Infinity);
      let best = { covered: -1, total: Infinity };
      for (const { chosen, open: other } of choices(problem)) {
        if (price(chosen) > limit + 1e-9 || (problem.p !== null && chosen.length > problem.p)) continue;
        const theirs = figures(problem, other);
        if (theirs.covered > best.covered + 1e-9) best = theirs;
        else if (Math.abs(theirs.covered - best.covered) <= 1e-9 && theirs.total < best.total) best = theirs;
      }
      expect(ours.covered).toBeCloseTo(best.covered, 9);
      expect(ours.total).toBeCloseTo(best.total, 9);
      if (ours.covered > 0) expect(meanCost(problem, outcome)).toBeCloseTo(best.total / best.covered, 9);
    }
  });
});
