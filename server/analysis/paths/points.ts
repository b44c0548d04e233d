/** Points on edges: what it takes from a point to the nodes at the ends of its edge, and from these to a point. */
import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Graph, Snaps } from '../types.ts';
import type { StreetSearch } from './search-graph.ts';

/**
 * Costs between points and the ends of their edges: [2i] to the edge's `from`, [2i + 1] to its `to`; Infinity where
 * there is no way.
 */
export interface PointEnds {
  readonly count: number;
  readonly edge: Int32Array;
  readonly fraction: Float64Array;
  /** Between the point and its edge. */
  readonly access: Float64Array;
  readonly ends: Float64Array;
}

/** `out`: as a search leaves the points, facilities; `in`: as it comes to them, demand. */
export function pointEnds(search: StreetSearch, snaps: Snaps, accessSpeedMps: number, way: 'out' | 'in'): PointEnds {
  if (!(accessSpeedMps > 0 && accessSpeedMps < Infinity))
    throw new AnalysisError(
      'bad-speed',
      PATHS['bad-speed'],
      { value: String(accessSpeedMps) },
      { at: '/travel/accessSpeedMps' },
    );
  const { count, edge, fraction } = snaps;
  const access = new Float64Array(count);
  const ends = new Float64Array(2 * count).fill(Infinity);
  for (let i = 0; i < count; i += 1) {
    const e = edge[i] as number;
    if (e < 0) continue;
    const place = fraction[i] as number;
    const [towardsTo, towardsFrom] = [search.along[2 * e] as number, search.along[2 * e + 1] as number];
    access[i] = (snaps.distanceM[i] as number) / accessSpeedMps;
    ends[2 * i] = share(way === 'out' ? towardsFrom : towardsTo, place);
    ends[2 * i + 1] = share(way === 'out' ? towardsTo : towardsFrom, 1 - place);
  }
  return { count, edge, fraction, access, ends };
}

/** From one place to another of the same edge, along it. */
export function alongEdge(search: StreetSearch, edge: number, fromFraction: number, toFraction: number): number {
  if (toFraction >= fromFraction) return share(search.along[2 * edge] as number, toFraction - fromFraction);
  return share(search.along[2 * edge + 1] as number, fromFraction - toFraction);
}

/** A point at a node is at the node, even where its edge leads the other way only. */
function share(cost: number, part: number): number {
  return part === 0 ? 0 : cost * part;
}

/** The node at an end of a point's edge: 0 its `from`, 1 its `to`. */
export function endNode(graph: Graph, edge: number, end: 0 | 1): number {
  return (end === 0 ? graph.from : graph.to)[edge] as number;
}
