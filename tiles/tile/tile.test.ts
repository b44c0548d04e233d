import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATRIX_SETS, MATRIX_SET_IDS, matrixSize } from './matrix-set.ts';
import {
  HALF_WORLD_M,
  MAX_ZOOM,
  parseTileCoord,
  tileAt,
  tileBounds,
  tileBounds3857,
  tileBoundsLonLat,
  TileCoordError,
} from './tile.ts';

const SEEDED = { seed: 3 };

describe('reading tile coordinates', () => {
  it('takes every tile of every zoom', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_ZOOM }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (z, share) => {
          const x = Math.floor(share * 2 ** z);
          expect(parseTileCoord({ z: String(z), x: String(x), y: String(x) })).toEqual({ z, x, y: x });
        },
      ),
      SEEDED,
    );
  });

  it.each([
    ['z', 'out-of-range', { z: '23', x: '0', y: '0' }, 22],
    ['z', 'not-an-integer', { z: 'a', x: '0', y: '0' }, 22],
    ['x', 'out-of-range', { z: '3', x: '8', y: '0' }, 7],
    ['x', 'out-of-range', { z: '3', x: '-1', y: '0' }, 7],
    ['y', 'not-an-integer', { z: '3', x: '0', y: '1.5' }, 7],
    ['y', 'not-an-integer', { z: '3', x: '0', y: '' }, 7],
    ['y', 'out-of-range', { z: '0', x: '0', y: '1' }, 0],
  ] as const)('says that %s is %s', (parameter, code, text, max) => {
    expect(() => parseTileCoord(text)).toThrow(TileCoordError);
    expect(() => parseTileCoord(text)).toThrow(expect.objectContaining({ parameter, code, max }));
  });
});

describe('the ground a tile covers', () => {
  it('is the world at zoom 0', () => {
    expect(tileBounds3857({ z: 0, x: 0, y: 0 })).toEqual({
      west: -HALF_WORLD_M,
      south: -HALF_WORLD_M,
      east: HALF_WORLD_M,
      north: HALF_WORLD_M,
    });
    const [west, south, east, north] = tileBoundsLonLat({ z: 0, x: 0, y: 0 });
    expect([west, east]).toEqual([-180, 180]);
    expect(north).toBeCloseTo(85.0511, 4);
    expect(south).toBeCloseTo(-85.0511, 4);
  });

  it('grows by its margin on every side', () => {
    const plain = tileBounds3857({ z: 12, x: 3418, y: 1602 });
    const wide = tileBounds3857({ z: 12, x: 3418, y: 1602 }, 4096);
    expect(wide.east - wide.west).toBeCloseTo(3 * (plain.east - plain.west), 6);
    expect(wide.north - plain.north).toBeCloseTo(plain.north - plain.south, 6);
  });

  it('holds every position that the tile is found by', () => {
    const position = fc.record({
      lon: fc.double({ min: -180, max: 179.999, noNaN: true }),
      lat: fc.double({ min: -85, max: 85, noNaN: true }),
    });
    fc.assert(
      fc.property(position, fc.integer({ min: 0, max: 18 }), ({ lon, lat }, z) => {
        const [west, south, east, north] = tileBoundsLonLat(tileAt({ lon, lat }, z));
        expect(lon).toBeGreaterThanOrEqual(west - 1e-9);
        expect(lon).toBeLessThanOrEqual(east + 1e-9);
        expect(lat).toBeGreaterThanOrEqual(south - 1e-9);
        expect(lat).toBeLessThanOrEqual(north + 1e-9);
      }),
      SEEDED,
    );
  });
});

describe.each(MATRIX_SET_IDS)('a tile of %s', (matrixSet) => {
  const level = fc.integer({ min: 0, max: MATRIX_SETS[matrixSet].maxZoom });
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const tile = fc.tuple(level, share, share).map(([z, a, b]) => ({
    z,
    x: Math.floor(a * matrixSize(matrixSet, z).columns),
    y: Math.floor(b * matrixSize(matrixSet, z).rows),
  }));

  it('is read from its address', () => {
    fc.assert(
      fc.property(tile, ({ z, x, y }) => {
        expect(parseTileCoord({ z: String(z), x: String(x), y: String(y) }, matrixSet)).toEqual({ z, x, y });
      }),
      SEEDED,
    );
  });

  it('is the one that its middle lies in', () => {
    fc.assert(
      fc.property(tile, (each) => {
        const [west, south, east, north] = tileBoundsLonLat(each, matrixSet);
        expect(tileAt({ lon: (west + east) / 2, lat: (south + north) / 2 }, each.z, matrixSet)).toEqual(each);
      }),
      SEEDED,
    );
  });

  it('begins where its neighbours end', () => {
    fc.assert(
      fc.property(tile, ({ z, x, y }) => {
        const { columns, rows } = matrixSize(matrixSet, z);
        const bounds = tileBounds({ z, x, y }, matrixSet);
        if (x > 0) expect(tileBounds({ z, x: x - 1, y }, matrixSet).east).toBeCloseTo(bounds.west, 6);
        if (y > 0) expect(tileBounds({ z, x, y: y - 1 }, matrixSet).south).toBeCloseTo(bounds.north, 6);
        if (x === columns - 1)
          expect(bounds.east).toBeCloseTo(MATRIX_SETS[matrixSet].west + MATRIX_SETS[matrixSet].worldSpan, 6);
        if (y === rows - 1) expect(bounds.south).toBeCloseTo(-MATRIX_SETS[matrixSet].north, 6);
      }),
      SEEDED,
    );
  });

  it('has the same box in metres as in degrees', () => {
    fc.assert(
      fc.property(tile, (each) => {
        const [west, south, east, north] = tileBoundsLonLat(each, matrixSet);
        const box = tileBounds3857(each, 0, matrixSet);
        expect(box.west).toBeCloseTo((west / 180) * HALF_WORLD_M, 5);
        expect(box.east).toBeCloseTo((east / 180) * HALF_WORLD_M, 5);
        for (const [metres, lat] of [
          [box.south, south],
          [box.north, north],
        ] as const) {
          if (Number.isFinite(metres))
            expect((Math.atan(Math.sinh(metres / 6378137)) * 180) / Math.PI).toBeCloseTo(lat, 9);
          else expect(Math.abs(lat)).toBe(90);
        }
      }),
      SEEDED,
    );
  });
});

describe('the geographic matrix set', () => {
  it('has two tiles at level 0, and twice as many in each direction at each further one', () => {
    expect(tileBoundsLonLat({ z: 0, x: 0, y: 0 }, 'CGCS2000Quad')).toEqual([-180, -90, 0, 90]);
    expect(tileBoundsLonLat({ z: 0, x: 1, y: 0 }, 'CGCS2000Quad')).toEqual([0, -90, 180, 90]);
    expect(tileBoundsLonLat({ z: 10, x: 1708, y: 306 }, 'CGCS2000Quad')).toEqual([
      120.234375, 36.03515625, 120.41015625, 36.2109375,
    ]);
  });

  it('widens a tile at a pole and at the antimeridian past the edge of the world', () => {
    const { west, north, south } = tileBounds({ z: 1, x: 0, y: 0 }, 'CGCS2000Quad', 4096);
    expect([west, north, south]).toEqual([-270, 180, -90]);
    expect(tileBounds3857({ z: 1, x: 0, y: 0 }, 4096, 'CGCS2000Quad')).toEqual({
      west: -1.5 * HALF_WORLD_M,
      south: -Infinity,
      east: 0,
      north: Infinity,
    });
  });

  it.each([
    ['z', { z: '22', x: '0', y: '0' }, 21],
    ['x', { z: '0', x: '2', y: '0' }, 1],
    ['y', { z: '0', x: '1', y: '1' }, 0],
    ['x', { z: '3', x: '16', y: '0' }, 15],
    ['y', { z: '3', x: '15', y: '8' }, 7],
  ] as const)('names its own largest %s', (parameter, text, max) => {
    expect(() => parseTileCoord(text, 'CGCS2000Quad')).toThrow(
      expect.objectContaining({ parameter, code: 'out-of-range', max }),
    );
  });
});
