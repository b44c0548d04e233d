/** The outline of a level of a cost field, without water. */
import { bbox } from '@turf/bbox';
import { bboxClip } from '@turf/bbox-clip';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { difference } from '@turf/difference';
import { featureCollection, feature } from '@turf/helpers';
import { contours } from 'd3-contour';
import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { polygonsOf, ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import type { LonLat } from './isochrone-edges.ts';
import type { Field } from './isochrone-field.ts';
import type { Lattice } from './lattice.ts';

type Ring = number[][];
interface Area {
  readonly type: 'MultiPolygon';
  coordinates: Ring[][];
}

export interface LevelOptions {
  readonly water: GeoJSONGeometry | null;
  /** Points of the streets within reach. */
  readonly reached: readonly LonLat[];
  readonly accessSpeedMps: number;
}

/**
 * Where the field is at most `within`, less the water. Behind a river narrower than the lattice sees, ground that holds
 * no street within reach was not come to over land, and goes.
 */
export function levelArea(field: Field, within: number, { water, reached, accessSpeedMps }: LevelOptions): Area {
  const area = outline(field, within, field.cellM / accessSpeedMps);
  if (water === null || area.coordinates.length === 0) return area;
  const nearby = clipped(water, field);
  if (nearby.coordinates.length === 0) return area;
  const dry = difference(featureCollection([feature(area), feature(nearby)]));
  const polygons = dry === null ? [] : (polygonsOf(dry.geometry) as Ring[][]);
  const squares = bySquare(field, reached);
  return { type: 'MultiPolygon', coordinates: polygons.filter((polygon) => holdsOne(polygon, squares, field)) };
}

/**
 * Marching squares look for values above a threshold, so the contour is one of what is left of `within`. Where costs
 * jump from one street's ground to another's, interpolation does not tell where: held within a cell's worth of the
 * level, costs on either side place the outline halfway. Levels stay nested. Outer rings counter-clockwise (RFC 7946).
 */
function outline(field: Field, within: number, stepCost: number): Area {
  const { columns, rows, west, south, stepLon, stepLat, cost } = field;
  const above = new Array<number>(cost.length);
  for (let at = 0; at < cost.length; at += 1) {
    const left = within - (cost[at] as number);
    above[at] = left === -Infinity ? left : Math.max(-stepCost, Math.min(stepCost, left));
  }
  const { coordinates } = contours().size([columns, rows]).contour(above, 0);
  // A lattice point is in the middle of what the library takes for its square.
  const place = ([x, y]: number[]): number[] => [
    west + ((x as number) - 0.5) * stepLon,
    south + ((y as number) - 0.5) * stepLat,
  ];
  return {
    type: 'MultiPolygon',
    coordinates: coordinates.map((polygon) => polygon.map((ring, i) => turned(ring.map(place), i === 0))),
  };
}

function turned(ring: Ring, counterClockwise: boolean): Ring {
  return ringAreaM2(ring) > 0 === counterClockwise ? ring : ring.reverse();
}

function clipped(water: GeoJSONGeometry, { west, south, columns, rows, stepLon, stepLat }: Field): Area {
  const box: Bbox = [west - stepLon, south - stepLat, west + columns * stepLon, south + rows * stepLat];
  const rings = polygonsOf(water) as Ring[][];
  const { geometry } = bboxClip({ type: 'MultiPolygon', coordinates: rings }, [...box]);
  return {
    type: 'MultiPolygon',
    coordinates: (polygonsOf(geometry as GeoJSONGeometry) as Ring[][]).filter((polygon) => polygon.length > 0),
  };
}

/** Points by the square of the lattice they lie in: most pieces of ground are small, and points many. */
function bySquare(lattice: Lattice, points: readonly LonLat[]): ReadonlyMap<number, readonly LonLat[]> {
  const squares = new Map<number, LonLat[]>();
  for (const point of points) {
    const [column, row] = squareOf(lattice, point);
    const square = row * lattice.columns + column;
    const there = squares.get(square);
    if (there === undefined) squares.set(square, [point]);
    else there.push(point);
  }
  return squares;
}

function squareOf(
  { west, south, stepLon, stepLat }: Lattice,
  [lon, lat]: LonLat,
): readonly [column: number, row: number] {
  return [Math.floor((lon - west) / stepLon), Math.floor((lat - south) / stepLat)];
}

function holdsOne(polygon: Ring[], squares: ReadonlyMap<number, readonly LonLat[]>, lattice: Lattice): boolean {
  const shape = { type: 'Polygon', coordinates: polygon } as const;
  const [west, south, east, north] = bbox(shape);
  const [firstColumn, firstRow] = squareOf(lattice, [west, south]);
  const [lastColumn, lastRow] = squareOf(lattice, [east, north]);
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      if (
        squares.get(row * lattice.columns + column)?.some((point) => booleanPointInPolygon([...point], shape)) ??
        false
      )
        return true;
    }
  }
  return false;
}
