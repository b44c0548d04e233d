/** By demand, how many facilities are within; by facility, how many people: kept while facilities come and go. */
import { reachMatrix } from '../paths/cost-matrix.ts';
import type { Reach, ReachFinder } from '../paths/reach.ts';
import type { CostMatrix, Snaps, Task } from '../types.ts';
import { ReachCache } from './reach-cache.ts';

/** Twelve bytes each. */
const MOST_PAIRS = 40_000_000;

/**
 * What facilities reach up to a bound: those of the base, and of places that were tried. Any time up to it is counted
 * without a search.
 */
export interface ReachSet {
  readonly bound: number;
  readonly base: readonly Reach[];
  readonly tried: ReachCache;
}

/**
 * Throws `AnalysisError` where the facilities of the base reach more than memory should hold, and what the task throws.
 */
export function reachSet(finder: ReachFinder, facilities: Snaps, bound: number, task: Task): ReachSet {
  return {
    bound,
    base: reachesOf(reachMatrix(finder, { facilities, limit: bound, mostPairs: MOST_PAIRS }, task)),
    tried: new ReachCache(finder, bound),
  };
}

function reachesOf({ facilityCount, start, demand, cost }: CostMatrix): readonly Reach[] {
  return Array.from({ length: facilityCount }, (_, f) => ({
    demand: demand.subarray(start[f], start[f + 1]),
    cost: cost.subarray(start[f], start[f + 1]),
  }));
}

export class IncrementalCounts {
  readonly withinCount: Uint32Array;
  within: number;
  readonly #people: Float64Array;
  /** Of the facilities that are there. */
  #reach: ReadonlyMap<number, Reach> = new Map();
  #peopleOf = new WeakMap<Reach, number>();

  constructor(people: Float64Array, within: number) {
    this.#people = people;
    this.withinCount = new Uint32Array(people.length);
    this.within = within;
  }

  has(handle: number): boolean {
    return this.#reach.has(handle);
  }

  /** To these facilities and this time, from those before; from nothing where the time is another. */
  goTo(reach: ReadonlyMap<number, Reach>, within: number): void {
    if (within !== this.within) {
      this.#peopleOf = new WeakMap();
      this.#reach = new Map();
      this.withinCount.fill(0);
      this.within = within;
    }
    for (const [handle, old] of this.#reach) if (reach.get(handle) !== old) this.#count(old, -1);
    for (const [handle, next] of reach) if (this.#reach.get(handle) !== next) this.#count(next, 1);
    this.#reach = reach;
  }

  /** People within of a facility that is there, in the order of demand. */
  people(handle: number): number {
    const reach = this.#reach.get(handle) as Reach;
    const known = this.#peopleOf.get(reach);
    if (known !== undefined) return known;
    let sum = 0;
    for (let at = 0; at < reach.demand.length; at += 1) {
      if ((reach.cost[at] as number) <= this.within) sum += this.#people[reach.demand[at] as number] as number;
    }
    this.#peopleOf.set(reach, sum);
    return sum;
  }

  #count({ demand, cost }: Reach, by: 1 | -1): void {
    for (let at = 0; at < demand.length; at += 1) {
      const i = demand[at] as number;
      if ((cost[at] as number) <= this.within) this.withinCount[i] = (this.withinCount[i] as number) + by;
    }
  }
}
