/** One standby: whether it answers, and how far it has come. */
import type { Database } from '../platform/db/types.ts';
import { foundRows, readNumber, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Log } from '../platform/log/log.ts';
import { pause } from '../platform/pause.ts';

const REVISIONS = loadSql('standbys/sql/revisions');

/** While somebody reads; how far it was is known no longer ago. */
const EVERY_MS = 100;
/** While nobody does, and while it is lost. */
const REST_EVERY_MS = 1000;
/** Nobody has read for so long: it rests. */
const REST_AFTER_MS = 10_000;
/** One that does not answer for so long hangs: whoever waits for it is sent elsewhere. */
const HUNG_AFTER_MS = 1000;

/** Read-only, as it is opened. */
export type StandbyDatabase = Pick<Database, 'as' | 'background' | 'keepsPlans' | 'stats' | 'close'>;

export interface StandbyParts {
  /** Host and port, for the log. */
  readonly name: string;
  /** Connects. Rejects where it cannot be reached, or not be used. */
  readonly open: () => Promise<StandbyDatabase>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Connects by itself, and again after it was lost. */
export class Standby {
  readonly name: string;
  readonly #parts: StandbyParts;
  #db: StandbyDatabase | null = null;
  #revisions: ReadonlyMap<string, number> = new Map();
  #lost = new AbortController();
  #isUp = false;
  #wasTold = false;
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #usedAtMs = -Infinity;
  #isClosed = false;

  constructor(parts: StandbyParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  /** The database while it answers; null else. */
  get database(): StandbyDatabase | null {
    return this.#isUp ? this.#db : null;
  }

  /** Revision of every layer as of the last look. */
  get revisions(): ReadonlyMap<string, number> {
    return this.#revisions;
  }

  /** Aborted once it is lost: what was asked of it then is to be asked elsewhere. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  start(): void {
    void this.look();
  }

  /** Notes that somebody reads, so that it is looked at often. */
  wake(): void {
    const wasResting = performance.now() - this.#usedAtMs >= REST_AFTER_MS;
    this.#usedAtMs = performance.now();
    if (wasResting && this.#looking === null && this.#isUp) void this.look();
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
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#lost.abort();
    await this.#db?.close();
  }

  async #lookOnce(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isClosed) return;
    const late = pause(HUNG_AFTER_MS);
    try {
      // The driver may take its time to notice, or hang with the database.
      const found = await Promise.race([this.#ask(), late.done]);
      if (found === null) throw new Error(`No answer within ${String(HUNG_AFTER_MS)} ms.`);
      this.#revisions = found;
      this.#say(true);
    } catch (error) {
      this.#say(false, error);
    } finally {
      late.stop();
    }
  }

  async #ask(): Promise<ReadonlyMap<string, number>> {
    this.#db ??= await this.#open();
    const rows = foundRows(await this.#db.background.query(REVISIONS), 'layer_id');
    return new Map(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'revision')]));
  }

  async #open(): Promise<StandbyDatabase> {
    const db = await this.#parts.open();
    // It was closed, or opened by another look, while this one still connected.
    if (!this.#isClosed && this.#db === null) return db;
    await db.close();
    if (this.#db === null) throw new Error('The standby is no longer used.');
    return this.#db;
  }

  #say(isUp: boolean, error?: unknown): void {
    if (this.#isClosed) return;
    if (!isUp) {
      this.#lost.abort();
      this.#lost = new AbortController();
      // It may come back as another server: all connections are to be of one.
      const gone = this.#db;
      this.#db = null;
      gone?.close().catch(() => undefined);
    }
    const isNews = isUp !== this.#isUp || !this.#wasTold;
    [this.#isUp, this.#wasTold] = [isUp, true];
    if (!isNews) return;
    const { log, name } = this.#parts;
    if (isUp) log.info('standby-up', { standby: name });
    else log.warn('standby-lost', { standby: name, error });
  }

  #schedule(): void {
    if (this.#isClosed) return;
    const isResting = performance.now() - this.#usedAtMs >= REST_AFTER_MS;
    this.#timer = setTimeout(() => void this.look(), this.#isUp && !isResting ? EVERY_MS : REST_EVERY_MS).unref();
  }
}
