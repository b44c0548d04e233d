import type { Standard } from '../../../tiles/api/standard.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AreaSet } from '../measures/types.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import type { Demand, Graph } from '../types.ts';
import type { Asking } from './asking.ts';
import { arrayBytes, type CacheSize } from './caches.ts';
import type { Fetch } from './protocol.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Of each kind. A comparison of cities has two or three. */
const KEPT = 4;

/**
 * Stored data as a thread gets it: asked for by messages, and kept as long as its key stays, so that what is derived
 * from it (indexes, snaps) can be kept by the object.
 */
export class ThreadSources implements Sources {
  readonly #asking: Asking;
  readonly #known = new Map<string, Versioned<unknown>>();

  constructor(asking: Asking) {
    this.#asking = asking;
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
    return { entries: kept.length, bytes: kept.reduce((sum, { value }) => sum + arrayBytes(value), 0) };
  }

  async #get<T>(name: string, fetch: Without<Fetch, 'known'>): Promise<Versioned<T>> {
    const known = this.#known.get(name);
    const answered = await this.#asking.ask({ ...fetch, known: known?.key ?? null });
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
