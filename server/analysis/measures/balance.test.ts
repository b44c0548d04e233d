import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { Projection } from '../demand/projection.ts';
import { areaCentres, locateInAreas } from './areas.ts';
import { balance } from './index.ts';
import { cellNames, gridOver, locateInGrid } from './grid.ts';

const FLAT: Projection = { proj: 'flat', forward: (x, y) => [x, y], inverse: (x, y) => [x, y] };
const box = (west: number, south: number, east: number, north: number): GeoJSONGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

describe('balance over cells', () => {
  it('has the mean, coefficient of variation, Gini coefficient and maximum of the counts', () => {
    // 1, 0, 3 and 4 points: mean 2, variance of the population 2.5.
    const result = balance(
      Int32Array.of(0, 2, 2, 2, 3, 3, 3, 3, -1),
      ['p', 'q', 'r', 's'],
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'],
      'areas',
    );
    expect(result).toEqual({
      kind: 'balance',
      domain: 'areas',
      points: 9,
      outside: ['i'],
      mean: 2,
      cv: Math.sqrt(2.5) / 2,
      max: 4,
      gini: expect.closeTo(7 / 16, 15),
      cells: [
        { key: 'p', count: 1 },
        { key: 'q', count: 0 },
        { key: 'r', count: 3 },
        { key: 's', count: 4 },
      ],
    });
  });

  it('is undefined without points, and perfect where all have alike', () => {
    expect(balance(new Int32Array(), ['p', 'q'], [], 'areas')).toMatchObject({ mean: 0, cv: null, gini: null, max: 0 });
    expect(balance(Int32Array.of(0, 1), ['p', 'q'], ['a', 'b'], 'areas')).toMatchObject({ mean: 1, cv: 0, gini: 0 });
    expect(balance(Int32Array.of(-1), [], ['a'], 'areas')).toMatchObject({
      mean: 0,
      cv: null,
      gini: null,
      max: 0,
      outside: ['a'],
    });
  });
});

describe('half-open cells', () => {
  it('have a point on a border in the cell to its north-east, and in no other', () => {
    const grid = gridOver(Float64Array.of(5, 5, 15, 15), FLAT, 10, { whole: true });
    expect(cellNames(grid)).toEqual(['0:0', '1:0', '0:1', '1:1']);
    const corners = [
      [0, 0],
      [10, 5],
      [5, 10],
      [10, 10],
      [20, 5],
      [5, 20],
      [-1e-9, 5],
    ].flat();
    expect(Array.from(locateInGrid(grid, Float64Array.from(corners)))).toEqual([0, 1, 2, 3, -1, -1, -1]);
  });

  it('are those that hold a given place, or all of their rectangle', () => {
    const places = Float64Array.of(-5, -5, 25, 5, 26, 6);
    expect(cellNames(gridOver(places, FLAT, 10, { whole: false }))).toEqual(['-1:-1', '2:0']);
    expect(cellNames(gridOver(places, FLAT, 10, { whole: true }))).toEqual([
      '-1:-1',
      '0:-1',
      '1:-1',
      '2:-1',
      '-1:0',
      '0:0',
      '1:0',
      '2:0',
    ]);
  });

  it('take every point of a grid of whole metres exactly once, those on borders too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (points, cellM) => {
          const lonLat = Float64Array.from(points.flat());
          const grid = gridOver(lonLat, FLAT, cellM, { whole: true });
          const cell = locateInGrid(grid, lonLat);
          points.forEach(([x, y], i) => {
            const holding = Array.from(grid.column, (c, k) => k).filter((k) => {
              const [west, south] = [(grid.column[k] as number) * cellM, (grid.row[k] as number) * cellM];
              return west <= x && x < west + cellM && south <= y && y < south + cellM;
            });
            expect(holding).toEqual([cell[i]]);
          });
          expect(
            balance(cell, cellNames(grid), points.map(String), 'points').cells.reduce(
              (sum, { count }) => sum + count,
              0,
            ),
          ).toBe(points.length);
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe('areas', () => {
  const areas = {
    ids: ['west', 'east', 'over'],
    geometries: [box(0, 0, 1, 1), box(1, 0, 2, 1), box(0.5, 0.5, 1.5, 3)],
  };

  it('have a point on a border that several share in the first of them, and so one in several', () => {
    const points = [
      [1, 0.25],
      [2, 1],
      [0, 0],
      [1.25, 0.75],
      [1, 2],
      [1, 4],
      [0.75, 1],
    ].flat();
    expect(Array.from(locateInAreas(areas, Float64Array.from(points)))).toEqual([0, 1, 0, 1, 2, -1, 0]);
  });

  it('have no point in their holes, and have it in all their parts', () => {
    const ring: GeoJSONGeometry = {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 4],
            [0, 0],
          ],
          [
            [1, 1],
            [1, 3],
            [3, 3],
            [3, 1],
            [1, 1],
          ],
        ],
        [
          [
            [10, 0],
            [11, 0],
            [11, 1],
            [10, 1],
            [10, 0],
          ],
        ],
      ],
    };
    expect(
      Array.from(
        locateInAreas({ ids: ['r'], geometries: [ring] }, Float64Array.of(2, 2, 0.5, 2, 10.5, 0.5, 7, 0.5, 1, 2)),
      ),
    ).toEqual([-1, 0, 0, -1, 0]);
    // 12 about (2, 2) and 1 about (10.5, 0.5).
    expect(Array.from(areaCentres({ ids: ['r'], geometries: [ring] }))).toEqual([
      expect.closeTo((12 * 2 + 10.5) / 13, 14),
      expect.closeTo((12 * 2 + 0.5) / 13, 14),
    ]);
  });

  it('share out every point along a slanted border, whatever rounding does to it', () => {
    const corner: [number, number] = [120.1 + 0.3, 36.1 + 0.7];
    const below: GeoJSONGeometry = {
      type: 'Polygon',
      coordinates: [[[120.1, 36.1], [121, 36.1], corner, [120.1, 36.1]]],
    };
    const above: GeoJSONGeometry = {
      type: 'Polygon',
      coordinates: [[[120.1, 36.1], corner, [119.5, 37], [120.1, 36.1]]],
    };
    const along = Float64Array.from({ length: 400 }, (_, i) =>
      i % 2 === 0 ? 120.1 + (0.3 * i) / 400 : 36.1 + (0.7 * (i - 1)) / 400,
    );
    const [first, second] = [
      [below, above],
      [above, below],
    ].map((geometries) => locateInAreas({ ids: ['a', 'b'], geometries }, along));
    // In one of the two, and what is exactly on the border in whichever comes first.
    expect(first?.every((area, i) => area >= 0 && (second?.[i] ?? -1) >= 0)).toBe(true);
  });

  it('of nothing hold nothing', () => {
    expect(Array.from(locateInAreas({ ids: [], geometries: [] }, Float64Array.of(1, 1)))).toEqual([-1]);
  });
});
