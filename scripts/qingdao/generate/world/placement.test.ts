import { beforeAll, describe, expect, it } from 'vitest';
import type { LonLat } from '../types.ts';
import type { BaseWorld } from './base.ts';
import { createBaseWorld } from './create-base.ts';
import { distanceM, metresPerDegree, polygonsOf } from '../../../../tiles/tile/spheroid.ts';

let world: BaseWorld;
beforeAll(async () => {
  world = await createBaseWorld();
});

/** Metres from a point to the nearest edge of an area. */
function toEdgeM(code: string, { lon, lat }: LonLat): number {
  const area = world.subdistricts.find((subdistrict) => subdistrict.code === code);
  const scale = metresPerDegree(lat);
  let best = Infinity;
  for (const ring of area ? polygonsOf(area.geometry).flat() : []) {
    for (let i = 1; i < ring.length; i += 1) {
      const [x0, y0] = ring[i - 1] as [number, number];
      const [x1, y1] = ring[i] as [number, number];
      const dx = (x1 - x0) * scale.lon,
        dy = (y1 - y0) * scale.lat,
        px = (lon - x0) * scale.lon,
        py = (lat - y0) * scale.lat;
      const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)));
      best = Math.min(best, Math.hypot(px - t * dx, py - t * dy));
    }
  }
  return best;
}

describe('placement', () => {
  it('keeps every point in its district and subdistrict, on land, 10 m from any edge', () => {
    for (const { code } of world.districts) {
      for (const even of [true, false]) {
        const spots = world.place.inArea(code, 150, world.rng(`test ${code}`), { even });
        expect(spots).toHaveLength(150);
        for (const spot of spots) {
          expect(spot.district).toBe(code);
          expect(world.districtAt(spot)).toBe(code);
          expect(world.subdistrictAt(spot)).toBe(spot.subdistrict);
          expect(toEdgeM(spot.subdistrict, spot)).toBeGreaterThan(9.9);
        }
      }
    }
  });

  it('finds room in every subdistrict, the smallest and the islands too', () => {
    for (const { code } of world.subdistricts) {
      const spots = world.place.inArea(code, 20, world.rng(code), { minDistanceM: 20 });
      expect(spots.every(({ subdistrict }) => subdistrict === code)).toBe(true);
    }
  });

  it('places the same points again for the same name', () => {
    const run = (): unknown => world.place.inArea('370202', 50, world.rng('again'), { minDistanceM: 100 });
    expect(run()).toEqual(run());
  });

  it('is denser near the centre unless it is to be even', () => {
    const subdistrict = world.subdistricts.find(({ name }) => name.zh === '蓼兰镇');
    if (!subdistrict) throw new Error('蓼兰镇 is missing.');
    const mean = (even: boolean): number => {
      const spots = world.place.inArea(subdistrict.code, 400, world.rng('dense'), { even });
      return spots.reduce((sum, spot) => sum + distanceM(spot, subdistrict.center), 0) / spots.length;
    };
    expect(mean(false)).toBeLessThan(0.85 * mean(true));
  });

  it('keeps points apart where there is room, and shrinks the distance where there is none', () => {
    const spots = world.place.inArea('370202', 60, world.rng('apart'), { even: true, minDistanceM: 200 });
    const nearest = Math.min(...spots.flatMap((a, i) => spots.slice(i + 1).map((b) => distanceM(a, b))));
    expect(nearest).toBeGreaterThanOrEqual(200);
    expect(world.place.inArea('370202', 60, world.rng('crowd'), { minDistanceM: 5000 })).toHaveLength(60);
  });

  it('stays within the radius and the district asked for, and throws where there is no land', () => {
    const at = { lon: 120.32, lat: 36.062 };
    for (const spot of world.place.near(at, 800, 100, world.rng('near'), { district: '370202' })) {
      expect(distanceM(at, spot)).toBeLessThan(801);
      expect(spot.district).toBe('370202');
    }
    expect(() => world.place.near({ lon: 120.6, lat: 35.9 }, 500, 1, world.rng('sea'))).toThrow(
      'No point on land within 500 m',
    );
    expect(() => world.place.inArea('370299', 1, world.rng('none'))).toThrow(
      'No district or subdistrict has the code 370299',
    );
  });

  it('knows the centre of every district, subdistrict and community as land of its own', () => {
    for (const { code, center } of world.districts) expect(world.districtAt(center)).toBe(code);
    for (const { code, center } of world.subdistricts) expect(world.subdistrictAt(center)).toBe(code);
    for (const { code, center } of world.communities) expect(world.subdistrictAt(center), code).toBe(code.slice(0, 9));
  });
});
