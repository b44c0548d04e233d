import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexagonAt, hexagonRadius, hexagonRing, isInHexagon } from './hexagon.ts';
import { mercatorX, mercatorY } from './mercator.ts';

const places = fc.record({
  lon: fc.double({ min: 119, max: 122, noNaN: true }),
  lat: fc.double({ min: 35, max: 38, noNaN: true }),
  zoom: fc.integer({ min: 16, max: 32 }).map((n) => n / 2),
});

/** By the rule of even and odd crossings. */
function isInRing(ring: readonly (readonly [number, number])[], lon: number, lat: number): boolean {
  return ring.slice(1).reduce((inside, [x, y], index) => {
    const [fromX, fromY] = ring[index] ?? [x, y];
    const crosses = fromY > lat !== y > lat && lon < ((x - fromX) * (lat - fromY)) / (y - fromY) + fromX;
    return crosses ? !inside : inside;
  }, false);
}

describe('a hexagon of the map', () => {
  it('has a closed outline that holds every place of it', () => {
    fc.assert(
      fc.property(places, ({ lon, lat, zoom }) => {
        const radius = hexagonRadius(zoom);
        const hexagon = hexagonAt(mercatorX(lon), mercatorY(lat), radius);
        const ring = hexagonRing(hexagon, radius);
        expect(ring[0]).toEqual(ring.at(-1));
        expect(isInHexagon(hexagon, radius, lon, lat)).toBe(true);
        expect(isInRing(ring, lon, lat)).toBe(true);
      }),
    );
  });

  it('has an outline that holds hardly more', () => {
    fc.assert(
      fc.property(places, ({ lon, lat, zoom }) => {
        const radius = hexagonRadius(zoom);
        const ring = hexagonRing(hexagonAt(mercatorX(lon), mercatorY(lat), radius), radius);
        const doubled = ring.slice(1).reduce((sum, [toLon, toLat], index) => {
          const [fromLon = 0, fromLat = 0] = ring[index] ?? [];
          return sum + mercatorX(fromLon) * mercatorY(toLat) - mercatorX(toLon) * mercatorY(fromLat);
        }, 0);
        const share = Math.abs(doubled) / 2 / (1.5 * Math.sqrt(3) * radius ** 2);
        expect(share).toBeGreaterThan(1);
        // At zoom level 16 a hexagon is 32 m wide from its centre, and its outline a metre more.
        expect(share).toBeLessThan(1.08);
      }),
    );
  });
});
