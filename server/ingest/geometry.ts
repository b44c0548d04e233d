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
  const malformed = malformations(geometry);
  if (malformed.length > 0) return malformed;
  if (KINDS[type] !== expected) return [{ message: 'geometry-kind', params: { expected, actual: type } }];
  if (!isGeometry(geometry)) return [{ message: 'geometry-malformed', params: { detail: type } }];
  const wrong = firstOutOfRange(geometry.coordinates);
  return wrong === null ? [] : [wrong];
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
  const swapped = inRange(lat, lon) && Math.abs(lat) > 90;
  const metres = Math.min(Math.abs(lon), Math.abs(lat)) > LARGEST_DEGREES;
  return { message: swapped ? 'swapped' : metres ? 'metres' : 'out-of-range', params: { lon, lat } };
}

function inRange(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
