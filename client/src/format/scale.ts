/** Scales of maps in Web Mercator. */
import { EARTH_RADIUS_M } from '../../../tiles/tile/matrix-set.ts';

/** Side of the whole world at zoom 0, as MapLibre and deck.gl count it. */
export const WORLD_PX = 512;

/** Metres on the ground that a CSS px shows, at a latitude in degrees. */
export function metresPerPx(lat: number, zoom: number): number {
  return (2 * Math.PI * EARTH_RADIUS_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);
}

/** The longest round length (1, 2 or 5 with zeros) of at most so many metres. */
export function roundLength(mostM: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(mostM));
  return [5, 2, 1].map((digit) => digit * magnitude).find((length) => length <= mostM) ?? magnitude;
}

export interface ScaleBar {
  readonly lengthM: number;
  /** In the unit of what it is drawn on: mm, CSS px. */
  readonly length: number;
}

/** A bar of a round length, half as long as it may be at least but for roundness. */
export function scaleBar(metresPerUnit: number, most: number): ScaleBar {
  const lengthM = roundLength(metresPerUnit * most);
  return { lengthM, length: lengthM / metresPerUnit };
}
