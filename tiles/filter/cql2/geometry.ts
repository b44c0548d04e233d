/** Geometries of filters: their parts, whether they are valid, and how the database takes them. */
import { HALF_WORLD_M } from '../../tile/tile.ts';
import { Cql2Error, type Cql2Place } from './error.ts';
import { checkLine, checkPolygon, checkPolygonsApart } from './validity.ts';
import type { Box, Geometry, GeometryCollection, Position, SimpleGeometry } from './types.ts';

/** A box of four or six numbers; heights are left out. Throws `Cql2Error`. */
export function makeBox(numbers: readonly number[], place: Cql2Place): Box {
  const flat = numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
  const [west, south, east, north, ...more] = flat;
  if (west === undefined || south === undefined || east === undefined || north === undefined || more.length > 0) {
    throw new Cql2Error('box-numbers', { ...place, count: numbers.length });
  }
  const [lon, lat] = Math.abs(west) > 180 || Math.abs(south) > 90 ? [west, south] : [east, north];
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw new Cql2Error('outside-world', { ...place, lon, lat });
  if (south > north) throw new Cql2Error('reversed-box', place);
  return { bbox: [west, south, east, north] };
}

/**
 * Checks that rings are closed and do not cross, that holes lie inside, and that parts lie apart. Throws `Cql2Error`.
 */
export function checkGeometry(geometry: Geometry, place: Cql2Place): void {
  if ('bbox' in geometry) return;
  switch (geometry.type) {
    case 'Point':
    case 'MultiPoint':
      return;
    case 'LineString':
      return checkLine(geometry.coordinates, place);
    case 'MultiLineString':
      return geometry.coordinates.forEach((line) => checkLine(line, place));
    case 'Polygon':
      return checkPolygon(geometry.coordinates, place);
    case 'MultiPolygon':
      geometry.coordinates.forEach((polygon) => checkPolygon(polygon, place));
      return checkPolygonsApart(geometry.coordinates, place);
    case 'GeometryCollection':
      return geometry.geometries.forEach((part) => checkGeometry(part, place));
  }
}

const DIMENSIONS = { Point: 0, MultiPoint: 0, LineString: 1, MultiLineString: 1, Polygon: 2, MultiPolygon: 2 } as const;

/** A collection of one dimension as the multi-part geometry it is; null where dimensions are mixed. */
export function gather({ geometries }: GeometryCollection): SimpleGeometry | null {
  const dimensions = new Set(geometries.map(({ type }) => DIMENSIONS[type]));
  const [dimension] = dimensions;
  if (dimensions.size !== 1) return null;
  const partsOf = <T>(single: SimpleGeometry['type']): T[] =>
    // The types of the parts are as their dimension says; TypeScript cannot follow that through `flatMap`.
    geometries.flatMap((part) => (part.type === single ? [part.coordinates] : part.coordinates) as T[]);
  switch (dimension) {
    case 0:
      return { type: 'MultiPoint', coordinates: partsOf<Position>('Point') };
    case 1:
      return { type: 'MultiLineString', coordinates: partsOf<Position[]>('LineString') };
    default:
      return { type: 'MultiPolygon', coordinates: partsOf<Position[][]>('Polygon') };
  }
}

/** Parts of a box that do not cross the 180th meridian. */
function boxParts({ bbox: [west, south, east, north] }: Box): readonly (readonly [number, number, number, number])[] {
  return west <= east
    ? [[west, south, east, north]]
    : [
        [west, south, 180, north],
        [-180, south, east, north],
      ];
}

/** A box without width or height is the line or the point it has shrunk to. */
function boxGeometry([west, south, east, north]: readonly [number, number, number, number]): SimpleGeometry {
  if (west === east && south === north) return { type: 'Point', coordinates: [west, south] };
  if (west === east || south === north)
    return {
      type: 'LineString',
      coordinates: [
        [west, south],
        [east, north],
      ],
    };
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

/** What a box stands for: one geometry, or one on either side of the 180th meridian. */
export function toSimple(geometry: Geometry): SimpleGeometry | GeometryCollection {
  if (!('bbox' in geometry)) return geometry;
  const [first, second] = boxParts(geometry).map(boxGeometry);
  if (first === undefined) throw new RangeError('A box has a part.');
  if (second === undefined) return first;
  const both: GeometryCollection = { type: 'GeometryCollection', geometries: [first, second] };
  return gather(both) ?? both;
}

/** Extended WKT, which the database reads as a geometry in EPSG:4326. */
export function toEwkt(geometry: Geometry): string {
  return `SRID=4326;${toWkt(toSimple(geometry))}`;
}

export function toWkt(geometry: SimpleGeometry | GeometryCollection): string {
  const list = <T>(items: readonly T[], write: (item: T) => string): string => `(${items.map(write).join(', ')})`;
  const position = ([lon, lat]: Position): string => `${String(lon)} ${String(lat)}`;
  const line = (positions: readonly Position[]): string => list(positions, position);
  const tag = geometry.type.toUpperCase();
  switch (geometry.type) {
    case 'Point':
      return `${tag}(${position(geometry.coordinates)})`;
    case 'LineString':
      return tag + line(geometry.coordinates);
    case 'MultiPoint':
      return tag + list(geometry.coordinates, (each) => `(${position(each)})`);
    case 'Polygon':
    case 'MultiLineString':
      return tag + list(geometry.coordinates, line);
    case 'MultiPolygon':
      return tag + list(geometry.coordinates, (polygon) => list(polygon, line));
    case 'GeometryCollection':
      return tag + list(geometry.geometries, toWkt);
  }
}

/** A little more than rounding can move an edge. */
const MARGIN_M = 1;
/** Farther from the equator than any position of Web Mercator that is not the pole itself. */
const BEYOND_M = 1e9;

/** The box around a geometry in EPSG:3857, as extended WKT: what a feature that meets the geometry must meet too. */
export function toBox3857(geometry: Geometry): string {
  const { west: w, south: s, east: e, north: n } = boundsOf3857(geometry);
  return `SRID=3857;POLYGON((${w} ${s}, ${e} ${s}, ${e} ${n}, ${w} ${n}, ${w} ${s}))`;
}

/** The same box by its edges. */
export function boundsOf3857(geometry: Geometry): {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
} {
  const boxes = 'bbox' in geometry ? boxParts(geometry) : [boundsOf(positionsOf(geometry))];
  const [west, east] = [Math.min(...boxes.map((box) => box[0])), Math.max(...boxes.map((box) => box[2]))];
  const [south, north] = [Math.min(...boxes.map((box) => box[1])), Math.max(...boxes.map((box) => box[3]))];
  const x = (lon: number, margin: number): number => (lon / 180) * HALF_WORLD_M + margin;
  return {
    west: x(west, -MARGIN_M),
    south: northing(south) - MARGIN_M,
    east: x(east, MARGIN_M),
    north: northing(north) + MARGIN_M,
  };
}

function northing(lat: number): number {
  if (Math.abs(lat) > 89.9) return Math.sign(lat) * BEYOND_M;
  return (Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) * HALF_WORLD_M;
}

export function positionsOf(geometry: SimpleGeometry | GeometryCollection): readonly Position[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'LineString':
    case 'MultiPoint':
      return geometry.coordinates;
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates.flat();
    case 'MultiPolygon':
      return geometry.coordinates.flat(2);
    case 'GeometryCollection':
      return geometry.geometries.flatMap(positionsOf);
  }
}

function boundsOf(positions: readonly Position[]): readonly [number, number, number, number] {
  // One by one: a call takes some 100,000 arguments at most.
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    [west, south] = [Math.min(west, lon), Math.min(south, lat)];
    [east, north] = [Math.max(east, lon), Math.max(north, lat)];
  }
  return [west, south, east, north];
}
