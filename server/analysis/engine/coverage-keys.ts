import { SharedWork } from '../../platform/db/shared-work.ts';
import type { CoverageKeys } from './protocol.ts';

/** What a coverage is computed from, by name. */
export type KeyedNames = readonly [network: string | null, demand: string, layer: string, transit: string | null];

/** `isAhead`: nobody waits for it. */
export type ReadKeys = (names: KeyedNames, isAhead: boolean, signal: AbortSignal) => Promise<CoverageKeys>;

/** The keys of this many combinations of names are kept. */
const KEPT = 8;
/** They are followed until nobody has asked for so long: somebody who drags may look for a while. */
const REST_AFTER_MS = 10_000;
/** As often as the change poller: a read that is on its way is there before the last one is too old. */
const READS_PER_FRESH = 2.5;

interface Entry {
  readonly names: KeyedNames;
  /** When the read was sent whose keys these are. */
  sentAtMs: number;
  keys: SharedWork<CoverageKeys>;
  askedAtMs: number;
}

/**
 * Keys of the data behind the planner's coverages. A drag needs them at every step. The first step has them read;
 * from then on they are read ahead, as the change poller reads revisions, so that the next steps ask no database.
 */
export class CoverageKeyFollower {
  readonly #read: ReadKeys;
  readonly #freshMs: number;
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | null = null;
  #isReading = false;
  readonly #closed = new AbortController();

  /** `freshMs`: keys stay valid for so long after the read was sent. 0: they are read each time. */
  constructor(read: ReadKeys, freshMs: number) {
    this.#read = read;
    this.#freshMs = freshMs;
  }

  /** Rejects as the read does, and with `QueryCancelled` once the signal is aborted. */
  get(names: KeyedNames, signal: AbortSignal | undefined): Promise<CoverageKeys> {
    const name = JSON.stringify(names);
    const nowMs = performance.now();
    let entry = this.#entries.get(name);
    if (entry === undefined || nowMs - entry.sentAtMs >= this.#freshMs || entry.keys.isAborted) {
      const begun: Entry = {
        names,
        sentAtMs: nowMs,
        askedAtMs: nowMs,
        keys: new SharedWork(async (abort) => {
          try {
            return await this.#read(names, false, abort);
          } catch (error) {
            if (this.#entries.get(name) === begun) this.#entries.delete(name);
            throw error;
          }
        }),
      };
      entry = begun;
    }
    entry.askedAtMs = nowMs;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    for (const oldest of [...this.#entries.keys()].slice(0, -KEPT)) this.#entries.delete(oldest);
    this.#schedule();
    return entry.keys.join(signal);
  }

  /** Reads nothing ahead any more. */
  close(): void {
    this.#closed.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    if (this.#timer !== null || this.#isReading || this.#freshMs === 0 || this.#closed.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#isReading = true;
      void this.#readAhead().finally(() => {
        this.#isReading = false;
        if (this.#wanted().length > 0) this.#schedule();
      });
    }, this.#freshMs / READS_PER_FRESH).unref();
  }

  async #readAhead(): Promise<void> {
    await Promise.all(
      this.#wanted().map(async (entry) => {
        const sentAtMs = performance.now();
        // Whoever asks next reads them itself, and hears why they cannot be read.
        const keys = await this.#read(entry.names, true, this.#closed.signal).catch(() => null);
        if (keys === null || sentAtMs <= entry.sentAtMs) return;
        entry.sentAtMs = sentAtMs;
        entry.keys = new SharedWork(() => Promise.resolve(keys));
      }),
    );
  }

  #wanted(): readonly Entry[] {
    const nowMs = performance.now();
    return [...this.#entries.values()].filter(({ askedAtMs }) => nowMs - askedAtMs < REST_AFTER_MS);
  }
}
