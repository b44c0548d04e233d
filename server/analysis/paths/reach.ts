/** Which demand one facility reaches, and at what cost. */
import type { Graph, OtherSnaps, Snaps } from '../types.ts';
import { Search } from './dijkstra.ts';
import {
  groupItems,
  type Groups,
  type StreetSearch,
  alongEdge,
  isAtEnd,
  nodesAfter,
  nodesBefore,
  pointEnds,
  type PointEnds,
} from './search-graph.ts';

/** Demand within the limit, ascending, and its costs. */
export interface Reach {
  readonly demand: Uint32Array;
  readonly cost: Float64Array;
}

export interface ReachInput {
  readonly graph: Graph;
  readonly search: StreetSearch;
  readonly demand: Snaps;
  readonly accessSpeedMps: number;
}

/** Where a facility meets its edge. */
export interface SnapPoint {
  readonly edge: number;
  readonly fraction: number;
  readonly distanceM: number;
}

export const NOTHING: Reach = { demand: new Uint32Array(0), cost: new Float64Array(0) };

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

const NO_POINTS: readonly SnapPoint[] = [];

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
  const join = <T extends Int32Array | Float64Array>(all: T, own: T, more: T): T => {
    all.set(own.subarray(0, count));
    all.set(more, count);
    return all;
  };
  return {
    of,
    places: {
      count: of.length,
      edge: join(new Int32Array(of.length), snaps.edge, others.edge),
      fraction: join(new Float64Array(of.length), snaps.fraction, others.fraction),
      distanceM: join(new Float64Array(of.length), snaps.distanceM, others.distanceM),
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

/** Searches from one facility after another. One search at a time: its arrays are used again by the next. */
export class ReachFinder {
  readonly search: Search;
  readonly demandCount: number;
  /** By place: demand i has place i, and others after those of all demand where a scenario has changed the network. */
  readonly demand: PointEnds;
  /** Demand of each place. */
  readonly demandOf: Uint32Array;
  readonly #input: ReachInput;
  /** By node, which places are reached from it, in two arrays side by side. */
  readonly #atNode: Uint32Array;
  readonly #linkPlace: Uint32Array;
  readonly #linkCost: Float64Array;
  readonly #onEdge: Groups;
  readonly #best: Float64Array;
  readonly #round: Uint32Array;
  #thisRound = 0;
  readonly #found: Uint32Array;
  #foundCount = 0;

  constructor(input: ReachInput) {
    const { graph, search, demand, accessSpeedMps } = input;
    this.#input = input;
    this.search = new Search(search);
    const { places, of } = allPlaces(demand);
    this.demandCount = demand.count;
    this.demandOf = of;
    this.demand = pointEnds(search, places, accessSpeedMps, 'in');
    const { ends, edge, fraction, count } = this.demand;
    const links: number[] = [];
    const nodes: number[] = [];
    for (let link = 0; link < 2 * count; link += 1) {
      if ((ends[link] as number) === Infinity) continue;
      const end = (link & 1) as 0 | 1;
      const isThere = isAtEnd(fraction[link >> 1] as number, end);
      for (const node of nodesBefore(graph, search, edge[link >> 1] as number, end, isThere)) {
        links.push(link);
        nodes.push(node);
      }
    }
    const { start, item } = groupItems(Int32Array.from(nodes), search.nodeCount);
    this.#atNode = start;
    this.#linkPlace = item.map((at) => (links[at] as number) >> 1);
    this.#linkCost = Float64Array.from(item, (at) => ends[links[at] as number] as number);
    this.#onEdge = groupItems(edge, graph.edgeCount);
    this.#best = new Float64Array(demand.count);
    this.#round = new Uint32Array(demand.count);
    this.#found = new Uint32Array(demand.count);
  }

  /** A limit of Infinity finds all that can be reached. `others`: further places where the facility may be left. */
  find(facility: SnapPoint, limit: number, others: readonly SnapPoint[] = NO_POINTS): Reach {
    if (facility.edge < 0) return NOTHING;
    const places = [facility, ...others];
    this.#searchFrom(places, limit);
    this.#newRound();
    for (const place of places) this.#collectDirect(place, limit);
    this.#collectFromNodes(limit);
    const demand = this.#sorted();
    const cost = new Float64Array(demand.length);
    for (let at = 0; at < demand.length; at += 1) cost[at] = this.#best[demand[at] as number] as number;
    return { demand, cost };
  }

  /** Demand that is reached from a node along its own edge. */
  eachAtNode(node: number, visit: (demand: number) => void): void {
    const end = this.#atNode[node + 1] as number;
    for (let at = this.#atNode[node] as number; at < end; at += 1)
      visit(this.demandOf[this.#linkPlace[at] as number] as number);
  }

  eachOnEdge(edge: number, visit: (demand: number) => void): void {
    const end = this.#onEdge.start[edge + 1] as number;
    for (let at = this.#onEdge.start[edge] as number; at < end; at += 1)
      visit(this.demandOf[this.#onEdge.item[at] as number] as number);
  }

  #searchFrom(places: readonly SnapPoint[], limit: number): void {
    const { graph, search, accessSpeedMps } = this.#input;
    this.search.begin(limit);
    for (const place of places)
      leave(this.search, { graph, search }, pointEnds(search, oneSnap(place), accessSpeedMps, 'out'), 0);
    this.search.run();
  }

  #newRound(): void {
    this.#foundCount = 0;
    this.#thisRound += 1;
    if (this.#thisRound < 2 ** 32) return;
    this.#round.fill(0);
    this.#thisRound = 1;
  }

  /** On the facility's own edge there is a way that meets no node. */
  #collectDirect({ edge, fraction, distanceM }: SnapPoint, limit: number): void {
    const { search, accessSpeedMps } = this.#input;
    const end = this.#onEdge.start[edge + 1] as number;
    for (let at = this.#onEdge.start[edge] as number; at < end; at += 1) {
      const place = this.#onEdge.item[at] as number;
      this.#offer(
        this.demandOf[place] as number,
        distanceM / accessSpeedMps +
          alongEdge(search, edge, fraction, this.demand.fraction[place] as number) +
          (this.demand.access[place] as number),
        limit,
      );
    }
  }

  #collectFromNodes(limit: number): void {
    const { settled, settledCount } = this.search;
    const { access } = this.demand;
    for (let nth = 0; nth < settledCount; nth += 1) {
      const node = settled[nth] as number;
      const sofar = this.search.costOf(node);
      const end = this.#atNode[node + 1] as number;
      for (let at = this.#atNode[node] as number; at < end; at += 1) {
        const place = this.#linkPlace[at] as number;
        const cost = sofar + (this.#linkCost[at] as number) + (access[place] as number);
        this.#offer(this.demandOf[place] as number, cost, limit);
      }
    }
  }

  #offer(i: number, cost: number, limit: number): void {
    if (!(cost <= limit) || cost === Infinity) return;
    if (this.#round[i] !== this.#thisRound) {
      this.#round[i] = this.#thisRound;
      this.#best[i] = cost;
      this.#found[this.#foundCount] = i;
      this.#foundCount += 1;
    } else if (cost < (this.#best[i] as number)) this.#best[i] = cost;
  }

  #sorted(): Uint32Array {
    const count = this.#foundCount;
    if (count < this.#round.length / 32) return this.#found.slice(0, count).sort();
    const demand = new Uint32Array(count);
    let at = 0;
    for (let i = 0; i < this.#round.length; i += 1) {
      if (this.#round[i] !== this.#thisRound) continue;
      demand[at] = i;
      at += 1;
    }
    return demand;
  }
}

/** Puts the ways out of place `i` to its edge's ends into a search that has begun, as those of a source. */
export function leave(
  search: Search,
  streets: Pick<ReachInput, 'graph' | 'search'>,
  points: PointEnds,
  i: number,
  source = i,
): void {
  eachStart(streets, points, i, (node, cost) => {
    search.from(node, cost, source);
  });
}

/** The nodes that a point's ways out lead to first, and what it costs to come to them. */
export function eachStart(
  { graph, search }: Pick<ReachInput, 'graph' | 'search'>,
  points: PointEnds,
  i: number,
  visit: (node: number, cost: number) => void,
): void {
  const e = points.edge[i] as number;
  if (e < 0) return;
  for (const end of [0, 1] as const) {
    const cost = (points.access[i] as number) + (points.ends[2 * i + end] as number);
    if (cost === Infinity) continue;
    for (const node of nodesAfter(graph, search, e, end, isAtEnd(points.fraction[i] as number, end))) visit(node, cost);
  }
}
