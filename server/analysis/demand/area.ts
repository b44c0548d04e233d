import { ringAreaM2 } from '../../../tiles/tile/spheroid.ts';

/**
 * Square metres on the spheroid of a small ring of degrees, counter-clockwise, not closed. H3's own `cellArea` takes
 * degrees of the spheroid for those of a sphere, which is 0.3 % off in the tropics.
 */
export function cornersAreaM2(corners: readonly (readonly [lon: number, lat: number])[]): number {
  const [first] = corners;
  return first === undefined ? 0 : ringAreaM2([...corners, first]);
}
