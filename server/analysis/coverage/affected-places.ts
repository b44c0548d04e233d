/** Which facilities may reach other demand, or at another cost, once streets change: all others need no search. */
import { Search } from '../paths/dijkstra.ts';
import type { SearchGraph } from '../types.ts';
import type { Start } from './labels.ts';
import type { Place } from './scenario.ts';

/** Sums of the same parts in another order differ by less. */
const ROUNDING = 1e-9;

export interface ChangedGround {
  /** Nodes of the search from which other arcs lead, or other places are come to. */
  readonly nodes: Iterable<number>;
  readonly edges: ReadonlySet<number>;
}

export class AffectedPlaces {
  readonly #reverse: SearchGraph;
  /** Null until streets change. */
  #search: Search | null = null;
  readonly #edgeCount: number;
  #edges: ReadonlySet<number> = new Set();
  #isAny = false;
  #bound = 0;

  /** `reverse`: who comes to a node. `edgeCount`: of the base, whose edges come before those that edits add. */
  constructor(reverse: SearchGraph, edgeCount: number) {
    this.#reverse = reverse;
    this.#edgeCount = edgeCount;
  }

  /** Finds who comes to what has changed within a bound: whatever way it is, it is the old one up to there. */
  find({ nodes, edges }: ChangedGround, bound: number): void {
    this.#edges = edges;
    this.#bound = bound * (1 + ROUNDING) + ROUNDING;
    const from = [...nodes];
    this.#isAny = edges.size > 0 || from.length > 0;
    if (!this.#isAny) return;
    this.#search ??= new Search(this.#reverse);
    this.#search.begin(this.#bound);
    for (const node of from) this.#search.from(node, 0, 0);
    this.#search.run();
  }

  has(place: Place, startsOf: (place: Place) => readonly Start[]): boolean {
    const search = this.#search;
    if (!this.#isAny || search === null) return false;
    if (place.length > 1 || place.some(({ edge }) => edge >= this.#edgeCount || this.#edges.has(edge))) return true;
    return startsOf(place).some(({ node, cost }) => cost + search.costOf(node) <= this.#bound);
  }
}
