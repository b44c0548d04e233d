import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE, inputOf } from '../../testing/measure-inputs.ts';
import { huff } from './huff.ts';

/**
 * Two filling stations of 6 and 12 pumps, minutes from four areas, λ = 2: an exercise on Huff's retail model that
 * courses in service management set. Its published solution gives the newcomer 76 %, 53 % and 93 % of areas 2 to 4, and
 * 57 % of all customers from shares of two digits.
 */
const STATIONS = inputOf({
  costs: [
    [5, 20],
    [10, 8],
    [9, 12],
    [15, 6],
  ],
  people: [100, 150, 80, 50],
  facilities: { capacity: [6, 12] },
});

describe('Huff’s model', () => {
  it('has the published shares of two filling stations', () => {
    const { facilities, dominant = [], people } = huff(STATIONS, { kind: 'huff', perDemand: true }, IDLE);
    expect(dominant.map(({ facility }) => facility)).toEqual(['f0', 'f1', 'f1', 'f1']);
    expect(dominant.slice(1).map(({ share }) => Math.round(100 * (share ?? 0)))).toEqual([76, 53, 93]);
    expect(people).toBe(380);
    // 11 1/9, 113.63…, 42.35… and 46.29… customers.
    const expected = 100 / 9 + (150 * 0.1875) / 0.2475 + (80 * 12) / 144 / (6 / 81 + 12 / 144) + 50 / (1 + 0.08);
    expect(facilities[1]?.people).toBeCloseTo(expected, 10);
    expect(Math.abs((facilities[1]?.share ?? 0) - 0.57)).toBeLessThan(0.01);
  });

  it('halves a place between equals, and gives the point of indifference of Reilly 1931', () => {
    // Sizes 4 and 1: shares are equal where distances are as √4 to √1.
    const { dominant = [] } = huff(
      inputOf({ costs: [[20, 10]], people: [1], facilities: { capacity: [4, 1] } }),
      { kind: 'huff', perDemand: true },
      IDLE,
    );
    expect(dominant[0]).toMatchObject({ facility: 'f0', share: 0.5 });
  });

  it('counts costs below the scale as the scale, so that no facility at no distance takes everybody', () => {
    const at = (cost: number) =>
      huff(inputOf({ costs: [[cost, 10]], people: [101] }), { kind: 'huff', perDemand: true }, IDLE).facilities[0]
        ?.people;
    expect(at(0)).toBeCloseTo(100, 10);
    expect(at(1)).toBe(at(0));
    expect(at(0.2)).toBe(at(0));
  });

  it('leaves out whom nothing draws, and facilities of no size', () => {
    const found = huff(
      inputOf({
        costs: [
          [5, 5],
          [50, 5],
          [null, null],
        ],
        people: [10, 20, 40],
        facilities: { capacity: [3, NaN] },
      }),
      { kind: 'huff', within: 30, perDemand: true },
      IDLE,
    );
    expect(found).toMatchObject({
      people: 10,
      undrawnPeople: 60,
      withoutWeight: 1,
      facilities: [
        { people: 10, share: 1, meanCost: 5, dominantCells: 1 },
        { people: 0, share: 0, meanCost: null, dominantCells: 0 },
      ],
      dominant: [
        { facility: 'f0', share: 1, cost: 5 },
        { facility: null, share: null, cost: null },
        { facility: null },
      ],
    });
  });

  it('conserves people: markets and the undrawn add up to all, and equal the formula over all pairs', () => {
    const cost = fc.option(fc.double({ min: 0, max: 90, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(fc.array(cost, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 5, maxLength: 5 }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.option(fc.double({ min: 0.2, max: 3, noNaN: true }), { nil: null }),
        (costs, sizes, alpha, beta) => {
          const people = costs.map((_, i) => 7 * i + 1);
          const decay =
            beta === null ? ({ kind: 'exponential', beta: 0.1 } as const) : ({ kind: 'power', beta } as const);
          const f = (c: number): number => (beta === null ? Math.exp(-0.1 * c) : Math.max(c, 1) ** -beta);
          const input = inputOf({ costs, people, facilities: { capacity: sizes } });
          const found = huff(input, { kind: 'huff', within: 60, alpha, decay }, IDLE);
          const pull = costs.map((row) =>
            row.map((c, j) => (c === null || c > 60 || sizes[j] === 0 ? 0 : (sizes[j] as number) ** alpha * f(c))),
          );
          const sums = pull.map((row) => row.reduce((a, b) => a + b, 0));
          found.facilities.forEach((facility, j) => {
            const expected = pull.reduce(
              (sum, row, i) =>
                sums[i] === 0 ? sum : sum + ((people[i] as number) * (row[j] as number)) / (sums[i] as number),
              0,
            );
            expect(Math.abs(facility.people - expected)).toBeLessThan(1e-9);
          });
          const markets = found.facilities.reduce((sum, each) => sum + each.people, 0);
          expect(Math.abs(markets - found.people)).toBeLessThan(1e-9);
          expect(found.people + found.undrawnPeople).toBe(people.reduce((a, b) => a + b, 0));
        },
      ),
      { seed: 16, numRuns: 200 },
    );
  });
});
