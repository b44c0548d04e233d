import { worldXOf, worldYOf } from '../../server/pictures/view.ts';
import type { Lonlat } from './truth.ts';

/** The tile that a place is in, and where in it: shares of its sides. */
export function tileOf([lon, lat]: Lonlat, zoom: number) {
  const [x, y] = [worldXOf(lon) * 2 ** zoom, worldYOf(lat) * 2 ** zoom];
  return { x: Math.floor(x), y: Math.floor(y), left: x % 1, top: y % 1 };
}
