import { Worker } from 'node:worker_threads';
import { BEAT_EVERY_MS } from '../../hang-watch.ts';

/** Where the process writes its signs of life: a pipe to the process that started it. */
export const BEAT_FD = 4;
export const ALIVE = '.';
/** Alive, and at work on one statement for longer than it may. */
export const STUCK = '!';
/** An hour where a statement of a request may take a minute. */
const LONG_TIMES = 60;

/** The signs of life of the embedded database's process. They go on while the engine works. */
export class Beats {
  /** Number of the unit at work, below 0 where it may be long; 0 where there is none. */
  readonly #unit = new Int32Array(new SharedArrayBuffer(4));
  #units = 0;

  /** `limitMs`: what a unit of work may take, and `LONG_TIMES` as much where it may be long; 0 is any time. */
  constructor(limitMs: number) {
    const workerData = {
      fd: BEAT_FD,
      unit: this.#unit,
      limitMs,
      longLimitMs: limitMs * LONG_TIMES,
      everyMs: BEAT_EVERY_MS,
      alive: ALIVE,
      stuck: STUCK,
    };
    new Worker(new URL('beat-thread.mjs', import.meta.url), { workerData, execArgv: [] }).unref();
  }

  began(mayBeLong: boolean): void {
    this.#units += 1;
    Atomics.store(this.#unit, 0, mayBeLong ? -this.#units : this.#units);
  }

  ended(): void {
    Atomics.store(this.#unit, 0, 0);
  }
}
