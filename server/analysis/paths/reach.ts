/** Which demand one facility reaches, and at what cost. */
import type { Graph, Snaps } from '../types.ts';
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

export function snapPoint(snaps: Snaps, i: number): SnapPoint {
  return {
    edge: snaps.edge[i] as number,
    fraction: snaps.fraction[i] as number,
    distanceM: snaps.distanceM[i] as number,
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
  readonly demand: PointEnds;
  readonly #input: ReachInput;
  /** By node, which demand is reached from it, in two arrays side by side. */
  readonly #atNode: Uint32Array;
  readonly #linkDemand: Uint32Array;
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
    this.demand = pointEnds(search, demand, accessSpeedMps, 'in');
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
    this.#linkDemand = item.map((at) => (links[at] as number) >> 1);
    this.#linkCost = Float64Array.from(item, (at) => ends[links[at] as number] as number);
    this.#onEdge = groupItems(edge, graph.edgeCount);
    this.#best = new Float64Array(count);
    this.#round = new Uint32Array(count);
    this.#found = new Uint32Array(count);
  }

  /** A limit of Infinity finds all that can be reached. */
  find(facility: SnapPoint, limit: number): Reach {
    if (facility.edge < 0) return NOTHING;
    this.#searchFrom(facility, limit);
    this.#newRound();
    this.#collectDirect(facility, limit);
    this.#collectFromNodes(limit);
    const demand = this.#sorted();
    const cost = new Float64Array(demand.length);
    for (let at = 0; at < demand.length; at += 1) cost[at] = this.#best[demand[at] as number] as number;
    return { demand, cost };
  }

  /** Demand that is reached from a node along its own edge. */
  eachAtNode(node: number, visit: (demand: number) => void): void {
    const end = this.#atNode[node + 1] as number;
    for (let at = this.#atNode[node] as number; at < end; at += 1) visit(this.#linkDemand[at] as number);
  }

  eachOnEdge(edge: number, visit: (demand: number) => void): void {
    const end = this.#onEdge.start[edge + 1] as number;
    for (let at = this.#onEdge.start[edge] as number; at < end; at += 1) visit(this.#onEdge.item[at] as number);
  }

  #searchFrom(facility: SnapPoint, limit: number): void {
    const { graph, search, accessSpeedMps } = this.#input;
    const out = pointEnds(search, oneSnap(facility), accessSpeedMps, 'out');
    this.search.begin(limit);
    leave(this.search, { graph, search }, out, 0);
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
      const i = this.#onEdge.item[at] as number;
      this.#offer(
        i,
        distanceM / accessSpeedMps +
          alongEdge(search, edge, fraction, this.demand.fraction[i] as number) +
          (this.demand.access[i] as number),
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
        const i = this.#linkDemand[at] as number;
        this.#offer(i, sofar + (this.#linkCost[at] as number) + (access[i] as number), limit);
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

/** Puts a point's ways out to its edge's ends into a search that has begun. */
export function leave(
  search: Search,
  streets: Pick<ReachInput, 'graph' | 'search'>,
  points: PointEnds,
  i: number,
): void {
  eachStart(streets, points, i, (node, cost) => {
    search.from(node, cost, i);
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
