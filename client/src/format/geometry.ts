import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';

const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Compass direction of the first leg of the great circle between two points. */
export function directionTo(from: LonLat, to: LonLat): Direction {
  const radians = Math.PI / 180;
  const deltaLon = (to.lon - from.lon) * radians;
  const y = Math.sin(deltaLon) * Math.cos(to.lat * radians);
  const x =
    Math.cos(from.lat * radians) * Math.sin(to.lat * radians) -
    Math.sin(from.lat * radians) * Math.cos(to.lat * radians) * Math.cos(deltaLon);
  const degrees = (Math.atan2(y, x) / radians + 360) % 360;
  return DIRECTIONS[Math.round(degrees / 45) % 8] ?? 'n';
}

/** Where to point for a feature: the point itself, a line's middle vertex, the middle of an area's box. */
export function anchorOf(geometry: GeoJSONGeometry, bbox: Bbox): LonLat {
  const vertex =
    geometry.type === 'Point'
      ? geometry.coordinates
      : geometry.type === 'LineString'
        ? geometry.coordinates[Math.floor(geometry.coordinates.length / 2)]
        : undefined;
  const [lon = (bbox[0] + bbox[2]) / 2, lat = (bbox[1] + bbox[3]) / 2] = vertex ?? [];
  return { lon, lat };
}

export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  // Adding 0 turns -0, which formats as "0" and would not come back, into 0.
  return Math.round(value * factor) / factor + 0;
}

export function contains(bbox: Bbox, { lon, lat }: LonLat): boolean {
  return lon >= bbox[0] && lon <= bbox[2] && lat >= bbox[1] && lat <= bbox[3];
}

/** Bounding box of a circle; good enough to show it, too coarse to query the database. */
export function boxAround({ lon, lat }: LonLat, radiusM: number): Bbox {
  const metresPerDegree = 111_320;
  const dLat = radiusM / metresPerDegree;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat];
}
