/**
 * A search whose arcs change with the street edits of a scenario. The arcs of a city stay where they are; those of the
 * nodes that edits touch lie behind them.
 */
import { grown } from '../arrays.ts';
import { reversed, speedFactor, type StreetSearch } from '../paths/search-graph.ts';
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import { MOST_JOINTS, tooManyJoints } from '../street-edits/added-streets.ts';
import type { Graph, SearchGraph, StreetOverlay } from '../types.ts';
import { streetPatch, type PatchArc, type StreetPatch } from './street-patch.ts';

/** A joint at a ban takes several nodes of the search, rarely more than these. */
const NODES_A_JOINT = 8;
/** Room for nodes of the search. */
const MOST_NODES = NODES_A_JOINT * MOST_JOINTS;
/** Room for arcs, before arrays have to grow. */
const MORE_ARCS = 1 << 15;

/** An arc that was there, or that is there now. */
export interface ChangedArc {
  readonly tail: number;
  readonly head: number;
  readonly cost: number;
}

export interface ArcChanges {
  readonly removed: readonly ChangedArc[];
  readonly added: readonly ChangedArc[];
}

const NO_PATCH: StreetPatch = {
  arcs: new Map(),
  along: new Map(),
  edges: new Set(),
  closed: new Set(),
  blocked: new Map(),
  added: { after: () => [], before: () => [] },
};

export class PatchedStreets {
  /** Its arrays are changed by `apply`. */
  readonly search: StreetSearch;
  /** The same arcs the other way round. */
  readonly reverse: SearchGraph;
  patch: StreetPatch = NO_PATCH;
  readonly #graph: Graph;
  readonly #mode: Mode;
  readonly #factor: number;
  readonly #base: StreetSearch;
  readonly #baseReverse: SearchGraph;
  readonly #arcs: Arcs;
  readonly #reverseArcs: Arcs;
  readonly #nodes = new Map<string, number>();

  constructor(graph: Graph, mode: Mode, base: StreetSearch, speedMps: number | undefined) {
    this.#graph = graph;
    this.#mode = mode;
    this.#factor = speedFactor(mode, speedMps);
    this.#arcs = new Arcs(base, MOST_NODES);
    this.#reverseArcs = new Arcs(reversed(base), MOST_NODES);
    this.#base = { ...base, ...this.#arcs.base };
    this.#baseReverse = this.#reverseArcs.base;
    this.search = Object.assign(this.#arcs, {
      direction: base.direction,
      along: base.along.slice(),
      turns: base.turns,
      closed: base.closed,
      blocked: base.blocked,
      added: NO_PATCH.added,
    });
    this.reverse = this.#reverseArcs;
  }

  /** Throws `AnalysisError` where there are more nodes than there is room for. Nothing is changed yet. */
  patchOf(overlay: StreetOverlay | null): StreetPatch {
    if (overlay === null) return NO_PATCH;
    const { nodeCount } = this.#base;
    // Nothing refers to a number of a node that is not there any more.
    if (this.patch === NO_PATCH) this.#nodes.clear();
    const nodeOf = (key: string): number => {
      const known = this.#nodes.get(key);
      if (known !== undefined) return known;
      if (this.#nodes.size >= MOST_NODES) throw tooManyJoints(this.#nodes.size, MOST_NODES);
      const made = nodeCount + this.#nodes.size;
      this.#nodes.set(key, made);
      return made;
    };
    return streetPatch(overlay, {
      graph: this.#graph,
      search: this.#base,
      mode: this.#mode,
      factor: this.#factor,
      nodeOf,
    });
  }

  /** Whether an overlay's nodes find room beside the numbers that were given before. */
  hasRoomFor({ nodes }: StreetOverlay): boolean {
    return this.#nodes.size + NODES_A_JOINT * nodes.length <= MOST_NODES;
  }

  /** What `apply` would change. */
  changesTo(next: StreetPatch): ArcChanges {
    const [removed, added]: [ChangedArc[], ChangedArc[]] = [[], []];
    for (const tail of new Set([...this.patch.arcs.keys(), ...next.arcs.keys()])) {
      const before = counted(tail, this.patch.arcs.get(tail) ?? this.#ownArcs(tail));
      const after = counted(tail, next.arcs.get(tail) ?? this.#ownArcs(tail));
      for (const [key, arc] of before) if (!after.has(key)) removed.push(arc);
      for (const [key, arc] of after) if (!before.has(key)) added.push(arc);
    }
    return { removed, added };
  }

  apply(next: StreetPatch): void {
    const { search } = this;
    const size = this.#alongSize(next);
    const along = search.along.length < size ? grown(new Float64Array(size), search.along) : search.along;
    const base = this.#base.along;
    for (const edge of this.patch.along.keys()) {
      along[2 * edge] = base[2 * edge] ?? Infinity;
      along[2 * edge + 1] = base[2 * edge + 1] ?? Infinity;
    }
    for (const [edge, [there, back]] of next.along) {
      along[2 * edge] = there;
      along[2 * edge + 1] = back;
    }
    Object.assign(search, { along, closed: next.closed, blocked: next.blocked, added: next.added });
    this.#arcs.replace(next.arcs);
    this.#reverseArcs.replace(this.#reversedArcs(next));
    this.patch = next;
  }

  #alongSize({ along }: StreetPatch): number {
    return Math.max(this.#base.along.length, 2 * (this.#graph.edgeCount + along.size));
  }

  #ownArcs(node: number): readonly PatchArc[] {
    return arcsOf(this.#base, node);
  }

  /** By node, all arcs that come to it, of nodes that have other arcs than before, or are met by such. */
  #reversedArcs({ arcs }: StreetPatch): ReadonlyMap<number, readonly PatchArc[]> {
    const into = new Map<number, PatchArc[]>();
    const intoOf = (head: number): PatchArc[] => {
      const known = into.get(head);
      if (known !== undefined) return known;
      const own = arcsOf(this.#baseReverse, head).filter((arc) => !arcs.has(arc.head));
      into.set(head, own);
      return own;
    };
    for (const [tail, list] of arcs) {
      for (const { head } of this.#ownArcs(tail)) intoOf(head);
      for (const { head, cost, way } of list) intoOf(head).push({ head: tail, cost, way });
    }
    return into;
  }
}

function counted(tail: number, list: readonly PatchArc[]): Map<string, ChangedArc> {
  return new Map(list.map(({ head, cost }) => [`${head} ${cost}`, { tail, head, cost }]));
}

function arcsOf({ nodeCount, firstArc, endArc, head, cost, edge }: SearchGraph, node: number): PatchArc[] {
  const list: PatchArc[] = [];
  if (node >= nodeCount) return list;
  for (let arc = firstArc[node] as number; arc < (endArc[node] as number); arc += 1)
    list.push({ head: head[arc] as number, cost: cost[arc] as number, way: edge[arc] as number });
  return list;
}

/** Arcs of a base, and behind them those of nodes that have others now. */
class Arcs implements SearchGraph {
  readonly nodeCount: number;
  readonly firstArc: Uint32Array;
  readonly endArc: Uint32Array;
  head: Uint32Array;
  cost: Float64Array;
  edge: Uint32Array;
  /** The first part of the same arrays, so that a province is not held twice. */
  readonly base: SearchGraph;
  readonly #baseArcs: number;
  #replaced: readonly number[] = [];

  constructor(base: SearchGraph, moreNodes: number) {
    this.#baseArcs = base.head.length;
    const room = this.#baseArcs + MORE_ARCS;
    this.nodeCount = base.nodeCount + moreNodes;
    this.firstArc = grown(new Uint32Array(this.nodeCount), base.firstArc.subarray(0, base.nodeCount));
    this.endArc = grown(new Uint32Array(this.nodeCount), base.endArc.subarray(0, base.nodeCount));
    this.head = grown(new Uint32Array(room), base.head);
    this.cost = grown(new Float64Array(room), base.cost);
    this.edge = grown(new Uint32Array(room), base.edge);
    this.base = {
      nodeCount: base.nodeCount,
      firstArc: base.firstArc,
      endArc: base.endArc,
      head: this.head.subarray(0, this.#baseArcs),
      cost: this.cost.subarray(0, this.#baseArcs),
      edge: this.edge.subarray(0, this.#baseArcs),
    };
  }

  /** All that were replaced before are as in the base again. */
  replace(arcs: ReadonlyMap<number, readonly PatchArc[]>): void {
    for (const node of this.#replaced) {
      this.firstArc[node] = node < this.base.nodeCount ? (this.base.firstArc[node] as number) : 0;
      this.endArc[node] = node < this.base.nodeCount ? (this.base.endArc[node] as number) : 0;
    }
    let at = this.#baseArcs;
    const needed = [...arcs.values()].reduce((sum, { length }) => sum + length, at);
    if (needed > this.head.length) {
      const room = needed + (needed - at);
      this.head = grown(new Uint32Array(room), this.head);
      this.cost = grown(new Float64Array(room), this.cost);
      this.edge = grown(new Uint32Array(room), this.edge);
    }
    for (const [node, list] of arcs) {
      this.firstArc[node] = at;
      for (const { head, cost, way } of list) {
        this.head[at] = head;
        this.cost[at] = cost;
        this.edge[at] = way;
        at += 1;
      }
      this.endArc[node] = at;
    }
    this.#replaced = [...arcs.keys()];
  }
}
