import gjv from 'geojson-validation';
import type { GeometryKind } from '../../tiles/layer/layer.ts';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { Message } from './types.ts';

const KINDS: Readonly<Record<string, GeometryKind>> = {
  Point: 'Point',
  MultiPoint: 'Point',
  LineString: 'LineString',
  MultiLineString: 'LineString',
  Polygon: 'Polygon',
  MultiPolygon: 'Polygon',
};

/** Beyond this a coordinate is not a mistyped degree: it is metres of a projected system. */
const LARGEST_DEGREES = 1000;

/** Sentences of geojson-validation and ours for them. */
const KNOWN: readonly (readonly [RegExp, Message['message']])[] = [
  [/first and last positions must be equivalent/, 'ring-open'],
  [/at least four positions/, 'ring-short'],
  [/coordinates must have at least two elements/, 'line-short'],
  [/Position must be at least two elements/, 'position-short'],
  [/Position must only contain numbers/, 'position-not-number'],
];

/** Errors of a geometry in its file's datum; none means that it can be read as `GeoJSONGeometry`. */
export function geometryErrors(geometry: unknown, expected: GeometryKind): Message[] {
  if (geometry === null || geometry === undefined) return [{ message: 'geometry-missing' }];
  const type = typeof geometry === 'object' && 'type' in geometry ? String(geometry.type) : typeof geometry;
  if (!Object.hasOwn(KINDS, type)) return [{ message: 'geometry-kind', params: { expected, actual: type } }];
  if (isEmpty(geometry)) return [{ message: 'geometry-empty', params: { actual: type } }];
  const malformed = malformations(geometry);
  if (malformed.length > 0) return malformed;
  if (KINDS[type] !== expected) return [{ message: 'geometry-kind', params: { expected, actual: type } }];
  if (!isGeometry(geometry)) return [{ message: 'geometry-malformed', params: { detail: type } }];
  const wrong = firstOutOfRange(geometry.coordinates) ?? firstAntipodal(geometry);
  return wrong === null ? [] : [wrong];
}

/** Whether it, or a part of it, is nothing: `POINT EMPTY`, a polygon without rings, a part without positions. */
function isEmpty(geometry: object): boolean {
  const coordinates: unknown = 'coordinates' in geometry ? geometry.coordinates : null;
  if (!Array.isArray(coordinates)) return false;
  const isMulti = 'type' in geometry && String(geometry.type).startsWith('Multi');
  return coordinates.length === 0 || (isMulti && coordinates.some((part) => Array.isArray(part) && part.length === 0));
}

/** To be used after `geometryErrors` found nothing. */
export function isGeometry(value: unknown): value is GeoJSONGeometry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'coordinates' in value &&
    Array.isArray(value.coordinates) &&
    value.coordinates.length > 0
  );
}

function malformations(geometry: unknown): Message[] {
  try {
    return dedupe(gjv.isGeometryObject(geometry, true).map(translate));
  } catch {
    // geojson-validation 1.0.2 compares the first and last positions of a ring before it looks whether there are any.
    return [{ message: 'ring-short' }];
  }
}

function translate(sentence: string): Message {
  const known = KNOWN.find(([pattern]) => pattern.test(sentence));
  return known === undefined ? { message: 'geometry-malformed', params: { detail: sentence } } : { message: known[1] };
}

function dedupe(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}

function firstOutOfRange(coordinates: unknown): Message | null {
  if (!Array.isArray(coordinates)) return null;
  const items: readonly unknown[] = coordinates;
  if (typeof items[0] !== 'number') {
    for (const item of items) {
      const found = firstOutOfRange(item);
      if (found !== null) return found;
    }
    return null;
  }
  const lon = items[0];
  const lat = Number(items[1]);
  if (inRange(lon, lat)) return null;
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return { message: 'position-not-finite' };
  const swapped = inRange(lat, lon) && Math.abs(lat) > 90;
  const metres = Math.min(Math.abs(lon), Math.abs(lat)) > LARGEST_DEGREES;
  return { message: swapped ? 'swapped' : metres ? 'metres' : 'out-of-range', params: { lon, lat } };
}

/** Of half the way around the earth; the sines of smaller angles than this are their angles. */
const HALF_TURN_RAD = 1e-6;

/**
 * The first edge between two opposite places of the globe. No line is the shortest between them, so that nothing can be
 * measured of a shape with such an edge; PostGIS ends every such statement.
 */
function firstAntipodal(geometry: GeoJSONGeometry): Message | null {
  for (const line of edgesOf(geometry)) {
    for (let i = 1; i < line.length; i += 1) {
      const [from = [], to = []] = [line[i - 1], line[i]];
      if (isAntipodal(from, to))
        return {
          message: 'edge-antipodal',
          params: { from: from.slice(0, 2).join(' '), to: to.slice(0, 2).join(' ') },
        };
    }
  }
  return null;
}

function edgesOf(geometry: GeoJSONGeometry): readonly (readonly (readonly number[])[])[] {
  switch (geometry.type) {
    case 'Point':
    case 'MultiPoint':
      return [];
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
  }
}

function isAntipodal(
  [lonA = NaN, latA = NaN]: readonly number[],
  [lonB = NaN, latB = NaN]: readonly number[],
): boolean {
  // Edges are short but for those of the whole world.
  if (Math.abs(lonA - lonB) < 179 && Math.abs(latA) < 89) return false;
  const vector = (lon: number, lat: number): readonly [number, number, number] => {
    const [l, b] = [(lon * Math.PI) / 180, (lat * Math.PI) / 180];
    return [Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)];
  };
  const a = vector(lonA, latA);
  const b = vector(lonB, latB);
  return Math.hypot(a[0] + b[0], a[1] + b[1], a[2] + b[2]) < HALF_TURN_RAD;
}

function inRange(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
