import type { Standard } from '../../../tiles/api/standard.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AreaSet } from '../measures/types.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import type { Transit } from '../transit/types.ts';
import type { Demand, Graph } from '../types.ts';
import type { Asking } from './asking.ts';
import { Kept, type CacheBudget } from './cache-budget.ts';
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
}

/**
 * Stored data as a thread gets it: asked for by messages, and kept as long as its key stays, so that what is derived
 * from it (indexes, snaps) can be kept by the object.
 */
export class ThreadSources implements Sources {
  readonly #asking: Asking;
  readonly #budget: CacheBudget;
  readonly #known: Kept<Known>;

  constructor(asking: Asking, budget: CacheBudget) {
    this.#asking = asking;
    this.#budget = budget;
    this.#known = new Kept({
      budget,
      bytesOf: ({ bytes }) => bytes,
      holds: ({ versioned }, object) => versioned.value === object,
    });
  }

  network(id: string, at: string): Promise<Versioned<Graph>> {
    return this.#get(`network ${id}`, { kind: 'network', id, at });
  }

  demand(id: string, at: string): Promise<Versioned<Demand>> {
    return this.#get(`demand ${id}`, { kind: 'demand', id, at });
  }

  transit(id: string, at: string): Promise<Versioned<Transit>> {
    return this.#get(`transit ${id}`, { kind: 'transit', id, at });
  }

  areas(layer: string, at: string): Promise<Versioned<AreaSet>> {
    return this.#get(`areas ${layer}`, { kind: 'areas', id: layer, at });
  }

  standard(id: string, at: string): Promise<Versioned<Standard>> {
    return this.#get(`standard ${id}`, { kind: 'standard', id, at });
  }

  profile(id: string, at: string): Promise<Versioned<TravelProfile>> {
    return this.#get(`profile ${id}`, { kind: 'profile', id, at });
  }

  water(): Promise<Versioned<GeoJSONGeometry | null>> {
    return this.#get('water', { kind: 'water', id: '', at: '' });
  }

  features(query: FeatureQuery, at: string): Promise<Versioned<Features>> {
    return this.#get(`features ${JSON.stringify(query)}`, { kind: 'features', query, at });
  }

  get size(): CacheSize {
    return this.#known.size;
  }

  async #get<T>(name: string, fetch: Without<Fetch, 'known'>): Promise<Versioned<T>> {
    const known = this.#known.get(name);
    const answered = await this.#asking.ask({ ...fetch, known: known?.versioned.key ?? null });
    const isKnown = known !== undefined && answered.hash === '';
    const now = isKnown ? known : { versioned: answered, bytes: arrayBytes(answered.value) };
    this.#known.set(name, now);
    const [kind] = name.split(' ');
    this.#known.keep(KEPT, (each) => each.split(' ')[0] === kind);
    this.#budget.makeRoom();
    // The other side made it by the same kind.
    return now.versioned as Versioned<T>;
  }
}
