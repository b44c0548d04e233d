/** Stats of layers whose data lies in databases of somebody else's, which may be slow or lost. */
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Database } from '../platform/db/types.ts';
import { pause } from '../platform/pause.ts';
import type { LayerSource } from './source.ts';

/** Each table of a database is a source: all at once would take all of its connections. */
const SOURCES_AT_ONCE = 4;
/** How long an answer waits for what it has nothing of yet, and for news of what it has. */
const PATIENCE_MS = { first: 10_000, news: 1500 } as const;
/** A database that did not answer is left alone for so long. */
const RETRY_AFTER_MS = 5000;

/** A look at one source, which waits for its turn or is under way. */
interface Look {
  readonly source: LayerSource;
  readonly done: Promise<void>;
  readonly begunAtMs: number;
  readonly end: () => void;
}

interface Failure {
  readonly atMs: number;
  readonly error: unknown;
}

/** Looks at the sources of one database. */
interface Turns {
  readonly waiting: Look[];
  running: number;
  /** Of the database itself: it cannot be reached. */
  failure: Failure | null;
}

/** What is known of some sources, and why nothing is known of others. */
export interface OtherFound<Stats> {
  readonly known: ReadonlyMap<LayerSource, Stats>;
  /** Errors of sources that failed, whether something is known of them or not, and of those that are not known yet. */
  readonly errors: ReadonlyMap<LayerSource, unknown>;
}

/**
 * Keeps what was found of each source. Nobody waits for long: a look goes on after its callers have gone, and the next
 * ones get what it has found meanwhile. Of a database that is lost no source is asked for a while: it would fail too.
 */
export class OtherStats<Stats> {
  readonly #look: (source: LayerSource, known: Stats | undefined) => Promise<Stats>;
  readonly #turns = new WeakMap<Database, Turns>();
  readonly #looks = new Map<LayerSource, Look>();
  readonly #failures = new WeakMap<LayerSource, Failure>();
  readonly #known = new WeakMap<LayerSource, Stats>();

  /** @param look finds out what has changed since what is known of a source */
  constructor(look: (source: LayerSource, known: Stats | undefined) => Promise<Stats>) {
    this.#look = look;
  }

  /** Looks at sources that have databases of their own, and at no others. Never rejects. */
  async of(sources: readonly LayerSource[]): Promise<OtherFound<Stats>> {
    const others = sources.filter(({ database }) => database !== undefined);
    await Promise.all(others.map((source) => this.#wait(source)));
    const known = new Map<LayerSource, Stats>();
    const errors = new Map<LayerSource, unknown>();
    for (const source of others) {
      const stats = this.#known.get(source);
      if (stats !== undefined) known.set(source, stats);
      const failure = this.#failureOf(source);
      if (failure !== null) errors.set(source, failure.error);
      else if (stats === undefined && this.#looks.has(source))
        errors.set(source, new DatabaseUnavailable(new Error('It has not answered yet.'), source.sourceName));
    }
    return { known, errors };
  }

  #failureOf(source: LayerSource): Failure | null {
    const ofDatabase = source.database === undefined ? null : this.#turns.get(source.database)?.failure;
    return ofDatabase ?? this.#failures.get(source) ?? null;
  }

  async #wait(source: LayerSource): Promise<void> {
    const { database } = source;
    if (database === undefined) return;
    const turns = this.#turnsOf(database);
    const nowMs = performance.now();
    const failure = this.#failureOf(source);
    if (failure !== null && nowMs - failure.atMs < RETRY_AFTER_MS) return;
    const look = this.#looks.get(source) ?? this.#begin(source, turns);
    // Whoever asks for a few sources does not wait behind somebody who asks for all.
    const place = turns.waiting.indexOf(look);
    if (place > 0) turns.waiting.unshift(...turns.waiting.splice(place, 1));
    const isFirst = failure === null && !this.#known.has(source);
    const leftMs = look.begunAtMs + PATIENCE_MS[isFirst ? 'first' : 'news'] - nowMs;
    if (leftMs <= 0) return;
    const { done, stop } = pause(leftMs);
    await Promise.race([look.done, done]).finally(stop);
  }

  #turnsOf(database: Database): Turns {
    let turns = this.#turns.get(database);
    if (turns === undefined) {
      turns = { waiting: [], running: 0, failure: null };
      this.#turns.set(database, turns);
    }
    return turns;
  }

  #begin(source: LayerSource, turns: Turns): Look {
    let end = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    const look: Look = { source, done, begunAtMs: performance.now(), end };
    this.#looks.set(source, look);
    turns.waiting.push(look);
    this.#next(turns);
    return look;
  }

  #next(turns: Turns): void {
    while (turns.running < SOURCES_AT_ONCE) {
      const look = turns.waiting.shift();
      if (look === undefined) return;
      turns.running += 1;
      void this.#run(look, turns);
    }
  }

  async #run(look: Look, turns: Turns): Promise<void> {
    const { source } = look;
    try {
      this.#known.set(source, await this.#look(source, this.#known.get(source)));
      this.#failures.delete(source);
      turns.failure = null;
    } catch (error) {
      const failure = { atMs: performance.now(), error };
      if (error instanceof DatabaseUnavailable) {
        turns.failure = failure;
        for (const each of turns.waiting.splice(0)) this.#end(each);
      } else {
        this.#failures.set(source, failure);
      }
    }
    turns.running -= 1;
    this.#end(look);
    this.#next(turns);
  }

  #end({ source, end }: Look): void {
    this.#looks.delete(source);
    end();
  }
}
