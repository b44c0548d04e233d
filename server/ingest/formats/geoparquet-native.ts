/** Native encodings of GeoParquet 1.1: positions as structs of `x` and `y`, in lists. */
import { WkbError } from './wkb.ts';

const NATIVE = {
  point: { type: 'Point', depth: 0 },
  linestring: { type: 'LineString', depth: 1 },
  multipoint: { type: 'MultiPoint', depth: 1 },
  polygon: { type: 'Polygon', depth: 2 },
  multilinestring: { type: 'MultiLineString', depth: 2 },
  multipolygon: { type: 'MultiPolygon', depth: 3 },
} as const;

export type NativeEncoding = keyof typeof NATIVE;

export function isNative(encoding: string): encoding is NativeEncoding {
  return Object.hasOwn(NATIVE, encoding);
}

/** Null for an empty geometry. Heights and measures are left out. Throws `WkbError`. */
export function readNative(value: unknown, encoding: NativeEncoding): unknown {
  const { type, depth } = NATIVE[encoding];
  if (Array.isArray(value) && value.length === 0) return null;
  const coordinates = positionsOf(value, depth);
  const isEmpty = depth === 0 && (coordinates as readonly number[]).every((each) => Number.isNaN(each));
  return isEmpty ? null : { type, coordinates };
}

function positionsOf(value: unknown, depth: number): unknown {
  if (depth > 0) {
    if (!Array.isArray(value)) throw new WkbError('no list');
    return value.map((each: unknown) => positionsOf(each, depth - 1));
  }
  if (typeof value !== 'object' || value === null || !('x' in value) || !('y' in value))
    throw new WkbError('no position');
  if (typeof value.x !== 'number' || typeof value.y !== 'number') throw new WkbError('no position');
  return [value.x, value.y];
}
