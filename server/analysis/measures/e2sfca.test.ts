import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../testing/measure-inputs.ts';
import { e2sfca } from './e2sfca.ts';

const FLAT = { kind: 'steps', steps: [{ upTo: 20, weight: 1 }] } as const;
/** Weights of Luo & Qi 2009 for 10, 20 and 30 minutes. */
const ZONES = {
  kind: 'steps',
  steps: [
    { upTo: 10, weight: 1 },
    { upTo: 20, weight: 0.68 },
    { upTo: 30, weight: 0.22 },
  ],
} as const;

describe('E2SFCA', () => {
  it('with one zone of weight 1 is 2SFCA: the example of Luo & Wang 2003, figure 3', () => {
    // Eleven tracts of one person, two physicians; those within 20 minutes of a: all but 5, 8, 11; of b: 4, 5, 8, 11.
    const nearB = new Set([4, 5, 8, 11]);
    const costs = Array.from({ length: 11 }, (_, i) => [
      nearB.has(i + 1) && i + 1 !== 4 ? 40 : 20,
      nearB.has(i + 1) ? 20 : 40,
    ]);
    const result = e2sfca(inputOf({ costs, people: new Array<number>(11).fill(1) }), {
      kind: 'e2sfca',
      catchment: 20,
      decay: FLAT,
      perDemand: true,
    });
    expect(result.ratios.map(({ ratio }) => ratio)).toEqual([1 / 8, 1 / 4]);
    expect(result.access).toEqual([0.125, 0.125, 0.125, 0.375, 0.25, 0.125, 0.125, 0.25, 0.125, 0.125, 0.25]);
  });

  it('weighs zones as Luo & Qi 2009 do, a border belonging to the nearer zone', () => {
    // One facility of 12 with 100 people in each zone and 100 beyond: 12 / (100 · (1 + 0.68 + 0.22)).
    const input = inputOf({
      costs: [[10], [20], [30], [30.001]],
      people: [100, 100, 100, 100],
      facilities: { capacity: [12] },
    });
    const { access, ratios } = e2sfca(input, { kind: 'e2sfca', catchment: 30, decay: ZONES, perDemand: true });
    const ratio = 12 / 190;
    expect(ratios).toEqual([{ id: 'f0', ratio }]);
    expect(access).toEqual([ratio, ratio * 0.68, ratio * 0.22, 0]);
  });

  it('counts facilities where none has a capacity, and none for one that alone has none', () => {
    const table = { costs: [[1, 1]], people: [10] };
    const request = { kind: 'e2sfca', catchment: 5, decay: { kind: 'gaussian' } } as const;
    expect(e2sfca(inputOf(table), request)).toMatchObject({ reachedSupply: 2, withoutCapacity: null });
    expect(e2sfca(inputOf({ ...table, facilities: { capacity: [7, NaN] } }), request)).toMatchObject({
      reachedSupply: 7,
      withoutCapacity: 1,
      ratios: [{}, { ratio: 0 }],
    });
  });

  it('says which supply reaches nobody', () => {
    const input = inputOf({ costs: [[1, 100]], people: [4], facilities: { capacity: [8, 5] } });
    expect(e2sfca(input, { kind: 'e2sfca', catchment: 30, decay: ZONES })).toMatchObject({
      ratios: [{ ratio: 2 }, { ratio: null }],
      mean: 2,
      reachedSupply: 8,
      unreachedSupply: 5,
    });
  });

  it('conserves supply: access times people adds up to what reaches somebody, at 1e-12', () => {
    const row = fc.tuple(
      fc.nat(500),
      fc.array(fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: null }), { minLength: 6, maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        (rows, capacity, gaussian) => {
          const people = rows.map(([count]) => count);
          const input = inputOf({ costs: rows.map(([, costs]) => costs), people, facilities: { capacity } });
          const {
            access = [],
            reachedSupply,
            unreachedSupply,
            mean,
          } = e2sfca(input, {
            kind: 'e2sfca',
            catchment: 30,
            decay: gaussian ? { kind: 'gaussian' } : ZONES,
            perDemand: true,
          });
          const held = access.reduce((sum, each, i) => sum + each * (people[i] as number), 0);
          const all = capacity.reduce((a, b) => a + b, 0);
          expect(Math.abs(held - reachedSupply)).toBeLessThanOrEqual(1e-12 * Math.max(1, all));
          expect(reachedSupply + unreachedSupply).toBeCloseTo(all, 10);
          if (people.some((count) => count > 0))
            expect(mean).toBeCloseTo(reachedSupply / people.reduce((a, b) => a + b, 0), 12);
        },
      ),
      { seed: 4, numRuns: 100 },
    );
  });

  it('equals the two steps written out over the whole matrix at 1e-12', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0, max: 45, noNaN: true }), { minLength: 5, maxLength: 5 }), {
          minLength: 3,
          maxLength: 15,
        }),
        (costs) => {
          const [people, capacity] = [costs.map((_, i) => 10 + i), [3, 1, 4, 1, 5]];
          const weight = (cost: number): number => (cost <= 10 ? 1 : cost <= 20 ? 0.68 : cost <= 30 ? 0.22 : 0);
          const ratios = capacity.map(
            (supply, j) =>
              supply / costs.reduce((sum, row, k) => sum + (people[k] as number) * weight(row[j] as number), 0),
          );
          const expected = costs.map((row) =>
            row.reduce((sum, cost, j) => sum + (weight(cost) === 0 ? 0 : (ratios[j] as number) * weight(cost)), 0),
          );
          const { access = [] } = e2sfca(inputOf({ costs, people, facilities: { capacity } }), {
            kind: 'e2sfca',
            catchment: 30,
            decay: ZONES,
            perDemand: true,
          });
          access.forEach((each, i) => expect(Math.abs(each - (expected[i] as number))).toBeLessThan(1e-12));
        },
      ),
      { seed: 4, numRuns: 50 },
    );
  });

  it('refuses a catchment of nothing and says where', () => {
    const input = inputOf({ costs: [[1]], people: [1] });
    expect(() => e2sfca(input, { kind: 'e2sfca', catchment: 0, decay: FLAT }, '/analyses/2')).toThrow(
      expect.objectContaining({ code: 'catchment-wrong', at: '/analyses/2/catchment' }),
    );
  });

  it('takes any decay: with the exponential, supply over people weighed by e^(−βc)', () => {
    const input = inputOf({ costs: [[0], [10]], people: [100, 200], facilities: { capacity: [7] } });
    const weight = Math.exp(-0.2 * 10);
    const { access = [] } = e2sfca(input, {
      kind: 'e2sfca',
      catchment: 30,
      decay: { kind: 'exponential', beta: 0.2 },
      perDemand: true,
    });
    const ratio = 7 / (100 + 200 * weight);
    expect(access[0]).toBeCloseTo(ratio, 15);
    expect(access[1]).toBeCloseTo(ratio * weight, 15);
  });
});
