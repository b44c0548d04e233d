import type { GeoJSONGeometry } from '../../../tiles/wire.ts';

export type Ring = readonly (readonly number[])[];

/** Every polygon of an areal geometry as its rings, the outer one first. */
export function polygonsOf(geometry: GeoJSONGeometry): readonly (readonly Ring[])[] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  if (geometry.type === 'MultiPolygon') return geometry.coordinates;
  throw new TypeError(`An area has to be a Polygon or a MultiPolygon, not a ${geometry.type}.`);
}
