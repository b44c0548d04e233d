import type { Queryable } from '../platform/db/types.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Log } from '../platform/log/log.ts';
import { pause } from '../platform/pause.ts';
import type { ChangePollerStats } from '../platform/metrics/sources.ts';
import type { Change } from '../layers/change.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerSource } from '../layers/source.ts';

const PRUNE = loadSql('changes/sql/prune');

/** The answer of a poll stays valid for this long: a reader sees a commit after this time at the latest. */
export const FRESH_MS = 250;
const EVERY_MS = 100;
/** Whoever asks for revisions that do not come makes no more polls than one in this time. */
const REACH_EVERY_MS = 20;
/** Time between polls while the database is lost. */
const LOST_EVERY_MS = 250;
/** The poller gives up a poll that takes longer. */
const HUNG_AFTER_MS = 1000;
/** The poller rests when nobody has read for this long. */
const REST_AFTER_MS = 10_000;
const PRUNE_EVERY_MS = 600_000;
/** A poll is tried twice, as a single connection can be cut while the database is well. */
const ATTEMPTS = 2;

/**
 * The order of the subscribers. Caches drop what a change has touched before listeners hand the change on: a map that
 * asks at once must not get what it has just heard is out of date.
 */
const PHASES = ['caches', 'listeners'] as const;
export type ChangePhase = (typeof PHASES)[number];

/**
 * Is called with changes in their order. A poll counts once all listeners are done. `isFirst` marks the first poll,
 * which names every layer.
 */
export type ChangeListener = (changes: readonly Change[], isFirst: boolean) => void | Promise<void>;

interface SourceChanges {
  readonly source: LayerSource;
  readonly changes: readonly Change[];
  /** As of the same moment. */
  readonly isLost: boolean;
}

interface LostLayer {
  readonly source: string;
  readonly sinceMs: number;
}

/**
 * Polls the layers for changes, ten times a second while somebody reads, by one short statement on a connection of its
 * own. Unlike a notification, a poll can miss nothing: what one did not see the next one does.
 */
export class ChangePoller {
  readonly #db: Queryable;
  readonly #log: Log;
  readonly #registry: Pick<LayerRegistry, 'sources'>;
  readonly #listeners: Readonly<Record<ChangePhase, Set<ChangeListener>>> = { caches: new Set(), listeners: new Set() };
  /** Revision of every layer of a source, as of the last poll. */
  readonly #known = new Map<LayerSource, ReadonlyMap<string, number>>();
  readonly #timelines = new Map<LayerSource, number>();
  /** Layers whose own databases could not be looked at by the last poll, with what the settings call those. */
  #lostLayers: ReadonlyMap<string, LostLayer> = new Map();
  #hasLooked = false;
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pruning: NodeJS.Timeout | null = null;
  #attempt: AbortController | null = null;
  /** When the last poll that had an answer was sent. */
  #sentAtMs = -Infinity;
  #readAtMs = -Infinity;
  readonly #keptHours: number;
  #holds = 0;
  #isLost = false;
  /** When it was lost last, until then. */
  #lostUntilMs = -Infinity;
  #isClosed = false;
  #looks = 0;
  #failures = 0;
  #changes = 0;

  /**
   * @param db should wait behind no request: `Database.background`
   * @param keptHours for which changes are kept in the database
   */
  constructor(db: Queryable, registry: Pick<LayerRegistry, 'sources'>, log: Log, keptHours = 1) {
    this.#keptHours = keptHours;
    this.#db = db;
    this.#registry = registry;
    this.#log = log;
  }

  /** @returns a function that ends the subscription */
  onChange(phase: ChangePhase, listener: ChangeListener): () => void {
    this.#listeners[phase].add(listener);
    return () => void this.#listeners[phase].delete(listener);
  }

  /** True while polls fail, or take longer than a second. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether the database was lost at any moment since one of `performance.now`. */
  wasLostSince(sinceMs: number): boolean {
    return this.#isLost || this.#lostUntilMs >= sinceMs;
  }

  /** Whether what is kept of a layer may be out of date, as the database of its source cannot be looked at. */
  isLostFor(layers: readonly string[]): boolean {
    return this.lostSinceMs(layers) !== null;
  }

  /** Since when that is so (of `performance.now`), of the layer that it is longest for; null where it is not. */
  lostSinceMs(layers: readonly string[]): number | null {
    if (this.#lostLayers.size === 0) return null;
    const since = layers.flatMap((layer) => this.#lostLayers.get(layer)?.sinceMs ?? []);
    return since.length === 0 ? null : Math.min(...since);
  }

  get hasLooked(): boolean {
    return this.#hasLooked;
  }

  /** Revision of every layer as of the last poll; empty before the first. */
  get revisions(): ReadonlyMap<string, number> {
    return new Map([...this.#known.values()].flatMap((known) => [...known]));
  }

  /** Of one layer; 0 where nothing is known of it. */
  revisionOf(layer: string): number {
    for (const known of this.#known.values()) {
      const revision = known.get(layer);
      if (revision !== undefined) return revision;
    }
    return 0;
  }

  /** Starts to poll, before anybody reads, and to remove changes that are too old to matter. */
  start(): void {
    this.#pruning ??= setInterval(() => void this.#prune(), PRUNE_EVERY_MS).unref();
    this.wake();
  }

  /** Notes that somebody reads, so that polling goes on. */
  wake(): void {
    this.#readAtMs = performance.now();
    if (this.#timer === null && this.#looking === null && !this.#isClosed) void this.look();
  }

  /** Keeps the poller from resting until the function returned is called. */
  hold(): () => void {
    this.#holds += 1;
    this.wake();
    let held = true;
    return () => {
      if (held) this.#holds -= 1;
      held = false;
    };
  }

  /** Whether the last poll is still valid for a reader at `nowMs` (of `performance.now`). Counts as reading. */
  isFresh(nowMs: number): boolean {
    this.#readAtMs = nowMs;
    return nowMs - this.#sentAtMs < FRESH_MS;
  }

  /** Polls until an answer is valid for a reader of `askedAtMs`. False where the database is lost. */
  async freshen(askedAtMs: number): Promise<boolean> {
    while (!this.isFresh(askedAtMs)) {
      if (this.#isLost || this.#isClosed) return false;
      await this.look();
    }
    return true;
  }

  /** Polls until everything committed so far is seen. False where the database is lost. */
  catchUp(): Promise<boolean> {
    return this.freshen(performance.now() + FRESH_MS);
  }

  /**
   * Whether revisions that another process has told of are known here. Of layers in databases of others each process
   * counts for itself, so these say nothing, and are passed over.
   */
  knows(revisions: ReadonlyMap<string, number>): boolean {
    const sources = [...this.#known];
    for (const [layer, revision] of revisions) {
      if (this.revisionOf(layer) >= revision) continue;
      if (!sources.some(([source, known]) => source.database !== undefined && known.has(layer))) return false;
    }
    return true;
  }

  /**
   * Polls until the revisions are known, or everything committed by now is: whoever told of a revision had seen it
   * committed. So one that is not known then is none any more, as after a backup was restored. Ends at once where the
   * database is lost.
   */
  async reach(revisions: ReadonlyMap<string, number>): Promise<void> {
    const askedAtMs = performance.now();
    while (!this.knows(revisions) && this.#sentAtMs < askedAtMs && !this.#isLost && !this.#isClosed) {
      const restMs = this.#sentAtMs + REACH_EVERY_MS - performance.now();
      if (restMs > 0 && this.#looking === null) await pause(restMs).done;
      else await this.look();
    }
  }

  /** Polls once; calls made meanwhile share the poll. Never rejects; `isLost` says how it ended. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
      this.#schedule();
    });
    return this.#looking;
  }

  stats(): ChangePollerStats {
    return {
      looks: this.#looks,
      failures: this.#failures,
      changes: this.#changes,
      isLost: this.#isLost,
      lastLookAgeMs: this.#sentAtMs === -Infinity ? null : performance.now() - this.#sentAtMs,
    };
  }

  /** Stops polling, and ends the poll in progress. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#pruning !== null) clearInterval(this.#pruning);
    this.#attempt?.abort();
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (let attempt = 1; attempt <= (this.#isLost ? 1 : ATTEMPTS) && !this.#isClosed; attempt += 1) {
      const sentAtMs = performance.now();
      try {
        await this.#take(await this.#ask());
        this.#sentAtMs = sentAtMs;
        this.#looks += 1;
        this.#say(false);
        return;
      } catch (error) {
        if (this.#isClosed) return;
        this.#failures += 1;
        if (attempt === ATTEMPTS || performance.now() - sentAtMs >= HUNG_AFTER_MS) {
          this.#say(true, error);
          return;
        }
      }
    }
  }

  async #ask(): Promise<readonly SourceChanges[]> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    const gaveUp = new Promise<never>((_resolve, reject) => {
      attempt.signal.addEventListener(
        'abort',
        () => reject(new Error('The look for changes was not answered in time.')),
        { once: true },
      );
    });
    const timer = setTimeout(() => attempt.abort(), HUNG_AFTER_MS);
    try {
      // The driver may take its time to notice, or hang with the database.
      return await Promise.race([gaveUp, this.#askSources(attempt.signal)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #askSources(signal: AbortSignal): Promise<readonly SourceChanges[]> {
    const asked = [...this.#registry.sources].map(async (source): Promise<readonly SourceChanges[]> => {
      const known = this.#known.get(source) ?? new Map<string, number>();
      const changes = await source.changes?.(source.database?.background ?? this.#db, known, {
        signal,
        timeline: this.#timelines.get(source),
      });
      return changes === undefined ? [] : [{ source, changes, isLost: source.isLost === true }];
    });
    return (await Promise.all(asked)).flat();
  }

  async #take(answers: readonly SourceChanges[]): Promise<void> {
    const changes = answers.flatMap((answer) => answer.changes);
    if (changes.length > 0) {
      for (const phase of PHASES) {
        for (const listener of this.#listeners[phase]) await listener(changes, !this.#hasLooked);
      }
    }
    this.#changes += changes.length;
    for (const answer of answers) {
      if (answer.changes.length === 0 && this.#hasLooked) continue;
      const timeline = answer.changes.at(-1)?.timeline;
      if (timeline !== undefined) this.#timelines.set(answer.source, timeline);
      const revisions = answer.changes.map(({ layer, revision }) => [layer, revision] as const);
      this.#known.set(answer.source, new Map([...(this.#known.get(answer.source) ?? []), ...revisions]));
    }
    // Only now: what a source has changed while it was lost is out of date in the caches by now.
    this.#noteLost(answers);
    this.#hasLooked = true;
  }

  #noteLost(answers: readonly SourceChanges[]): void {
    const lost = new Map(
      answers
        .filter(({ isLost }) => isLost)
        .flatMap(({ source }) =>
          [...(this.#known.get(source)?.keys() ?? [])].map((layer): [string, LostLayer] => [
            layer,
            {
              source: source.sourceName ?? source.id,
              sinceMs: this.#lostLayers.get(layer)?.sinceMs ?? performance.now(),
            },
          ]),
        ),
    );
    const sourcesOf = (layers: ReadonlyMap<string, LostLayer>): ReadonlySet<string> =>
      new Set([...layers.values()].map(({ source }) => source));
    const [before, now] = [sourcesOf(this.#lostLayers), sourcesOf(lost)];
    for (const source of now) if (!before.has(source)) this.#log.warn('source-lost', { source });
    for (const source of before) if (!now.has(source)) this.#log.info('source-back', { source });
    this.#lostLayers = lost;
  }

  #schedule(): void {
    const nowMs = performance.now();
    const isResting = this.#holds === 0 && nowMs - this.#readAtMs >= REST_AFTER_MS;
    // A lost database is polled on, so that the first reader after the loss need not wait.
    if (this.#isClosed || (isResting && !this.#isLost)) return;
    const inMs = this.#isLost ? LOST_EVERY_MS : Math.max(0, this.#sentAtMs + EVERY_MS - nowMs);
    this.#timer = setTimeout(() => void this.look(), inMs).unref();
  }

  #say(isLost: boolean, error?: unknown): void {
    if (isLost === this.#isLost) return;
    this.#isLost = isLost;
    this.#lostUntilMs = performance.now();
    if (isLost) this.#log.warn('database-lost', { error });
    else this.#log.info('database-back');
  }

  async #prune(): Promise<void> {
    await this.#db.query(PRUNE, [this.#keptHours]).catch((error: unknown) => this.#log.warn('prune-failed', { error }));
  }
}
