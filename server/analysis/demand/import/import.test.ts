import fc from 'fast-check';
import { latLngToCell } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { areaM2 } from '../../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import type { Demand } from '../../types.ts';
import { locateCells } from '../cells.ts';
import { createProjection, gaussKruger } from '../projection.ts';
import { createSums, type CellKind } from './cell-sums.ts';
import { areaByCell, PolygonTooLarge, type CellRing } from './coverage.ts';

const GROUND = { districtAt: () => null, subdistrictAt: () => null };
const META = {
  id: 'test',
  title: { zh: '测试', en: 'Test' },
  provenance: 'imported',
  source: { zh: '测试', en: 'Test' },
};
const SQUARES: CellKind = { sizeM: 100 },
  HEXAGONS: CellKind = { resolution: 10 };
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

function areas(...rings: CellRing[]): Record<string, number> {
  const found: Record<string, number> = {};
  areaByCell(rings, (column, row, area) => {
    found[`${column} ${row}`] = Math.round(area * 1e9) / 1e9;
  });
  return found;
}

function demandOf(kind: CellKind, fill: (sums: ReturnType<typeof createSums>) => void): Demand {
  const sums = createSums(kind, 120.33);
  fill(sums);
  return sums.demand(META, GROUND);
}

/** A rectangle of the projection of EPSG:4549, in metres. */
function rectangle(west: number, south: number, east: number, north: number): GeoJSONGeometry {
  const projection = createProjection(gaussKruger(120));
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
  return { type: 'Polygon', coordinates: [corners.map(([x, y]) => [...projection.inverse(x, y)])] };
}

describe('the area of a polygon by cell', () => {
  it('is that of the parts it is cut into', () => {
    expect(
      areas([
        [0.5, 0.25],
        [2.5, 0.25],
        [2.5, 1.25],
        [0.5, 1.25],
      ]),
    ).toEqual({ '0 0': 0.375, '1 0': 0.75, '2 0': 0.375, '0 1': 0.125, '1 1': 0.25, '2 1': 0.125 });
    expect(
      areas([
        [0, 0],
        [2, 0],
        [0, 2],
      ]),
    ).toEqual({ '0 0': 1, '1 0': 0.5, '0 1': 0.5 });
    expect(
      areas([
        [-1.5, -0.5],
        [-0.5, -0.5],
        [-0.5, 0.5],
        [-1.5, 0.5],
      ]),
    ).toEqual({ '-2 -1': 0.25, '-1 -1': 0.25, '-2 0': 0.25, '-1 0': 0.25 });
  });

  it('does not depend on the direction of rings, and leaves out holes', () => {
    const outer: CellRing = [
        [0, 0],
        [3, 0],
        [3, 1],
        [0, 1],
      ],
      hole: CellRing = [
        [1, 0],
        [2, 0],
        [2, 1],
        [1, 1],
      ];
    const expected = { '0 0': 1, '2 0': 1 };
    for (const o of [outer, [...outer].reverse()])
      for (const h of [hole, [...hole].reverse()]) expect(areas(o, h)).toEqual(expected);
  });

  it('adds up to the polygon’s, each cell at most whole', () => {
    const star = fc.array(fc.double({ min: 0.2, max: 7, noNaN: true }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(star, fc.double({ min: -50, max: 50, noNaN: true }), (radii, shift) => {
        const ring = radii.map((radius, i): readonly [number, number] => [
          shift + radius * Math.cos((i / radii.length) * 2 * Math.PI),
          shift / 3 + radius * Math.sin((i / radii.length) * 2 * Math.PI),
        ]);
        const area = ring.reduce((total, [ax, ay], i) => {
          const [bx, by] = ring[(i + 1) % ring.length] as readonly [number, number];
          return total + ((ax - shift) * (by - shift / 3) - (bx - shift) * (ay - shift / 3)) / 2;
        }, 0);
        let found = 0,
          most = 0;
        areaByCell([ring], (_, __, part) => {
          found += part;
          most = Math.max(most, part);
        });
        expect(found).toBeCloseTo(Math.abs(area), 8);
        expect(most).toBeLessThan(1 + 1e-9);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it('of half the world is refused', () => {
    expect(() =>
      areas([
        [0, 0],
        [1e5, 0],
        [1e5, 1e5],
        [0, 1e5],
      ]),
    ).toThrow(PolygonTooLarge);
  });
});

describe('people in cells', () => {
  it('add up to those of the input, whatever its form', () => {
    const place = fc.record({
      lon: fc.double({ min: 119.6, max: 121, noNaN: true }),
      lat: fc.double({ min: 35.6, max: 37, noNaN: true }),
      people: fc.double({ min: 0, max: 5000, noNaN: true }),
    });
    for (const kind of [SQUARES, HEXAGONS]) {
      fc.assert(
        fc.property(fc.array(place, { minLength: 1, maxLength: 15 }), (places) => {
          const demand = demandOf(kind, (sums) =>
            places.forEach(({ lon, lat, people }, i) => {
              if (i % 2 === 0) sums.addPoint(lon, lat, people);
              else
                sums.addArea(
                  {
                    type: 'Polygon',
                    coordinates: [
                      [
                        [lon, lat],
                        [lon + 0.003, lat],
                        [lon + 0.001, lat + 0.002],
                        [lon, lat],
                      ],
                    ],
                  },
                  people,
                );
            }),
          );
          const came = sum(places.map(({ people }) => people));
          expect(Math.abs(sum(demand.people) - came)).toBeLessThanOrEqual(1e-9 * came);
        }),
        { numRuns: 25, seed: 4 },
      );
    }
  });

  it('of a building stand where it stands: in its cells by area', () => {
    const demand = demandOf(SQUARES, (sums) => sums.addArea(rectangle(500_050, 4_000_020, 500_250, 4_000_060), 400));
    expect([...demand.people].map((people) => Math.round(people * 1e6) / 1e6)).toEqual([100, 200, 100]);
    expect(demand.shape).toMatchObject({
      kind: 'square',
      column: Int32Array.of(5000, 5001, 5002),
      row: Int32Array.of(40_000, 40_000, 40_000),
    });
  });

  it('of an area in hexagons are spread evenly over its ground', () => {
    const area = rectangle(500_000, 4_000_000, 502_000, 4_002_000);
    const demand = demandOf(HEXAGONS, (sums) => sums.addArea(area, 1000));
    const densest = Math.max(...Array.from(demand.people, (people, cell) => people / (demand.areaM2[cell] as number)));
    expect(densest / (1000 / areaM2(area))).toBeCloseTo(1, 3);
    const cell = locateCells(
      demand,
      Float64Array.from(createProjection(gaussKruger(120)).inverse(501_000, 4_001_000)),
    )[0] as number;
    expect((demand.people[cell] as number) / (demand.areaM2[cell] as number)).toBeCloseTo(1000 / areaM2(area), 6);
  });

  it('of an area with more corners than a call takes arguments are spread as of the area without them', () => {
    const plain = rectangle(500_000, 4_000_000, 500_020, 4_000_020);
    if (plain.type !== 'Polygon') throw new Error(plain.type);
    const [a, b, ...rest] = plain.coordinates[0] as [number, number][];
    const along = Array.from({ length: 150_000 }, () => a as [number, number]);
    const dense: GeoJSONGeometry = { type: 'Polygon', coordinates: [[...along, a, b, ...rest] as [number, number][]] };
    expect(areaM2(dense)).toBeCloseTo(areaM2(plain), 3);
    const [wanted, found] = [plain, dense].map((area) => demandOf(HEXAGONS, (sums) => sums.addArea(area, 1000)));
    expect(found?.people).toEqual(wanted?.people);
  });

  it('are not put into water or where nothing is, as long as there is other ground', () => {
    const area = rectangle(500_000, 4_000_000, 500_400, 4_000_100);
    const projection = createProjection(gaussKruger(120));
    const isLand = ([lon, lat]: readonly [number, number]): boolean => projection.forward(lon, lat)[0] < 500_200;
    expect(
      [...demandOf(SQUARES, (sums) => sums.addArea(area, 80, undefined, { isLand })).people].map(Math.round),
    ).toEqual([40, 40]);
    expect(demandOf(SQUARES, (sums) => sums.addArea(area, 80, undefined, { isLand: () => false })).count).toBe(4);
    const weighed = demandOf(SQUARES, (sums) =>
      sums.addArea(area, 80, undefined, {
        weight: new Map([
          [sums.keyAt(...projection.inverse(500_050, 4_000_050)), 3],
          [sums.keyAt(...projection.inverse(500_350, 4_000_050)), 1],
        ]),
      }),
    );
    expect([...weighed.people].map(Math.round)).toEqual([60, 20]);
    expect(demandOf(SQUARES, (sums) => sums.addArea(area, 80, undefined, { weight: new Map() })).count).toBe(4);
  });

  it('give a cell the land use of most of them', () => {
    const id = latLngToCell(36.1, 120.3, 10);
    const demand = demandOf(HEXAGONS, (sums) => {
      sums.addCell(id, 10, 'public');
      sums.addCell(id, 7, 'residential');
      sums.addCell(id, 5, 'residential');
    });
    expect([demand.count, demand.people[0], demand.landUses[demand.landUse[0] as number]]).toEqual([
      1,
      22,
      'residential',
    ]);
  });

  it('of an area without ground are refused', () => {
    expect(
      createSums(SQUARES, 120).addArea(
        {
          type: 'Polygon',
          coordinates: [
            [
              [120, 36],
              [120.1, 36],
              [120, 36],
            ],
          ],
        },
        5,
      ),
    ).toBe(false);
  });
});
