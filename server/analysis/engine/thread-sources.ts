import type { Standard } from '../../../tiles/api/standard.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AreaSet } from '../measures/types.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import type { Demand, Graph } from '../types.ts';
import type { Asking } from './asking.ts';
import type { BudgetedCache, CacheBudget, Oldest } from './cache-budget.ts';
import { arrayBytes, type CacheSize } from './caches.ts';
import type { Fetch } from './protocol.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Of each kind. A comparison of cities has two or three. */
const KEPT = 4;

interface Known {
  readonly versioned: Versioned<unknown>;
  /** Of its arrays. */
  readonly bytes: number;
  readonly usedAt: number;
}

/**
 * Stored data as a thread gets it: asked for by messages, and kept as long as its key stays, so that what is derived
 * from it (indexes, snaps) can be kept by the object.
 */
export class ThreadSources implements Sources, BudgetedCache {
  readonly #asking: Asking;
  readonly #budget: CacheBudget;
  readonly #known = new Map<string, Known>();

  constructor(asking: Asking, budget: CacheBudget) {
    this.#asking = asking;
    this.#budget = budget;
    budget.add(this);
  }

  oldest(): Oldest | null {
    for (const [name, { usedAt }] of this.#known) return { usedAt, drop: () => void this.#known.delete(name) };
    return null;
  }

  bytesSince(since: number): number {
    let sum = 0;
    for (const { usedAt, bytes } of this.#known.values()) if (usedAt >= since) sum += bytes;
    return sum;
  }

  touch(object: object): void {
    for (const [name, { versioned }] of [...this.#known]) if (versioned.value === object) this.#use(name, versioned);
  }

  network(id: string, at: string): Promise<Versioned<Graph>> {
    return this.#get(`network ${id}`, { kind: 'network', id, at });
  }

  demand(id: string, at: string): Promise<Versioned<Demand>> {
    return this.#get(`demand ${id}`, { kind: 'demand', id, at });
  }

  areas(layer: string, at: string): Promise<Versioned<AreaSet>> {
    return this.#get(`areas ${layer}`, { kind: 'areas', id: layer, at });
  }

  standard(id: string, at: string): Promise<Versioned<Standard>> {
    return this.#get(`standard ${id}`, { kind: 'standard', id, at });
  }

  water(): Promise<Versioned<GeoJSONGeometry | null>> {
    return this.#get('water', { kind: 'water', id: '', at: '' });
  }

  features(query: FeatureQuery, at: string): Promise<Versioned<Features>> {
    return this.#get(`features ${JSON.stringify(query)}`, { kind: 'features', query, at });
  }

  get size(): CacheSize {
    return { entries: this.#known.size, bytes: this.bytesSince(0) };
  }

  async #get<T>(name: string, fetch: Without<Fetch, 'known'>): Promise<Versioned<T>> {
    const known = this.#known.get(name);
    const answered = await this.#asking.ask({ ...fetch, known: known?.versioned.key ?? null });
    const versioned = known !== undefined && answered.hash === '' ? known.versioned : answered;
    this.#keep(name, versioned);
    // The other side made it by the same kind.
    return versioned as Versioned<T>;
  }

  #keep(name: string, versioned: Versioned<unknown>): void {
    this.#use(name, versioned);
    const kindOf = (each: string): string | undefined => each.split(' ')[0];
    const alike = [...this.#known.keys()].filter((each) => kindOf(each) === kindOf(name));
    for (const oldest of alike.slice(0, -KEPT)) this.#known.delete(oldest);
    this.#budget.makeRoom();
  }
  #use(name: string, versioned: Versioned<unknown>): void {
    this.#known.delete(name);
    this.#known.set(name, { versioned, bytes: arrayBytes(versioned.value), usedAt: this.#budget.use() });
  }
}
