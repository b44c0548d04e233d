import { createHash } from 'node:crypto';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { TurnQueue } from '../platform/fairness/turn-queue.ts';
import type { Database } from '../platform/db/types.ts';
import { JSON_TYPE } from '../platform/http/content.ts';
import { GrowingContent, sendGrowing } from '../platform/http/growing-content.ts';
import { Reply } from '../platform/http/respond.ts';
import { ColumnsMessage } from './columns-message.ts';
import type { LayerStats, LayerStatsCache } from './layer-stats.ts';
import type { LayerRegistry } from './registry.ts';
import { sessionOf, type ColumnsPart } from './source.ts';

/** The cache keeps at most `count` answers of at most `bytes` together; the newest one stays whatever its size. */
const KEPT = { count: 16, bytes: 64 * 2 ** 20 };
/** Layers read at the same time: each takes a connection, and as much memory as its answer. */
const READING = { slots: 2, maxWaiting: 20, maxWaitMs: 30_000 };

export interface ColumnsCacheParts {
  readonly db: Pick<Database, 'as'>;
  readonly registry: LayerRegistry;
  readonly stats: LayerStatsCache;
  /** Version of the program: another version may write the same layer differently. */
  readonly version: string;
}

/** What of a layer is asked for by column. */
export interface ColumnsQuestion {
  readonly layer: LayerDefinition;
  /** Attributes of the layer, in any order. */
  readonly properties: readonly string[];
  /** Features to give, in normal form; null gives all. */
  readonly filter: Cql2 | null;
}

/** Layers by column, as answers: kept in memory, compressed, until the layer's data or definition changes. */
export class ColumnsCache {
  readonly #parts: ColumnsCacheParts;
  readonly #kept = new RevisionCache<GrowingContent>(KEPT.count, (content) => content.length, KEPT.bytes);
  readonly #queue = new TurnQueue(READING);
  /** Clients that wait for an answer in the making: its statements run in the turn of any of them. */
  readonly #waiting = new WeakMap<GrowingContent, Set<string>>();

  constructor(parts: ColumnsCacheParts) {
    this.#parts = parts;
    parts.registry.onChange(() => this.#kept.clear());
  }

  async get(principal: Principal, { layer, properties, filter }: ColumnsQuestion, signal: AbortSignal): Promise<Reply> {
    // In the order of the definition, each once: one answer for one set.
    const chosen = Object.keys(layer.attributes).filter((name) => properties.includes(name));
    const question = { layer, properties: chosen, filter };
    const stats = await this.#parts.stats.of(layer, signal);
    const tag = this.#tagOf(principal, question, stats);
    const open = (): Promise<GrowingContent> => this.#open(principal, question, tag, stats);
    return new Reply((req, res, headers) => sendGrowing(req, res, { tag, open }, headers));
  }

  /** Names the bytes by what they are made from: revisions alone begin anew in a new database. */
  #tagOf(
    { visibilityKey }: Principal,
    { layer, properties, filter }: ColumnsQuestion,
    { revision, updatedAt }: LayerStats,
  ): string {
    const from = [
      this.#parts.version,
      visibilityKey,
      layer,
      properties,
      revision,
      updatedAt,
      ...(filter === null ? [] : [formatCql2(filter)]),
    ];
    return createHash('sha256').update(JSON.stringify(from)).digest('base64url').slice(0, 22);
  }

  async #open(
    principal: Principal,
    question: ColumnsQuestion,
    tag: string,
    { revision }: LayerStats,
  ): Promise<GrowingContent> {
    const { layer, properties, filter } = question;
    const make = (): Promise<GrowingContent> => Promise.resolve(this.#begin(principal, question));
    // An answer by a definition that no longer holds is not kept.
    if (this.#parts.registry.get(layer.id) !== layer) return make();
    // A filter may be long. Its tag stands for it, and for the revision, which only those of the same answer share.
    const chosen = filter === null ? '' : ` ${tag}`;
    const key = `${principal.visibilityKey} ${layer.id} ${properties.join()}${chosen}`;
    let content = await this.#kept.get(key, revision, make);
    if (content.isBroken) {
      this.#kept.forget(key, content);
      content = await this.#kept.get(key, revision, make);
    }
    for (const client of principal.clients ?? []) this.#waiting.get(content)?.add(client);
    return content;
  }

  #begin(principal: Principal, { layer, properties, filter }: ColumnsQuestion): GrowingContent {
    const { db, registry } = this.#parts;
    const clients = new Set(principal.clients);
    const content = new GrowingContent({
      type: JSON_TYPE,
      write: async (emit, signal) => {
        const ticket = await this.#queue.enter({ signal, clients });
        try {
          let message: ColumnsMessage | null = null;
          const source = registry.sourceOf(layer.id);
          const session = sessionOf(source, db, { ...principal, clients }, { signal });
          const take = (part: ColumnsPart): void => {
            // Nothing is sent before the first part is there: until then the answer may be an error.
            message ??= new ColumnsMessage(layer, properties, emit);
            message.add(part);
          };
          await source.columns(session, layer, properties, take, filter);
          await (message ?? new ColumnsMessage(layer, properties, emit)).finish();
        } finally {
          this.#queue.leave(ticket);
          this.#waiting.delete(content);
        }
      },
    });
    this.#waiting.set(content, clients);
    return content;
  }
}

/**
 * Values made from a layer's data, kept until its revision changes; the longest unused goes first. Requests that come
 * while a value is being made wait for that one. A value that could not be made is not kept.
 */
export class RevisionCache<T> {
  readonly #limit: number;
  readonly #bytesOf: (value: T) => number;
  readonly #limitBytes: number;
  readonly #entries = new Map<string, Entry<T>>();

  /** `limitBytes` bounds the sum of `bytesOf` over all values, which may grow while they are kept. */
  constructor(limit: number, bytesOf: (value: T) => number = () => 0, limitBytes = Infinity) {
    this.#limit = limit;
    this.#bytesOf = bytesOf;
    this.#limitBytes = limitBytes;
  }

  get(key: string, revision: number, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = known?.revision === revision ? known : this.#make(key, revision, make);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (oldest === key || (this.#entries.size <= this.#limit && this.#bytes() <= this.#limitBytes)) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }

  /** Forgets a value, where it is that of the key still. */
  forget(key: string, value: T): void {
    if (this.#entries.get(key)?.made === value) this.#entries.delete(key);
  }

  /** Forgets all values. One that is being made goes to those who wait for it, and is not kept. */
  clear(): void {
    this.#entries.clear();
  }

  #make(key: string, revision: number, make: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { revision, value: make(), made: undefined };
    entry.value.then(
      (value) => {
        entry.made = value;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  #bytes(): number {
    let sum = 0;
    for (const { made } of this.#entries.values()) if (made !== undefined) sum += this.#bytesOf(made);
    return sum;
  }
}

interface Entry<T> {
  readonly revision: number;
  readonly value: Promise<T>;
  made: T | undefined;
}
