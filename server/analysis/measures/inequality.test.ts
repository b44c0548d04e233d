import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gini, inequality } from './inequality.ts';

const SEED = { seed: 4, numRuns: 100 };
const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

/** Mean difference over twice the mean, pair by pair. */
function giniByPairs(values: readonly number[], weights: readonly number[]): number {
  const [n, whole] = [
    weights.reduce((a, b) => a + b, 0),
    values.reduce((sum, x, i) => sum + x * (weights[i] as number), 0),
  ];
  const differences = values.flatMap((x, i) =>
    values.map((y, j) => Math.abs(x - y) * (weights[i] as number) * (weights[j] as number)),
  );
  return differences.reduce((a, b) => a + b, 0) / (2 * n * whole);
}

describe('Gini coefficient and Lorenz curve', () => {
  it('equals the published value of the incomes in the manual of R’s ineq (Zeileis 2014)', () => {
    expect(gini(Float64Array.of(541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261))).toBeCloseTo(
      0.462091130267624,
      14,
    );
  });

  it('equals the published weighted value of the manual of Julia’s Inequality.jl', () => {
    const weights = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
    expect(inequality(Float64Array.of(8, 5, 1, 3, 5, 6, 7, 6, 3), weights).gini).toBeCloseTo(0.20652395514780775, 14);
  });

  it('is exactly 0 of equal values and (n − 1)/n where one has all', () => {
    expect(gini(Float64Array.of(0.1, 0.1, 0.1, 0.1))).toBe(0);
    expect(gini(Float64Array.of(0, 0, 0, 5))).toBeCloseTo(0.75, 15);
  });

  it('keeps its digits where values hardly differ', () => {
    const more = 1 + 1e-9;
    // Three pairs of sixteen differ, each twice: 2·3·d / (2·16·mean).
    const expected = ((3 / 16) * (more - 1)) / ((3 + more) / 4);
    expect(Math.abs((gini(Float64Array.of(1, more, 1, 1)) as number) / expected - 1)).toBeLessThan(1e-14);
  });

  it('is null of nothing, of zeros and of nobody', () => {
    expect(gini(new Float64Array())).toBeNull();
    expect(gini(new Float64Array(3))).toBeNull();
    expect(inequality(Float64Array.of(1, 2), new Float64Array(2))).toEqual({ gini: null, lorenz: null });
  });

  it('equals the mean difference pair by pair, whatever the order', () => {
    const held = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e4, noNaN: true })),
      { minLength: 2, maxLength: 40 },
    );
    fc.assert(
      fc.property(held, fc.infiniteStream(fc.nat()), (pairs, random) => {
        const values = pairs.map(([x]) => x + 1),
          weights = pairs.map(([, w]) => w);
        const order = pairs.map((_, i) => i).sort(() => (random.next().value % 2) - 0.5);
        const ours = inequality(Float64Array.from(values), Float64Array.from(weights)).gini as number;
        const shuffled = inequality(
          Float64Array.from(order, (i) => values[i] as number),
          Float64Array.from(order, (i) => weights[i] as number),
        ).gini as number;
        expect(Math.abs(ours - giniByPairs(values, weights))).toBeLessThan(1e-12);
        expect(Math.abs(ours - shuffled)).toBeLessThan(1e-13);
      }),
      SEED,
    );
  });

  it('draws a Lorenz curve that begins at 0, ends at 1, sags and holds the coefficient', () => {
    const { gini: coefficient, lorenz } = inequality(
      Float64Array.from({ length: 1000 }, (_, i) => i),
      ones(1000),
    );
    expect(lorenz).toHaveLength(101);
    expect(lorenz?.[0]).toEqual([0, 0]);
    expect(lorenz?.at(-1)).toEqual([1, 1]);
    let area = 0;
    for (let k = 1; k <= 100; k += 1) area += ((lorenz?.[k - 1]?.[1] ?? 0) + (lorenz?.[k]?.[1] ?? 0)) / 200;
    expect(1 - 2 * area).toBeCloseTo(coefficient as number, 3);
    // Values 0 … 999: the poorer half holds 499·500/2 of 999·1000/2.
    expect(lorenz?.[50]?.[1]).toBeCloseTo((499 * 500) / (999 * 1000), 12);
  });
});
