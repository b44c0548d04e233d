/** The caches of the analysis: how they are bounded, and what the service's metrics tell of them. */
import type { ModuleFigure } from '../../platform/metrics/sources.ts';
import type { BudgetedCache, CacheBudget, Oldest } from './cache-budget.ts';

/** Caches of a thread and what they keep: what is derived from data, the last coverages, and the data itself. */
const THREAD_CACHES = {
  snaps: 'Demand snapped to networks',
  touching: 'Which cells of a demand share an edge',
  components: 'Connected pieces of networks',
  segments: 'Indexes of the segments of networks',
  cells: 'Indexes of the cells of demands',
  metres: 'Networks with costs in metres',
  ferries: 'Networks with their ferries in use',
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
  usedAt: number;
}

/**
 * Values that are derived from objects, such as an index of a graph. It forgets those that were not used for longest
 * where they are too many, or too large for the budget, and those of an object that is gone.
 */
export class DerivedCache<V> implements BudgetedCache {
  readonly #options: DerivedCacheOptions<V>;
  readonly #entries = new Map<string, Entry<V>>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #gone = new FinalizationRegistry<number>((owner) => this.#forget(owner));
  #lastNumber = 0;
  #bytes = 0;

  constructor(options: DerivedCacheOptions<V>) {
    this.#options = options;
    options.budget.add(this);
  }

  get size(): CacheSize {
    return { entries: this.#entries.size, bytes: this.#bytes };
  }

  oldest(): Oldest | null {
    for (const [key, { usedAt }] of this.#entries) return { usedAt, drop: () => this.#drop(key) };
    return null;
  }

  bytesSince(since: number): number {
    let sum = 0;
    for (const { usedAt, bytes } of this.#entries.values()) if (usedAt >= since) sum += bytes;
    return sum;
  }

  touch(object: object): void {
    const owner = this.#numbers.get(object);
    if (owner === undefined) return;
    for (const [key, entry] of [...this.#entries]) if (entry.owners.includes(owner)) this.#use(key, entry);
  }

  /** The value of the owners and a name, made where it is not there. */
  get(owners: readonly object[], name: string, make: () => V): V {
    const numbers = owners.map((owner) => this.#numberOf(owner));
    const key = [...numbers, name].join(' ');
    const known = this.#entries.get(key);
    const { budget, bytesOf, maxEntries } = this.#options;
    if (known !== undefined) {
      this.#use(key, known);
      return known.value;
    }
    const value = make();
    const bytes = bytesOf(value);
    this.#entries.set(key, { value, bytes, owners: numbers, usedAt: budget.use() });
    this.#bytes += bytes;
    for (const oldest of [...this.#entries.keys()].slice(0, -maxEntries)) this.#drop(oldest);
    budget.makeRoom();
    return value;
  }

  #use(key: string, entry: Entry<V>): void {
    entry.usedAt = this.#options.budget.use();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  #forget(owner: number): void {
    for (const [key, { owners }] of this.#entries) if (owners.includes(owner)) this.#drop(key);
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
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
