/** Lines from people to the facility they go to. */
import type { Cells } from './cells.ts';
import type { Coverage } from './coverage.ts';

export interface Arcs {
  readonly count: number;
  /** Degrees, pairs. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Cells left out, which hold the fewest people. */
  readonly leftOut: number;
}

/** More lines than this hide each other. */
export const MOST_ARCS = 400;

export function arcsOf(chosen: Uint8Array, cells: Cells, { nearest, facilities }: Coverage, most = MOST_ARCS): Arcs {
  const found: number[] = [];
  for (let cell = 0; cell < chosen.length; cell += 1)
    if (chosen[cell] === 1 && (nearest[cell] as number) >= 0 && (cells.people[cell] as number) > 0) found.push(cell);
  const kept =
    found.length <= most
      ? found
      : found.sort((a, b) => (cells.people[b] as number) - (cells.people[a] as number)).slice(0, most);
  const [from, to] = [new Float64Array(2 * kept.length), new Float64Array(2 * kept.length)];
  kept.forEach((cell, k) => {
    const facility = facilities[nearest[cell] as number];
    from[2 * k] = cells.lonLat[2 * cell] as number;
    from[2 * k + 1] = cells.lonLat[2 * cell + 1] as number;
    to[2 * k] = facility?.lon ?? NaN;
    to[2 * k + 1] = facility?.lat ?? NaN;
  });
  return { count: kept.length, from, to, leftOut: found.length - kept.length };
}
