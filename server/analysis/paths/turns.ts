/**
 * Bans in a search: the nodes at which one forbids the way on are taken apart into places from which one may go on, one
 * by arc, and by what has been gone along before where that matters. So any search of nodes and arcs is one of turns;
 * a network without bans is searched as it is.
 */
import { bansFor, headOf, tailOf } from '../network/bans.ts';
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import type { Graph } from '../types.ts';

/**
 * Nodes of a search beside those of the network. A node that was taken apart keeps its number as the place where ways
 * end: nothing leads on from it.
 */
export interface TurnNodes {
  /** 1 for nodes of the network that were taken apart. */
  readonly isApart: Uint8Array;
  /** Where one may go along an arc that begins at a node taken apart. */
  readonly before: ReadonlyMap<number, readonly number[]>;
  /** Where one is after an arc that ends at a node taken apart: the node itself, and what may be gone on along. */
  readonly after: ReadonlyMap<number, readonly number[]>;
  /** Where one is at a node taken apart without having come along any arc. */
  readonly at: ReadonlyMap<number, readonly number[]>;
}

export interface Expanded {
  readonly nodeCount: number;
  readonly turns: TurnNodes;
  /** Arcs of the search that begin or end at a node taken apart; of the network's own they are as by `arc`. */
  readonly tail: readonly number[];
  readonly head: readonly number[];
  readonly arc: readonly number[];
}

/** Null where nothing is forbidden. Arcs are as the search goes along them: backward against those who travel. */
export function expandTurns(
  graph: Graph,
  mode: Mode,
  { along, isBackward }: { readonly along: Float64Array; readonly isBackward: boolean },
): Expanded | null {
  const runs = bansFor(graph, mode).map((run) => (isBackward ? run.map((arc) => arc ^ 1).reverse() : run));
  return runs.length === 0 ? null : new Expander(graph, along, runs).expand();
}

/** Before an arc, in a state that counts the arc. */
interface Place {
  readonly arc: number;
  readonly state: number;
}

class Expander {
  readonly #graph: Graph;
  readonly #along: Float64Array;
  readonly #memory: Memory;
  readonly #isApart: Uint8Array;
  /** Arcs out of nodes that are taken apart. */
  readonly #leaving = new Map<number, number[]>();
  /** By arc and state, and the other way round, from `nodeCount` on. */
  readonly #nodeOf = new Map<number, number>();
  readonly #nodes: Place[] = [];
  readonly #before = new Map<number, number[]>();
  readonly #out = { tail: [] as number[], head: [] as number[], arc: [] as number[] };

  constructor(graph: Graph, along: Float64Array, runs: readonly (readonly number[])[]) {
    this.#graph = graph;
    this.#along = along;
    this.#memory = new Memory(runs, 2 * graph.edgeCount);
    this.#isApart = new Uint8Array(graph.nodeCount);
    for (const run of runs) for (const arc of run.slice(1)) this.#isApart[tailOf(graph, arc)] = 1;
  }

  expand(): Expanded {
    const { nodeCount, edgeCount } = this.#graph;
    const into: number[] = [];
    const between: number[] = [];
    for (let arc = 0; arc < 2 * edgeCount; arc += 1) {
      if (this.#along[arc] === Infinity) continue;
      const tail = tailOf(this.#graph, arc);
      const leadsToOne = this.#isApart[headOf(this.#graph, arc)] === 1;
      if (this.#isApart[tail] === 1) {
        const there = this.#leaving.get(tail);
        if (there === undefined) this.#leaving.set(tail, [arc]);
        else there.push(arc);
        if (leadsToOne) between.push(arc);
      } else if (leadsToOne) into.push(arc);
    }
    const at = new Map<number, readonly number[]>();
    for (const [node, arcs] of this.#leaving)
      at.set(node, [node, ...arcs.map((arc) => this.#nodeAt(arc, this.#memory.after(NO_MEMORY, arc)))]);
    const after = new Map<number, readonly number[]>();
    for (const arc of [...into, ...between]) after.set(arc, this.#heads(arc, this.#memory.after(NO_MEMORY, arc)));
    for (const arc of into) this.#add(tailOf(this.#graph, arc), after.get(arc) ?? [], arc);
    // New ones come while they are gone through.
    for (let n = 0; n < this.#nodes.length; n += 1) {
      const { arc, state } = this.#nodes[n] as Place;
      this.#add(nodeCount + n, this.#heads(arc, state), arc);
    }
    return {
      nodeCount: nodeCount + this.#nodes.length,
      turns: { isApart: this.#isApart, before: this.#before, after, at },
      ...this.#out,
    };
  }

  #add(tail: number, heads: readonly number[], arc: number): void {
    for (const head of heads) {
      this.#out.tail.push(tail);
      this.#out.head.push(head);
      this.#out.arc.push(arc);
    }
  }

  /** Where an arc leads that ends in a state. */
  #heads(arc: number, state: number): readonly number[] {
    const node = headOf(this.#graph, arc);
    if (this.#isApart[node] !== 1) return [node];
    const heads = [node];
    for (const next of this.#leaving.get(node) ?? []) {
      const then = this.#memory.after(state, next);
      if (!this.#memory.isForbidden(then)) heads.push(this.#nodeAt(next, then));
    }
    return heads;
  }

  #nodeAt(arc: number, state: number): number {
    const key = state * 2 * this.#graph.edgeCount + arc;
    const known = this.#nodeOf.get(key);
    if (known !== undefined) return known;
    const node = this.#graph.nodeCount + this.#nodes.length;
    this.#nodeOf.set(key, node);
    this.#nodes.push({ arc, state });
    const there = this.#before.get(arc);
    if (there === undefined) this.#before.set(arc, [node]);
    else there.push(node);
    return node;
  }
}

const NO_MEMORY = 0;

/**
 * What must be remembered of the arcs gone along, so that no run of them is a forbidden one: its state is the longest
 * beginning of such a run that they end with (Aho and Corasick 1975).
 */
class Memory {
  readonly #arcs: number;
  readonly #next = new Map<number, number>();
  readonly #shorter: number[] = [NO_MEMORY];
  readonly #isForbidden: boolean[] = [false];

  constructor(runs: readonly (readonly number[])[], arcs: number) {
    this.#arcs = arcs;
    const states: { readonly state: number; readonly parent: number; readonly arc: number }[] = [];
    for (const run of runs) {
      let state = NO_MEMORY;
      for (const arc of run) {
        const key = state * arcs + arc;
        const known = this.#next.get(key);
        if (known === undefined) {
          const made = this.#shorter.length;
          this.#shorter.push(NO_MEMORY);
          this.#isForbidden.push(false);
          this.#next.set(key, made);
          states.push({ state: made, parent: state, arc });
          state = made;
        } else state = known;
      }
      this.#isForbidden[state] = true;
    }
    // Those of short runs before those of longer ones.
    const depth = new Uint32Array(this.#shorter.length);
    for (const { state, parent } of states) depth[state] = (depth[parent] as number) + 1;
    states.sort((a, b) => (depth[a.state] as number) - (depth[b.state] as number));
    for (const { state, parent, arc } of states) {
      if (parent === NO_MEMORY) continue;
      const shorter = this.after(this.#shorter[parent] as number, arc);
      this.#shorter[state] = shorter;
      if (this.#isForbidden[shorter] === true) this.#isForbidden[state] = true;
    }
  }

  after(state: number, arc: number): number {
    for (let at = state; ; at = this.#shorter[at] as number) {
      const next = this.#next.get(at * this.#arcs + arc);
      if (next !== undefined) return next;
      if (at === NO_MEMORY) return NO_MEMORY;
    }
  }

  isForbidden(state: number): boolean {
    return this.#isForbidden[state] === true;
  }
}
