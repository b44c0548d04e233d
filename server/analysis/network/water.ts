/** Water of a network: polygons in arrays, which threads share. */
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { Water } from '../types.ts';

export const NO_WATER: Water = {
  polygonStart: new Uint32Array(1),
  ringStart: new Uint32Array(1),
  lonLat: new Float64Array(0),
};

/** Polygons as GeoJSON has them: outer ring first, each ring closed. */
export type Polygons = readonly (readonly (readonly (readonly number[])[])[])[];

export function waterOf(polygons: Polygons): Water {
  if (polygons.length === 0) return NO_WATER;
  const rings = polygons.flat();
  const polygonStart = new Uint32Array(polygons.length + 1);
  polygons.forEach((polygon, p) => {
    polygonStart[p + 1] = (polygonStart[p] as number) + polygon.length;
  });
  const ringStart = new Uint32Array(rings.length + 1);
  rings.forEach((ring, r) => {
    ringStart[r + 1] = (ringStart[r] as number) + ring.length;
  });
  const lonLat = new Float64Array((ringStart[rings.length] as number) * 2);
  rings.forEach((ring, r) => {
    // No -0, which JSON does not tell from 0.
    lonLat.set(
      ring.flatMap(([lon = NaN, lat = NaN]) => [lon + 0, lat + 0]),
      (ringStart[r] as number) * 2,
    );
  });
  return { polygonStart, ringStart, lonLat };
}

export function polygonsOfWater({ polygonStart, ringStart, lonLat }: Water): number[][][][] {
  return Array.from({ length: polygonStart.length - 1 }, (_, p) =>
    Array.from({ length: (polygonStart[p + 1] as number) - (polygonStart[p] as number) }, (_ring, nth) => {
      const r = (polygonStart[p] as number) + nth;
      return Array.from({ length: (ringStart[r + 1] as number) - (ringStart[r] as number) }, (_point, i) => {
        const at = 2 * ((ringStart[r] as number) + i);
        return [lonLat[at] as number, lonLat[at + 1] as number];
      });
    }),
  );
}

/** All polygons of several waters; null where there is none. They may overlap. */
export function joinedWater(waters: readonly (GeoJSONGeometry | Water | null)[]): GeoJSONGeometry | null {
  const coordinates = waters.flatMap((water) => {
    if (water === null) return [];
    if ('polygonStart' in water) return polygonsOfWater(water);
    return polygonsOf(water).map((rings) => rings.map((ring) => ring.map((position) => [...position])));
  });
  return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates };
}

/** Two kilometres or so. */
const NEAR_DEGREES = 0.02;

/** Whether any of its polygons comes near a box. */
export function isWaterIn(water: GeoJSONGeometry | null, [west, south, east, north]: Bbox): boolean {
  if (water === null) return false;
  return polygonsOf(water).some(([ring = []]) => {
    const [lons, lats] = [0, 1].map((at) => ring.map((position) => position[at] as number)) as [number[], number[]];
    const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity) - NEAR_DEGREES;
    const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity) + NEAR_DEGREES;
    return least(lons) <= east && most(lons) >= west && least(lats) <= north && most(lats) >= south;
  });
}
