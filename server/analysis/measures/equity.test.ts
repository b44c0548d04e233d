import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE, inputOf } from '../../testing/measure-inputs.ts';
import type { MeasureInput } from '../types.ts';
import { equity } from './equity.ts';
import { palmaRatio } from './inequality.ts';

const ONE_TO_TEN = Float64Array.from({ length: 10 }, (_, k) => k + 1);
const EACH = new Float64Array(10).fill(1);

describe('the Palma ratio', () => {
  it('of 1 to 10 is four times that of shares, which is 10/55 over 10/55 (Cobham & Sumner 2013)', () => {
    // The tenth served best has 10; the two fifths served worst have 1, 2, 3 and 4: 10 / 2.5.
    expect(palmaRatio(ONE_TO_TEN, EACH, 'lowest')).toBe(4);
    // As costs, 10, 9, 8 and 7 are worst, and 1 is best.
    expect(palmaRatio(ONE_TO_TEN, EACH, 'highest')).toBe(8.5);
  });

  it('divides somebody on the border, and is 1 where all are alike', () => {
    // Of 2 people the best tenth is a fifth of one of them, the worst two fifths four fifths of the other.
    expect(palmaRatio(Float64Array.of(3, 12), Float64Array.of(1, 1), 'lowest')).toBe(4);
    // The worst two fifths of 4 people: one at 3, and six tenths of one at 12.
    expect(palmaRatio(Float64Array.of(3, 12), Float64Array.of(1, 3), 'lowest')).toBeCloseTo(
      12 / ((3 + 0.6 * 12) / 1.6),
      14,
    );
    expect(palmaRatio(Float64Array.of(7, 7, 7), Float64Array.of(5, 0, 2), 'highest')).toBe(1);
    expect(palmaRatio(Float64Array.of(0, 0, 7), Float64Array.of(1, 1, 1), 'lowest')).toBeNull();
    expect(palmaRatio(Float64Array.of(1), Float64Array.of(0), 'lowest')).toBeNull();
  });

  it('is at least 1, and equals that of people one by one', () => {
    const cell = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(6));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 12 }), fc.boolean(), (cells, isCost) => {
        const people = cells.flatMap(([value, count]) => new Array<number>(10 * count).fill(value));
        const sorted = people.sort((a, b) => a - b);
        if (isCost) sorted.reverse();
        const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
        const worst = mean(sorted.slice(0, sorted.length * 0.4));
        const best = mean(sorted.slice(sorted.length * 0.9));
        const found = palmaRatio(
          Float64Array.from(cells, ([value]) => value),
          Float64Array.from(cells, ([, count]) => count),
          isCost ? 'highest' : 'lowest',
        );
        if (people.length === 0) expect(found).toBeNull();
        else {
          expect(found).toBeCloseTo(isCost ? worst / best : best / worst, 10);
          expect(found).toBeGreaterThanOrEqual(1 - 1e-12);
        }
      }),
      { seed: 16, numRuns: 200 },
    );
  });
});

describe('equity', () => {
  /** Four blocks; the last is cut off. */
  const input: MeasureInput = inputOf({
    costs: [
      [2, 30],
      [6, 30],
      [20, 12],
      [null, null],
    ],
    people: [10, 10, 10, 10],
  });
  const demand = {
    ...input.demand,
    groups: [
      { name: 'young', people: Float64Array.of(8, 2, 0, 0) },
      { name: 'old', people: Float64Array.of(0, 2, 4, 2) },
    ],
  };

  it('has a group once that is named twice', () => {
    const request = { kind: 'equity', within: 10, groups: ['old', 'old'] } as const;
    expect(equity({ ...input, demand }, request, IDLE).groups.map(({ group }) => group)).toEqual([null, 'old']);
  });

  it('by cost has everybody and the groups, the gap between them, and who is served worst', () => {
    const { of, groups, gap } = equity({ ...input, demand }, { kind: 'equity', within: 10 }, IDLE);
    expect(of).toBe('cost');
    expect(groups).toMatchObject([
      {
        group: null,
        people: 40,
        mean: 20 / 3,
        median: 6,
        worstPeople: 20,
        worstShare: 0.5,
        unreachablePeople: 10,
        meanDifference: null,
        // 3 of 30 people have 2; 12 have 12 (ten of them) and 6.
        palma: expect.closeTo((10 * 12 + 2 * 6) / 12 / 2, 12),
      },
      {
        group: 'young',
        people: 10,
        mean: 2.8,
        worstPeople: 0,
        unreachablePeople: 0,
        meanRatio: expect.closeTo(0.42, 12),
      },
      { group: 'old', people: 8, mean: 10, worstPeople: 6, worstShare: 0.75, unreachablePeople: 2 },
    ]);
    expect(groups[2]?.meanDifference).toBeCloseTo(10 - 20 / 3, 12);
    expect(gap).toEqual({
      best: 'young',
      worst: 'old',
      difference: expect.closeTo(7.2, 12),
      ratio: expect.closeTo(10 / 2.8, 12),
    });
  });

  it('by opportunities counts those who reach none with 0', () => {
    const { of, groups, gap } = equity(
      { ...input, demand },
      { kind: 'equity', within: 15, decay: { kind: 'cumulative' }, groups: ['old'] },
      IDLE,
    );
    expect(of).toBe('opportunities');
    expect(groups).toMatchObject([
      { group: null, mean: 0.75, worstPeople: 10, unreachablePeople: null },
      { group: 'old', mean: 0.75, worstPeople: 2, worstShare: 0.25, meanDifference: 0, meanRatio: 1 },
    ]);
    expect(gap).toBeNull();
  });

  it('refuses a group that there is not, and says where', () => {
    expect(() =>
      equity({ ...input, demand }, { kind: 'equity', within: 1, groups: ['old', 'odd'] }, IDLE, { at: '/analyses/3' }),
    ).toThrow(expect.objectContaining({ code: 'unknown-group', at: '/analyses/3/groups/1' }));
  });
});
