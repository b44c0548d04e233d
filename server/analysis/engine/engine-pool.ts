import { Cancelled, EngineBusy } from '../errors.ts';
import type { CallOptions, Executor } from './executor.ts';
import type { Answers, Work } from './protocol.ts';
import type { CacheSizes } from './caches.ts';

export interface PoolOptions {
  readonly size: number;
  /** Makes a thread or a process. */
  readonly make: () => Executor;
  /** Work beyond this number is refused. */
  readonly maxWaiting: number;
}

export interface RunOptions extends CallOptions {
  /** Called when its turn has come. */
  readonly onStart?: (() => void) | undefined;
}

interface Waiting {
  readonly work: Work;
  readonly options: RunOptions;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A bounded number of threads or processes, and a bounded queue before them, first come first served. */
export class EnginePool {
  readonly #executors: readonly Executor[];
  readonly #maxWaiting: number;
  readonly #waiting = new Set<Waiting>();
  #isClosed = false;

  constructor({ size, make, maxWaiting }: PoolOptions) {
    this.#executors = Array.from({ length: size }, make);
    this.#maxWaiting = maxWaiting;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Of those that have answered: how much their caches held then. */
  get caches(): readonly CacheSizes[] {
    return this.#executors.flatMap(({ caches }) => (caches === null ? [] : [caches]));
  }

  /** Work in progress. */
  get busy(): number {
    return this.#executors.filter((executor) => executor.isBusy).length;
  }

  /** True where one more would be refused. */
  get isFull(): boolean {
    return this.#isClosed || this.#waiting.size >= this.#maxWaiting;
  }

  /**
   * Rejects as `Executor.run`, and with `EngineBusy` where too many wait. What waits and is aborted leaves the
   * queue.
   */
  run<W extends Work>(work: W, options: RunOptions = {}): Promise<Answers[W['op']]> {
    const { signal } = options;
    if (this.#isClosed || signal?.aborted === true)
      return Promise.reject(new Cancelled('It was ended before it began.'));
    if (this.#executors.every((executor) => executor.isBusy) && this.isFull)
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

  /** Refuses all work that waits, and ends all threads and processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting) reject(new Cancelled('The service is closing.'));
    this.#waiting.clear();
    await Promise.all(this.#executors.map((executor) => executor.close()));
  }

  #next(): void {
    const executor = this.#executors.find((each) => !each.isBusy);
    const [first] = this.#waiting;
    if (executor === undefined || first === undefined) return;
    this.#waiting.delete(first);
    first.options.onStart?.();
    executor
      .run(first.work, first.options)
      .then(first.resolve, first.reject)
      .finally(() => this.#next())
      .catch(() => undefined);
  }
}
