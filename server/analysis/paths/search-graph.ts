/** A street network as one mode travels it, ready to be searched. */
import { DEFAULT_SPEED_MPS, type Mode } from '../../../tiles/api/vocabulary.ts';
import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Graph, SearchGraph } from '../types.ts';
import { groupItems } from './groups.ts';

/** `forward` finds ways from the sources, `backward` ways to them. */
export type SearchDirection = 'forward' | 'backward';

export interface SearchOptions {
  readonly direction: SearchDirection;
  /** In place of the mode's default; not for driving. */
  readonly speedMps?: number;
}

/** What searches read beside arcs: points lie on edges, not on nodes. */
export interface StreetSearch extends SearchGraph {
  readonly direction: SearchDirection;
  /**
   * Cost of each edge as the search goes along it: [2e] from the edge's `from` to its `to`, [2e + 1] the other way;
   * Infinity where it cannot. In a backward search these are the costs of those who travel against it.
   */
  readonly along: Float64Array;
}

/**
 * Arcs in the order of their edges, so that the same network gives the same graph. Costs are the network's, times the
 * default speed over the speed asked for. Throws `AnalysisError` for a speed that cannot be.
 */
export function searchGraph(graph: Graph, mode: Mode, { direction, speedMps }: SearchOptions): StreetSearch {
  const along = alongCosts(graph, mode, direction, speedFactor(mode, speedMps));
  const { nodeCount, edgeCount, from, to } = graph;
  const tail = new Int32Array(2 * edgeCount).fill(-1);
  for (let e = 0; e < edgeCount; e += 1) {
    if ((along[2 * e] as number) < Infinity) tail[2 * e] = from[e] as number;
    if ((along[2 * e + 1] as number) < Infinity) tail[2 * e + 1] = to[e] as number;
  }
  const { start: firstArc, item } = groupItems(tail, nodeCount);
  const arcs = {
    head: new Uint32Array(item.length),
    cost: new Float64Array(item.length),
    edge: new Uint32Array(item.length),
  };
  // As travelled: a backward search goes from `from` to `to` where people come the other way.
  const against = direction === 'forward' ? 0 : 1;
  for (let arc = 0; arc < item.length; arc += 1) {
    const way = item[arc] as number;
    arcs.head[arc] = (way % 2 === 0 ? to : from)[way >> 1] as number;
    arcs.cost[arc] = along[way] as number;
    arcs.edge[arc] = way ^ against;
  }
  return { nodeCount, firstArc, ...arcs, direction, along };
}

function alongCosts(graph: Graph, mode: Mode, direction: SearchDirection, factor: number): Float64Array {
  const [there, back] =
    direction === 'forward' ? [graph.forward[mode], graph.backward[mode]] : [graph.backward[mode], graph.forward[mode]];
  const along = new Float64Array(2 * graph.edgeCount);
  for (let e = 0; e < graph.edgeCount; e += 1) {
    along[2 * e] = (there[e] as number) * factor;
    along[2 * e + 1] = (back[e] as number) * factor;
    // Searches never look back at a settled node, so a negative cost would be a wrong answer, not a slow one.
    if (!((along[2 * e] as number) >= 0 && (along[2 * e + 1] as number) >= 0))
      throw new RangeError(`Edge ${e} of network "${graph.meta.id}" has a cost that is negative or not a number.`);
  }
  return along;
}

function speedFactor(mode: Mode, speedMps: number | undefined): number {
  if (speedMps === undefined) return 1;
  if (mode === 'drive')
    throw new AnalysisError('speed-of-driving', PATHS['speed-of-driving'], {}, { at: '/travel/speedMps' });
  if (!(speedMps > 0 && speedMps < Infinity))
    throw new AnalysisError('bad-speed', PATHS['bad-speed'], { value: String(speedMps) }, { at: '/travel/speedMps' });
  return DEFAULT_SPEED_MPS[mode] / speedMps;
}
