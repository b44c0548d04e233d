import { describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { quietTask, randomCosts, randomPeople, sitingProblem } from '../../testing/siting-problems.ts';
import type { SitingProblem } from '../types.ts';
import { solvePeriods } from './periods.ts';

/** People within reach of an open facility, by the plainest means. */
function covered({ costs, people, within }: SitingProblem, open: readonly number[]): number {
  return people.reduce((sum, count, d) => {
    const isWithin = open.some((f) => {
      for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++)
        if (costs.demand[k] === d && (costs.cost[k] as number) <= (within ?? Infinity)) return true;
      return false;
    });
    return isWithin ? sum + count : sum;
  }, 0);
}

/** All choices of so many of a list. */
function* combinations(of: readonly number[], count: number): Generator<number[]> {
  if (count === 0) yield [];
  else
    for (const [nth, first] of of.entries())
      for (const rest of combinations(of.slice(nth + 1), count - 1)) yield [first, ...rest];
}

describe('siting period by period', () => {
  it('covers most in each period beside what stands, as trying every choice says', async () => {
    const random = randomFrom(1980);
    for (let nth = 0; nth < runs({ daily: 60, full: 600 }); nth++) {
      const shape = { facilities: 6 + random.below(3), demand: 6 + random.below(10), density: 0.4, whole: true };
      const problem = sitingProblem({
        costs: randomCosts(random, shape),
        people: randomPeople(random, shape),
        existingCount: random.below(2),
        within: 3 + random.below(5),
      });
      const limits = [1, 2, 1].map((p) => ({ p, budget: null }));
      const outcomes = await solvePeriods(problem, limits, quietTask());
      const open = Array.from({ length: problem.existingCount }, (_, f) => f);
      outcomes.forEach((outcome, period) => {
        const before = covered(problem, open);
        const left = Array.from({ length: shape.facilities }, (_, f) => f).filter(
          (f) => f >= problem.existingCount && !open.includes(f),
        );
        const best = Math.max(
          ...[...combinations(left, limits[period]?.p ?? 0)].map((more) => covered(problem, [...open, ...more])),
        );
        expect(outcome).toMatchObject({ status: 'optimal', objective: best, bound: best, before });
        expect(outcome.chosen).toHaveLength(limits[period]?.p ?? 0);
        open.push(...outcome.chosen);
        expect(covered(problem, open)).toBe(best);
        // Who is served is served by what stands.
        for (const f of outcome.assignment) if (f >= 0) expect(open).toContain(f);
      });
      expect(new Set(open).size).toBe(open.length);
    }
  });
});
