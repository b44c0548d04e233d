import type { Traveller } from '../study/costs.ts';

/** Least radius of curvature of the ellipsoid of WGS 84, in metres: that of its meridians at the equator. */
const LEAST_RADIUS_M = 6_335_439;
/** Where points meet a street is measured in a plane: errors of that are far below this. */
const ROUNDING = 1.01;
const RADIANS = Math.PI / 180;

/**
 * Metres that nobody exceeds within one unit of cost: the greatest of length by cost of any edge, one way or the other,
 * and the speed beside streets. Infinity for a network of the study's own, where metres have no price.
 */
export function mostMetres({ graph, search, accessSpeedMps }: Traveller, isStored: boolean): number {
  if (!isStored || search.along.length !== 2 * graph.lengthM.length) return Infinity;
  let most = accessSpeedMps;
  for (let arc = 0; arc < search.along.length; arc += 1) {
    const [lengthM, cost] = [graph.lengthM[arc >> 1] as number, search.along[arc] as number];
    if (lengthM > 0) most = Math.max(most, lengthM / cost);
  }
  return most;
}

/**
 * Facilities that may be within reach of some cells, ascending: none within `reachM` is left out.
 *
 * Proof. A way of cost c is no longer than c times `mostMetres`, as that holds for each of its pieces: beside streets,
 * along parts of edges, along edges. It is no shorter than the geodesic between its ends. On the ellipsoid the square
 * of a line element is M²·dφ² + N²·cos²φ·dλ², where neither radius is below `LEAST_RADIUS_M`: so a geodesic is no
 * shorter than the great circle between the same latitudes and longitudes on a sphere of this radius. There, who is Δφ
 * south or north of a box is at least R·Δφ away from it, and who is Δλ east or west of it at least as far as from its
 * nearest meridian: R·asin(cos φ · sin Δλ), and beyond a right angle R·asin(cos φ). So a facility that is farther by
 * either has no way within the limit to any cell of the box. The ways themselves are looked for in the whole network.
 */
export function facilitiesNear(facilities: Float64Array, cells: Float64Array, reachM: number): Uint32Array {
  const [west, east] = bounds(cells, 0);
  const [south, north] = bounds(cells, 1);
  const reach = (reachM * ROUNDING) / LEAST_RADIUS_M;
  const near: number[] = [];
  for (let f = 0; 2 * f < facilities.length; f += 1) {
    const [lon, lat] = [facilities[2 * f] as number, facilities[2 * f + 1] as number];
    const byLat = Math.max(south - lat, lat - north, 0) * RADIANS;
    const byLon = outside(lon, west, east) * RADIANS;
    const toMeridian = Math.asin(Math.cos(lat * RADIANS) * Math.sin(Math.min(byLon, Math.PI / 2)));
    // Who has no place is not known to be far.
    if (!(byLat > reach || toMeridian > reach)) near.push(f);
  }
  return Uint32Array.from(near);
}

/** Degrees between a longitude and the nearest of a range, the shorter way around. */
function outside(lon: number, west: number, east: number): number {
  if (lon >= west && lon <= east) return 0;
  const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), 360 - Math.abs(a - b));
  return Math.min(apart(lon, west), apart(lon, east));
}

/** NaN where a cell has no place. */
function bounds(lonLat: Float64Array, axis: 0 | 1): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let at = axis; at < lonLat.length; at += 2) {
    low = Math.min(low, lonLat[at] as number);
    high = Math.max(high, lonLat[at] as number);
  }
  return [low, high];
}
