import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import Flatbush from 'flatbush';
import type { MultiPolygon } from 'geojson';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { AreaSet } from './types.ts';

type Bounds = readonly [west: number, south: number, east: number, north: number];

/**
 * Area of each place, -1 where it is in none. A place in several, or on a border that several share, is in the first of
 * them in their order; which side of a border it is on is decided without rounding (Shewchuk 1997). Degrees are taken
 * as a plane, as the borders were drawn.
 */
export function locateInAreas({ geometries }: AreaSet, lonLat: Float64Array): Int32Array {
  const found = new Int32Array(lonLat.length / 2).fill(-1);
  if (geometries.length === 0) return found;
  const shapes = geometries.map(
    (geometry): MultiPolygon => ({
      type: 'MultiPolygon',
      coordinates: polygonsOf(geometry).map((rings) => rings.map((ring) => ring.map((position) => [...position]))),
    }),
  );
  const tree = new Flatbush(shapes.length);
  for (const shape of shapes) tree.add(...boundsOf(shape));
  tree.finish();
  for (let i = 0; i < found.length; i += 1) {
    const place = [lonLat[2 * i] as number, lonLat[2 * i + 1] as number];
    const [lon, lat] = place as [number, number];
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) continue;
    const area = tree
      .search(lon, lat, lon, lat)
      .sort((a, b) => a - b)
      .find((each) => booleanPointInPolygon(place, shapes[each] as MultiPolygon));
    if (area !== undefined) found[i] = area;
  }
  return found;
}

/** Centroids of the areas, holes taken out; degrees, pairs. */
export function areaCentres({ geometries }: AreaSet): Float64Array {
  return Float64Array.from(
    geometries.flatMap((geometry) => {
      const rings = polygonsOf(geometry).flatMap((polygon) => polygon.map((ring, i) => ringMoments(ring, i > 0)));
      const sum = (pick: (each: Moments) => number): number => rings.reduce((total, each) => total + pick(each), 0);
      const area = sum((each) => each.area);
      const [lon0, lat0] = rings[0]?.origin ?? [NaN, NaN];
      // Moments are about each ring's own first point: degrees of a city differ in their last digits alone.
      return [
        lon0 + sum((each) => each.x + each.area * (each.origin[0] - lon0)) / area,
        lat0 + sum((each) => each.y + each.area * (each.origin[1] - lat0)) / area,
      ];
    }),
  );
}

interface Moments {
  readonly origin: readonly [lon: number, lat: number];
  readonly area: number;
  readonly x: number;
  readonly y: number;
}

function ringMoments(ring: readonly (readonly number[])[], hole: boolean): Moments {
  const [lon0, lat0] = ring[0] as [number, number];
  let [area, x, y] = [0, 0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = [(ring[i - 1] as [number, number])[0] - lon0, (ring[i - 1] as [number, number])[1] - lat0];
    const [bx, by] = [(ring[i] as [number, number])[0] - lon0, (ring[i] as [number, number])[1] - lat0];
    const cross = ax * by - bx * ay;
    area += cross / 2;
    x += (cross * (ax + bx)) / 6;
    y += (cross * (ay + by)) / 6;
  }
  const sign = (area < 0 ? -1 : 1) * (hole ? -1 : 1);
  return { origin: [lon0, lat0], area: area * sign, x: x * sign, y: y * sign };
}

function boundsOf(shape: MultiPolygon): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of shape.coordinates.flat(2) as [number, number][]) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west, south, east, north];
}
