/** Boxes in degrees that may cross the antimeridian: their west lies east of their east (RFC 7946, 5.2). */
import type { Bbox } from '../api/wire.ts';

/** The parts of a box on either side of the antimeridian; the box itself where it does not cross it. */
export function partsOf([west, south, east, north]: Bbox): readonly Bbox[] {
  if (west <= east) return [[west, south, east, north]];
  const parts: readonly Bbox[] = [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
  // A part without width is the antimeridian itself, which the other part has too.
  return parts.filter(([w, , e]) => w < e);
}

/**
 * What a map shows, whose longitudes run on beyond ±180 as it is moved around the world, as a box on the globe; it
 * crosses the antimeridian where the map does.
 */
export function onGlobe([west, south, east, north]: Bbox): Bbox {
  const [low, high] = [Math.max(south, -90), Math.min(north, 90)];
  if (east - west >= 360) return [-180, low, 180, high];
  const first = wrapped(west);
  const last = wrapped(east);
  // The eastern edge of the world is its western one.
  return [first, low, last === -180 ? 180 : last, high];
}

/** Into -180 … 180, without the last; numbers that lie there stay as they are. */
function wrapped(lon: number): number {
  return lon >= -180 && lon < 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
}

/** Around positions; of none it is empty, from infinity to minus infinity. */
export function boxOf(positions: Iterable<readonly number[]>): Bbox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon = NaN, lat = NaN] of positions) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

/** Around places, pairs of degrees, or those of them that `isMet` has a 1 for; those that are NaN are nowhere. */
export function boxOfPlaces(lonLat: ArrayLike<number>, isMet?: Uint8Array): Bbox {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lonLat.length; i += 2) {
    if (Number.isNaN(lonLat[i]) || isMet?.[i >> 1] === 0) continue;
    west = Math.min(west, lonLat[i] as number);
    south = Math.min(south, lonLat[i + 1] as number);
    east = Math.max(east, lonLat[i] as number);
    north = Math.max(north, lonLat[i + 1] as number);
  }
  return [west, south, east, north];
}

/** Whether two boxes, neither across the antimeridian, have a place in common. */
export function boxesMeet(a: Bbox, b: Bbox): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/** Whether a place lies in a box that does not cross the antimeridian. */
export function boxHolds([west, south, east, north]: Bbox, lon: number, lat: number): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** Whether a box lies in another one, neither across the antimeridian. */
export function boxContains(around: Bbox, inner: Bbox): boolean {
  return inner[0] >= around[0] && inner[1] >= around[1] && inner[2] <= around[2] && inner[3] <= around[3];
}
