/** A value that a cache keeps, the one that was not used for longest. */
export interface Oldest {
  readonly usedAt: number;
  readonly drop: () => void;
}

/** A cache as its budget sees it. */
export interface BudgetedCache {
  /** Null where it keeps nothing. */
  oldest(): Oldest | null;
  /** Of what it keeps. */
  readonly bytes: number;
  /** Notes that the object is used, if it is kept here or what is kept is derived from it. */
  touch?(object: object): void;
}

/**
 * What a thread keeps and what its work takes, within one limit of memory. They are typed arrays, which lie outside the
 * heap that V8 limits. Caches give way, whichever was used least recently first: to each other, and to a study, which
 * may take the whole limit for its costs. What the present work has used stays, as letting go of it would free nothing;
 * it is not held against the study either, which would else be refused in a large city what it gets in a small one.
 */
export class CacheBudget {
  readonly #caches = new Set<BudgetedCache>();
  #mostBytes = Infinity;
  #uses = 0;
  #begunAt = 0;

  add(cache: BudgetedCache): void {
    this.#caches.add(cache);
  }

  /** The next piece of work begins, with so much memory for it and all that is kept. */
  begin(mostBytes: number): void {
    this.#mostBytes = mostBytes;
    this.#begunAt = this.#uses + 1;
  }

  /** When something is used, in order. */
  use(): number {
    this.#uses += 1;
    return this.#uses;
  }

  /** Something is used that holds these objects: to let go of them would free nothing. */
  touch(...objects: readonly object[]): void {
    for (const cache of this.#caches) for (const object of objects) cache.touch?.(object);
  }

  /** Bytes of all that is kept. */
  get bytes(): number {
    return [...this.#caches].reduce((sum, cache) => sum + cache.bytes, 0);
  }

  /** What a study may take for its costs: all that it does not use itself gives way to them. */
  get studyBytes(): number {
    return this.#mostBytes;
  }

  /** Lets go of what was used least recently until so many bytes fit beside what is kept, as far as it can. */
  makeRoom(bytes = 0): void {
    let kept = this.bytes;
    while (kept + bytes > this.#mostBytes) {
      const oldest = this.#oldest();
      if (oldest === null) return;
      oldest.drop();
      kept = this.bytes;
    }
  }

  #oldest(): Oldest | null {
    let found: Oldest | null = null;
    for (const cache of this.#caches) {
      const oldest = cache.oldest();
      if (oldest !== null && oldest.usedAt < this.#begunAt && (found === null || oldest.usedAt < found.usedAt))
        found = oldest;
    }
    return found;
  }
}

export interface KeptOptions<V> {
  readonly budget: CacheBudget;
  readonly bytesOf: (value: V) => number;
  /** Whether a value is an object or derived from it. Default: none is. */
  readonly holds?: (value: V, object: object) => boolean;
}

/** What a cache of the budget keeps by name, that used longest ago first. */
export class Kept<V> implements BudgetedCache {
  readonly #options: KeptOptions<V>;
  readonly #entries = new Map<string, { readonly value: V; readonly usedAt: number }>();

  constructor(options: KeptOptions<V>) {
    this.#options = options;
    options.budget.add(this);
  }

  get size(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#entries.size, bytes: this.bytes };
  }

  oldest(): Oldest | null {
    for (const [name, { usedAt }] of this.#entries) return { usedAt, drop: () => this.delete(name) };
    return null;
  }

  get bytes(): number {
    let sum = 0;
    for (const { value } of this.#entries.values()) sum += this.#options.bytesOf(value);
    return sum;
  }

  touch(object: object): void {
    const { holds } = this.#options;
    if (holds === undefined) return;
    for (const [name, { value }] of [...this.#entries]) if (holds(value, object)) this.set(name, value);
  }

  /** The value of a name, which is used by that. */
  get(name: string): V | undefined {
    const known = this.#entries.get(name);
    if (known !== undefined) this.set(name, known.value);
    return known?.value;
  }

  set(name: string, value: V): void {
    this.#entries.delete(name);
    this.#entries.set(name, { value, usedAt: this.#options.budget.use() });
  }

  delete(name: string): void {
    this.#entries.delete(name);
  }

  /** Lets go of those used longest ago, all but so many, of the names that are chosen. */
  keep(most: number, isChosen: (name: string, value: V) => boolean = () => true): void {
    const chosen = [...this.#entries].filter(([name, { value }]) => isChosen(name, value));
    for (const [name] of chosen.slice(0, Math.max(0, chosen.length - most))) this.#entries.delete(name);
  }
}
