/** Where demand meets the network: by node and by edge. */
import { grown } from '../arrays.ts';
import type { Graph, Snaps } from '../types.ts';
import {
  groupItems,
  isAtEnd,
  nodesBefore,
  pointEnds,
  type Groups,
  type PointEnds,
  type StreetSearch,
} from './search-graph.ts';
import { allPlaces } from './snap-point.ts';

export interface ReachInput {
  readonly graph: Graph;
  readonly search: StreetSearch;
  readonly demand: Snaps;
  readonly accessSpeedMps: number;
}

/** A link of a node: a place that is come to from it along the place's edge, and at what cost. */
interface Link {
  readonly place: number;
  readonly cost: number;
}

/**
 * Places of demand: demand i has place i, and further ones after those of all demand where a scenario has changed the
 * network. Those of the base stay in their arrays; `replace` puts what differs behind them.
 */
export class DemandPlaces {
  ends: PointEnds;
  /** Demand of each place. */
  of: Uint32Array;
  /** By node, its links in `linkPlace` and `linkCost`. */
  readonly firstLink: Uint32Array;
  readonly endLink: Uint32Array;
  linkPlace: Uint32Array;
  linkCost: Float64Array;
  readonly #input: ReachInput;
  readonly #base: { readonly ends: PointEnds; readonly of: Uint32Array; readonly links: Groups };
  readonly #onEdge: Groups;
  /** Places by edge, where they are not those of the base. */
  #edges = new Map<number, readonly number[]>();
  /** Further places by demand. */
  #others = new Map<number, readonly number[]>();
  #changed: ReadonlySet<number> = new Set();
  #linked: readonly number[] = [];

  constructor(input: ReachInput) {
    const { graph, search, demand, accessSpeedMps } = input;
    this.#input = input;
    const { places, of } = allPlaces(demand);
    this.of = of;
    this.ends = pointEnds(search, places, accessSpeedMps, 'in');
    const links: number[] = [];
    const nodes: number[] = [];
    for (let place = 0; place < of.length; place += 1)
      this.#eachLink(this.ends, place, (node, end) => {
        links.push(2 * place + end);
        nodes.push(node);
      });
    const { start, item } = groupItems(Int32Array.from(nodes), search.nodeCount);
    this.firstLink = start.slice(0, search.nodeCount);
    this.endLink = start.slice(1);
    this.linkPlace = item.map((at) => (links[at] as number) >> 1);
    this.linkCost = Float64Array.from(item, (at) => this.ends.ends[links[at] as number] as number);
    this.#base = { ends: this.ends, of, links: { start, item: this.linkPlace } };
    this.#onEdge = groupItems(this.ends.edge, graph.edgeCount);
    this.#others = othersByDemand(demand);
  }

  /** Places that are come to from a node along their edge. */
  eachAtNode(node: number, visit: (place: number) => void): void {
    const end = this.endLink[node] as number;
    for (let at = this.firstLink[node] as number; at < end; at += 1) visit(this.linkPlace[at] as number);
  }

  eachOnEdge(edge: number, visit: (place: number) => void): void {
    const changed = this.#edges.get(edge);
    if (changed !== undefined) for (const place of changed) visit(place);
    else this.#eachOnBase(edge, visit);
  }

  eachOf(demand: number, visit: (place: number) => void): void {
    visit(demand);
    const others = this.#others.get(demand);
    if (others !== undefined) for (const place of others) visit(place);
  }

  #eachOnBase(edge: number, visit: (place: number) => void): void {
    if (edge >= this.#input.graph.edgeCount) return;
    const end = this.#onEdge.start[edge + 1] as number;
    for (let at = this.#onEdge.start[edge] as number; at < end; at += 1) visit(this.#onEdge.item[at] as number);
  }

  #eachLink(ends: PointEnds, place: number, visit: (node: number, end: 0 | 1) => void): void {
    const { graph, search } = this.#input;
    for (const end of [0, 1] as const) {
      if ((ends.ends[2 * place + end] as number) === Infinity) continue;
      const isThere = isAtEnd(ends.fraction[place] as number, end);
      for (const node of nodesBefore(graph, search, ends.edge[place] as number, end, isThere)) visit(node, end);
    }
  }

  /**
   * Demand as it meets the network now, whose search has changed. `edges`: those of the base that points come to at
   * another cost than before. Gives the demand whose places differ from the base's, or did before; and the nodes and
   * the edges of the base at which they do now.
   */
  replace(
    demand: Snaps,
    edges: ReadonlySet<number>,
  ): { readonly demand: ReadonlySet<number>; readonly nodes: readonly number[]; readonly edges: ReadonlySet<number> } {
    const { ends: base } = this.#base;
    const changed = new Set<number>();
    for (let i = 0; i < demand.count; i += 1)
      if (demand.edge[i] !== base.edge[i] || demand.fraction[i] !== base.fraction[i]) changed.add(i);
    for (const edge of edges) this.#eachOnBase(edge, (place) => changed.add(place));
    for (const i of demand.others?.of ?? []) changed.add(i);
    const touched = new Set([...this.#changed, ...changed]);
    this.#setEnds(demand, changed);
    this.#setEdges(demand, changed);
    const nodes = this.#setLinks(changed);
    this.#changed = changed;
    const baseEdges = new Set([...changed].map((i) => base.edge[i] as number));
    return { demand: touched, nodes, edges: baseEdges };
  }

  #setEnds(demand: Snaps, changed: ReadonlySet<number>): void {
    const { ends: base, of } = this.#base;
    const { search, accessSpeedMps } = this.#input;
    const { others } = demand;
    if (changed.size === 0) {
      this.ends = base;
      this.of = of;
      this.#others = new Map();
      return;
    }
    const count = demand.count + (others?.count ?? 0);
    const longer = (values: Float64Array, each = 1): Float64Array => {
      const all = new Float64Array(each * count).fill(Infinity);
      all.set(values.subarray(0, each * demand.count));
      return all;
    };
    const edge = new Int32Array(count);
    edge.set(base.edge.subarray(0, demand.count));
    const now = {
      count,
      edge,
      fraction: longer(base.fraction),
      access: longer(base.access),
      ends: longer(base.ends, 2),
    };
    const own = [...changed];
    const put = (places: Snaps, at: (row: number) => number): void => {
      const ends = pointEnds(search, places, accessSpeedMps, 'in');
      for (let row = 0; row < places.count; row += 1) {
        const place = at(row);
        now.edge[place] = ends.edge[row] as number;
        now.fraction[place] = ends.fraction[row] as number;
        now.access[place] = ends.access[row] as number;
        now.ends[2 * place] = ends.ends[2 * row] as number;
        now.ends[2 * place + 1] = ends.ends[2 * row + 1] as number;
      }
    };
    put(
      {
        count: own.length,
        edge: Int32Array.from(own, (i) => demand.edge[i] as number),
        fraction: Float64Array.from(own, (i) => demand.fraction[i] as number),
        distanceM: Float64Array.from(own, (i) => demand.distanceM[i] as number),
      },
      (row) => own[row] as number,
    );
    this.of = Uint32Array.from({ length: count }, (_, place) => place);
    if (others !== undefined) {
      put(others, (row) => demand.count + row);
      this.of.set(others.of, demand.count);
    }
    this.ends = now;
    this.#others = othersByDemand(demand);
  }

  #setEdges({ count }: Snaps, changed: ReadonlySet<number>): void {
    const { edge: now } = this.ends;
    this.#edges = new Map();
    const on = (edge: number): number[] => {
      const known = this.#edges.get(edge);
      if (known !== undefined) return known as number[];
      const list: number[] = [];
      this.#eachOnBase(edge, (place) => {
        if (!changed.has(place)) list.push(place);
      });
      this.#edges.set(edge, list);
      return list;
    };
    for (const place of changed) {
      on(this.#base.ends.edge[place] as number);
      on(now[place] as number).push(place);
    }
    for (let place = count; place < now.length; place += 1) on(now[place] as number).push(place);
  }

  /** Gives the nodes of the base whose links differ. */
  #setLinks(changed: ReadonlySet<number>): number[] {
    const { links, ends: base } = this.#base;
    const nodeCount = this.firstLink.length;
    for (const node of this.#linked) {
      this.firstLink[node] = links.start[node] as number;
      this.endLink[node] = links.start[node + 1] as number;
    }
    const byNode = new Map<number, Link[]>();
    const at = (node: number): Link[] => {
      const known = byNode.get(node);
      if (known !== undefined) return known;
      const own: Link[] = [];
      for (let link = links.start[node] as number; link < (links.start[node + 1] as number); link += 1) {
        const place = this.linkPlace[link] as number;
        if (!changed.has(place)) own.push({ place, cost: this.linkCost[link] as number });
      }
      byNode.set(node, own);
      return own;
    };
    const now = (place: number): void => {
      this.#eachLink(this.ends, place, (node, end) =>
        at(node).push({ place, cost: this.ends.ends[2 * place + end] as number }),
      );
    };
    for (const place of changed) {
      this.#eachLink(base, place, (node) => at(node));
      now(place);
    }
    for (let place = this.#base.of.length; place < this.of.length; place += 1) now(place);
    let end = links.item.length;
    const needed = [...byNode.values()].reduce((sum, { length }) => sum + length, end);
    if (needed > this.linkPlace.length) {
      this.linkPlace = grown(new Uint32Array(2 * needed - end), this.linkPlace);
      this.linkCost = grown(new Float64Array(2 * needed - end), this.linkCost);
    }
    for (const [node, list] of byNode) {
      this.firstLink[node] = end;
      for (const { place, cost } of list) {
        this.linkPlace[end] = place;
        this.linkCost[end] = cost;
        end += 1;
      }
      this.endLink[node] = end;
    }
    this.#linked = [...byNode.keys()];
    return this.#linked.filter((node) => node < nodeCount);
  }
}

function othersByDemand({ count, others }: Snaps): Map<number, readonly number[]> {
  const byDemand = new Map<number, number[]>();
  others?.of.forEach((i, row) => byDemand.set(i, [...(byDemand.get(i) ?? []), count + row]));
  return byDemand;
}
