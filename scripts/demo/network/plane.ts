/** A flat metric frame for laying things out, and true lengths on the spheroid for stating them. */

const SEMI_MAJOR_AXIS_M = 6378137;
const ECCENTRICITY_SQUARED = 0.00669438002290; // CGCS2000; WGS 84 differs in the eleventh digit
const RADIANS = Math.PI / 180;

/** Radii of curvature at a latitude: along the meridian and along the parallel circle, in metres per radian. */
function radiiM(latDeg: number): { meridian: number; parallel: number } {
  const phi = latDeg * RADIANS;
  const w2 = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  return {
    meridian: (SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_SQUARED)) / w2 ** 1.5,
    parallel: (SEMI_MAJOR_AXIS_M / Math.sqrt(w2)) * Math.cos(phi),
  };
}

/**
 * Distance on the spheroid in metres, by the radii at the middle latitude: within 1 mm of the geodesic up to a
 * kilometre, which no edge of the network exceeds by much.
 */
export function distanceM(lonA: number, latA: number, lonB: number, latB: number): number {
  const { meridian, parallel } = radiiM((latA + latB) / 2);
  return Math.hypot((lonB - lonA) * RADIANS * parallel, (latB - latA) * RADIANS * meridian);
}

/** Metres east and north of an origin. Distances are off by 1 % at a hundred kilometres, which layout can bear. */
export interface Plane {
  readonly x: (lon: number) => number;
  readonly y: (lat: number) => number;
  readonly lon: (x: number) => number;
  readonly lat: (y: number) => number;
}

export function createPlane(originLon: number, originLat: number): Plane {
  const { meridian, parallel } = radiiM(originLat);
  const perLon = parallel * RADIANS;
  const perLat = meridian * RADIANS;
  return {
    x: (lon) => (lon - originLon) * perLon,
    y: (lat) => (lat - originLat) * perLat,
    lon: (x) => originLon + x / perLon,
    lat: (y) => originLat + y / perLat,
  };
}

/** Degrees to the sixth decimal, about a decimetre: what the demonstration data is written with. */
export function roundDegrees(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
