import { describe, expect, it } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { quietTask, randomCosts, randomPeople } from '../../testing/siting-problems.ts';
import { solveClosure, type ClosureProblem } from './closure.ts';

interface Figures {
  readonly served: number;
  readonly cost: number;
  readonly farthest: number;
}

/** Everybody at the nearest open facility within reach, by the plainest means. */
function figures({ costs, people, within }: ClosureProblem, open: ReadonlySet<number>): Figures {
  let [served, cost, farthest] = [0, 0, 0];
  people.forEach((count, d) => {
    let near = Infinity;
    for (const f of open)
      for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++)
        if (costs.demand[k] === d && (costs.cost[k] as number) <= (within ?? Infinity))
          near = Math.min(near, costs.cost[k] as number);
    if (near === Infinity || count === 0) return;
    served += count;
    cost += count * near;
    farthest = Math.max(farthest, near);
  });
  return { served, cost, farthest };
}

const valueOf = (model: ClosureProblem['model'], { served, cost, farthest }: Figures): number =>
  model === 'mclp' ? served : model === 'p-median' ? cost : farthest;

/** The best of all ways to close so many and to open no more than so many. */
function bestOf(problem: ClosureProblem): Figures {
  const { costs, fixedCount, existingCount, close, p, model } = problem;
  let best: Figures | null = null;
  for (let bits = 0; bits < 2 ** (costs.facilityCount - fixedCount); bits++) {
    const open = new Set(Array.from({ length: fixedCount }, (_, f) => f));
    for (let f = fixedCount; f < costs.facilityCount; f++) if ((bits >> (f - fixedCount)) & 1) open.add(f);
    const kept = [...open].filter((f) => f < existingCount).length;
    if (kept !== existingCount - close || open.size - kept > p) continue;
    const found = figures(problem, open);
    const isBetter =
      best === null ||
      found.served > best.served + 1e-9 ||
      (found.served > best.served - 1e-9 && valueOf(model, found) < valueOf(model, best) - 1e-9);
    if (isBetter) best = found;
  }
  if (best === null) throw new Error('There is no way.');
  return best;
}

describe('closing facilities', () => {
  it.each(['mclp', 'p-median', 'p-center'] as const)('loses least by %s, as trying every way says', async (model) => {
    const random = randomFrom(2007);
    for (let nth = 0; nth < runs({ daily: 50, full: 500 }); nth++) {
      const existing = 3 + random.below(4);
      const fixedCount = random.below(2);
      const candidates = nth % 3 === 0 ? 1 + random.below(3) : 0;
      const shape = { facilities: existing + candidates, demand: 4 + random.below(8), density: 0.8, whole: true };
      const problem: ClosureProblem = {
        model,
        costs: randomCosts(random, shape),
        people: randomPeople(random, shape),
        within: model === 'mclp' ? 3 + random.below(4) : null,
        capacity: null,
        gap: 0,
        fixedCount,
        existingCount: existing,
        close: 1 + random.below(existing - fixedCount - (candidates > 0 || fixedCount > 0 ? 0 : 1)),
        p: candidates > 0 ? 1 + random.below(candidates) : 0,
      };
      const best = bestOf(problem);
      const { before, after } = await solveClosure(problem, quietTask());
      expect(after.status).toBe('optimal');
      expect(after.objective).toBeCloseTo(valueOf(model, best), 6);
      expect(after.bound).toBeCloseTo(valueOf(model, best), 6);
      const kept = [...after.chosen].filter((f) => f < existing).length;
      expect(kept + fixedCount).toBe(existing - problem.close);
      expect(after.chosen.length - kept).toBeLessThanOrEqual(problem.p);
      const open = new Set([...after.chosen, ...Array.from({ length: fixedCount }, (_, f) => f)]);
      const ours = figures(problem, open);
      expect([ours.served, valueOf(model, ours)]).toEqual([best.served, expect.closeTo(valueOf(model, best), 6)]);
      const all = figures(problem, new Set(Array.from({ length: existing }, (_, f) => f)));
      expect(before.objective).toBeCloseTo(valueOf(model, all), 6);
    }
  });
});
