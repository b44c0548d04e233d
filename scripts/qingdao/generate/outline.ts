/** Outlines of a given size around a place, for zones and buildings whose area is documented and shape is not. */
import type { LonLat, Rng } from './types.ts';

export type Ring = [lon: number, lat: number][];

/** Metres per degree of latitude, and per degree of longitude at the equator, of the sphere that turf measures on. */
const METRES_PER_DEGREE = (Math.PI / 180) * 6_371_008.8;

/** Moves a place by metres east and north; exact enough within some ten kilometres. */
export function moved({ lon, lat }: LonLat, eastM: number, northM: number): LonLat {
  return {
    lon: lon + eastM / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
    lat: lat + northM / METRES_PER_DEGREE,
  };
}

/** Metres between two places, exact enough within some ten kilometres. */
export function distanceM(a: LonLat, b: LonLat): number {
  const eastM = (b.lon - a.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(eastM, (b.lat - a.lat) * METRES_PER_DEGREE);
}

/** An open ring of `corners` corners, somewhat uneven, that encloses `areaM2`. */
export function roundedRing(center: LonLat, areaM2: number, rng: Rng, corners = 18): Ring {
  const radii = Array.from({ length: corners }, () => 0.85 + 0.3 * rng.next());
  const corner = (index: number, scale: number): [number, number] => {
    const angle = (2 * Math.PI * index) / corners;
    const radius = (radii[index] ?? 1) * scale;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  const unit = shoelace(radii.map((_, index) => corner(index, 1)));
  const scale = Math.sqrt(areaM2 / unit);
  return radii.map((_, index) => {
    const { lon, lat } = moved(center, ...corner(index, scale));
    return [lon, lat];
  });
}

/** A closed rectangle of `widthM` east–west and `depthM` north–south around a place. */
export function rectangle(center: LonLat, widthM: number, depthM: number): Ring {
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ] as const;
  return signs.map(([east, north]) => {
    const { lon, lat } = moved(center, (east * widthM) / 2, (north * depthM) / 2);
    return [round6(lon), round6(lat)];
  });
}

function shoelace(points: readonly (readonly [number, number])[]): number {
  return (
    Math.abs(
      points.reduce((sum, [x, y], index) => {
        const [nextX, nextY] = points[(index + 1) % points.length] ?? [0, 0];
        return sum + x * nextY - nextX * y;
      }, 0),
    ) / 2
  );
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
