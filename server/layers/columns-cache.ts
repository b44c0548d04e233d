import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { Content } from '../platform/http/content.ts';
import type { LayerStatsCache } from './layer-stats.ts';
import type { LayerRegistry } from './registry.ts';

/** Answers kept in memory; each takes up to some megabytes. */
const KEPT = 16;

/** Whole layers by column, as answers: kept in memory, compressed, until the layer's data or definition changes. */
export class ColumnsCache {
  readonly #db: Pick<Database, 'as'>;
  readonly #registry: LayerRegistry;
  readonly #stats: LayerStatsCache;
  readonly #kept = new RevisionCache<Content>(KEPT);

  constructor(db: Pick<Database, 'as'>, registry: LayerRegistry, stats: LayerStatsCache) {
    this.#db = db;
    this.#registry = registry;
    this.#stats = stats;
    registry.onChange(() => this.#kept.clear());
  }

  /** `properties` are attributes of the layer. */
  async get(principal: Principal, layer: LayerDefinition, properties: readonly string[]): Promise<Content> {
    const source = this.#registry.sourceOf(layer.id);
    const read = async (): Promise<Content> =>
      Content.json(await source.columns(this.#db.as(principal), layer, properties));
    const { revision } = await this.#stats.of(layer.id);
    // What is read by a definition that no longer holds is not kept.
    if (this.#registry.get(layer.id) !== layer) return read();
    return this.#kept.get(`${principal.visibilityKey} ${layer.id} ${properties.join()}`, revision, read);
  }
}

/**
 * Values made from a layer's data, kept until its revision changes; the longest unused goes first. Requests that come
 * while a value is being made wait for that one. A value that could not be made is not kept.
 */
export class RevisionCache<T> {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly revision: number; readonly value: Promise<T> }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, revision: number, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = known?.revision === revision ? known : { revision, value: make() };
    this.#entries.set(key, entry);
    if (entry !== known) {
      entry.value.catch(() => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      });
    }
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }

  /** Forgets all values. One that is being made goes to those who wait for it, and is not kept. */
  clear(): void {
    this.#entries.clear();
  }
}
