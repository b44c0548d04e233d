import { ringAreaM2, segmentM } from '../../../../tiles/tile/spheroid.ts';
import type { LonLat } from '../../format/geometry.ts';

/** Metres along a line, on the spheroid. */
export function lengthM(points: readonly LonLat[]): number {
  return points.slice(1).reduce((sum, at, index) => {
    const from = points[index] as LonLat;
    return sum + segmentM(from.lon, from.lat, at.lon, at.lat);
  }, 0);
}

/** Square metres of the area that the line goes around, on the spheroid; null of fewer than three points. */
export function enclosedM2(points: readonly LonLat[]): number | null {
  const [first] = points;
  if (first === undefined || points.length < 3) return null;
  return Math.abs(ringAreaM2([...points, first].map(({ lon, lat }) => [lon, lat])));
}
