import { DatabaseUnavailable, Overloaded, QueryCancelled } from './errors.ts';

export interface QueueOptions {
  /** How many may be inside. */
  readonly slots: number;
  /** How many may wait. One more is refused at once: its answer would come too late, and waiting would cost memory. */
  readonly maxWaiting: number;
  /**
   * Time after which a waiting one is refused as well: the database makes no progress then.
   */
  readonly maxWaitMs: number;
}

export interface EnterOptions {
  readonly signal?: AbortSignal | undefined;
  /** Waits in the same queue, however long the queue is and however long it takes. */
  readonly unlimited?: boolean | undefined;
}

interface Waiter {
  enter(): void;
  fail(error: Error): void;
}

/** Lets a number of callers in at once; the others wait, first come first served. */
export class QueryQueue {
  readonly #options: QueueOptions;
  readonly #queue = new Set<Waiter>();
  #inside = 0;
  #refused = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get inside(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** True where one more would be refused now. That counts as refused, so the caller need not try. */
  refuses(): boolean {
    if (this.#inside < this.#options.slots || this.#queue.size < this.#options.maxWaiting) return false;
    this.#refused += 1;
    return true;
  }

  /**
   * Resolves when inside, to be followed by one `leave`. Rejects with `Overloaded`, `QueryCancelled` or, once closed,
   * `DatabaseUnavailable`.
   */
  enter({ signal, unlimited = false }: EnterOptions = {}): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(new QueryCancelled());
    if (this.#inside < this.#options.slots) {
      this.#inside += 1;
      return Promise.resolve();
    }
    if (!unlimited && this.#queue.size >= this.#options.maxWaiting) return Promise.reject(this.#refuse());
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#queue.delete(waiter);
      };
      const waiter: Waiter = {
        enter: () => {
          end();
          resolve();
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const abort = (): void => waiter.fail(new QueryCancelled());
      const timer = unlimited ? undefined : setTimeout(() => waiter.fail(this.#refuse()), this.#options.maxWaitMs);
      signal?.addEventListener('abort', abort);
      this.#queue.add(waiter);
    });
  }

  leave(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#inside -= 1;
    else next.enter();
  }

  /** Refuses all that wait. */
  close(): void {
    for (const waiter of this.#queue) waiter.fail(new DatabaseUnavailable(new Error('The database was closed.')));
  }

  #refuse(): Overloaded {
    this.#refused += 1;
    return new Overloaded();
  }
}
