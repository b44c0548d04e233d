/**
 * The nearest facility of every node, kept while facilities come and go: one that comes is searched for only as far as
 * it is the nearest; of one that goes, only the nodes it was nearest to are searched anew, from those around them.
 *
 * Labels are those of `paths/dijkstra.ts`: the least cost and, where rounding may still make them
 * equal, costs a little higher of lower handles. No label is beaten in cost and handle by another of its node.
 */
import { Heap } from '../heap.ts';
import {
  NARROW,
  slackOf,
  type NarrowLabel,
  type Search,
  narrowLabels,
  type Label,
  type NarrowLabels,
} from '../paths/dijkstra.ts';
import type { SearchGraph } from '../types.ts';
import type { ArcChanges } from './patched-streets.ts';

/** A node at which a facility's ways begin, and the cost to get there. */
export interface Start {
  readonly node: number;
  readonly cost: number;
}

export class NodeLabels {
  /** Nodes whose labels have changed since this was last cleared. */
  readonly touched = new Set<number>();
  readonly #graph: SearchGraph;
  /** The same streets the other way: which nodes lead to a node. */
  readonly #reverse: SearchGraph;
  readonly #limit: number;
  readonly #slack: number;
  readonly #cost: Float64Array;
  readonly #source: Int32Array;
  readonly #narrow: NarrowLabels;
  readonly #starts = new Map<number, readonly Start[]>();
  readonly #startsAt = new Map<number, Label[]>();
  /** By cost, of equals the lowest source first. */
  readonly #queue = new Heap<NarrowLabel>((a, b) => a.cost < b.cost || (a.cost === b.cost && a.source < b.source));

  /** `search` has been run from all `starts`, by handle. */
  constructor(
    search: Search,
    {
      graph,
      reverse,
      limit,
      starts,
    }: {
      readonly graph: SearchGraph;
      readonly reverse: SearchGraph;
      readonly limit: number;
      readonly starts: readonly (readonly Start[])[];
    },
  ) {
    this.#graph = graph;
    this.#reverse = reverse;
    this.#limit = limit;
    this.#slack = slackOf(graph.cost);
    this.#cost = new Float64Array(graph.nodeCount).fill(Infinity);
    this.#source = new Int32Array(graph.nodeCount).fill(-1);
    for (let nth = 0; nth < search.settledCount; nth += 1) {
      const node = search.settled[nth] as number;
      this.#cost[node] = search.costOf(node);
      this.#source[node] = search.sourceOf(node);
    }
    this.#narrow = narrowLabels(search);
    starts.forEach((each, handle) => {
      this.#begin(handle, each);
    });
  }

  put(handle: number, starts: readonly Start[]): void {
    this.#begin(handle, starts);
    for (const { node, cost } of starts) this.#push(node, cost, handle);
    this.#run();
  }

  take(handle: number): void {
    for (const { node } of this.#starts.get(handle) ?? []) {
      this.#startsAt.set(
        node,
        (this.#startsAt.get(node) ?? []).filter(({ source }) => source !== handle),
      );
    }
    const nodes = this.#labelledBy(handle);
    this.#starts.delete(handle);
    for (const node of nodes) this.#clear(node);
    this.#findAnew(nodes);
    this.#run();
  }

  /**
   * After other arcs: labels that came over an arc that is gone, and all that came on from there, are found anew from
   * the labels around them; arcs that are new hand labels on (Ramalingam & Reps 1996). `apply` changes the arcs.
   */
  rewire({ removed, added }: ArcChanges, apply: () => void): void {
    const nodes = removed.length === 0 ? new Set<number>() : this.#cameOver(removed);
    apply();
    for (const node of nodes) this.#clear(node);
    this.#findAnew(nodes);
    for (const { tail, head, cost } of added)
      this.each(tail, (sofar, source) => {
        this.#push(head, sofar + cost, source);
      });
    this.#run();
  }

  /** Nodes that have a label over one of the arcs, or from such a node on. */
  #cameOver(removed: ArcChanges['removed']): Set<number> {
    const nodes = new Set<number>();
    for (const { tail, head, cost } of removed) if (this.#handsOn(tail, head, cost)) nodes.add(head);
    // One that has lost the label that it came from may have come over anything.
    for (const node of this.#narrow.keys()) if (!this.#isSupported(node)) nodes.add(node);
    const { firstArc, endArc, head, cost } = this.#graph;
    for (const node of nodes) {
      for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1) {
        const next = head[arc] as number;
        if (!nodes.has(next) && this.#handsOn(node, next, cost[arc] as number)) nodes.add(next);
      }
    }
    return nodes;
  }

  #handsOn(tail: number, head: number, cost: number): boolean {
    let found = false;
    this.each(tail, (sofar, source) => {
      found ||= this.#has(head, sofar + cost, source);
    });
    return found;
  }

  #has(node: number, cost: number, source: number): boolean {
    return (
      (this.#source[node] === source && this.#cost[node] === cost) ||
      (this.#narrow.get(node)?.some((label) => label.source === source && label.cost === cost) ?? false)
    );
  }

  /** Whether each narrow label begins at its node, or comes from a lower one of the same source. */
  #isSupported(node: number): boolean {
    const { firstArc, endArc, head, cost: arcCost } = this.#reverse;
    return (this.#narrow.get(node) ?? []).every(({ cost, source }) => {
      if (this.#startsAt.get(node)?.some((start) => start.source === source && start.cost === cost) === true)
        return true;
      for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1) {
        let found = false;
        this.each(head[arc] as number, (sofar, from) => {
          found ||= from === source && sofar < cost && sofar + (arcCost[arc] as number) === cost;
        });
        if (found) return true;
      }
      return false;
    });
  }

  each(node: number, visit: (cost: number, source: number) => void): void {
    if (this.#source[node] === -1) return;
    visit(this.#cost[node] as number, this.#source[node] as number);
    for (const { cost, source } of this.#narrow.get(node) ?? []) visit(cost, source);
  }

  #begin(handle: number, starts: readonly Start[]): void {
    this.#starts.set(handle, starts);
    for (const { node, cost } of starts)
      this.#startsAt.set(node, [...(this.#startsAt.get(node) ?? []), { cost, source: handle }]);
  }

  #clear(node: number): void {
    this.#cost[node] = Infinity;
    this.#source[node] = -1;
    this.#narrow.delete(node);
    this.touched.add(node);
  }

  /** Offers nodes without labels what begins there, and what the nodes before them have. */
  #findAnew(nodes: ReadonlySet<number>): void {
    const { firstArc, endArc, head, cost: arcCost } = this.#reverse;
    for (const node of nodes) {
      for (const { cost, source } of this.#startsAt.get(node) ?? []) this.#push(node, cost, source);
      for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1) {
        const before = head[arc] as number;
        if (!nodes.has(before))
          this.each(before, (cost, source) => {
            this.#push(node, cost + (arcCost[arc] as number), source);
          });
      }
    }
  }

  /**
   * A node has a nearest facility from a node before it, back to where that begins; a narrow label may have lost its
   * own before it.
   */
  #labelledBy(handle: number): Set<number> {
    const nodes = new Set<number>();
    const has = (node: number): boolean =>
      this.#source[node] === handle || (this.#narrow.get(node)?.some(({ source }) => source === handle) ?? false);
    for (const { node } of this.#starts.get(handle) ?? []) if (has(node)) nodes.add(node);
    for (const node of this.#narrow.keys()) if (has(node)) nodes.add(node);
    const { firstArc, endArc, head } = this.#graph;
    // A set is gone through in the order of insertion, what is added meanwhile included.
    for (const node of nodes) {
      for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1) {
        const next = head[arc] as number;
        if (!nodes.has(next) && has(next)) nodes.add(next);
      }
    }
    return nodes;
  }

  #push(node: number, cost: number, source: number): void {
    if (!(cost <= this.#limit)) return;
    const held = this.#cost[node] as number;
    const better =
      cost < held || (source < (this.#source[node] as number) && cost <= held * (1 + NARROW) + this.#slack);
    if (better) this.#queue.push({ node, cost, source });
  }

  #run(): void {
    const { firstArc, endArc, head, cost: arcCost } = this.#graph;
    for (let label = this.#queue.pop(); label !== undefined; label = this.#queue.pop()) {
      const { node, cost, source } = label;
      if (!this.#accept(node, cost, source)) continue;
      const end = endArc[node] as number;
      for (let arc = firstArc[node] as number; arc < end; arc += 1)
        this.#push(head[arc] as number, cost + (arcCost[arc] as number), source);
    }
  }

  #accept(node: number, cost: number, source: number): boolean {
    const held = this.#cost[node] as number;
    const holder = this.#source[node] as number;
    if (held <= cost && holder <= source && holder !== -1) return false;
    const narrow = this.#narrow.get(node) ?? [];
    if (cost <= held) {
      this.#cost[node] = cost;
      this.#source[node] = source;
      const kept =
        holder !== -1 && holder < source
          ? [...narrow, { cost: held, source: holder }]
          : narrow.filter((label) => label.source < source);
      this.#setNarrow(
        node,
        kept.filter((label) => label.cost <= cost * (1 + NARROW) + this.#slack),
      );
    } else {
      if (
        cost > held * (1 + NARROW) + this.#slack ||
        narrow.some((label) => label.cost <= cost && label.source <= source)
      )
        return false;
      this.#setNarrow(node, [
        ...narrow.filter((label) => label.cost < cost || label.source < source),
        { cost, source },
      ]);
    }
    this.touched.add(node);
    return true;
  }

  #setNarrow(node: number, labels: Label[]): void {
    if (labels.length > 0) this.#narrow.set(node, labels);
    else this.#narrow.delete(node);
  }
}
