/** Longitude and latitude to EPSG:3857 and back. */
import { HALF_WORLD_M, EARTH_RADIUS_M } from './matrix-set.ts';

/** Easting of a longitude, which may lie beyond ±180. */
export function eastingOf(lonDeg: number): number {
  return (lonDeg * HALF_WORLD_M) / 180;
}

/** Northing of a latitude; without end at the poles. */
export function northingOf(latDeg: number): number {
  if (Math.abs(latDeg) >= 90) return latDeg > 0 ? Infinity : -Infinity;
  return EARTH_RADIUS_M * Math.asinh(Math.tan((latDeg * Math.PI) / 180));
}

export function longitudeOf(eastingM: number): number {
  return (eastingM / HALF_WORLD_M) * 180;
}

export function latitudeOf(northingM: number): number {
  return (Math.atan(Math.sinh(northingM / EARTH_RADIUS_M)) * 180) / Math.PI;
}
