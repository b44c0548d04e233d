import { describe, expect, it } from 'vitest';
import { erfc, twoSided } from './normal.ts';

/**
 * As Abramowitz & Stegun 1964, tables 7.1 and 7.3, print them to fewer; to 15 digits by the power series in 700-digit
 * arithmetic.
 */
const KNOWN = [
  [0.1, 0.887537083981715],
  [0.5, 0.479500122186953],
  [1, 0.157299207050285],
  [1.5, 0.0338948535246893],
  [2, 0.00467773498104727],
  [3, 2.20904969985854e-5],
  [5, 1.53745979442803e-12],
  [10, 2.08848758376254e-45],
  [20, 5.3958656116079e-176],
  [26, 5.66319240885619e-296],
] as const;

describe('tails of the normal distribution', () => {
  it.each(KNOWN)('erfc(%d) is %d', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-13);
  });

  it('mirrors at 0, where it is 1', () => {
    expect(erfc(0)).toBe(1);
    for (const x of [0.3, 1.2, 4]) expect(erfc(-x)).toBe(2 - erfc(x));
  });

  it('has no step where the series gives way to the continued fraction', () => {
    const [below, above] = [erfc(1.5 - 1e-9), erfc(1.5)];
    // The derivative there is −2/√π·e^(−2.25).
    expect((below - above) / 1e-9).toBeCloseTo((2 / Math.sqrt(Math.PI)) * Math.exp(-2.25), 5);
  });

  it('gives the usual two-sided levels, and 0 only where no number is small enough', () => {
    expect(twoSided(1.959963984540054)).toBeCloseTo(0.05, 14);
    expect(twoSided(-2.5758293035489004)).toBeCloseTo(0.01, 14);
    expect(twoSided(37)).toBeGreaterThan(0);
    expect(twoSided(Infinity)).toBe(0);
  });
});
