/** Geometry of demonstration features, rounded to six decimals (about 0.1 m). */
import { area } from '@turf/area';
import { featureCollection, multiPolygon, polygon } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import type { MultiPolygon, Polygon } from 'geojson';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { Area, LonLat } from './types.ts';

type Position = readonly [lon: number, lat: number];

export function pointAt({ lon, lat }: LonLat): GeoJSONGeometry {
  return { type: 'Point', coordinates: [round6(lon), round6(lat)] };
}

export function lineThrough(places: readonly LonLat[]): GeoJSONGeometry {
  return { type: 'LineString', coordinates: places.map(({ lon, lat }) => [round6(lon), round6(lat)]) };
}

/**
 * A zone drawn by hand, cut to its district so that none of it lies at sea or beyond the boundary; the largest piece
 * where the cut leaves several. `ring` need not be closed.
 */
export function sketchedZone(ring: readonly Position[], district: Area): GeoJSONGeometry {
  const first = ring[0];
  if (first === undefined) throw new Error('A sketched zone needs at least three corners.');
  const drawn = polygon([[...ring, first].map(([lon, lat]) => [lon, lat])]);
  const cut = intersect(featureCollection<Polygon | MultiPolygon>([drawn, asPolygons(district)]));
  if (cut === null) throw new Error(`The zone sketched at ${first.join(', ')} lies outside ${district.name.en}.`);
  const pieces = cut.geometry.type === 'Polygon' ? [cut.geometry.coordinates] : cut.geometry.coordinates;
  const largest = pieces.reduce((best, piece) => (area(polygon(piece)) > area(polygon(best)) ? piece : best));
  return {
    type: 'Polygon',
    coordinates: largest.map((each) => each.map(([lon = 0, lat = 0]) => [round6(lon), round6(lat)])),
  };
}

function asPolygons({ geometry, name }: Area) {
  const copy = (rings: readonly (readonly (readonly number[])[])[]) => rings.map((ring) => ring.map((at) => [...at]));
  if (geometry.type === 'Polygon') return multiPolygon([copy(geometry.coordinates)]);
  if (geometry.type === 'MultiPolygon') return multiPolygon(geometry.coordinates.map(copy));
  throw new Error(`${name.en} is a ${geometry.type}, not an area.`);
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
