/** Boxes in degrees that may cross the antimeridian: their west lies east of their east (RFC 7946, 5.2). */
import type { Bbox } from '../api/wire.ts';

/** The parts of a box on either side of the antimeridian; the box itself where it does not cross it. */
export function partsOf([west, south, east, north]: Bbox): readonly Bbox[] {
  if (west <= east) return [[west, south, east, north]];
  const parts: readonly Bbox[] = [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
  // A part without width is the antimeridian itself, which the other part has too.
  return parts.filter(([w, , e]) => w < e);
}

/**
 * What a map shows, whose longitudes run on beyond ±180 as it is moved around the world, as a box on the globe; it
 * crosses the antimeridian where the map does.
 */
export function onGlobe([west, south, east, north]: Bbox): Bbox {
  const [low, high] = [Math.max(south, -90), Math.min(north, 90)];
  if (east - west >= 360) return [-180, low, 180, high];
  const first = wrapped(west);
  const last = wrapped(east);
  // The eastern edge of the world is its western one.
  return [first, low, last === -180 ? 180 : last, high];
}

/** Into -180 … 180, without the last; numbers that lie there stay as they are. */
function wrapped(lon: number): number {
  return lon >= -180 && lon < 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;
}
