import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decay } from '../../../tiles/api/decay.ts';
import { AnalysisError } from '../errors.ts';
import { decayWeight } from './decay.ts';

const weights = (decay: Decay, costs: readonly number[], limit = Infinity): number[] =>
  costs.map(decayWeight(decay, limit));

describe('decay, against the vignette “Decay functions” of the R package accessibility 1.4', () => {
  it('is negative exponential: 0.2 and 0.3 at 10, 15 and 20', () => {
    const published = {
      0.2: [0.13533528, 0.04978707, 0.01831564],
      0.3: [0.049787068, 0.011108997, 0.002478752],
    };
    for (const [beta, expected] of Object.entries(published))
      weights({ kind: 'exponential', beta: Number(beta) }, [10, 15, 20]).forEach((weight, i) =>
        expect(weight).toBeCloseTo(expected[i] as number, 8),
      );
  });

  it('is an inverse power that is 1 up to 1', () => {
    expect(weights({ kind: 'power', beta: 1 }, [0, 0.5, 1, 2, 5, 10])).toEqual([1, 1, 1, 0.5, 0.2, 0.1]);
    // Of seconds with a scale of a minute, what minutes have with 1.
    expect(weights({ kind: 'power', beta: 1, scale: 60 }, [30, 60, 120, 300])).toEqual([1, 1, 0.5, 0.2]);
  });

  it('is logistic: 1 at once and a half at the inflection, 0.502 for 30 with a deviation of 10', () => {
    const steep = weights({ kind: 'logistic', median: 20, sd: 2 }, [0, 20]);
    expect(steep[0]).toBe(1);
    expect(steep[1]).toBeCloseTo(0.5, 6);
    expect(weights({ kind: 'logistic', median: 30, sd: 10 }, [30])[0]).toBeCloseTo(0.502, 3);
    // Not a number would be worse than nothing.
    expect(weights({ kind: 'logistic', median: 1, sd: 0.001 }, [1e6])).toEqual([0]);
  });

  it('is cumulative: all up to the limit, and nothing beyond', () => {
    expect(weights({ kind: 'cumulative' }, [0, 50, 50.001], 50)).toEqual([1, 1, 0]);
  });

  it('is by steps, a border belonging to the nearer one, as Luo & Qi 2009 have it', () => {
    const steps = [
      { upTo: 10, weight: 1 },
      { upTo: 20, weight: 0.67 },
      { upTo: 30, weight: 0.33 },
    ];
    expect(weights({ kind: 'steps', steps }, [10, 15, 20, 25, 35], 30)).toEqual([1, 0.67, 0.67, 0.33, 0]);
  });
});

describe('decay', () => {
  it('has the Gaussian of Dai 2010: 1 at once, 0 at the end, and in between by its formula', () => {
    const weight = decayWeight({ kind: 'gaussian' }, 30);
    expect(weight(0)).toBe(1);
    expect(weight(30)).toBe(0);
    expect(weight(30.0001)).toBe(0);
    // (e^(−1/8) − e^(−1/2)) / (1 − e^(−1/2)) in 60-digit arithmetic.
    expect(weight(15)).toBeCloseTo(0.7013665732390043, 14);
  });

  it('has the Gaussian of a deviation: e^(−1/2) there, and e^(−2) at twice it', () => {
    const [at, twice] = weights({ kind: 'gaussian', sigma: 7 }, [7, 14]);
    expect(at).toBeCloseTo(0.6065306597126334, 15);
    expect(twice).toBeCloseTo(0.1353352832366127, 15);
  });

  it('never grows with the cost, and stays between 0 and 1', () => {
    const above = fc.double({ min: 0.01, max: 50, noNaN: true });
    const decay: fc.Arbitrary<Decay> = fc.oneof(
      fc.constant<Decay>({ kind: 'cumulative' }),
      fc.constant<Decay>({ kind: 'gaussian' }),
      above.map((beta): Decay => ({ kind: 'exponential', beta })),
      above.map((sigma): Decay => ({ kind: 'gaussian', sigma })),
      fc.tuple(above, above).map(([median, sd]): Decay => ({ kind: 'logistic', median, sd })),
      fc.tuple(above, above).map(([beta, scale]): Decay => ({ kind: 'power', beta, scale })),
    );
    fc.assert(
      fc.property(decay, fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 20 }), (each, costs) => {
        const found = weights(
          each,
          costs.sort((a, b) => a - b),
          60,
        );
        found.forEach((weight, i) => {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(found[i - 1] ?? 1);
        });
      }),
      { seed: 16, numRuns: 300 },
    );
  });

  it.each([
    ['no steps', [], ''],
    [
      'steps that do not grow',
      [
        { upTo: 5, weight: 1 },
        { upTo: 5, weight: 0.5 },
      ],
      '/1',
    ],
    ['a negative weight', [{ upTo: 5, weight: -1 }], '/0'],
  ] as const)('refuses %s and says where', (_, steps, place) => {
    const decay = { kind: 'steps', steps } as const;
    expect(() => decayWeight(decay, 5, '/analyses/2')).toThrow(
      expect.objectContaining({ at: `/analyses/2/decay/steps${place}` }),
    );
    expect(() => decayWeight(decay, 5)).toThrow(AnalysisError);
  });
});
