import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classLimits, classOf, classRanges } from './classes.ts';
import { datasetOf, FIVE } from './fixture.ts';
import { binHexagons, groupByArea, measureGroups, rowsOf } from './groups.ts';
import { mercatorX, mercatorY } from '../../../format/mercator.ts';

const EVERY = Uint32Array.of(0, 1, 2, 3, 4);
const isClosed = (row: number) =>
  FIVE.dimensions.get('state')?.values[FIVE.dimensions.get('state')?.codes[row] ?? -1] === 'solved';

describe('hexagons', () => {
  it('hold every row exactly once, at any size', () => {
    const point = fc.tuple(
      fc.double({ min: 119, max: 121, noNaN: true }),
      fc.double({ min: 35, max: 37, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), fc.integer({ min: 8, max: 22 }), (points, size) => {
        const data = datasetOf(points.map(([lon, lat]) => ['a', 'open', '370202', null, null, lon, lat]));
        const rows = Uint32Array.from(points, (_, index) => index);
        const groups = binHexagons(data, rows, 1 / 2 ** size);
        expect(groups.keys.map((_, index) => rowsOf(groups, index).length).reduce((sum, n) => sum + n, 0)).toBe(
          points.length,
        );
        expect([...groups.rows].sort((a, b) => a - b)).toEqual([...rows]);
        expect(new Set(groups.keys).size).toBe(groups.keys.length);
      }),
    );
  });

  it('stand where no other centre is nearer', () => {
    const radius = 1 / 2 ** 12;
    const data = datasetOf(
      Array.from({ length: 400 }, (_, i) => [
        'a',
        'open',
        '370202',
        null,
        null,
        120 + (i % 20) / 40,
        36 + Math.floor(i / 20) / 40,
      ]),
    );
    const groups = binHexagons(
      data,
      Uint32Array.from({ length: 400 }, (_, i) => i),
      radius,
    );
    const distance = (row: number, group: number) =>
      Math.hypot(
        (data.x[row] ?? 0) - mercatorX(groups.lon[group] ?? 0),
        (data.y[row] ?? 0) - mercatorY(groups.lat[group] ?? 0),
      );
    groups.keys.forEach((_, group) => {
      for (const row of rowsOf(groups, group)) {
        const own = distance(row, group);
        expect(own).toBeLessThanOrEqual(radius * (1 + 1e-9));
        expect(Math.min(...groups.keys.map((__, other) => distance(row, other)))).toBeGreaterThanOrEqual(own - 1e-12);
      }
    });
  });
});

describe('areas', () => {
  it('add up to the rows that lie in one, and say how many lie in none', () => {
    const grids = groupByArea(FIVE, EVERY, 'grid', new Map([['370203001001001', [120.37, 36.1]]]));
    expect([grids.keys, grids.unplaced]).toEqual([['370203001001001'], 2]);
    expect([grids.lon[0], grids.lat[0]]).toEqual([120.37, 36.1]);
  });

  it('stand at the mean of their rows where their own place is not known', () => {
    const subdistricts = groupByArea(FIVE, Uint32Array.of(0, 1), 'subdistrict', new Map());
    expect(subdistricts.lon[0]).toBeCloseTo(120.385);
  });

  it('show counts, sums, means and closing rates', () => {
    const subdistricts = groupByArea(FIVE, EVERY, 'subdistrict', new Map());
    const measure = (kind: 'count' | 'closed') => [...measureGroups(FIVE, subdistricts, { kind }, { isClosed })];
    expect(measure('count')).toEqual([2, 3]);
    expect(measure('closed').map(Math.round)).toEqual([50, 67]);
    expect([...measureGroups(FIVE, subdistricts, { kind: 'sum', attribute: 'days' }, { isClosed })]).toEqual([4, 8]);
    expect([...measureGroups(FIVE, subdistricts, { kind: 'mean', attribute: 'days' }, { isClosed })]).toEqual([4, 4]);
  });
});

describe('classes', () => {
  it('are at most six, ascending, and cover every value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const limits = classLimits(values);
        expect(limits.length).toBeLessThanOrEqual(6);
        expect(limits).toEqual([...new Set(limits)].sort((a, b) => a - b));
        for (const value of values) {
          const index = classOf(limits, value);
          expect(value).toBeGreaterThanOrEqual(limits[index] ?? Infinity);
          expect(value).toBeLessThan(limits[index + 1] ?? Infinity);
        }
      }),
    );
  });

  it('have round limits', () => {
    expect(classLimits(Array.from({ length: 600 }, (_, i) => i + 1))).toEqual([1, 100, 200, 300, 400, 500]);
    // Rates that lie close together are still told apart.
    expect(classLimits(Array.from({ length: 60 }, (_, i) => 80 + i / 20))).toEqual([80, 80.5, 81, 81.5, 82, 82.5]);
    expect(classLimits([])).toEqual([]);
    expect(classLimits([7])).toEqual([7]);
  });

  it('are named by the whole numbers that they hold, and by their limits where values are not whole', () => {
    expect(classRanges([1, 8, 40], true)).toEqual([
      { from: 1, to: 7 },
      { from: 8, to: 39 },
      { from: 40, to: null },
    ]);
    expect(classRanges([1, 1.5, 2.5], true)).toEqual([
      { from: 1, to: 1 },
      { from: 2, to: 2 },
      { from: 3, to: null },
    ]);
    expect(classRanges([0, 12.5], false)).toEqual([
      { from: 0, to: 12.5 },
      { from: 12.5, to: null },
    ]);
  });
});
