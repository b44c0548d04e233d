/** A street network as one mode travels it, ready to be searched, and the points on its edges. */
import { DEFAULT_SPEED_MPS, type Mode } from '../../../tiles/api/vocabulary.ts';
import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { headOf, tailOf } from '../network/bans.ts';
import type { Graph, SearchGraph, Snaps, StreetOverlay } from '../types.ts';
import { expandTurns, type TurnNodes } from './turns.ts';

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
  /** Null where no way on is forbidden: all nodes of the search are the network's own. */
  readonly turns: TurnNodes | null;
  /** Arcs as the search goes along them that only points on them use. The search has none of them. */
  readonly closed: ReadonlySet<number>;
  /** As in `StreetOverlay`. */
  readonly blocked: StreetOverlay['blocked'];
  /** Nodes at the ends of edges that are not the network's, as `nodesAfter` and `nodesBefore` give them. */
  readonly added?: {
    after(edge: number, end: 0 | 1, isThere: boolean): readonly number[];
    before(edge: number, end: 0 | 1, isThere: boolean): readonly number[];
  };
}

const NONE_CLOSED: ReadonlySet<number> = new Set();
const NONE_BLOCKED: StreetOverlay['blocked'] = new Map();

/**
 * Arcs in the order of their edges, so that the same network gives the same graph. Costs are the network's, times the
 * default speed over the speed asked for. Throws `AnalysisError` for a speed that cannot be.
 */
export function searchGraph(graph: Graph, mode: Mode, { direction, speedMps }: SearchOptions): StreetSearch {
  const along = alongCosts(graph, mode, direction, speedFactor(mode, speedMps));
  const expanded = expandTurns(graph, mode, { along, isBackward: direction === 'backward' });
  const { edgeCount, from, to } = graph;
  const nodeCount = expanded?.nodeCount ?? graph.nodeCount;
  const isApart = expanded?.turns.isApart ?? null;
  const closed = closedArcs(graph, mode, direction);
  // First the network's own, by edge; then those of nodes that were taken apart.
  const own = 2 * edgeCount;
  const tail = new Int32Array(own + (expanded?.tail.length ?? 0)).fill(-1);
  for (let e = 0; e < edgeCount; e += 1) {
    if (isApart !== null && (isApart[from[e] as number] === 1 || isApart[to[e] as number] === 1)) continue;
    if ((along[2 * e] as number) < Infinity) tail[2 * e] = from[e] as number;
    if ((along[2 * e + 1] as number) < Infinity) tail[2 * e + 1] = to[e] as number;
  }
  if (expanded !== null) tail.set(expanded.tail, own);
  for (const arc of closed) tail[arc] = -1;
  if (closed.size > 0) expanded?.arc.forEach((arc, i) => closed.has(arc) && (tail[own + i] = -1));
  const { start: firstArc, item } = groupItems(tail, nodeCount);
  const arcs = {
    head: new Uint32Array(item.length),
    cost: new Float64Array(item.length),
    edge: new Uint32Array(item.length),
  };
  // As travelled: a backward search goes from `from` to `to` where people come the other way.
  const against = direction === 'forward' ? 0 : 1;
  for (let arc = 0; arc < item.length; arc += 1) {
    const at = item[arc] as number;
    const way = at < own ? at : (expanded?.arc[at - own] as number);
    arcs.head[arc] = at < own ? headOf(graph, way) : (expanded?.head[at - own] as number);
    arcs.cost[arc] = along[way] as number;
    arcs.edge[arc] = way ^ against;
  }
  return {
    nodeCount,
    firstArc,
    endArc: firstArc.subarray(1),
    ...arcs,
    direction,
    along,
    turns: expanded?.turns ?? null,
    closed,
    blocked: graph.overlay?.blocked ?? NONE_BLOCKED,
  };
}

/** As the search goes along them: backward against those who travel. */
function closedArcs({ overlay }: Graph, mode: Mode, direction: SearchDirection): ReadonlySet<number> {
  const closed = overlay?.noThrough[mode] ?? NONE_CLOSED;
  return direction === 'forward' || closed.size === 0 ? closed : new Set([...closed].map((arc) => arc ^ 1));
}

function alongCosts(graph: Graph, mode: Mode, direction: SearchDirection, factor: number): Float64Array {
  const [there, back] =
    direction === 'forward' ? [graph.forward[mode], graph.backward[mode]] : [graph.backward[mode], graph.forward[mode]];
  const along = new Float64Array(2 * graph.edgeCount);
  // Who walks faster is not sailed faster.
  const ferries = new Set(graph.ferries.edge);
  for (let e = 0; e < graph.edgeCount; e += 1) {
    const own = ferries.has(e) ? 1 : factor;
    along[2 * e] = (there[e] as number) * own;
    along[2 * e + 1] = (back[e] as number) * own;
    // Searches never look back at a settled node, so a negative cost would be a wrong answer, not a slow one.
    if (!((along[2 * e] as number) >= 0 && (along[2 * e + 1] as number) >= 0))
      throw new RangeError(`Edge ${e} of network "${graph.meta.id}" has a cost that is negative or not a number.`);
  }
  return along;
}

/** What times are multiplied by for a speed that is not the default. Throws `AnalysisError`. */
export function speedFactor(mode: Mode, speedMps: number | undefined): number {
  if (speedMps === undefined) return 1;
  if (mode === 'drive')
    throw new AnalysisError('speed-of-driving', PATHS['speed-of-driving'], {}, { at: '/travel/speedMps' });
  if (!(speedMps > 0 && speedMps < Infinity))
    throw new AnalysisError('bad-speed', PATHS['bad-speed'], { value: String(speedMps) }, { at: '/travel/speedMps' });
  return DEFAULT_SPEED_MPS[mode] / speedMps;
}

/** Items by group in two arrays: those of group g are `item[start[g]]` to `item[start[g + 1]]`, ascending. */
export interface Groups {
  readonly start: Uint32Array;
  readonly item: Uint32Array;
}

/** Groups item i under `keys[i]`; a key below 0 leaves it out. */
export function groupItems(keys: Int32Array, groupCount: number): Groups {
  const start = new Uint32Array(groupCount + 1);
  for (const key of keys) if (key >= 0) start[key + 1] = (start[key + 1] as number) + 1;
  for (let g = 0; g < groupCount; g += 1) start[g + 1] = (start[g + 1] as number) + (start[g] as number);
  const item = new Uint32Array(start[groupCount] as number);
  const next = start.slice(0, groupCount);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as number;
    if (key < 0) continue;
    const at = next[key] as number;
    item[at] = i;
    next[key] = at + 1;
  }
  return { start, item };
}

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
    const [toFrom, toTo] = way === 'out' ? [2 * e + 1, 2 * e] : [2 * e, 2 * e + 1];
    if (isFree(search, e, 0, place) && !(place === 1 && search.closed.has(toFrom)))
      ends[2 * i] = share(way === 'out' ? towardsFrom : towardsTo, place);
    if (isFree(search, e, place, 1) && !(place === 0 && search.closed.has(toTo)))
      ends[2 * i + 1] = share(way === 'out' ? towardsTo : towardsFrom, 1 - place);
  }
  return { count, edge, fraction, access, ends };
}

/** From one place to another of the same edge, along it. */
export function alongEdge(search: StreetSearch, edge: number, fromFraction: number, toFraction: number): number {
  const [start, end] = fromFraction < toFraction ? [fromFraction, toFraction] : [toFraction, fromFraction];
  if (!isFree(search, edge, start, end)) return Infinity;
  // From end to end is through.
  if (end - start === 1 && search.closed.has(2 * edge + (toFraction > fromFraction ? 0 : 1))) return Infinity;
  if (toFraction >= fromFraction) return share(search.along[2 * edge] as number, toFraction - fromFraction);
  return share(search.along[2 * edge + 1] as number, fromFraction - toFraction);
}

/** Whether one passes from one place of an edge to another farther on, as far as shut areas go. */
export function isFree({ blocked }: Pick<StreetSearch, 'blocked'>, edge: number, start: number, end: number): boolean {
  if (blocked.size === 0) return true;
  const shares = blocked.get(edge);
  if (shares === undefined) return true;
  for (let at = 0; at < shares.length; at += 2)
    if (start <= (shares[at + 1] as number) && end >= (shares[at] as number)) return false;
  return true;
}

/** A point at a node is at the node, even where its edge leads the other way only. */
function share(cost: number, part: number): number {
  return part === 0 ? 0 : cost * part;
}

/** The arc that leaves an edge's end along the edge: 0 its `from`, 1 its `to`. The other way it comes to the end. */
function arcFromEnd(edge: number, end: 0 | 1): number {
  return 2 * edge + end;
}

/**
 * Nodes of the search where one is that has come from a place on an edge to its end; that stands there, where the place
 * is the end itself.
 */
export function nodesAfter(
  graph: Graph,
  { turns, added }: StreetSearch,
  edge: number,
  end: 0 | 1,
  isThere: boolean,
): readonly number[] {
  if (added !== undefined && edge >= graph.edgeCount) return added.after(edge, end, isThere);
  const leaving = arcFromEnd(edge, end);
  const node = tailOf(graph, leaving);
  if (turns === null || turns.isApart[node] !== 1) return [node];
  return (isThere ? turns.at.get(node) : turns.after.get(leaving ^ 1)) ?? [node];
}

/** Nodes of the search from which a place on an edge is come to from its end; that is the end itself, where it is. */
export function nodesBefore(
  graph: Graph,
  { turns, added }: StreetSearch,
  edge: number,
  end: 0 | 1,
  isThere: boolean,
): readonly number[] {
  if (added !== undefined && edge >= graph.edgeCount) return added.before(edge, end, isThere);
  const leaving = arcFromEnd(edge, end);
  const node = tailOf(graph, leaving);
  if (turns === null || turns.isApart[node] !== 1 || isThere) return [node];
  return turns.before.get(leaving) ?? [];
}

/** Whether a place on an edge is its end. */
export function isAtEnd(fraction: number, end: 0 | 1): boolean {
  return fraction === end;
}

/** The same arcs the other way round: which nodes lead to a node, whatever is forbidden on the way. */
export function reversed(search: SearchGraph): SearchGraph {
  const { nodeCount, firstArc, endArc, head, cost, edge } = search;
  const { start, item } = groupItems(Int32Array.from(head), nodeCount);
  const tail = new Uint32Array(head.length);
  for (let node = 0; node < nodeCount; node += 1) tail.fill(node, firstArc[node], endArc[node]);
  return {
    nodeCount,
    firstArc: start,
    endArc: start.subarray(1),
    head: item.map((arc) => tail[arc] as number),
    cost: Float64Array.from(item, (arc) => cost[arc] as number),
    edge: item.map((arc) => edge[arc] as number),
  };
}
