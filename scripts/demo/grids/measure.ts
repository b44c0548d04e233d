import { booleanPointInPolygon } from '@turf/turf';
import { createPlane } from '../network/plane.ts';
import { polygonsOf, type Ring } from '../network/rings.ts';
import type { GridCell } from '../types.ts';

/** Area in square metres, flat at the cell's own latitude, which is exact enough for some kilometres. */
export function cellAreaM2(geometry: GridCell['geometry']): number {
  const [lon = 0, lat = 0] = polygonsOf(geometry)[0]?.[0]?.[0] ?? [];
  const plane = createPlane(lon, lat);
  const ringM2 = (ring: Ring): number => Math.abs(ring.slice(1).reduce((sum, [bLon = 0, bLat = 0], i) => {
    const [aLon = 0, aLat = 0] = ring[i] ?? [];
    return sum + plane.x(aLon) * plane.y(bLat) - plane.x(bLon) * plane.y(aLat);
  }, 0)) / 2;
  return polygonsOf(geometry).reduce((sum, [outer = [], ...holes]) => (
    sum + ringM2(outer) - holes.reduce((hole, ring) => hole + ringM2(ring), 0)
  ), 0);
}

/** Whether a cell is one of those a compound is made of. They share their vertices, so every one lies in or on it. */
export function isPartOf(cell: GridCell['geometry'], compound: GridCell['geometry']): boolean {
  const area = { type: 'MultiPolygon' as const, coordinates: polygonsOf(compound).map((rings) => rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon, lat]))) };
  return polygonsOf(cell).flat(2).every(([lon = 0, lat = 0]) => booleanPointInPolygon([lon, lat], area));
}
