/** Coordinate systems that features come in (OGC API Features, Part 2). */
import proj4 from 'proj4';
import { Cql2Error } from '../../tiles/filter/cql2/error.ts';
import { makeBox } from '../../tiles/filter/cql2/geometry.ts';
import type { Reference } from '../../tiles/filter/cql2/reference.ts';
import type { Geometry, Position } from '../../tiles/filter/cql2/types.ts';
import { latitudeOf, longitudeOf } from '../../tiles/tile/mercator.ts';

/** A coordinate system with its axes in the order that its authority gives them. */
export interface System extends Reference {
  readonly uri: string;
  /** EPSG number of the system, or of the one that differs from it by the order of axes. */
  readonly srid: number;
  readonly isNorthFirst: boolean;
  readonly name: { readonly zh: string; readonly en: string };
}

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';

type ToDegrees = (x: number, y: number) => Position;

const same: ToDegrees = (lon, lat) => [lon, lat];
const mercator: ToDegrees = (x, y) => [longitudeOf(x), latitudeOf(y)];
/** EPSG:4549: CGCS2000, which is WGS 84 to a few centimetres. */
const gaussKruger = proj4('+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs');
const fromZone: ToDegrees = (x, y) => {
  const [lon = NaN, lat = NaN] = gaussKruger.inverse([x, y]);
  return [lon, lat];
};

/** The first is that of answers and boxes where none is named. */
export const SYSTEMS: readonly System[] = [
  system(
    { uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', srid: 4326, isNorthFirst: false, toDegrees: same },
    {
      zh: 'WGS 84 经度、纬度',
      en: 'WGS 84 longitude, latitude',
    },
  ),
  system(
    { uri: `${EPSG}4326`, srid: 4326, isNorthFirst: true, toDegrees: same },
    {
      zh: 'WGS 84 纬度、经度',
      en: 'WGS 84 latitude, longitude',
    },
  ),
  system(
    { uri: `${EPSG}4490`, srid: 4490, isNorthFirst: true, toDegrees: same },
    {
      zh: 'CGCS2000 纬度、经度',
      en: 'CGCS2000 latitude, longitude',
    },
  ),
  system(
    { uri: `${EPSG}4549`, srid: 4549, isNorthFirst: true, toDegrees: fromZone },
    {
      zh: 'CGCS2000 / 3 度带 120°E 北、东坐标',
      en: 'CGCS2000 / 3-degree Gauss-Kruger CM 120E, northing and easting',
    },
  ),
  system(
    { uri: `${EPSG}3857`, srid: 3857, isNorthFirst: false, toDegrees: mercator },
    {
      zh: 'Web 墨卡托',
      en: 'Web Mercator',
    },
  ),
];

export const CRS84 = SYSTEMS[0] as System;

export function systemOf(uri: string): System | undefined {
  return SYSTEMS.find((each) => each.uri === uri);
}

/** Corners of an edge of a box whose edges bend in degrees. */
const STEPS = 16;

function system(
  {
    uri,
    srid,
    isNorthFirst,
    toDegrees,
  }: Pick<System, 'uri' | 'srid' | 'isNorthFirst'> & { readonly toDegrees: ToDegrees },
  name: System['name'],
): System {
  const position: Reference['position'] = (first, second) =>
    isNorthFirst ? toDegrees(second, first) : toDegrees(first, second);
  const box: Reference['box'] = (numbers, place) => {
    const flat = numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
    const [a, b, c, d, ...more] = flat;
    if (a === undefined || b === undefined || c === undefined || d === undefined || more.length > 0)
      throw new Cql2Error('box-numbers', { ...place, count: numbers.length });
    const [west, south, east, north] = isNorthFirst ? [b, a, d, c] : [a, b, c, d];
    if (toDegrees === same) return plainBox(west, south, east, north, place);
    if (south > north || west > east) throw new Cql2Error('reversed-box', place);
    if (toDegrees === mercator) {
      const [low, high] = [mercator(west, south), mercator(east, north)];
      return plainBox(low[0], low[1], high[0], high[1], place);
    }
    return bentBox(west, south, east, north);
  };
  const bentBox = (west: number, south: number, east: number, north: number): Geometry => {
    const at = (from: number, to: number): number[] =>
      Array.from({ length: STEPS }, (_, step) => from + ((to - from) * step) / STEPS);
    const ring = [
      ...at(west, east).map((x) => toDegrees(x, south)),
      ...at(south, north).map((y) => toDegrees(east, y)),
      ...at(east, west).map((x) => toDegrees(x, north)),
      ...at(north, south).map((y) => toDegrees(west, y)),
      toDegrees(west, south),
    ];
    const bad = ring.find(([lon, lat]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
    if (bad !== undefined) throw new Cql2Error('outside-world', { path: '', lon: bad[0], lat: bad[1] });
    return { type: 'Polygon', coordinates: [ring] };
  };
  return { uri, srid, isNorthFirst, name, position, box };
}

/** A box in degrees; a line or a point where it has no width. Throws `Cql2Error`. */
function plainBox(
  west: number,
  south: number,
  east: number,
  north: number,
  place: { readonly position: number } | { readonly path: string },
): Geometry {
  const box = makeBox([west, south, east, north], place);
  if (west !== east && south !== north) return box;
  if (west === east && south === north) return { type: 'Point', coordinates: [west, south] };
  return {
    type: 'LineString',
    coordinates: [
      [west, south],
      [east, north],
    ],
  };
}

/** A GeoJSON geometry with the two axes of every position changed about. */
export function flipped(geometry: unknown): unknown {
  if (typeof geometry !== 'object' || geometry === null) return geometry;
  const { coordinates, geometries, ...rest } = geometry as {
    readonly coordinates?: unknown;
    readonly geometries?: readonly unknown[];
  };
  if (geometries !== undefined) return { ...rest, geometries: geometries.map(flipped) };
  return { ...rest, coordinates: flippedList(coordinates) };
}

function flippedList(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [first, second, ...more] = value as readonly unknown[];
  if (typeof first === 'number') return [second, first, ...more];
  return value.map(flippedList);
}
