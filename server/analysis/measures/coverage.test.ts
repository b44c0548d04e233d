import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../testing/measure-inputs.ts';
import { assignment } from './assignment.ts';
import { coverage } from './coverage.ts';
import { overlap } from './overlap.ts';
import { density, supply } from './ratio.ts';

const SEED = { seed: 4, numRuns: 100 };
const ASSIGN = { kind: 'assignment' } as const;
const within = (...costs: number[]): { readonly kind: 'coverage'; readonly within: number[] } => ({
  kind: 'coverage',
  within: costs,
});

/**
 * A street of nine cells, 100 m each, one facility at its third and one at its seventh cell: |i − 2| and |i − 6|
 * hundred seconds.
 */
const STREET = inputOf({
  costs: Array.from({ length: 9 }, (_, i) => [Math.abs(i - 2) * 100, Math.abs(i - 6) * 100]),
  people: [10, 20, 30, 40, 50, 60, 70, 80, 90],
  district: ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', null],
  facilities: { capacity: [5, NaN], district: ['a', null] },
});

describe('coverage', () => {
  it('of a straight street is what counting on fingers gives, the border included', () => {
    const result = coverage(STREET, { ...within(0, 100, 200), by: 'district', perDemand: true });
    expect(result.within.map(({ people }) => people)).toEqual([30 + 70, 20 + 30 + 40 + 60 + 70 + 80, 450]);
    expect(result.within[1]).toMatchObject({ peopleShare: 300 / 450, areaM2: 60_000, areaShare: 6 / 9 });
    expect(result.groups).toEqual([
      {
        key: 'a',
        people: 100,
        areaM2: 40_000,
        within: [
          { cost: 0, people: 30, areaM2: 10_000 },
          { cost: 100, people: 90, areaM2: 30_000 },
          { cost: 200, people: 100, areaM2: 40_000 },
        ],
      },
      {
        key: 'b',
        people: 260,
        areaM2: 40_000,
        within: [
          { cost: 0, people: 70, areaM2: 10_000 },
          { cost: 100, people: 210, areaM2: 30_000 },
          { cost: 200, people: 260, areaM2: 40_000 },
        ],
      },
      {
        key: null,
        people: 90,
        areaM2: 10_000,
        within: [
          { cost: 0, people: 0, areaM2: 0 },
          { cost: 100, people: 0, areaM2: 0 },
          { cost: 200, people: 90, areaM2: 10_000 },
        ],
      },
    ]);
    expect(result.costs).toEqual([200, 100, 0, 100, 200, 100, 0, 100, 200]);
  });

  it('counts what cannot be reached as covered by no limit, however large', () => {
    const result = coverage(inputOf({ costs: [[1], [null]], people: [3, 4] }), {
      ...within(Infinity),
      perDemand: true,
    });
    expect(result.within[0]).toMatchObject({ people: 3, peopleShare: 3 / 7 });
    expect(result.costs).toEqual([1, null]);
  });

  it('is 0 of nobody and of no ground', () => {
    const [part] = coverage(inputOf({ costs: [[1]], people: [0], areaM2: [0] }), within(5)).within;
    expect(part).toMatchObject({ peopleShare: 0, areaShare: 0 });
  });

  it('never falls as the limit grows or a facility is added', () => {
    const table = fc.array(
      fc.tuple(fc.nat(1000), fc.array(fc.option(fc.nat(100), { nil: null }), { minLength: 4, maxLength: 4 })),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(table, fc.nat(100), fc.nat(100), (rows, a, b) => {
        const people = rows.map(([count]) => count);
        const at = (facilities: number, limit: number): number =>
          coverage(inputOf({ costs: rows.map(([, costs]) => costs.slice(0, facilities)), people }), within(limit))
            .within[0]?.people ?? 0;
        expect(at(4, Math.max(a, b))).toBeGreaterThanOrEqual(at(4, Math.min(a, b)));
        expect(at(4, a)).toBeGreaterThanOrEqual(at(3, a));
      }),
      SEED,
    );
  });
});

describe('assignment', () => {
  it('gives each cell to its nearest facility, of equally near ones the first', () => {
    const result = assignment(STREET, { ...ASSIGN, perDemand: true });
    expect(result.perDemand).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(result.facilities).toEqual([
      { id: 'f0', people: 150, cells: 5, meanCost: (2000 + 2000 + 0 + 4000 + 10_000) / 150, maxCost: 200 },
      { id: 'f1', people: 300, cells: 4, meanCost: (6000 + 0 + 8000 + 18_000) / 300, maxCost: 200 },
    ]);
    expect(result).toMatchObject({ unassignedPeople: 0, meanCost: 50_000 / 450, maxCost: 200 });
  });

  it('spreads costs over people: 100 people at 0, 200 + 100 at 100 and 150 at 200 have the Gini of their pairs', () => {
    const groups = [
      [0, 100],
      [100, 200],
      [200, 150],
    ] as const;
    const pairs = groups
      .flatMap(([x, p]) => groups.map(([y, q]) => Math.abs(x - y) * p * q))
      .reduce((a, b) => a + b, 0);
    expect(assignment(STREET, ASSIGN).gini).toBeCloseTo(pairs / (2 * 450 * 50_000), 14);
  });

  it('leaves out of every mean those who can reach nothing, and cells of nobody out of the greatest cost', () => {
    const input = inputOf({
      costs: [
        [5, null],
        [null, null],
        [900, null],
      ],
      people: [2, 7, 0],
    });
    expect(assignment(input, ASSIGN)).toEqual({
      kind: 'assignment',
      unassignedPeople: 7,
      meanCost: 5,
      maxCost: 5,
      gini: 0,
      lorenz: expect.any(Array),
      facilities: [
        { id: 'f0', people: 2, cells: 2, meanCost: 5, maxCost: 5 },
        { id: 'f1', people: 0, cells: 0, meanCost: null, maxCost: null },
      ],
    });
  });

  it('has no mean and no Gini where nobody is', () => {
    expect(assignment(inputOf({ costs: [[null]], people: [4] }), ASSIGN)).toMatchObject({
      meanCost: null,
      maxCost: null,
      gini: null,
      lorenz: null,
      unassignedPeople: 4,
    });
  });
});

describe('overlap', () => {
  it('tells people within of one facility alone from those within of several', () => {
    expect(overlap(STREET, { kind: 'overlap', within: 200 })).toEqual({
      kind: 'overlap',
      facilities: [
        { id: 'f0', people: 150, exclusivePeople: 100 },
        { id: 'f1', people: 350, exclusivePeople: 300 },
      ],
      peopleByCount: [0, 400, 50],
    });
  });

  it('tells who has a backup, in all, by group and by cell', () => {
    const input = inputOf({
      costs: [
        [1, 2, 3],
        [1, 9, 3],
        [9, 9, 1],
        [9, 9, 9],
      ],
      people: [10, 20, 30, 40],
      district: ['a', 'a', 'b', 'b'],
    });
    const request = { kind: 'overlap', within: 5, by: 'district', perDemand: true } as const;
    expect(overlap(input, { ...request, atLeast: 2 })).toMatchObject({
      perDemand: [3, 2, 1, 0],
      backup: {
        atLeast: 2,
        people: 30,
        peopleShare: 0.3,
        coveredPeople: 60,
      },
      groups: [
        { key: 'a', people: 30, coveredPeople: 30, backupPeople: 30 },
        { key: 'b', people: 70, coveredPeople: 30, backupPeople: 0 },
      ],
    });
    expect(overlap(input, request).groups?.[1]).toEqual({ key: 'b', people: 70, coveredPeople: 30 });
    expect(overlap(input, { ...request, atLeast: 4 })).toMatchObject({ backup: { people: 0, coveredPeople: 60 } });
  });

  it('adds up to everybody, and exclusive people to those counted once', () => {
    const table = fc.array(fc.array(fc.nat(100), { minLength: 14, maxLength: 14 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(table, fc.nat(100), (costs, limit) => {
        const people = costs.map((_, i) => i + 1);
        const request = { kind: 'overlap', within: limit, atLeast: 2 } as const;
        const { facilities, peopleByCount, backup } = overlap(inputOf({ costs, people }), request);
        expect(backup?.people).toBe(peopleByCount.slice(2).reduce((a, b) => a + b, 0));
        expect(peopleByCount.reduce((a, b) => a + b, 0)).toBe(people.reduce((a, b) => a + b, 0));
        if (peopleByCount.length > 2)
          expect(facilities.reduce((sum, { exclusivePeople }) => sum + exclusivePeople, 0)).toBe(peopleByCount[1]);
        expect(peopleByCount.length).toBeLessThanOrEqual(11);
      }),
      SEED,
    );
  });
});

describe('supply and density', () => {
  it('divides capacities by thousands of people, and says who has none and who is in no group', () => {
    expect(supply(STREET, { by: 'district' })).toEqual({
      kind: 'supply',
      outside: 1,
      withoutCapacity: 1,
      groups: [
        { key: 'a', people: 100, areaM2: 40_000, facilities: 1, capacity: 5, ratio: 50 },
        { key: 'b', people: 260, areaM2: 40_000, facilities: 0, capacity: 0, ratio: 0 },
        { key: null, people: 90, areaM2: 10_000, facilities: 0, capacity: 0, ratio: null },
      ],
    });
  });

  it('counts facilities where none has a capacity', () => {
    const input = inputOf({ costs: [[1, 1]], people: [500], district: ['a'], facilities: { district: ['a', 'a'] } });
    expect(supply(input, { by: 'district' })).toMatchObject({
      withoutCapacity: null,
      groups: [{ capacity: null, ratio: 4 }],
    });
  });

  it('divides facilities by km², by land use too', () => {
    const input = inputOf({
      costs: [
        [1, 1, 1],
        [1, 1, 1],
      ],
      people: [0, 0],
      areaM2: [2_500_000, 0],
      landUse: ['green', 'public'],
      facilities: { landUse: ['green', 'public', null] },
    });
    expect(density(input, { by: 'landUse' })).toMatchObject({
      outside: 1,
      groups: [
        { key: 'green', ratio: 0.4 },
        { key: 'public', ratio: null },
      ],
    });
  });
});
