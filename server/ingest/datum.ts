import gcoord from 'gcoord';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { Datum } from './types.ts';

type Position = readonly number[];

/** Datums that files are in without saying so. CGCS2000 is WGS 84 to a few centimetres. */
export const READINGS = ['wgs84', 'gcj02', 'bd09'] as const satisfies readonly Datum[];
export type Reading = (typeof READINGS)[number];

export const DATUM_NAMES: Readonly<Record<Datum, string>> = {
  wgs84: 'WGS 84',
  cgcs2000: 'CGCS2000',
  gcj02: 'GCJ-02',
  bd09: 'BD-09',
};

/** The reading that a datum stands for. */
export function readingOf(datum: Datum): Reading {
  return datum === 'cgcs2000' ? 'wgs84' : datum;
}

const EARTH_RADIUS_M = 6_371_008.8;

/** Converts one position to WGS 84. CGCS2000 differs from it by centimetres and is taken as it is. */
export function toWgs84(position: Position, datum: Datum): [number, number] {
  const lon = position[0] ?? NaN;
  const lat = position[1] ?? NaN;
  if (datum === 'gcj02') return gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84);
  if (datum === 'bd09') return gcoord.transform([lon, lat], gcoord.BD09, gcoord.WGS84);
  return [lon, lat];
}

/** Pairs of degrees in WGS 84. */
export function inDatum(lonLat: Float64Array, datum: Datum): Float64Array {
  if (datum === 'wgs84' || datum === 'cgcs2000') return lonLat;
  const places = new Float64Array(lonLat.length);
  for (let i = 0; i < lonLat.length; i += 2)
    places.set(toWgs84([lonLat[i] as number, lonLat[i + 1] as number], datum), i);
  return places;
}

/** The geometry in WGS 84. */
export function geometryToWgs84(geometry: GeoJSONGeometry, datum: Datum): GeoJSONGeometry {
  if (datum === 'wgs84' || datum === 'cgcs2000') return geometry;
  const position = (at: Position): number[] => toWgs84(at, datum);
  const line = (positions: readonly Position[]): number[][] => positions.map(position);
  const lines = (parts: readonly (readonly Position[])[]): number[][][] => parts.map(line);
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: position(geometry.coordinates) };
    case 'MultiPoint':
    case 'LineString':
      return { type: geometry.type, coordinates: line(geometry.coordinates) };
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: lines(geometry.coordinates) };
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(lines) };
  }
}

/** First position of a geometry. */
export function firstPosition(geometry: GeoJSONGeometry): Position {
  let at: unknown = geometry.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) ? at.filter((value) => typeof value === 'number') : [];
}

/** Distance on the sphere; good to half a percent, for telling how far a conversion moved things. */
export function distanceM(a: Position, b: Position): number {
  const rad = Math.PI / 180;
  const [lonA = NaN, latA = NaN] = a;
  const [lonB = NaN, latB = NaN] = b;
  const h =
    Math.sin(((latB - latA) * rad) / 2) ** 2 +
    Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lonB - lonA) * rad) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h));
}
