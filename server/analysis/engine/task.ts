import { Cancelled, OutOfTime } from '../errors.ts';
import type { Task } from '../types.ts';
import { STOP, STOP_OUT_OF_TIME } from './protocol.ts';

/** Somebody watches it; more often than this is of no use to them. */
const PROGRESS_EVERY_MS = 50;

/**
 * A task in a thread: stopped by a flag in memory that its starter shares, and by its time.
 * `deadlineMs` is of `performance.now()`.
 */
export class ThreadTask implements Task {
  readonly #flag: Int32Array;
  readonly #deadlineMs: number;
  readonly #tell: (share: number, phase: string) => void;
  #toldAtMs = -Infinity;
  #phase = '';

  constructor(flag: Int32Array, deadlineMs: number, tell: (share: number, phase: string) => void) {
    this.#flag = flag;
    this.#deadlineMs = deadlineMs;
    this.#tell = tell;
  }

  progress(share: number, phase: string): void {
    const nowMs = performance.now();
    if (phase === this.#phase && share < 1 && nowMs - this.#toldAtMs < PROGRESS_EVERY_MS) return;
    this.#toldAtMs = nowMs;
    this.#phase = phase;
    this.#tell(Math.max(0, Math.min(1, share)), phase);
  }

  checkpoint(): void {
    const stop = Atomics.load(this.#flag, STOP);
    if (stop === STOP_OUT_OF_TIME || (stop === 0 && performance.now() > this.#deadlineMs))
      throw new OutOfTime('It has taken longer than it may.');
    if (stop !== 0) throw new Cancelled('Somebody has ended it.');
  }

  remainingMs(): number {
    return Atomics.load(this.#flag, STOP) === 0 ? Math.max(0, this.#deadlineMs - performance.now()) : 0;
  }

  /** The same work with less time. */
  within(limitMs: number): ThreadTask {
    return new ThreadTask(this.#flag, Math.min(this.#deadlineMs, performance.now() + limitMs), this.#tell);
  }
}
