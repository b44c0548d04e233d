import { DatabaseUnavailable, Overloaded, QueryCancelled } from '../db/errors.ts';
import { THE_SERVICE } from './client-address.ts';
import { FairQueue, type Claim, type FairQueueOptions, type Refusal } from './fair-queue.ts';

/** One more than `maxWaiting` is refused at once: its answer would come too late, and waiting would cost memory. */
export interface TurnQueueOptions extends Omit<FairQueueOptions, 'now'> {
  /**
   * Time after which a waiting one is refused as well: the database makes no progress then.
   */
  readonly maxWaitMs: number;
}

export interface EnterOptions {
  readonly signal?: AbortSignal | undefined;
  /** Waits in the same queue, however long the queue is and however long it takes. */
  readonly unlimited?: boolean | undefined;
  /** Clients that wait for it; the service itself where absent. */
  readonly clients?: ReadonlySet<string> | undefined;
  /** Called with the ticket before it waits: `fail` takes it out of the queue. */
  readonly onTicket?: ((ticket: Ticket) => void) | undefined;
}

/** A caller that waits, or is inside. */
export interface Ticket extends Claim {
  readonly enter: () => void;
  readonly fail: (error: Error) => void;
}

/** Lets a number of callers in at once; the others wait. Clients share it by turns, see `FairQueue`. */
export class TurnQueue {
  readonly #maxWaitMs: number;
  readonly #queue: FairQueue<Ticket>;
  #refused = 0;
  #lingering: NodeJS.Timeout | undefined;

  constructor({ maxWaitMs, ...options }: TurnQueueOptions) {
    this.#maxWaitMs = maxWaitMs;
    this.#queue = new FairQueue(options);
  }

  get inside(): number {
    return this.#queue.inside;
  }

  get waiting(): number {
    return this.#queue.waiting;
  }

  /** Refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Why one more would be refused now; null where it would not. That counts as refused, so the caller need not try. */
  refuses(clients: ReadonlySet<string>): Refusal | null {
    const refusal = this.#queue.refuses(clients);
    if (refusal !== null) this.#refused += 1;
    return refusal;
  }

  /**
   * Resolves when inside, with what `leave` takes. Rejects with `Overloaded`, `QueryCancelled` or, once closed,
   * `DatabaseUnavailable`.
   */
  enter({ signal, unlimited = false, clients = THE_SERVICE, onTicket }: EnterOptions = {}): Promise<Ticket> {
    if (signal?.aborted === true) return Promise.reject(new QueryCancelled());
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const ticket: Ticket = {
        clients,
        unlimited,
        enter: () => {
          end();
          resolve(ticket);
        },
        fail: (error) => {
          end();
          this.#queue.remove(ticket);
          reject(error);
        },
      };
      const abort = (): void => ticket.fail(new QueryCancelled());
      const late = (): void => ticket.fail(this.#refuse('full'));
      const timer = unlimited ? undefined : setTimeout(late, this.#maxWaitMs);
      signal?.addEventListener('abort', abort);
      onTicket?.(ticket);
      const refused = this.#queue.add(ticket);
      if (refused !== null) refused.claim.fail(this.#refuse(refused.refusal));
      this.#next();
    });
  }

  /** Does the work inside. Rejects as `enter` and the work do. */
  async run<T>(work: () => T | Promise<T>, options: EnterOptions): Promise<T> {
    const ticket = await this.enter(options);
    try {
      return await work();
    } finally {
      this.leave(ticket);
    }
  }

  leave(ticket: Ticket): void {
    this.#queue.done(ticket);
    this.#next();
  }

  /** Refuses all that wait. */
  close(): void {
    for (const ticket of this.#queue.claims)
      ticket.fail(new DatabaseUnavailable(new Error('The database was closed.')));
  }

  #next(): void {
    for (let ticket = this.#queue.next(); ticket !== null; ticket = this.#queue.next()) ticket.enter();
    clearTimeout(this.#lingering);
    const { lingersMs } = this.#queue;
    if (lingersMs > 0) this.#lingering = setTimeout(() => this.#next(), lingersMs);
  }

  #refuse(refusal: Refusal): Overloaded {
    this.#refused += 1;
    return new Overloaded(refusal);
  }
}
