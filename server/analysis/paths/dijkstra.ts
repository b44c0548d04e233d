/**
 * Shortest ways from one or many sources (Dijkstra 1959), over typed arrays that are made once and used for any number
 * of searches.
 *
 * The cost of a way is the sum of its parts in the order they are met from the source on, in floating point. Such a sum
 * never falls by another part, and of two sums the greater stays the greater or becomes equal; so the least over all
 * ways is one definite number, whatever the order in which the heap gives out equals, and a search from many sources
 * finds for every node the very bits that the best of the single searches finds.
 *
 * Which source is nearest is less simple: two that differ by a rounding error may become equal further on, and then the
 * lower index should win. A label that lost so narrowly is kept in `narrow`; `narrowLabels` carries it on.
 */
import type { SearchGraph } from '../types.ts';

/**
 * Labels closer than this, relative to their cost and to the costliest arc, may become equal by rounding further on.
 */
export const NARROW = 1e-9;
/** In `place`: out of the heap for good. */
const SETTLED = -1;

/** For costs near zero. */
export function slackOf(arcCosts: Float64Array): number {
  let most = 0;
  for (const cost of arcCosts) if (cost > most) most = cost;
  return most * NARROW;
}

/** A label that a better one of a higher index kept from its node. */
export interface NarrowLabel {
  readonly node: number;
  readonly cost: number;
  readonly source: number;
}

export class Search {
  readonly graph: SearchGraph;
  /** Nodes in the order of their costs, the first `settledCount` of the array. */
  readonly settled: Uint32Array;
  settledCount = 0;
  narrow: NarrowLabel[] = [];
  readonly #cost: Float64Array;
  readonly #source: Uint32Array;
  /** The search that last labelled a node; costs and sources of others are left over. */
  readonly #round: Uint32Array;
  #thisRound = 0;
  /** Place in the heap, a heap of four children. */
  readonly #place: Int32Array;
  readonly #heapNode: Uint32Array;
  readonly #heapCost: Float64Array;
  #heapSize = 0;
  #limit = Infinity;
  readonly #slack: number;

  constructor(graph: SearchGraph) {
    const { nodeCount, cost } = graph;
    this.graph = graph;
    this.settled = new Uint32Array(nodeCount);
    this.#cost = new Float64Array(nodeCount);
    this.#source = new Uint32Array(nodeCount);
    this.#round = new Uint32Array(nodeCount);
    this.#place = new Int32Array(nodeCount);
    this.#heapNode = new Uint32Array(nodeCount);
    this.#heapCost = new Float64Array(nodeCount);
    this.#slack = slackOf(cost);
  }

  /** Forgets the last search. Nothing beyond `limit` will be labelled. */
  begin(limit: number): void {
    this.#limit = limit;
    this.#heapSize = 0;
    this.settledCount = 0;
    this.narrow = [];
    this.#thisRound += 1;
    if (this.#thisRound < 2 ** 32) return;
    this.#round.fill(0);
    this.#thisRound = 1;
  }

  /** Where a search begins; `source` is the index that is found at the nodes it is nearest to. */
  from(node: number, cost: number, source: number): void {
    if (cost <= this.#limit) this.#offer(node, cost, source);
  }

  run(): void {
    const { firstArc, endArc, head, cost } = this.graph;
    const limit = this.#limit;
    while (this.#heapSize > 0) {
      const node = this.#pop();
      this.settled[this.settledCount] = node;
      this.settledCount += 1;
      const sofar = this.#cost[node] as number;
      const source = this.#source[node] as number;
      const end = endArc[node] as number;
      for (let arc = firstArc[node] as number; arc < end; arc += 1) {
        const next = sofar + (cost[arc] as number);
        if (next <= limit) this.#offer(head[arc] as number, next, source);
      }
    }
  }

  /** Cost of a node; Infinity where it lies beyond the limit or no way leads to it. */
  costOf(node: number): number {
    return this.#round[node] === this.#thisRound ? (this.#cost[node] as number) : Infinity;
  }

  /** Source that is nearest to a node which has a cost. */
  sourceOf(node: number): number {
    return this.#source[node] as number;
  }

  /** Whether a label of this cost could still matter at a node, were it of a lower index. */
  isNarrow(node: number, cost: number): boolean {
    return cost <= this.costOf(node) * (1 + NARROW) + this.#slack && cost <= this.#limit;
  }

  #offer(node: number, cost: number, source: number): void {
    if (this.#round[node] !== this.#thisRound) {
      this.#round[node] = this.#thisRound;
      this.#cost[node] = cost;
      this.#source[node] = source;
      this.#rise(this.#heapSize, node, cost);
      this.#heapSize += 1;
      return;
    }
    const held = this.#cost[node] as number;
    const holder = this.#source[node] as number;
    if (cost < held) {
      if (holder < source && held <= cost * (1 + NARROW) + this.#slack)
        this.narrow.push({ node, cost: held, source: holder });
      this.#cost[node] = cost;
      this.#source[node] = source;
      this.#rise(this.#place[node] as number, node, cost);
    } else if (source < holder && cost <= held * (1 + NARROW) + this.#slack) {
      // An equal one takes over, but not at a node that has handed its source on already (behind an arc that takes no
      // time).
      if (cost === held && this.#place[node] !== SETTLED) this.#source[node] = source;
      else this.narrow.push({ node, cost, source });
    }
  }

  #rise(from: number, node: number, cost: number): void {
    const nodes = this.#heapNode;
    const costs = this.#heapCost;
    const place = this.#place;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = costs[parent] as number;
      if (above <= cost) break;
      const moved = nodes[parent] as number;
      nodes[at] = moved;
      costs[at] = above;
      place[moved] = at;
      at = parent;
    }
    nodes[at] = node;
    costs[at] = cost;
    place[node] = at;
  }

  #pop(): number {
    const nodes = this.#heapNode;
    const top = nodes[0] as number;
    this.#place[top] = SETTLED;
    this.#heapSize -= 1;
    if (this.#heapSize > 0) this.#sink(nodes[this.#heapSize] as number, this.#heapCost[this.#heapSize] as number);
    return top;
  }

  /** Puts a node in from the top. */
  #sink(node: number, cost: number): void {
    const nodes = this.#heapNode;
    const costs = this.#heapCost;
    const place = this.#place;
    const size = this.#heapSize;
    let at = 0;
    for (let child = 1; child < size; child = 4 * at + 1) {
      let least = child;
      let leastCost = costs[child] as number;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other += 1) {
        const otherCost = costs[other] as number;
        if (otherCost < leastCost) {
          least = other;
          leastCost = otherCost;
        }
      }
      if (leastCost >= cost) break;
      const moved = nodes[least] as number;
      nodes[at] = moved;
      costs[at] = leastCost;
      place[moved] = at;
      at = least;
    }
    nodes[at] = node;
    costs[at] = cost;
    place[node] = at;
  }
}

export interface Label {
  readonly cost: number;
  readonly source: number;
}

export type NarrowLabels = Map<number, Label[]>;

/**
 * Carries the narrow labels on to where they may become equal. On most networks there are none; on a grid of streets of
 * one odd length there are many, as the same parts are summed in different orders.
 *
 * Gives, by node, the labels of lower index than the nearest source's that cost a little more, none of them beaten in
 * both by another. Call it after `search.run()`.
 */
export function narrowLabels(search: Search): NarrowLabels {
  const kept = new Map<number, Label[]>();
  const waiting: NarrowLabel[] = [];
  const offer = (node: number, cost: number, source: number): void => {
    if (source >= search.sourceOf(node) || !search.isNarrow(node, cost)) return;
    const there = kept.get(node) ?? [];
    if (there.some((label) => label.cost <= cost && label.source <= source)) return;
    kept.set(node, [...there.filter((label) => label.cost < cost || label.source < source), { cost, source }]);
    waiting.push({ node, cost, source });
  };
  for (const { node, cost, source } of search.narrow) offer(node, cost, source);
  const { firstArc, endArc, head, cost: arcCost } = search.graph;
  for (let label = waiting.pop(); label !== undefined; label = waiting.pop()) {
    const { node, cost, source } = label;
    const end = endArc[node] as number;
    for (let arc = firstArc[node] as number; arc < end; arc += 1)
      offer(head[arc] as number, cost + (arcCost[arc] as number), source);
  }
  return kept;
}
