import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HALF_WORLD_M, MAX_ZOOM, parseTileCoord, tileAt, tileBounds3857, tileBoundsLonLat, TileCoordError } from './tile.ts';

describe('reading tile coordinates', () => {
  it('takes every tile of every zoom', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: MAX_ZOOM }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (z, share) => {
      const x = Math.floor(share * 2 ** z);
      expect(parseTileCoord({ z: String(z), x: String(x), y: String(x) })).toEqual({ z, x, y: x });
    }));
  });

  it.each([
    ['z', 'out-of-range', { z: '23', x: '0', y: '0' }, 22],
    ['z', 'not-an-integer', { z: 'a', x: '0', y: '0' }, 22],
    ['x', 'out-of-range', { z: '3', x: '8', y: '0' }, 7],
    ['x', 'out-of-range', { z: '3', x: '-1', y: '0' }, 7],
    ['y', 'not-an-integer', { z: '3', x: '0', y: '1.5' }, 7],
    ['y', 'not-an-integer', { z: '3', x: '0', y: '' }, 7],
    ['y', 'out-of-range', { z: '0', x: '0', y: '1' }, 0],
  ] as const)('says that %s is %s', (parameter, fault, text, max) => {
    expect(() => parseTileCoord(text)).toThrow(TileCoordError);
    expect(() => parseTileCoord(text)).toThrow(expect.objectContaining({ parameter, fault, max }));
  });
});

describe('the ground a tile covers', () => {
  it('is the world at zoom 0', () => {
    expect(tileBounds3857({ z: 0, x: 0, y: 0 })).toEqual({ west: -HALF_WORLD_M, south: -HALF_WORLD_M, east: HALF_WORLD_M, north: HALF_WORLD_M });
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
    const position = fc.record({ lon: fc.double({ min: -180, max: 179.999, noNaN: true }), lat: fc.double({ min: -85, max: 85, noNaN: true }) });
    fc.assert(fc.property(position, fc.integer({ min: 0, max: 18 }), ({ lon, lat }, z) => {
      const [west, south, east, north] = tileBoundsLonLat(tileAt({ lon, lat }, z));
      expect(lon).toBeGreaterThanOrEqual(west - 1e-9);
      expect(lon).toBeLessThanOrEqual(east + 1e-9);
      expect(lat).toBeGreaterThanOrEqual(south - 1e-9);
      expect(lat).toBeLessThanOrEqual(north + 1e-9);
    }));
  });
});
