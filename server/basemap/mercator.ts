import type { Bbox } from '../../tiles/api/wire.ts';
import { inMercator } from '../../tiles/tile/tile.ts';
import type { Path } from './feature.ts';

/** West to east, 0 to 1. */
export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

/** North to south, 0 to 1. */
export function mercatorY(lat: number): number {
  const sin = Math.sin((inMercator(lat) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

/** @param positions longitude, latitude, in degrees */
export function toPath(positions: readonly (readonly number[])[]): Path {
  const path = new Float64Array(2 * positions.length);
  for (const [i, [lon = 0, lat = 0]] of positions.entries()) {
    path[2 * i] = mercatorX(lon);
    path[2 * i + 1] = mercatorY(lat);
  }
  return path;
}

/** Left, top, right and bottom of a box in degrees. */
export function mercatorBox([west, south, east, north]: Bbox): Box {
  return [mercatorX(west), mercatorY(north), mercatorX(east), mercatorY(south)];
}

/** Left, top, right, bottom; y points down. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The box around a path. */
export function boxAround(path: Path): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 2) {
    const x = path[i] as number;
    const y = path[i + 1] as number;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return [left, top, right, bottom];
}

/** Of a closed ring; its sign tells which way it turns. */
export function ringArea(ring: Path): number {
  // Against its first place: numbers near 1 would lose what small rings differ by.
  const [x0 = 0, y0 = 0] = ring;
  let sum = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const [ax, ay] = [(ring[i - 2] as number) - x0, (ring[i - 1] as number) - y0];
    const [bx, by] = [(ring[i] as number) - x0, (ring[i + 1] as number) - y0];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}
