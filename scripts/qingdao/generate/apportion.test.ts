import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.ts';

describe('apportion', () => {
  it('gives the parts that the largest remainders call for', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(1.5, [2, 1], 1)).toEqual([1, 0.5]);
  });

  it('adds up to the total whatever the weights', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 600 }),
        (total, weights) => apportion(total, weights).reduce((sum, part) => sum + part, 0) === total,
      ),
      { numRuns: 60 },
    );
  });

  it('refuses a total finer than its parts, and weights without a sum', () => {
    expect(() => apportion(1.25, [1], 1)).toThrow(/decimal places/);
    expect(() => apportion(1, [0, 0])).toThrow(/positive sum/);
  });
});
