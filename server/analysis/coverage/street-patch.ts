/**
 * What street edits make of a search: the arcs of the nodes that they touch, and no copy of the rest. A node at which a
 * new street cuts an edge is taken apart as nodes at bans are (`paths/turns.ts`): one for who comes from the new
 * street, and one for each memory that the ways along the edge have there.
 */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import { headOf, tailOf } from '../network/bans.ts';
import { nodesAfter, nodesBefore, type StreetSearch } from '../paths/search-graph.ts';
import type { AddedEdge, EdgeTimes, Graph, StreetOverlay } from '../types.ts';

/** `way`: the arc of the network as the search goes along it. */
export interface PatchArc {
  readonly head: number;
  readonly cost: number;
  readonly way: number;
}

export interface StreetPatch {
  /** All arcs out of nodes whose arcs differ from those of the base, added nodes among them. */
  readonly arcs: ReadonlyMap<number, readonly PatchArc[]>;
  /** Costs of edges, changed or added: from the edge's `from`, and back, as the search goes. */
  readonly along: ReadonlyMap<number, readonly [there: number, back: number]>;
  /** Edges of the base that are cut, closed, blocked or take another time. */
  readonly edges: ReadonlySet<number>;
  readonly closed: ReadonlySet<number>;
  readonly blocked: StreetOverlay['blocked'];
  readonly added: NonNullable<StreetSearch['added']>;
}

export interface PatchInput {
  readonly graph: Graph;
  /** Of the base, with its arcs as they were made. */
  readonly search: StreetSearch;
  readonly mode: Mode;
  /** What times are multiplied by for a speed that is not the default. */
  readonly factor: number;
  /** Number of an added node, the same for the same key. */
  readonly nodeOf: (key: string) => number;
}

/** A place of the network where an added edge ends: the nodes of the search that come to it, and that leave it. */
interface Meeting {
  readonly after: readonly number[];
  readonly before: readonly number[];
}

export function streetPatch(overlay: StreetOverlay, input: PatchInput): StreetPatch {
  return new Patcher(overlay, input).patch();
}

class Patcher {
  readonly #overlay: StreetOverlay;
  readonly #input: PatchInput;
  readonly #arcs = new Map<number, PatchArc[]>();
  readonly #along = new Map<number, readonly [number, number]>();
  readonly #closed: ReadonlySet<number>;
  readonly #against: 0 | 1;
  /** By cut node, the nodes that stand for it; the first is that of who comes from a new street. */
  readonly #cuts = new Map<number, number[]>();

  constructor(overlay: StreetOverlay, input: PatchInput) {
    this.#overlay = overlay;
    this.#input = input;
    this.#against = input.search.direction === 'forward' ? 0 : 1;
    this.#closed = new Set([...overlay.noThrough[input.mode]].map((arc) => arc ^ this.#against));
  }

  patch(): StreetPatch {
    const { graph } = this.#input;
    const { times, pieces, blocked, edges } = this.#overlay;
    const touched = new Set<number>([...times.keys(), ...pieces.keys(), ...blocked.keys()]);
    for (const arc of this.#closed) touched.add(arc >> 1);
    for (const edge of touched) if (edge >= graph.edgeCount) touched.delete(edge);
    for (const [edge, own] of times) this.#along.set(edge, this.#costs(own));
    edges.forEach((edge, e) => this.#along.set(graph.edgeCount + e, this.#costs(edge)));
    for (const [edge, parts] of pieces) this.#openCuts(edge, parts);
    for (const edge of touched) for (const way of [2 * edge, 2 * edge + 1]) this.#rewire(way);
    for (const [edge, parts] of pieces) this.#joinCuts(edge, parts);
    edges.forEach((edge, e) => {
      if (edge.pieceOf === null) this.#newStreet(edge, graph.edgeCount + e);
    });
    return {
      arcs: this.#arcs,
      along: this.#along,
      edges: touched,
      closed: this.#closed,
      blocked,
      added: {
        after: (edge, end, isThere) => this.#meeting(edge, end, isThere).after,
        before: (edge, end, isThere) => this.#meeting(edge, end, isThere).before,
      },
    };
  }

  #costs({ forward, backward }: EdgeTimes): readonly [number, number] {
    const { mode, factor } = this.#input;
    const [there, back] = this.#against === 0 ? [forward, backward] : [backward, forward];
    return [there[mode] * factor, back[mode] * factor];
  }

  /** Infinity where nobody goes through. */
  #cost(way: number): number {
    if (this.#closed.has(way)) return Infinity;
    const along = this.#along.get(way >> 1);
    return along === undefined ? (this.#input.search.along[way] as number) : (along[way & 1] as number);
  }

  #outOf(node: number): PatchArc[] {
    const known = this.#arcs.get(node);
    if (known !== undefined) return known;
    const { firstArc, endArc, head, cost, edge } = this.#input.search;
    const own: PatchArc[] = [];
    if (node < this.#input.search.nodeCount) {
      for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1)
        own.push({
          head: head[arc] as number,
          cost: cost[arc] as number,
          way: (edge[arc] as number) ^ this.#against,
        });
    }
    this.#arcs.set(node, own);
    return own;
  }

  /** Nodes of the base from which a way leaves. */
  #tails(way: number): readonly number[] {
    const { graph, search } = this.#input;
    const tail = tailOf(graph, way);
    return search.turns?.isApart[tail] === 1 ? (search.turns.before.get(way) ?? []) : [tail];
  }

  /** Where a way leads that nothing else was gone along before. */
  #heads(way: number): readonly number[] {
    const { graph, search } = this.#input;
    const head = headOf(graph, way);
    return search.turns?.isApart[head] === 1 ? (search.turns.after.get(way) ?? [head]) : [head];
  }

  #isApart(node: number): boolean {
    return this.#input.search.turns?.isApart[node] === 1;
  }

  /** Numbers of the nodes at the cuts of an edge, one after the other. */
  #cutNodes(parts: readonly number[]): number[] {
    return parts.slice(0, -1).map((piece) => (this.#overlay.edges[piece] as AddedEdge).to);
  }

  #keyOf(node: number): string {
    return this.#overlay.nodes[node - this.#input.graph.nodeCount]?.key ?? '';
  }

  #nodeAt(cut: number, way: number, from: number): number {
    const { graph, nodeOf } = this.#input;
    const key = this.#keyOf(cut);
    return nodeOf(this.#isApart(tailOf(graph, way)) ? `${key} ${way} ${from}` : key);
  }

  #openCuts(edge: number, parts: readonly number[]): void {
    for (const cut of this.#cutNodes(parts)) {
      const nodes = new Set([this.#input.nodeOf(this.#keyOf(cut))]);
      for (const way of [2 * edge, 2 * edge + 1]) {
        if ((this.#input.search.along[way] as number) === Infinity) continue;
        for (const from of this.#tails(way)) nodes.add(this.#nodeAt(cut, way, from));
      }
      this.#cuts.set(cut, [...nodes]);
    }
  }

  /** The arcs along a way of the base: none where it is closed, of another time, and into its pieces too. */
  #rewire(way: number): void {
    const { graph, search } = this.#input;
    if ((search.along[way] as number) === Infinity) return;
    const cost = this.#cost(way);
    const parts = this.#overlay.pieces.get(way >> 1) ?? [];
    const pieceWays = this.#pieceWays(way, parts);
    const cuts = this.#ordered(way, this.#cutNodes(parts));
    for (const from of this.#tails(way)) {
      const own = this.#outOf(from);
      const heads = own.filter((arc) => arc.way === way).map(({ head }) => head);
      const others = own.filter((arc) => arc.way !== way);
      const next: PatchArc[] = cost === Infinity ? others : [...others, ...heads.map((head) => ({ head, cost, way }))];
      this.#arcs.set(from, next);
      // A street that is shut farther on is still gone along up to a cut.
      const first = pieceWays[0];
      if (cuts.length === 0 || first === undefined) continue;
      const costOfFirst = this.#cost(first);
      if (costOfFirst < Infinity)
        next.push({ head: this.#nodeAt(cuts[0] as number, way, from), cost: costOfFirst, way: first });
      // Where nothing is remembered, `joinCuts` leads on.
      if (!this.#isApart(tailOf(graph, way))) continue;
      cuts.forEach((cut, k) => {
        const there = this.#outOf(this.#nodeAt(cut, way, from));
        const onward = pieceWays[k + 1] as number;
        const costOnward = this.#cost(onward);
        const after = k + 1 < cuts.length ? [this.#nodeAt(cuts[k + 1] as number, way, from)] : heads;
        if (costOnward < Infinity) for (const head of after) there.push({ head, cost: costOnward, way: onward });
        this.#turnBack(there, way, k, cuts, pieceWays);
      });
    }
  }

  /** Back from cut `k` over the piece that one has come along. */
  #turnBack(there: PatchArc[], way: number, k: number, cuts: readonly number[], pieceWays: readonly number[]): void {
    const back = (pieceWays[k] as number) ^ 1;
    const cost = this.#cost(back);
    if (cost === Infinity) return;
    const heads = k === 0 ? this.#heads(way ^ 1) : [this.#first(cuts[k - 1] as number)];
    for (const head of heads) there.push({ head, cost, way: back });
  }

  /** From each cut along the edge both ways, for who comes from a new street, or remembers nothing. */
  #joinCuts(edge: number, parts: readonly number[]): void {
    for (const way of [2 * edge, 2 * edge + 1]) {
      const pieceWays = this.#pieceWays(way, parts);
      const cuts = this.#ordered(way, this.#cutNodes(parts));
      cuts.forEach((cut, k) => {
        const onward = pieceWays[k + 1] as number;
        const cost = this.#cost(onward);
        if (cost === Infinity) return;
        const heads = k + 1 < cuts.length ? [this.#first(cuts[k + 1] as number)] : this.#heads(way);
        for (const head of heads) this.#outOf(this.#first(cut)).push({ head, cost, way: onward });
      });
    }
  }

  #pieceWays(way: number, parts: readonly number[]): number[] {
    return this.#ordered(
      way,
      parts.map((piece) => 2 * (this.#input.graph.edgeCount + piece) + (way & 1)),
    );
  }

  #ordered<T>(way: number, along: readonly T[]): T[] {
    return (way & 1) === 0 ? [...along] : [...along].reverse();
  }

  #first(cut: number): number {
    return (this.#cuts.get(cut) as number[])[0] as number;
  }

  #newStreet(street: AddedEdge, edge: number): void {
    for (const way of [2 * edge, 2 * edge + 1]) {
      const cost = this.#cost(way);
      if (cost === Infinity) continue;
      const [tail, head] = (way & 1) === 0 ? [street.from, street.to] : [street.to, street.from];
      for (const from of this.#meets(tail).before)
        for (const to of this.#meets(head).after) this.#outOf(from).push({ head: to, cost, way });
    }
  }

  /** A node at which a new street ends. */
  #meets(node: number): Meeting {
    const { graph, search, nodeOf } = this.#input;
    if (node < graph.nodeCount)
      return { after: (this.#isApart(node) ? search.turns?.at.get(node) : undefined) ?? [node], before: [node] };
    const cut = this.#cuts.get(node);
    if (cut !== undefined) return { after: [cut[0] as number], before: cut };
    const own = [nodeOf(this.#keyOf(node))];
    return { after: own, before: own };
  }

  #meeting(edge: number, end: 0 | 1, isThere: boolean): Meeting {
    const { graph, search } = this.#input;
    const added = this.#overlay.edges[edge - graph.edgeCount] as AddedEdge;
    const node = end === 0 ? added.from : added.to;
    const { pieceOf } = added;
    if (pieceOf === null || node >= graph.nodeCount) return this.#meets(node);
    return {
      after: nodesAfter(graph, search, pieceOf.edge, end, isThere),
      before: nodesBefore(graph, search, pieceOf.edge, end, isThere),
    };
  }
}
