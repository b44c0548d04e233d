/** The caches of the analysis: how they are bounded, and what the service's metrics tell of them. */
import type { ModuleFigure } from '../../platform/metrics/sources.ts';
import { Kept, type CacheBudget } from './cache-budget.ts';

/** Caches of a thread and what they keep: what is derived from data, the last coverages, and the data itself. */
const THREAD_CACHES = {
  snaps: 'Demand snapped to networks',
  touching: 'Which cells of a demand share an edge',
  components: 'Connected pieces of networks',
  segments: 'Indexes of the segments of networks',
  cells: 'Indexes of the cells of demands',
  metres: 'Networks with costs in metres',
  ruled: 'Networks after the rules of a travel',
  ferries: 'Networks with their ferries in use',
  walks: 'Networks ready to be walked from a place',
  timetables: 'Trips of some hours of a day',
  transit: 'Ways on foot to stops and between them',
  coverages: 'Coverages of the planner’s page',
  sources: 'Stored data that was asked for',
} as const;
export type CacheName = keyof typeof THREAD_CACHES;
export type CacheSizes = Readonly<Record<CacheName, CacheSize>>;

/** How much a cache holds now. */
export interface CacheSize {
  readonly entries: number;
  readonly bytes: number;
}

export interface DerivedCacheOptions<V> {
  readonly maxEntries: number;
  /** Of this cache and all others of the thread together. */
  readonly budget: CacheBudget;
  readonly bytesOf: (value: V) => number;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  readonly owners: readonly number[];
}

/**
 * Values that are derived from objects, such as an index of a graph. It forgets those that were not used for longest
 * where they are too many, or too large for the budget, and those of an object that is gone.
 */
export class DerivedCache<V> {
  readonly #options: DerivedCacheOptions<V>;
  readonly #kept: Kept<Entry<V>>;
  readonly #numbers = new WeakMap<object, number>();
  readonly #gone = new FinalizationRegistry<number>((owner) => this.#forget(owner));
  #lastNumber = 0;

  constructor(options: DerivedCacheOptions<V>) {
    this.#options = options;
    this.#kept = new Kept({
      budget: options.budget,
      bytesOf: ({ bytes }) => bytes,
      holds: ({ owners }, object) => owners.includes(this.#numbers.get(object) ?? 0),
    });
  }

  get size(): CacheSize {
    return this.#kept.size;
  }

  /** The value of the owners and a name, made where it is not there. */
  get(owners: readonly object[], name: string, make: () => V): V {
    const numbers = owners.map((owner) => this.#numberOf(owner));
    const key = [...numbers, name].join(' ');
    const known = this.#kept.get(key);
    if (known !== undefined) return known.value;
    const { budget, bytesOf, maxEntries } = this.#options;
    const value = make();
    this.#kept.set(key, { value, bytes: bytesOf(value), owners: numbers });
    this.#kept.keep(maxEntries);
    budget.makeRoom();
    return value;
  }

  #forget(owner: number): void {
    this.#kept.keep(0, (_name, { owners }) => owners.includes(owner));
  }

  #numberOf(owner: object): number {
    const known = this.#numbers.get(owner);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#numbers.set(owner, this.#lastNumber);
    this.#gone.register(owner, this.#lastNumber);
    return this.#lastNumber;
  }
}

/** Figures of the threads' caches. `read` gives the sizes of each thread's, as of its last answer. */
export function threadCacheFigures(read: () => readonly CacheSizes[]): readonly ModuleFigure[] {
  return Object.entries(THREAD_CACHES).flatMap(([name, help]) =>
    cacheFigures(name, `${help}: kept by the threads of the analysis`, () =>
      read().reduce(
        (sum, sizes) => {
          const { entries, bytes } = sizes[name as CacheName];
          return { entries: sum.entries + entries, bytes: sum.bytes + bytes };
        },
        { entries: 0, bytes: 0 },
      ),
    ),
  );
}

/** Figures of one cache: `analysis_<name>_entries` and `analysis_<name>_bytes`. */
export function cacheFigures(name: string, help: string, read: () => CacheSize): readonly ModuleFigure[] {
  return (['entries', 'bytes'] as const).map((unit) => ({
    kind: 'gauge',
    name: `analysis_${name}_${unit}`,
    help: `${help}, ${unit}`,
    read: () => read()[unit],
  }));
}

/** Bytes of the typed arrays in a value. */
export function arrayBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + arrayBytes(each), 0);
}
