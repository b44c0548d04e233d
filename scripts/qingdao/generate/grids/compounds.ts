import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { GridCell } from '../types.ts';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';

/** Whether a cell is one of those a compound is made of. They share their vertices, so every one lies in or on it. */
export function isPartOf(cell: GridCell['geometry'], compound: GridCell['geometry']): boolean {
  const area = {
    type: 'MultiPolygon' as const,
    coordinates: polygonsOf(compound).map((rings) => rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon, lat]))),
  };
  return polygonsOf(cell)
    .flat(2)
    .every(([lon = 0, lat = 0]) => booleanPointInPolygon([lon, lat], area));
}
