/** Geometries in CQL2 JSON: GeoJSON, and boxes. */
import { Cql2Error } from './error.ts';
import { checkGeometry, makeBox } from './geometry.ts';
import { dot, isObject, refuse, type Fields } from './json-value.ts';
import type { Reference } from './reference.ts';
import type { Geometry, Position, SimpleGeometry } from './types.ts';

const DEPTHS = { Point: 0, LineString: 1, MultiPoint: 1, Polygon: 2, MultiLineString: 2, MultiPolygon: 3 } as const;

interface Reading {
  readonly countPosition: () => void;
  /** The system of the coordinates; degrees, longitude first, where it is null. */
  readonly reference: Reference | null;
}

/** Throws `Cql2Error`. `countPosition` may throw too. */
export function parseJsonGeometry(value: Fields, path: string, reading: Reading): Geometry {
  const geometry = readGeometry(value, path, reading);
  checkGeometry(geometry, { path });
  return geometry;
}

function readGeometry(value: Fields, path: string, reading: Reading): Geometry {
  if (!('type' in value) && 'bbox' in value) {
    const { bbox } = value;
    if (!Array.isArray(bbox) || !bbox.every((each): each is number => typeof each === 'number'))
      return refuse(bbox, `${dot(path)}bbox`, 'list');
    const numbers = bbox.map((each) => each + 0);
    return reading.reference?.box(numbers, { path }) ?? makeBox(numbers, { path });
  }
  if (value.type !== 'GeometryCollection') return readSimple(value, path, reading);
  const { geometries } = value;
  if (!Array.isArray(geometries) || geometries.length === 0)
    return refuse(geometries, `${dot(path)}geometries`, 'list');
  return {
    type: 'GeometryCollection',
    geometries: geometries.map((each: unknown, index) => {
      const at = `${dot(path)}geometries[${String(index)}]`;
      reading.countPosition();
      return isObject(each) ? readSimple(each, at, reading) : refuse(each, at, 'geometry');
    }),
  };
}

function readSimple(value: Fields, path: string, reading: Reading): SimpleGeometry {
  const { type, coordinates } = value;
  if (typeof type !== 'string' || !Object.hasOwn(DEPTHS, type))
    return refuse('type' in value ? type : value, 'type' in value ? `${dot(path)}type` : path, 'geometry');
  const depth = DEPTHS[type as keyof typeof DEPTHS];
  // The reader nests as deep as the type says, so its result is of that type.
  return {
    type,
    coordinates: readNested(coordinates, depth, `${dot(path)}coordinates`, reading),
  } as SimpleGeometry;
}

function readNested(value: unknown, depth: number, path: string, reading: Reading): unknown {
  if (depth === 0) return readPosition(value, path, reading);
  if (!Array.isArray(value) || value.length === 0) return refuse(value, path, 'list');
  return value.map((each, index) => {
    // Lists within lists count as well: they may be as many as positions.
    if (depth > 1) reading.countPosition();
    return readNested(each, depth - 1, `${path}[${String(index)}]`, reading);
  });
}

/** A height is left out: everything here is compared on the map. */
function readPosition(value: unknown, path: string, { countPosition, reference }: Reading): Position {
  countPosition();
  if (
    !Array.isArray(value) ||
    value.length < 2 ||
    !value.every((each): each is number => typeof each === 'number' && Number.isFinite(each))
  )
    return refuse(value, path, 'number');
  const [first = NaN, second = NaN] = value;
  const [lon, lat] = reference?.position(first, second) ?? [first, second];
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw new Cql2Error('outside-world', { path, lon, lat });
  return [lon + 0, lat + 0];
}
