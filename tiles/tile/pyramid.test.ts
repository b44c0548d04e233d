import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HALF_WORLD_M } from './matrix-set.ts';
import {
  cellAt,
  cellBounds3857,
  cellLevel,
  CLUSTER_OVER,
  CLUSTER_OVER_AT_MAXZOOM,
  clusterId,
  clusterOver,
  FIRST_CLUSTER_ID,
  LAST_CELL_LEVEL,
} from './pyramid.ts';

const level = fc.integer({ min: 0, max: LAST_CELL_LEVEL });
const cell = level.chain((at) =>
  fc.record({
    level: fc.constant(at),
    cx: fc.integer({ min: 0, max: 16 * 2 ** at - 1 }),
    cy: fc.integer({ min: 0, max: 16 * 2 ** at - 1 }),
  }),
);

describe('a cell', () => {
  it('is found again by what lies in it', () => {
    fc.assert(
      fc.property(
        cell,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (of, right, up) => {
          const { west, south, east, north } = cellBounds3857(of);
          expect(cellAt(west + (east - west) * right, south + (north - south) * up, of.level)).toEqual(of);
        },
      ),
    );
  });

  it('lies in the one of the level above that the same position is in', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -HALF_WORLD_M, max: HALF_WORLD_M, noNaN: true }),
        fc.double({ min: -HALF_WORLD_M, max: HALF_WORLD_M, noNaN: true }),
        fc.integer({ min: 1, max: LAST_CELL_LEVEL }),
        (x, y, at) => {
          const { cx, cy } = cellAt(x, y, at);
          expect(cellAt(x, y, at - 1)).toEqual({ level: at - 1, cx: cx >> 1, cy: cy >> 1 });
        },
      ),
    );
  });

  it.each([
    [HALF_WORLD_M, 3e7, 255, 0],
    [-HALF_WORLD_M, -Infinity, 0, 255],
    [0, HALF_WORLD_M, 128, 0],
  ])('at the edge counts what lies beyond: %d %d', (x, y, cx, cy) => {
    expect(cellAt(x, y, 4)).toEqual({ level: 4, cx, cy });
  });
});

describe('the id of a cluster', () => {
  it('is exact, above those of features, and of one cell of a level', () => {
    fc.assert(
      fc.property(cell, fc.integer({ min: 0, max: 25 }), (of, bit) => {
        const id = clusterId(of);
        expect(Number.isSafeInteger(id) && id >= FIRST_CLUSTER_ID).toBe(true);
        expect(clusterId({ ...of, cx: of.cx ^ (1 << bit) })).not.toBe(id);
        expect(clusterId({ ...of, cy: of.cy ^ (1 << bit) })).not.toBe(id);
      }),
    );
    expect(clusterId({ level: LAST_CELL_LEVEL, cx: 2 ** 26 - 1, cy: 2 ** 26 - 1 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(clusterId({ level: 0, cx: 2, cy: 1 })).toBe(FIRST_CLUSTER_ID + 6);
  });
});

describe('tiles of a level', () => {
  it('show the same cells in both matrix sets where they are as wide', () => {
    expect([cellLevel('WebMercatorQuad', 9), cellLevel('CGCS2000Quad', 8)]).toEqual([9, 9]);
  });

  it('leave fuller cells open from the maxzoom of their layer on', () => {
    expect([15, 16, 22].map((z) => clusterOver({ maxzoom: 16 }, 'WebMercatorQuad', z))).toEqual([
      CLUSTER_OVER,
      CLUSTER_OVER_AT_MAXZOOM,
      CLUSTER_OVER_AT_MAXZOOM,
    ]);
    expect([14, 15].map((z) => clusterOver({ maxzoom: 16 }, 'CGCS2000Quad', z))).toEqual([
      CLUSTER_OVER,
      CLUSTER_OVER_AT_MAXZOOM,
    ]);
  });
});
