import type { Standard } from '../../../tiles/api/standard.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AreaSet } from '../measures/types.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import type { Demand, Graph } from '../types.ts';
import { arrayBytes, type CacheSize } from './caches.ts';
import type { Fetch } from './protocol.ts';
import { NotFetched } from './wire-error.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface Asked {
  readonly resolve: (versioned: Versioned<unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** Of each kind. A comparison of cities has two or three. */
const KEPT = 4;

/**
 * Stored data as a thread gets it: asked for by messages, and kept as long as its key stays, so that what is derived
 * from it (indexes, snaps) can be kept by the object.
 */
export class ThreadSources implements Sources {
  readonly #post: (ask: number, fetch: Fetch) => void;
  readonly #asked = new Map<number, Asked>();
  readonly #known = new Map<string, Versioned<unknown>>();
  #asks = 0;

  constructor(post: (ask: number, fetch: Fetch) => void) {
    this.#post = post;
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
    const kept = [...this.#known.values()];
    return { entries: kept.length, bytes: kept.reduce((sum, { value }) => sum + arrayBytes(value, false), 0) };
  }

  fetched(ask: number, versioned: Versioned<unknown>): void {
    this.#asked.get(ask)?.resolve(versioned);
    this.#asked.delete(ask);
  }

  notFetched(ask: number): void {
    this.#asked.get(ask)?.reject(new NotFetched(ask));
    this.#asked.delete(ask);
  }

  async #get<T>(name: string, fetch: Without<Fetch, 'known'>): Promise<Versioned<T>> {
    const known = this.#known.get(name);
    this.#asks += 1;
    const ask = this.#asks;
    const answered = await new Promise<Versioned<unknown>>((resolve, reject) => {
      this.#asked.set(ask, { resolve, reject });
      this.#post(ask, { ...fetch, known: known?.key ?? null });
    });
    const versioned = known !== undefined && answered.hash === '' ? known : answered;
    this.#keep(name, versioned);
    // The other side made it by the same kind.
    return versioned as Versioned<T>;
  }

  #keep(name: string, versioned: Versioned<unknown>): void {
    this.#known.delete(name);
    this.#known.set(name, versioned);
    const kindOf = (each: string): string | undefined => each.split(' ')[0];
    const alike = [...this.#known.keys()].filter((each) => kindOf(each) === kindOf(name));
    for (const oldest of alike.slice(0, -KEPT)) this.#known.delete(oldest);
  }
}
