/** The outline of a level of a cost field, without water. */
import { bbox } from '@turf/bbox';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { difference } from '@turf/difference';
import { featureCollection, feature } from '@turf/helpers';
import { contours } from 'd3-contour';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { boxOf } from '../../../tiles/tile/bbox.ts';
import { polygonsOf, ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import type { LonLat } from './isochrone-edges.ts';
import type { Field } from './isochrone-field.ts';
import type { Lattice } from './lattice.ts';
import type { Ring } from './shores.ts';
import { moved, type WaterIndex } from './water-index.ts';

interface Area {
  readonly type: 'MultiPolygon';
  coordinates: Ring[][];
}

export interface LevelOptions {
  readonly water: WaterIndex | null;
  /** Points of the streets within reach. */
  readonly reached: readonly LonLat[];
  readonly accessSpeedMps: number;
}

/**
 * An outline stays this share of a lattice cell away from lattice points: in one of them rings would meet themselves
 * and each other, which is no valid polygon.
 */
const LEAST_SHARE = 1e-3;

/**
 * Water lies off by these shares of a cell, a centimetre or two: shores along lattice lines, or with corners in lattice
 * points, would meet outlines in their corners, of which the library makes polygons that are not valid.
 */
const SHORE_SHARES = [0.7e-3, 0.4e-3] as const;

/**
 * Where the field is at most `within`, less the water. Behind a river narrower than the lattice sees, ground that holds
 * no street within reach was not come to over land, and goes.
 */
export function levelArea(field: Field, within: number, { water, reached, accessSpeedMps }: LevelOptions): Area {
  const area = outline(field, within, field.cellM / accessSpeedMps);
  if (water === null || area.coordinates.length === 0) return area;
  if (!water.meets(padded(boxOf(area.coordinates.flatMap(([outer = []]) => outer)), field))) return area;
  const polygons = area.coordinates.flatMap((polygon) => lessWater(polygon, water, field));
  const squares = bySquare(field, reached);
  return { type: 'MultiPolygon', coordinates: polygons.filter((polygon) => holdsOne(polygon, squares, field)) };
}

/**
 * Marching squares look for values above a threshold, so the contour is one of what is left of `within`. Where costs
 * jump from one street's ground to another's, or to ground where nobody comes, interpolation does not tell where: held
 * within a cell's worth of the level, costs on either side place the outline halfway. Levels stay nested. Outer rings
 * counter-clockwise (RFC 7946).
 */
function outline(field: Field, within: number, stepCost: number): Area {
  const { columns, rows, west, south, stepLon, stepLat, cost } = field;
  const above = new Array<number>(cost.length);
  const least = LEAST_SHARE * stepCost;
  for (let at = 0; at < cost.length; at += 1) {
    const left = within - (cost[at] as number);
    above[at] = left < 0 ? Math.max(-stepCost, Math.min(-least, left)) : Math.min(stepCost, Math.max(least, left));
  }
  // A lattice point is in the middle of what the library takes for its square.
  const place = ([x, y]: number[]): number[] => [
    west + ((x as number) - 0.5) * stepLon,
    south + ((y as number) - 0.5) * stepLat,
  ];
  const rings = contours()
    .size([columns, rows])
    .contour(above, 0)
    .coordinates.flatMap((polygon) => polygon.map((ring, i) => turned(ring.map(place), i === 0)));
  return { type: 'MultiPolygon', coordinates: withTheirHoles(rings) };
}

/**
 * Polygons of rings that do not cross. The library gives a hole to the first ring around it, be it that of ground
 * around an island in which the hole is; it is a hole of the smallest.
 */
function withTheirHoles(rings: readonly Ring[]): Ring[][] {
  const outer: { readonly areaM2: number; readonly polygon: Ring[] }[] = [];
  const holes: Ring[] = [];
  for (const ring of rings) {
    const areaM2 = ringAreaM2(ring);
    if (areaM2 > 0) outer.push({ areaM2, polygon: [ring] });
    else holes.push(ring);
  }
  if (outer.length === 1) return [[...(outer[0]?.polygon ?? []), ...holes]];
  const smallestFirst = [...outer].sort((a, b) => a.areaM2 - b.areaM2);
  const boxes = smallestFirst.map(({ polygon }) => bbox({ type: 'Polygon', coordinates: polygon }));
  for (const hole of holes) {
    const [lon, lat] = hole[0] as [number, number];
    const around = smallestFirst.find(({ polygon }, i) => {
      const [west, south, east, north] = boxes[i] as Bbox;
      const isNear = lon > west && lon < east && lat > south && lat < north;
      return isNear && booleanPointInPolygon([lon, lat], { type: 'Polygon', coordinates: polygon.slice(0, 1) });
    });
    around?.polygon.push(hole);
  }
  return outer.map(({ polygon }) => polygon);
}

function turned(ring: Ring, counterClockwise: boolean): Ring {
  return ringAreaM2(ring) > 0 === counterClockwise ? ring : ring.reverse();
}

function lessWater(polygon: Ring[], water: WaterIndex, lattice: Lattice): Ring[][] {
  const box = padded(boxOf(polygon[0] ?? []), lattice);
  if (!water.meets(box)) return [polygon];
  const shift = [SHORE_SHARES[0] * lattice.stepLon, SHORE_SHARES[1] * lattice.stepLat] as const;
  const rings = water.shores(frameOf(lattice), shift)?.dryRings(polygon) ?? null;
  return rings === null ? lessNear(polygon, water.within(box), shift) : withTheirHoles(rings);
}

/** As the library does it, slow and exact: where shores meet each other, or an outline in a corner. */
function lessNear(
  polygon: Ring[],
  near: readonly Ring[][],
  [east, north]: readonly [east: number, north: number],
): Ring[][] {
  if (near.length === 0) return [polygon];
  const dry = difference(
    featureCollection([
      feature({ type: 'MultiPolygon' as const, coordinates: [polygon] }),
      feature({
        type: 'MultiPolygon' as const,
        coordinates: near.map((rings) => rings.map((ring) => moved(ring, east, north))),
      }),
    ]),
  );
  return dry === null ? [] : (polygonsOf(dry.geometry) as Ring[][]);
}

/** Where its points are, between which all outlines run. */
function frameOf({ west, south, columns, rows, stepLon, stepLat }: Lattice): Bbox {
  return [west, south, west + (columns - 1) * stepLon, south + (rows - 1) * stepLat];
}

/** So that what is cut along a box is cut beside the outline in it. */
function padded([west, south, east, north]: Bbox, { stepLon, stepLat }: Lattice): Bbox {
  return [west - stepLon, south - stepLat, east + stepLon, north + stepLat];
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
