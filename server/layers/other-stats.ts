/** Stats of layers whose data lies in databases of somebody else's, which may be slow or lost. */
import type { Database } from '../platform/db/types.ts';
import type { LayerSource } from './source.ts';

/** Each table of a database is a source: all at once would take all of its connections. */
const SOURCES_AT_ONCE = 4;
/** How long an answer waits for what it has nothing of yet, and for news of what it has. */
const PATIENCE_MS = { first: 10_000, news: 1500 } as const;
/** A database that did not answer is left alone for so long. */
const RETRY_AFTER_MS = 5000;

/** One look at all sources of a database. */
interface Round {
  readonly done: Promise<void>;
  readonly startedAtMs: number;
  endedAtMs: number | null;
  hasFailed: boolean;
}

/**
 * Keeps what was found of each source. Nobody waits for long: a round goes on after its callers have gone, and the next
 * ones get what it has found meanwhile. A source that fails ends the round of its database, as the others would too.
 */
export class OtherStats<Stats> {
  readonly #look: (source: LayerSource, known: Stats | undefined) => Promise<Stats>;
  readonly #rounds = new Map<Database, Round>();
  #known = new Map<LayerSource, Stats>();

  /** @param look finds out what has changed since what is known of a source */
  constructor(look: (source: LayerSource, known: Stats | undefined) => Promise<Stats>) {
    this.#look = look;
  }

  /** What is known of sources that have databases of their own; never rejects. */
  async of(sources: readonly LayerSource[]): Promise<ReadonlyMap<LayerSource, Stats>> {
    const byDatabase = new Map<Database, LayerSource[]>();
    for (const source of sources) {
      if (source.database === undefined) continue;
      byDatabase.set(source.database, [...(byDatabase.get(source.database) ?? []), source]);
    }
    // Of sources that are gone nothing is kept.
    this.#known = new Map([...this.#known].filter(([source]) => sources.includes(source)));
    await Promise.all([...byDatabase].map(([database, of]) => this.#wait(database, of)));
    return this.#known;
  }

  async #wait(database: Database, sources: readonly LayerSource[]): Promise<void> {
    const nowMs = performance.now();
    const before = this.#rounds.get(database);
    const isRunning = before !== undefined && before.endedAtMs === null;
    const rests = before?.hasFailed === true && nowMs - (before.endedAtMs ?? nowMs) < RETRY_AFTER_MS;
    const round = before !== undefined && (isRunning || rests) ? before : this.#start(database, sources);
    if (round.endedAtMs !== null) return;
    const isFirst = before?.hasFailed !== true && sources.some((source) => !this.#known.has(source));
    const leftMs = round.startedAtMs + PATIENCE_MS[isFirst ? 'first' : 'news'] - nowMs;
    if (leftMs <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, leftMs);
    });
    await Promise.race([round.done, late]);
    clearTimeout(timer);
  }

  #start(database: Database, sources: readonly LayerSource[]): Round {
    const left = sources.values();
    let hasFailed = false;
    const work = async (): Promise<void> => {
      for (const source of left) {
        if (hasFailed) return;
        try {
          const stats = await this.#look(source, this.#known.get(source));
          this.#known.set(source, stats);
        } catch {
          hasFailed = true;
        }
      }
    };
    const done = Promise.all(Array.from({ length: SOURCES_AT_ONCE }, work)).then(() => {
      round.endedAtMs = performance.now();
      round.hasFailed = hasFailed;
    });
    const round: Round = { done, startedAtMs: performance.now(), endedAtMs: null, hasFailed: false };
    this.#rounds.set(database, round);
    return round;
  }
}
