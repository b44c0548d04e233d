/** One standby: whether it answers, and how far it has come. */
import { foundRows, readNumber, readText } from '../platform/db/rows.ts';
import type { ServerDatabase } from '../platform/db/servers-behind.ts';
import { loadSql } from '../platform/db/sql.ts';
import { pause } from '../platform/pause.ts';

const REVISIONS = loadSql('standbys/sql/revisions');

/** While somebody reads; how far it was is known no longer ago. */
const EVERY_MS = 100;
/** While nobody does. */
const REST_EVERY_MS = 1000;
/** Nobody has read for so long: it rests. */
export const REST_AFTER_MS = 10_000;
/** One that does not answer for so long hangs: whoever waits for it is sent elsewhere. */
const HUNG_AFTER_MS = 1000;
/** Nobody waits for its first answer, which takes longer: it loads what it needs. */
const FIRST_HUNG_AFTER_MS = 5000;

export interface StandbyParts {
  readonly database: ServerDatabase;
  /** Rejects where a server cannot do what the service asks of it. */
  readonly check: (server: ServerDatabase) => Promise<void>;
  /** Called once with the first answer. */
  readonly onUp: () => void;
  /** Called once, when it is lost for good: it comes back, if it does, as another one. */
  readonly onLost: (error: unknown, wasUp: boolean) => void;
}

/** A server from when a connection first led to it until it does not answer. */
export class Standby {
  readonly database: ServerDatabase;
  /** Sessions that read from it. */
  reads = 0;
  readonly #parts: StandbyParts;
  readonly #lost = new AbortController();
  #revisions: ReadonlyMap<string, number> | null = null;
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #usedAtMs = -Infinity;

  constructor(parts: StandbyParts) {
    this.database = parts.database;
    this.#parts = parts;
  }

  get isUp(): boolean {
    return this.#revisions !== null && !this.lost.aborted;
  }

  /** Revision of every layer as of the last look. */
  get revisions(): ReadonlyMap<string, number> {
    return this.#revisions ?? new Map();
  }

  /** Aborted once it is lost: what was asked of it then is to be asked elsewhere. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Notes that somebody reads, so that it is looked at often. */
  wake(): void {
    const wasResting = performance.now() - this.#usedAtMs >= REST_AFTER_MS;
    this.#usedAtMs = performance.now();
    if (wasResting && this.#looking === null && this.isUp) void this.look();
  }

  /** Looks once; calls made meanwhile share the look. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
      this.#schedule();
    });
    return this.#looking;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#lost.abort();
    await this.database.close();
  }

  async #lookOnce(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.lost.aborted) return;
    const isFirst = this.#revisions === null;
    const limitMs = isFirst ? FIRST_HUNG_AFTER_MS : HUNG_AFTER_MS;
    const late = pause(limitMs);
    try {
      const found = await Promise.race([this.#ask(), late.done]);
      if (found === null) throw new Error(`No answer within ${String(limitMs)} ms.`);
      this.#revisions = found;
      if (isFirst) this.#parts.onUp();
    } catch (error) {
      if (this.lost.aborted) return;
      void this.close().catch(() => undefined);
      this.#parts.onLost(error, !isFirst);
    } finally {
      late.stop();
    }
  }

  async #ask(): Promise<ReadonlyMap<string, number>> {
    if (this.#revisions === null) await this.#parts.check(this.database);
    const rows = foundRows(await this.database.background.query(REVISIONS), 'layer_id');
    return new Map(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'revision')]));
  }

  #schedule(): void {
    if (this.lost.aborted) return;
    const isResting = performance.now() - this.#usedAtMs >= REST_AFTER_MS;
    this.#timer = setTimeout(() => void this.look(), isResting ? REST_EVERY_MS : EVERY_MS).unref();
  }
}
