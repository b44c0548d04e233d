import fc from 'fast-check';
import { cellArea, gridDisk, latLngToCell } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { ColumnarError } from '../../../tiles/api/columnar-message.ts';
import { demandGrid } from '../../testing/demand-grids.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand } from '../types.ts';
import { cornersAreaM2 } from './make.ts';
import { h3Centre, h3Corners, squareKey, squareOfKey, locateCells, neighbours } from './cells.ts';
import { decodeDemand, encodeDemand, sealDemand } from './codec.ts';
import { createProjection, gaussKruger } from './projection.ts';
import { demandOfPoints } from './points.ts';
import { cellRings } from './cells-message.ts';

const AT = latLngToCell(36.07, 120.38, 10);

function hexagons(radius: number): Demand {
  const ids = gridDisk(AT, radius).sort();
  return sealDemand({
    count: ids.length,
    lonLat: Float64Array.from(ids.flatMap((id) => [...h3Centre(id)])),
    people: Float64Array.from(ids, (_, i) => i),
    areaM2: Float64Array.from(ids, (id) => cornersAreaM2(h3Corners(id))),
    district: new Int16Array(ids.length).fill(-1),
    subdistrict: new Int16Array(ids.length).fill(-1),
    landUse: new Int16Array(ids.length).fill(-1),
    districts: [],
    subdistricts: [],
    landUses: [],
    shape: { kind: 'h3', resolution: 10, ids },
    meta: {
      id: 'hexagons',
      title: { zh: '六边形', en: 'Hexagons' },
      provenance: 'synthetic',
      source: { zh: '测试', en: 'Test' },
    },
  });
}

const error = (make: () => unknown): { readonly code: string; readonly at: string | undefined } => {
  try {
    make();
  } catch (error) {
    if (error instanceof AnalysisError) return { code: error.code, at: error.at };
    throw error;
  }
  throw new Error('No error.');
};

describe('areas of cells', () => {
  it('are those of the square divided by the square of the projection’s scale', () => {
    // Scale of the transverse Mercator projection to the fourth order of the distance from the meridian (Snyder 1987,
    // 8-11).
    const a = 6_378_137,
      e2 = 0.006694380022903416,
      lat0 = 36.13;
    const grid = demandGrid({ columns: 1, rows: 1, origin: [5000 + 900, 40_000] });
    const s2 = Math.sin((lat0 * Math.PI) / 180) ** 2;
    const m = (a * (1 - e2)) / (1 - e2 * s2) ** 1.5,
      n = a / Math.sqrt(1 - e2 * s2);
    const x2 = 90_050 ** 2 / (m * n);
    const scale = 1 + x2 / 2 + (x2 * x2) / 24;
    expect(((grid.areaM2[0] as number) * scale ** 2) / 1e4).toBeCloseTo(1, 7);
  });

  it('of hexagons are within a thousandth of H3’s in the city, and each its own', () => {
    const { areaM2, shape } = hexagons(3);
    const ids = shape.kind === 'h3' ? shape.ids : [];
    areaM2.forEach((area, i) => expect(Math.abs(area / cellArea(ids[i] as string, 'm2') - 1)).toBeLessThan(1e-3));
    expect(new Set(areaM2).size).toBeGreaterThan(30);
  });

  it('are in the zone whose meridian is nearest', () => {
    expect([118.6, 120.3, 121.4, 121.6, -0.2].map((lon) => /lon_0=(-?\d+)/.exec(gaussKruger(lon))?.[1])).toEqual([
      '120',
      '120',
      '120',
      '123',
      '0',
    ]);
  });
});

describe('cells by number', () => {
  it('have one key for column and row, and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
        fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
        (column, row) => {
          expect(squareOfKey(squareKey(column, row))).toEqual([column, row]);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it('hold every point in exactly one cell, those on an edge in the eastern or northern one', () => {
    const grid = demandGrid({ columns: 4, rows: 3 });
    const projection = createProjection(gaussKruger(120));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3.999, noNaN: true }),
        fc.double({ min: 0, max: 2.999, noNaN: true }),
        (c, r) => {
          // A hair off the edge: to degrees and back costs nanometres.
          const inside = (value: number): number =>
            Math.floor(value) + Math.min(Math.max(value - Math.floor(value), 1e-6), 1 - 1e-6);
          const x = inside(c),
            y = inside(r);
          const cell = locateCells(grid, Float64Array.from(projection.inverse((5000 + x) * 100, (40_000 + y) * 100)));
          expect([...cell]).toEqual([Math.floor(r) * 4 + Math.floor(c)]);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
    // Exactly on a meridian that is an edge of the plane: x is 500,000 m to the last bit.
    const onEdge = projection.inverse(500_000, 4_000_050);
    expect(projection.forward(...onEdge)[0]).toBe(500_000);
    expect([
      ...locateCells(demandGrid({ columns: 2, rows: 1, origin: [4999, 40_000] }), Float64Array.from(onEdge)),
    ]).toEqual([1]);
  });

  it('hold no point outside, none without coordinates, and none where demand has no ground', () => {
    const grid = demandGrid({ columns: 2, rows: 2 });
    expect([...locateCells(grid, Float64Array.from([119, 36, NaN, NaN, 121, 37]))]).toEqual([-1, -1, -1]);
    expect([...locateCells(demandOfPoints([{ lon: 120, lat: 36, people: 1 }]), Float64Array.from([120, 36]))]).toEqual([
      -1,
    ]);
  });

  it('find every hexagon by its centre', () => {
    const demand = hexagons(2);
    expect([...locateCells(demand, demand.lonLat)]).toEqual(Array.from({ length: demand.count }, (_, i) => i));
  });
});

describe('outlines', () => {
  it('of neighbours share their corners and enclose the cell’s area', () => {
    const grid = demandGrid({ columns: 2, rows: 1 });
    const { ring, ringSize } = cellRings(grid);
    expect(ringSize).toBe(4);
    const corner = (cell: number, i: number) =>
      [0, 1].map((axis) => (ring[2 * (4 * cell + i) + axis] as number) + (grid.lonLat[2 * cell + axis] as number));
    corner(0, 1).forEach((value, axis) => expect(value).toBeCloseTo(corner(1, 0)[axis] as number, 9));
    expect(
      cornersAreaM2([0, 1, 2, 3].map((i) => corner(0, i) as [number, number])) / (grid.areaM2[0] as number),
    ).toBeCloseTo(1, 3);
  });

  it('have six corners as hexagons and none as points', () => {
    expect(cellRings(hexagons(1))).toMatchObject({ ringSize: 6, ring: { length: 7 * 12 } });
    expect(cellRings(demandOfPoints([{ people: 1 }]))).toMatchObject({ ringSize: 0, ring: { length: 0 } });
  });
});

describe('touching cells', () => {
  const list = (demand: Demand, cell: number, corners = false): number[] => {
    const { start, index } = neighbours(demand, { corners });
    return [...index.subarray(start[cell], start[cell + 1])];
  };

  it('share a side; corners alone count where asked for', () => {
    const grid = demandGrid({ columns: 3, rows: 3 });
    expect(list(grid, 4)).toEqual([1, 3, 5, 7]);
    expect(list(grid, 4, true)).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
    expect(list(grid, 0)).toEqual([1, 3]);
    const hexagonal = hexagons(1);
    const middle = hexagonal.shape.kind === 'h3' ? hexagonal.shape.ids.indexOf(AT) : -1;
    expect(list(hexagonal, middle)).toHaveLength(6);
  });

  it('touch each other', () => {
    const demand = hexagons(3);
    const { start, index } = neighbours(demand);
    for (let cell = 0; cell < demand.count; cell += 1) {
      for (const other of index.subarray(start[cell], start[cell + 1])) expect(list(demand, other)).toContain(cell);
    }
  });
});

describe('a demand as bytes', () => {
  it('is read as it was written, in memory that threads share', () => {
    for (const demand of [
      demandGrid({ columns: 3, rows: 2, people: (c, r) => c / 3 + r, district: (c) => (c === 0 ? '市南区' : null) }),
      hexagons(2),
      demandOfPoints([
        { id: 'a', people: 2 },
        { lon: 120, lat: 36, people: 0.5, subdistrict: '甲' },
      ]),
      demandOfPoints([
        { people: 2, groups: { 学龄: 0.5, households: 1 } },
        { people: 1, groups: { households: 3 } },
      ]),
    ]) {
      const decoded = decodeDemand(encodeDemand(demand));
      expect(decoded).toEqual(demand);
      expect(decoded.people.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(encodeDemand(decoded)).toEqual(encodeDemand(demand));
    }
  });

  it('has another key for any other content', () => {
    const keys = [
      demandGrid({ columns: 2, rows: 2 }),
      demandGrid({ columns: 2, rows: 2, people: 101 }),
      demandGrid({ columns: 4, rows: 1 }),
    ].map(({ meta }) => meta.key);
    expect(new Set(keys).size).toBe(3);
    expect(demandGrid({ columns: 2, rows: 2 }).meta.key).toBe(keys[0]);
  });

  it('is refused where it is something else, or cut off', () => {
    const bytes = encodeDemand(demandGrid({ columns: 2, rows: 2 }));
    expect(() => decodeDemand(bytes.subarray(0, bytes.length - 8))).toThrow(ColumnarError);
    expect(() => decodeDemand(new Uint8Array(64))).toThrow(ColumnarError);
  });
});

describe('the demand of a study', () => {
  it('keeps its points in their order and numbers their names', () => {
    const demand = demandOfPoints([
      { lon: 120.1, lat: 36.1, people: 5, district: 'b', areaM2: 7 },
      { node: 3, people: 0, district: 'a' },
    ]);
    expect([...demand.lonLat]).toEqual([120.1, 36.1, NaN, NaN]);
    expect(demand).toMatchObject({ districts: ['a', 'b'], subdistricts: [], shape: { kind: 'points' }, count: 2 });
    expect([...demand.district]).toEqual([1, 0]);
    expect([...demand.areaM2]).toEqual([7, 0]);
  });

  it('with an invalid value is refused with the place of the error', () => {
    expect(error(() => demandOfPoints([]))).toEqual({ code: 'demand-empty', at: '/demand/points' });
    expect(error(() => demandOfPoints([{ people: 0 }]))).toEqual({ code: 'demand-nobody', at: '/demand/points' });
    expect(error(() => demandOfPoints([{ people: 1 }, { people: -1 }]))).toEqual({
      code: 'people-wrong',
      at: '/demand/points/1/people',
    });
    expect(error(() => demandOfPoints([{ people: NaN }]))).toEqual({
      code: 'people-wrong',
      at: '/demand/points/0/people',
    });
    expect(error(() => demandOfPoints([{ people: 1, areaM2: Infinity }]))).toEqual({
      code: 'area-wrong',
      at: '/demand/points/0/areaM2',
    });
    expect(error(() => demandOfPoints([{ people: 1, lon: 120 }]))).toEqual({
      code: 'half-place',
      at: '/demand/points/0/lat',
    });
    expect(error(() => demandOfPoints([{ people: 1, lon: 120, lat: 360 }]))).toEqual({
      code: 'place-wrong',
      at: '/demand/points/0/lat',
    });
  });
});
