import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decay } from '../../../tiles/api/decay.ts';
import { IDLE, inputOf } from '../../testing/measure-inputs.ts';
import { opportunities } from './opportunities.ts';

const CUMULATIVE = { kind: 'cumulative' } as const;

describe('opportunities', () => {
  // Three cells, minutes to two schools of 100 and 300 seats; the third reaches the second alone.
  const input = inputOf({
    costs: [
      [5, 20],
      [10, 12],
      [null, 30],
    ],
    people: [10, 30, 60],
    district: ['a', 'a', 'b'],
    facilities: { capacity: [100, 300] },
  });

  it('are the seats within the limit: mean, median and who reaches none, by people', () => {
    const found = opportunities(
      input,
      { kind: 'opportunities', within: 15, decay: CUMULATIVE, by: 'district', perDemand: true },
      IDLE,
    );
    expect(found).toEqual({
      kind: 'opportunities',
      total: 400,
      withoutWeight: 0,
      people: 100,
      // (10·100 + 30·400 + 60·0) / 100
      mean: 130,
      median: 0,
      none: 60,
      gini: found.gini,
      groups: [
        { key: 'a', people: 40, mean: 325, median: 400, none: 0 },
        { key: 'b', people: 60, mean: 0, median: 0, none: 60 },
      ],
      access: [100, 400, 0],
    });
  });

  it('are weighed by cost, as Hansen 1959 does: seats over minutes', () => {
    const { access } = opportunities(
      input,
      { kind: 'opportunities', decay: { kind: 'power', beta: 1 }, perDemand: true },
      IDLE,
    );
    expect(access).toEqual([100 / 5 + 300 / 20, 100 / 10 + 300 / 12, 300 / 30]);
  });

  it('are facilities where none has a capacity, and the attribute where one is named', () => {
    const plain = inputOf({ costs: [[1, 2]], people: [1] });
    const request = { kind: 'opportunities', within: 5, decay: CUMULATIVE, perDemand: true } as const;
    expect(opportunities(plain, request, IDLE)).toMatchObject({ access: [2], withoutWeight: null, total: 2 });
    const attribute = Float64Array.of(40, NaN);
    expect(opportunities(plain, request, IDLE, { attribute })).toMatchObject({ access: [40], withoutWeight: 1 });
    expect(() => opportunities(plain, request, IDLE, { attribute: Float64Array.of(1, -2), at: '/analyses/1' })).toThrow(
      expect.objectContaining({ code: 'weight-negative', at: '/analyses/1/attribute' }),
    );
  });

  it('have a median that halves the people, in the middle where two values do', () => {
    const of = (people: readonly number[]): number | null =>
      opportunities(
        inputOf({ costs: people.map((_, i) => [10 - i]), people }),
        { kind: 'opportunities', decay: { kind: 'exponential', beta: 1 } },
        IDLE,
      ).median;
    const [e8, e9] = [Math.exp(-8), Math.exp(-9)];
    expect(of([1, 1, 1])).toBeCloseTo(e9, 15);
    expect(of([0, 1, 1])).toBeCloseTo((e8 + e9) / 2, 15);
    expect(of([1, 1, 3])).toBeCloseTo(e8, 15);
    expect(of([0, 0])).toBeNull();
  });

  it('equal the sum over all pairs, whatever the decay, and shrink with the limit', () => {
    const decays: readonly (readonly [Decay, (cost: number) => number])[] = [
      [CUMULATIVE, () => 1],
      [{ kind: 'exponential', beta: 0.07 }, (c) => Math.exp(-0.07 * c)],
      [{ kind: 'gaussian', sigma: 12 }, (c) => Math.exp((-c * c) / 288)],
      [{ kind: 'power', beta: 1.5, scale: 2 }, (c) => Math.max(1, c / 2) ** -1.5],
      [
        { kind: 'logistic', median: 20, sd: 6 },
        (c) => {
          const k = Math.PI / (6 * Math.sqrt(3));
          return (1 + Math.exp(-20 * k)) / (1 + Math.exp((c - 20) * k));
        },
      ],
    ];
    const cost = fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(fc.array(cost, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 1, max: 60, noNaN: true }),
        fc.nat(decays.length - 1),
        (costs, within, which) => {
          const [decay, f] = decays[which] as (typeof decays)[number];
          const seats = [3, 0, 5, 7];
          const table = inputOf({ costs, people: costs.map((_, i) => i + 1), facilities: { capacity: seats } });
          const request = { kind: 'opportunities', decay, perDemand: true } as const;
          const { access = [], mean } = opportunities(table, { ...request, within }, IDLE);
          const { access: all = [] } = opportunities(table, request, IDLE);
          costs.forEach((row, i) => {
            const expected = row.reduce<number>(
              (sum, c, j) => (c === null || c > within ? sum : sum + (seats[j] as number) * f(c)),
              0,
            );
            expect(Math.abs((access[i] as number) - expected)).toBeLessThan(1e-12);
            expect(all[i]).toBeGreaterThanOrEqual(access[i] as number);
          });
          const people = costs.reduce((sum, _, i) => sum + i + 1, 0);
          const held = access.reduce((sum, each, i) => sum + each * (i + 1), 0);
          expect(mean).toBeCloseTo(held / people, 12);
        },
      ),
      { seed: 16, numRuns: 200 },
    );
  });
});
