import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';

/**
 * Degrees to metres east and north of an origin, and back. Distances are off by 1 % at a hundred kilometres, which
 * layout can bear.
 */
export interface LocalProjection {
  readonly x: (lon: number) => number;
  readonly y: (lat: number) => number;
  readonly lon: (x: number) => number;
  readonly lat: (y: number) => number;
}

export function createLocalProjection(originLon: number, originLat: number): LocalProjection {
  const scale = metresPerDegree(originLat);
  return {
    x: (lon) => (lon - originLon) * scale.lon,
    y: (lat) => (lat - originLat) * scale.lat,
    lon: (x) => originLon + x / scale.lon,
    lat: (y) => originLat + y / scale.lat,
  };
}

/** Degrees to the sixth decimal, about a decimetre: what the demonstration data is written with. */
export function roundDegrees(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
