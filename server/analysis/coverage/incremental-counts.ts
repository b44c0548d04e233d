/** Counts the facilities within reach of each demand, and the people within reach of each facility, step by step. */
import { reachMatrix } from '../paths/cost-matrix.ts';
import type { Reach, ReachFinder } from '../paths/reach.ts';
import type { Place } from './scenario.ts';
import type { CostMatrix, Snaps, Task } from '../types.ts';

const PAIR_BYTES = 12;
/** Pairs of the base's facilities. */
export const MOST_BASE_PAIRS = 40_000_000;
/** Pairs of places that were tried: enough for undo, redo and dragging back. */
const MOST_TRIED_PAIRS = 2_000_000;

/**
 * What facilities reach up to a bound: those of the base, and of places that were tried. Any time up to it is counted
 * without a search.
 */
export interface ReachSet<P = Place> {
  readonly bound: number;
  readonly base: readonly Reach[];
  readonly baseBytes: number;
  readonly tried: ReachCache<P>;
}

/**
 * Throws `AnalysisError` where the facilities of the base reach more than memory should hold, and what the task throws.
 */
export function reachSet(finder: ReachFinder, facilities: Snaps, bound: number, task: Task): ReachSet {
  const matrix = reachMatrix(finder, { facilities, limit: bound, mostPairs: MOST_BASE_PAIRS }, task);
  return { ...baseReaches(matrix), bound, tried: placeReaches(finder, bound) };
}

/** By facility of the base. */
export function baseReaches({ facilityCount, start, demand, cost }: CostMatrix): Pick<ReachSet, 'base' | 'baseBytes'> {
  return {
    base: Array.from({ length: facilityCount }, (_, f) => ({
      demand: demand.subarray(start[f], start[f + 1]),
      cost: cost.subarray(start[f], start[f + 1]),
    })),
    baseBytes: demand.length * PAIR_BYTES,
  };
}

/** Along streets. */
export function placeReaches(finder: ReachFinder, limit: number): ReachCache<Place> {
  return new ReachCache(([own, ...others]) => finder.find(own, limit, others), placeKey);
}

/** Bytes that a set holds. */
export function reachBytes({
  baseBytes,
  tried,
}: {
  readonly baseBytes: number;
  readonly tried: Pick<ReachCache<never>, 'bytes'>;
}): number {
  return baseBytes + tried.bytes;
}

/** Reaches by place; drops those not used for longest. */
export class ReachCache<P> {
  readonly #find: (place: P) => Reach;
  readonly #keyOf: (place: P) => string;
  readonly #kept = new Map<string, Reach>();
  #pairs = 0;

  constructor(find: (place: P) => Reach, keyOf: (place: P) => string) {
    this.#find = find;
    this.#keyOf = keyOf;
  }

  get bytes(): number {
    return this.#pairs * PAIR_BYTES;
  }

  get(place: P): Reach {
    const key = this.#keyOf(place);
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const reach = this.#find(place);
    this.#kept.set(key, reach);
    this.#pairs += weight(reach);
    for (const [oldest, { demand }] of this.#kept) {
      if (this.#pairs <= MOST_TRIED_PAIRS || oldest === key) break;
      this.#kept.delete(oldest);
      this.#pairs -= weight({ demand });
    }
    return reach;
  }
}

/** Empty ones count as well: there may be any number of them. */
function weight({ demand }: Pick<Reach, 'demand'>): number {
  return demand.length + 32;
}

function placeKey(place: Place): string {
  return place.map(({ edge, fraction, distanceM }) => (edge < 0 ? '-' : `${edge}/${fraction}/${distanceM}`)).join(' ');
}

export class IncrementalCounts {
  readonly withinCount: Uint32Array;
  within: number;
  readonly #people: Float64Array;
  /** Reach of each current facility. */
  #reach: ReadonlyMap<number, Reach> = new Map();
  #peopleOf = new WeakMap<Reach, number>();

  constructor(people: Float64Array, within: number) {
    this.#people = people;
    this.withinCount = new Uint32Array(people.length);
    this.within = within;
  }

  /** Moves on from the last facilities to these. Another time counts from nothing. */
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

  /** People within reach of a current facility, summed in the order of demand. */
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

  /** By handle, people within of this facility alone. Where only one is within, that is the nearest. */
  exclusivePeople(nearest: Int32Array, handles: number): Float64Array {
    const exclusive = new Float64Array(handles);
    for (let i = 0; i < nearest.length; i += 1) {
      if (this.withinCount[i] !== 1) continue;
      const handle = nearest[i] as number;
      exclusive[handle] = (exclusive[handle] as number) + (this.#people[i] as number);
    }
    return exclusive;
  }

  #count({ demand, cost }: Reach, by: 1 | -1): void {
    for (let at = 0; at < demand.length; at += 1) {
      const i = demand[at] as number;
      if ((cost[at] as number) <= this.within) this.withinCount[i] = (this.withinCount[i] as number) + by;
    }
  }
}
