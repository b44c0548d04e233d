import { AsyncLocalStorage } from 'node:async_hooks';
import { FairQueue, type Claim } from '../../platform/fairness/fair-queue.ts';
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
  /** Clients that wait for it; the service itself where absent. */
  readonly clients?: ReadonlySet<string> | undefined;
  /** It was promised to be done: it waits, however many do. */
  readonly isPromised?: boolean | undefined;
}

interface Waiting extends Claim {
  readonly work: Work;
  readonly options: RunOptions;
  /** Runs something as a part of what the caller is a part of: the call before it ends in its own. */
  readonly asCaller: ReturnType<typeof AsyncLocalStorage.snapshot>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const THE_SERVICE: ReadonlySet<string> = new Set();

/** A bounded number of threads or processes, and a bounded queue before them. Clients share it by turns. */
export class EnginePool {
  readonly #executors: readonly Executor[];
  readonly #queue: FairQueue<Waiting>;
  readonly #maxWaiting: number;
  #isClosed = false;

  constructor({ size, make, maxWaiting }: PoolOptions) {
    this.#executors = Array.from({ length: size }, make);
    this.#queue = new FairQueue({ slots: size, maxWaiting });
    this.#maxWaiting = maxWaiting;
  }

  get waiting(): number {
    return this.#queue.waiting;
  }

  /** Of those that have answered: how much their caches held then. */
  get caches(): readonly CacheSizes[] {
    return this.#executors.flatMap(({ caches }) => (caches === null ? [] : [caches]));
  }

  /** As many wait as may: one more is refused, or another goes for it. */
  get isFull(): boolean {
    return this.#isClosed || this.#queue.waiting >= this.#maxWaiting;
  }

  /**
   * Rejects as `Executor.run`, and with `EngineBusy` where too many wait. What waits and is aborted leaves the
   * queue.
   */
  run<W extends Work>(work: W, options: RunOptions = {}): Promise<Answers[W['op']]> {
    const { signal, clients = THE_SERVICE, isPromised = false } = options;
    if (this.#isClosed || signal?.aborted === true)
      return Promise.reject(new Cancelled('It was ended before it began.'));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        clients,
        unlimited: isPromised,
        work,
        options,
        asCaller: AsyncLocalStorage.snapshot(),
        reject,
        resolve: (answer) => resolve(answer as Answers[W['op']]),
      };
      const leave = (): void => {
        if (this.#queue.remove(waiting)) reject(new Cancelled('Nobody waits for it any more.'));
      };
      const refused = this.#queue.add(waiting);
      refused?.claim.reject(new EngineBusy(this.#queue.waiting, refused.refusal));
      signal?.addEventListener('abort', leave, { once: true });
      this.#next();
    });
  }

  /** Starts one thread or process ahead of the first work. */
  prepare(): void {
    if (!this.#isClosed) this.#executors[0]?.prepare();
  }

  /** Refuses all work that waits, and ends all threads and processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#queue.claims) {
      this.#queue.remove(waiting);
      waiting.reject(new Cancelled('The service is closing.'));
    }
    await Promise.all(this.#executors.map((executor) => executor.close()));
  }

  #next(): void {
    const executor = this.#executors.find((each) => !each.isBusy);
    const waiting = executor === undefined ? null : this.#queue.next();
    if (executor === undefined || waiting === null) return;
    waiting
      .asCaller(() => {
        waiting.options.onStart?.();
        return executor.run(waiting.work, waiting.options);
      })
      .then(waiting.resolve, waiting.reject)
      .finally(() => {
        this.#queue.done(waiting);
        this.#next();
      })
      .catch(() => undefined);
  }
}
