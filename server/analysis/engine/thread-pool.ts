import { Cancelled, EngineBusy } from '../errors.ts';
import { EngineThread, type CallOptions, type ThreadOptions } from './engine-thread.ts';
import type { Answers, Work } from './protocol.ts';
import type { CacheSizes } from './caches.ts';

export interface PoolOptions extends ThreadOptions {
  readonly threads: number;
  /** More than these are refused. */
  readonly maxWaiting: number;
}

export interface RunOptions extends CallOptions {
  /** Its turn has come. */
  readonly onStart?: (() => void) | undefined;
}

interface Waiting {
  readonly work: Work;
  readonly options: RunOptions;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A bounded number of threads, and a bounded queue before them, first come first served. */
export class ThreadPool {
  readonly #threads: readonly EngineThread[];
  readonly #maxWaiting: number;
  readonly #waiting = new Set<Waiting>();
  #isClosed = false;

  constructor({ threads, maxWaiting, ...options }: PoolOptions) {
    this.#threads = Array.from({ length: threads }, () => new EngineThread(options));
    this.#maxWaiting = maxWaiting;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Of the threads that have answered: how much their caches held then. */
  get caches(): readonly CacheSizes[] {
    return this.#threads.flatMap(({ caches }) => (caches === null ? [] : [caches]));
  }

  /** Work in progress. */
  get busy(): number {
    return this.#threads.filter((thread) => thread.isBusy).length;
  }

  /** True where one more would be refused. */
  get isFull(): boolean {
    return this.#isClosed || this.#waiting.size >= this.#maxWaiting;
  }

  /**
   * Rejects as `EngineThread.run`, and with `EngineBusy` where too many wait. What waits and is aborted leaves the
   * queue.
   */
  run<W extends Work>(work: W, options: RunOptions = {}): Promise<Answers[W['op']]> {
    const { signal } = options;
    if (this.#isClosed || signal?.aborted === true)
      return Promise.reject(new Cancelled('It was ended before it began.'));
    if (this.#threads.every((thread) => thread.isBusy) && this.isFull)
      return Promise.reject(new EngineBusy(this.#waiting.size));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (this.#waiting.delete(waiting)) reject(new Cancelled('Nobody waits for it any more.'));
      };
      const waiting: Waiting = {
        work,
        options,
        reject,
        resolve: (answer) => resolve(answer as Answers[W['op']]),
      };
      this.#waiting.add(waiting);
      signal?.addEventListener('abort', leave, { once: true });
      this.#next();
    });
  }

  /** Refuses all work that waits, and ends all threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting) reject(new Cancelled('The service is closing.'));
    this.#waiting.clear();
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #next(): void {
    const thread = this.#threads.find((each) => !each.isBusy);
    const [first] = this.#waiting;
    if (thread === undefined || first === undefined) return;
    this.#waiting.delete(first);
    first.options.onStart?.();
    thread
      .run(first.work, first.options)
      .then(first.resolve, first.reject)
      .finally(() => this.#next())
      .catch(() => undefined);
  }
}
