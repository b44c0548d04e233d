import type { Log } from '../log/log.ts';
import { pause } from '../pause.ts';

/** An idle process looks so often: one statement that finds nothing takes a fraction of a millisecond. */
const LOOK_EVERY_MS = 1000;
/** Jobs of lost processes are given up so often. */
const TIDY_EVERY_MS = 10_000;
/** A database that hangs does not hold up the end of the service. */
const STOP_WAIT_MS = 1000;
/** Where the database was lost, the owners of jobs could not say that they are there: they come first. */
const TRUSTED_AFTER_MS = 10_000;

export interface QueueWatchParts {
  /** Takes what there is room for. `trusts`: who is silent is lost. */
  readonly look: (trusts: boolean) => Promise<void>;
  /** Ends what nobody works on. */
  readonly tidy: () => Promise<void>;
  readonly log: Log;
}

/** Looks at the queue of jobs every second, and at once when it is told to; once at a time. */
export class QueueWatch {
  readonly #parts: QueueWatchParts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #isWanted = false;
  #isStopped = true;
  #tidiedAtMs = -Infinity;
  #missedAtMs = -Infinity;
  /** False until a look has succeeded after one that failed. */
  #hasSeen = true;

  constructor(parts: QueueWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#isStopped = false;
    this.now();
  }

  /** Looks now, or once more where it is looking. */
  now(): void {
    if (this.#isStopped) return;
    this.#isWanted = true;
    this.#looking ??= this.#run().finally(() => {
      this.#looking = null;
      if (!this.#isStopped) this.#timer = setTimeout(() => this.now(), LOOK_EVERY_MS).unref();
    });
  }

  /** The database did not answer. */
  missed(error: unknown): void {
    this.#missedAtMs = performance.now();
    if (this.#hasSeen) this.#parts.log.warn('jobs-not-seen', { error });
    this.#hasSeen = false;
  }

  /** Resolves when it looks no more, or the database has not answered for a while: what it then takes is soon lost. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#looking === null) return;
    const patience = pause(STOP_WAIT_MS);
    await Promise.race([this.#looking, patience.done]);
    patience.stop();
  }

  async #run(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      try {
        await this.#lookOnce();
      } catch (error) {
        this.missed(error);
      }
    }
  }

  async #lookOnce(): Promise<void> {
    const nowMs = performance.now();
    const trusts = nowMs - this.#missedAtMs > TRUSTED_AFTER_MS;
    if (trusts && nowMs - this.#tidiedAtMs > TIDY_EVERY_MS) {
      await this.#parts.tidy();
      this.#tidiedAtMs = nowMs;
    }
    await this.#parts.look(trusts);
    this.#hasSeen = true;
  }
}
