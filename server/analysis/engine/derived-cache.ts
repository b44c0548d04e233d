/** How much a cache holds now. */
export interface CacheSize {
  readonly entries: number;
  readonly bytes: number;
}

export interface DerivedCacheOptions<V> {
  readonly maxEntries: number;
  /** The newest value is kept, however large it is. */
  readonly maxBytes: number;
  readonly bytesOf: (value: V) => number;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  readonly owners: readonly number[];
}

/**
 * Values that are derived from objects, such as an index of a graph. It forgets those that were not used for longest
 * where they are too many or too large, and those of an object that is gone.
 */
export class DerivedCache<V> {
  readonly #options: DerivedCacheOptions<V>;
  readonly #entries = new Map<string, Entry<V>>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #gone = new FinalizationRegistry<number>((owner) => this.#forget(owner));
  #lastNumber = 0;
  #bytes = 0;

  constructor(options: DerivedCacheOptions<V>) {
    this.#options = options;
  }

  get size(): CacheSize {
    return { entries: this.#entries.size, bytes: this.#bytes };
  }

  /** The value of the owners and a name, made where it is not there. */
  get(owners: readonly object[], name: string, make: () => V): V {
    const numbers = owners.map((owner) => this.#numberOf(owner));
    const key = [...numbers, name].join(' ');
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const value = make();
    const bytes = this.#options.bytesOf(value);
    this.#entries.set(key, { value, bytes, owners: numbers });
    this.#bytes += bytes;
    this.#shrink(key);
    return value;
  }

  #shrink(newest: string): void {
    const { maxEntries, maxBytes } = this.#options;
    for (const key of this.#entries.keys()) {
      if (key === newest || (this.#entries.size <= maxEntries && this.#bytes <= maxBytes)) return;
      this.#drop(key);
    }
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
