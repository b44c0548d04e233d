/** Puts places known by hand onto the map's own land, and spreads spots that come from a random source. */
import { distanceM, moved } from './outline.ts';
import type { LonLat, World } from './types.ts';

const STEP_M = 50;
const DIRECTIONS = 24;

/**
 * The place itself where it lies in the district, otherwise the nearest one found in rings of 50 m around it. Places
 * on the shore need this: the simplified coast may leave them a few metres at sea. Throws beyond `withinM`.
 */
export function settle(world: Pick<World, 'districtAt'>, at: LonLat, district: string, withinM = 3000): LonLat {
  if (world.districtAt(at) === district) return at;
  for (let radiusM = STEP_M; radiusM <= withinM; radiusM += STEP_M) {
    for (let turn = 0; turn < DIRECTIONS; turn += 1) {
      const angle = (2 * Math.PI * turn) / DIRECTIONS;
      const place = moved(at, radiusM * Math.cos(angle), radiusM * Math.sin(angle));
      if (world.districtAt(place) === district) return place;
    }
  }
  throw new Error(`No land of district ${district} lies within ${withinM} m of ${at.lon}, ${at.lat}.`);
}

/**
 * The first `n` of the candidates that keep `minDistanceM` from each other and from `taken`; where too few do, the
 * distance is halved until enough are found. Throws when there are fewer candidates than asked for.
 */
export function spread<P extends LonLat>(
  candidates: readonly P[],
  n: number,
  minDistanceM: number,
  taken: readonly LonLat[] = [],
): P[] {
  if (candidates.length < n) throw new Error(`${n} places are asked for, and only ${candidates.length} are offered.`);
  const chosen: P[] = [];
  for (let gapM = minDistanceM; chosen.length < n; gapM = gapM < 1 ? 0 : gapM / 2) {
    for (const candidate of candidates) {
      if (chosen.length === n) break;
      if (chosen.includes(candidate)) continue;
      if ([...taken, ...chosen].every((other) => distanceM(other, candidate) >= gapM)) chosen.push(candidate);
    }
  }
  return chosen;
}
