import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATRIX_SETS, MATRIX_SET_IDS, matrixSize, HALF_WORLD_M, type MatrixSetId } from './matrix-set.ts';
import { EXTENT, tileAt, tileBounds3857, type Bounds3857 } from './tile.ts';
import { countTouched, isTouched, tilesTouching } from './touching.ts';

/** The same answer by looking at the tile itself, in this world and in those on either side. */
function meets(
  box: Bounds3857,
  matrixSet: MatrixSetId,
  tile: { readonly z: number; readonly x: number; readonly y: number },
  marginUnits: number,
): boolean {
  const bounds = tileBounds3857(tile, marginUnits, matrixSet);
  if (bounds.south > box.north || bounds.north < box.south) return false;
  return [-2, 0, 2].some(
    (worlds) => bounds.west <= box.east + worlds * HALF_WORLD_M && bounds.east >= box.west + worlds * HALF_WORLD_M,
  );
}

const margin = fc.constantFrom(0, 1, 64, 200, EXTENT);
/** Eastings often at the antimeridian, at an edge of tiles, or past the edge of the matrix set. */
const easting = fc.oneof(
  fc.double({ min: -HALF_WORLD_M, max: HALF_WORLD_M, noNaN: true }),
  fc.constantFrom(-HALF_WORLD_M, HALF_WORLD_M, 0, HALF_WORLD_M / 2, HALF_WORLD_M - 1, 1 - HALF_WORLD_M),
);
const northing = fc.oneof(easting, fc.double({ min: -3 * HALF_WORLD_M, max: 3 * HALF_WORLD_M, noNaN: true }));
const sizeM = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1000, noNaN: true }),
  fc.double({ min: 0, max: HALF_WORLD_M, noNaN: true }),
);
const box = fc
  .tuple(easting, northing, sizeM, sizeM)
  .map(([west, south, width, height]) => ({ west, south, east: west + width, north: south + height }));

describe.each(MATRIX_SET_IDS)('the tiles of %s that a box touches', (matrixSet) => {
  it('are exactly those whose widened ground it meets, over the antimeridian too', () => {
    fc.assert(
      fc.property(box, fc.integer({ min: 0, max: 4 }), margin, (each, z, marginUnits) => {
        const touching = tilesTouching(each, matrixSet, z, marginUnits);
        const { columns, rows } = matrixSize(matrixSet, z);
        let count = 0;
        for (let x = 0; x < columns; x += 1) {
          for (let y = 0; y < rows; y += 1) {
            const expected = meets(each, matrixSet, { z, x, y }, marginUnits);
            if (expected) count += 1;
            if (isTouched(touching, x, y) !== expected)
              expect({ x, y, isTouched: !expected }).toEqual({ x, y, isTouched: expected });
          }
        }
        expect(countTouched(touching)).toBe(count);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('end at every level where the next tile is not met', () => {
    fc.assert(
      fc.property(box, fc.integer({ min: 5, max: MATRIX_SETS[matrixSet].maxZoom }), margin, (each, z, marginUnits) => {
        const { columns, rows } = tilesTouching(each, matrixSet, z, marginUnits);
        const count = matrixSize(matrixSet, z);
        const met = (x: number, y: number): boolean => meets(each, matrixSet, { z, x, y }, marginUnits);
        for (const range of columns) {
          expect([met(range.first, rows.first), met(range.last, rows.last)]).toEqual([true, true]);
          // The columns behind the antimeridian are of the next range.
          if (range.first > 0) expect(met(range.first - 1, rows.first)).toBe(false);
          if (range.last < count.columns - 1) expect(met(range.last + 1, rows.first)).toBe(false);
        }
        const [some] = columns;
        if (some === undefined) return;
        if (rows.first > 0) expect(met(some.first, rows.first - 1)).toBe(false);
        if (rows.last < count.rows - 1) expect(met(some.first, rows.last + 1)).toBe(false);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('include the tile of a position', () => {
    const position = fc.record({
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -85, max: 85, noNaN: true }),
    });
    fc.assert(
      fc.property(position, fc.integer({ min: 0, max: MATRIX_SETS[matrixSet].maxZoom }), ({ lon, lat }, z) => {
        const x = (lon / 180) * HALF_WORLD_M;
        const y = 6378137 * Math.asinh(Math.tan((lat * Math.PI) / 180));
        const tile = tileAt({ lon, lat }, z, matrixSet);
        expect(
          isTouched(tilesTouching({ west: x, south: y, east: x, north: y }, matrixSet, z, 1), tile.x, tile.y),
        ).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it('are those on both sides of the antimeridian for a point at it', () => {
    const at = (x: number): Bounds3857 => ({ west: x, east: x, south: 100, north: 100 });
    const last = matrixSize(matrixSet, 6).columns - 1;
    expect(tilesTouching(at(HALF_WORLD_M - 1), matrixSet, 6, 64).columns).toEqual([
      { first: 0, last: 0 },
      { first: last, last },
    ]);
    expect(tilesTouching(at(1 - HALF_WORLD_M), matrixSet, 6, 64).columns).toEqual([
      { first: 0, last: 0 },
      { first: last, last },
    ]);
    expect(tilesTouching(at(HALF_WORLD_M - 100_000), matrixSet, 6, 64).columns).toEqual([{ first: last, last }]);
  });
});

describe('a box that touches nothing', () => {
  it('lies north or south of the Mercator world', () => {
    const beyond = { west: 0, east: 1, south: 1.5 * HALF_WORLD_M, north: 1.6 * HALF_WORLD_M };
    expect(countTouched(tilesTouching(beyond, 'WebMercatorQuad', 5, 64))).toBe(0);
    expect(countTouched(tilesTouching(beyond, 'CGCS2000Quad', 5, 64))).toBeGreaterThan(0);
  });
});
