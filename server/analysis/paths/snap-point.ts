/** Places of points on a network, one by one. */
import { joined } from '../arrays.ts';
import type { OtherSnaps, Snaps } from '../types.ts';

/** Where a facility meets its edge. */
export interface SnapPoint {
  readonly edge: number;
  readonly fraction: number;
  readonly distanceM: number;
}

export function snapPoint(snaps: Pick<Snaps, 'edge' | 'fraction' | 'distanceM'>, i: number): SnapPoint {
  return {
    edge: snaps.edge[i] as number,
    fraction: snaps.fraction[i] as number,
    distanceM: snaps.distanceM[i] as number,
  };
}

/** Further places of a point, on a network that a scenario has changed. */
export function otherPoints({ others }: Snaps, i: number): readonly SnapPoint[] {
  if (others === undefined) return NO_POINTS;
  const found: SnapPoint[] = [];
  for (let row = lowerBound(others.of, i); others.of[row] === i; row += 1) found.push(snapPoint(others, row));
  return found;
}

/** Further places of points, ascending by the point. */
export function othersOf(rows: readonly (SnapPoint & { readonly of: number })[]): OtherSnaps {
  return {
    count: rows.length,
    of: Uint32Array.from(rows, ({ of }) => of),
    edge: Int32Array.from(rows, ({ edge }) => edge),
    fraction: Float64Array.from(rows, ({ fraction }) => fraction),
    distanceM: Float64Array.from(rows, ({ distanceM }) => distanceM),
  };
}

export const NO_POINTS: readonly SnapPoint[] = [];

function lowerBound(ascending: Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All places of points in a row: each point's own first, then the others. `of`: the point of each. */
export function allPlaces(snaps: Snaps): { readonly places: Snaps; readonly of: Uint32Array } {
  const { count, others } = snaps;
  const of = Uint32Array.from({ length: count + (others?.count ?? 0) }, (_, row) => row);
  if (others === undefined) return { places: snaps, of };
  of.set(others.of, count);
  return {
    of,
    places: {
      count: of.length,
      edge: joined([snaps.edge.subarray(0, count), others.edge]),
      fraction: joined([snaps.fraction.subarray(0, count), others.fraction]),
      distanceM: joined([snaps.distanceM.subarray(0, count), others.distanceM]),
    },
  };
}

export function oneSnap({ edge, fraction, distanceM }: SnapPoint): Snaps {
  return {
    count: 1,
    edge: Int32Array.of(edge),
    fraction: Float64Array.of(fraction),
    distanceM: Float64Array.of(distanceM),
  };
}
