import { describe, expect, it } from 'vitest';

import { randomFrom } from '../../../testing/random.ts';
import { solveMip, type MipModel } from './highs.ts';
import { checkedPoint } from './mip-model.ts';

/** max Σ worth·x, Σ weight·x ≤ room, x 0 or 1. */
function knapsack(worth: readonly number[], weight: readonly number[], room: number): MipModel {
  const count = worth.length;
  return {
    sense: 'max',
    cost: Float64Array.from(worth),
    lower: new Float64Array(count),
    upper: new Float64Array(count).fill(1),
    integer: new Uint8Array(count).fill(1),
    rows: {
      lower: Float64Array.of(-Infinity),
      upper: Float64Array.of(room),
      start: Uint32Array.of(0, count),
      index: Uint32Array.from(worth.keys()),
      value: Float64Array.from(weight),
    },
  };
}

const LIMITS = { timeLimitS: 20, gap: 0 };

describe('HiGHS behind its check', () => {
  it('finds the best of all points of small knapsacks, whole and proven', async () => {
    const random = randomFrom(3);
    for (let k = 0; k < 10; k++) {
      const worth = Array.from({ length: 10 }, () => random.next() * 50);
      const weight = Array.from({ length: 10 }, () => 1 + random.below(30));
      let best = 0;
      for (let bits = 0; bits < 1024; bits++) {
        let sum = 0;
        let load = 0;
        for (let v = 0; v < 10; v++) {
          if ((bits & (1 << v)) === 0) continue;
          sum += worth[v] as number;
          load += weight[v] as number;
        }
        if (load <= 60) best = Math.max(best, sum);
      }
      const result = await solveMip(knapsack(worth, weight, 60), LIMITS);
      expect(result.status).toBe('optimal');
      expect(result.objective).toBeCloseTo(best, 9);
      expect(result.bound).toBe(result.objective);
      expect([...(result.x as Float64Array)].every((x) => x === 0 || x === 1)).toBe(true);
    }
  });

  it('solves models without whole variables', async () => {
    const model = { ...knapsack([3, 2], [2, 1], 2), integer: new Uint8Array(2) };
    expect(await solveMip(model, LIMITS)).toMatchObject({
      status: 'optimal',
      objective: 3.5,
      bound: 3.5,
      x: Float64Array.of(0.5, 1),
    });
  });

  it('says so where no point is feasible', async () => {
    const model = knapsack([1, 1], [1, 1], 1);
    expect(
      await solveMip(
        { ...model, rows: { ...model.rows, lower: Float64Array.of(3), upper: Float64Array.of(3) } },
        LIMITS,
      ),
    ).toEqual({ status: 'infeasible', x: null, objective: null, bound: null });
  });

  it('takes a model without variables for solved', async () => {
    const empty = {
      lower: new Float64Array(0),
      upper: new Float64Array(0),
      start: Uint32Array.of(0),
      index: new Uint32Array(0),
      value: new Float64Array(0),
    };
    const none = new Float64Array(0);
    expect(
      await solveMip(
        { sense: 'min', cost: none, lower: none, upper: none, integer: new Uint8Array(0), rows: empty },
        { ...LIMITS, start: none },
      ),
    ).toMatchObject({ status: 'optimal', objective: 0, bound: 0 });
  });

  it('answers with the start where it has no time, and is never worse than it', async () => {
    const model = knapsack([5, 4, 3], [3, 2, 2], 4);
    const start = Float64Array.of(0, 1, 1);
    expect(await solveMip(model, { ...LIMITS, timeLimitS: 0, start })).toMatchObject({
      status: 'feasible',
      objective: 7,
      bound: null,
    });
    expect(await solveMip(model, { ...LIMITS, start, isCancelled: () => true })).toMatchObject({
      status: 'feasible',
      objective: 7,
    });
    expect(await solveMip(model, { ...LIMITS, start })).toMatchObject({ status: 'optimal', objective: 7 });
  });

  it('ignores a start that does not hold', async () => {
    const model = knapsack([5, 4], [3, 2], 4);
    expect(await solveMip(model, { ...LIMITS, start: Float64Array.of(1, 1) })).toMatchObject({
      status: 'optimal',
      objective: 5,
    });
    expect(await solveMip(model, { ...LIMITS, timeLimitS: 0, start: Float64Array.of(1, 1) })).toMatchObject({
      status: 'failed',
      x: null,
    });
  });

  it('keeps its memory through many models', async () => {
    for (let k = 0; k < 50; k++) expect((await solveMip(knapsack([1, 2], [1, 1], 1), LIMITS)).objective).toBe(2);
  });
});

describe('the check of a point', () => {
  const model = knapsack([1, 1], [1, 1], 1);
  it('rounds whole variables, and refuses what is off by more than the tolerance', () => {
    expect(checkedPoint(model, Float64Array.of(1 - 1e-8, 1e-9))).toEqual({ x: Float64Array.of(1, 0), objective: 1 });
    expect(checkedPoint(model, Float64Array.of(0.5, 0))).toBeNull();
    expect(checkedPoint(model, Float64Array.of(1, 1))).toBeNull();
    expect(checkedPoint(model, Float64Array.of(2, -1))).toBeNull();
    expect(checkedPoint(model, Float64Array.of(NaN, 0))).toBeNull();
    expect(checkedPoint(model, Float64Array.of(1))).toBeNull();
  });
});
