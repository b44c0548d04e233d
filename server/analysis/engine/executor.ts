import { AsyncLocalStorage } from 'node:async_hooks';
import { asError } from '../../platform/as-error.ts';
import { Cancelled } from '../errors.ts';
import type { CacheSizes } from './caches.ts';
import type { Answers, Fetch, FromThread, Piece, Reply, StudyProgress, Work } from './protocol.ts';
import type { Versioned } from './sources.ts';
import { fromWire, type WireError } from './wire-error.ts';

export interface ExecutorOptions {
  /** Of the JavaScript heap, in MiB. Typed arrays lie outside it: what they take is estimated before they are made. */
  readonly heapMb: number;
  /** Fetches what the work asks for, until nobody waits for it. `value` null: the executor has it already. */
  readonly fetch: (fetch: Fetch, signal?: AbortSignal) => Promise<Versioned<unknown>>;
  /** A process that gives no sign of life for this long is ended, at work or not. Absent or 0: never. */
  readonly hungAfterMs?: number;
  /** Told when that happens. */
  readonly onHang?: (pid: number, silentMs: number) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** The work watches its time itself. After this time it is stopped from outside. 0: never. */
  readonly timeLimitMs?: number;
  readonly onProgress?: ((progress: StudyProgress) => void) | undefined;
  readonly onPiece?: ((piece: Piece) => void) | undefined;
}

interface Call {
  readonly number: number;
  readonly options: CallOptions;
  /** Runs something as a part of what the caller is a part of. */
  readonly asCaller: ReturnType<typeof AsyncLocalStorage.snapshot>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One piece of work as it begins. */
export interface Begun<Message> {
  readonly message: Message;
  /** Asks the work to stop, and sees to it that it does. */
  readonly cancel: () => void;
  /** Lets go of all timers. */
  readonly end: () => void;
}

/**
 * Does one piece of work at a time in a place of its own: a thread, or a process. It starts with the first piece of
 * work, and again after it had to be ended or has died.
 */
export abstract class Executor<Place extends object = object, Message extends object = object> {
  protected readonly options: ExecutorOptions;
  #place: Place | null = null;
  #call: Call | null = null;
  #calls = 0;
  /** Errors of fetches, by number. The place learns only that a fetch failed, and fails in turn. */
  readonly #notFetched = new Map<number, unknown>();
  #isClosed = false;
  #caches: CacheSizes | null = null;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  /** How much its caches held at its last answer; null before the first. */
  get caches(): CacheSizes | null {
    return this.#caches;
  }

  protected get place(): Place | null {
    return this.#place;
  }

  get isBusy(): boolean {
    return this.#call !== null;
  }

  /** Rejects with what the work threw, `Cancelled`, `OutOfTime`, `OutOfMemory` or `EngineFailed`. */
  async run<W extends Work>(work: W, options: CallOptions = {}): Promise<Answers[W['op']]> {
    const { signal, timeLimitMs = 0 } = options;
    if (this.#call !== null) throw new Error('An executor does one piece of work at a time.');
    if (signal?.aborted === true || this.#isClosed) throw new Cancelled('It was ended before it began.');
    this.#calls += 1;
    const { message, cancel, end } = this.begin(this.#calls, work, timeLimitMs);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return (await this.#start(message, options)) as Answers[W['op']];
    } finally {
      end();
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Starts ahead of the first piece of work. */
  prepare(): void {
    if (this.#place !== null || this.#isClosed) return;
    this.#place = this.open();
    this.release(this.#place);
  }

  /** Ends the place, and with it what it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.kill(new Cancelled('The service is closing.'));
  }

  protected abstract begin(call: number, work: Work, timeLimitMs: number): Begun<Message>;
  protected abstract open(): Place;
  protected abstract send(place: Place, message: Message | Reply): void;
  /** A place that works keeps the service from ending. */
  protected abstract hold(place: Place): void;
  /** An idle one does not. */
  protected abstract release(place: Place): void;
  /** Ends the place by force. Resolves once it is gone. */
  protected abstract terminate(place: Place): Promise<unknown>;

  /** Sends to the current place, where there is one. */
  protected tell(message: Message): void {
    if (this.#place !== null) this.send(this.#place, message);
  }

  /** `place`: nothing is done where another one has taken its place by now. */
  protected async kill(error: Error, place: Place | null = this.#place): Promise<void> {
    if (place === null || place !== this.#place) return;
    this.ended(place, error);
    await this.terminate(place);
  }

  protected ended(place: Place, error: Error): void {
    if (place !== this.#place) return;
    this.#place = null;
    this.#caches = null;
    const call = this.#call;
    this.#call = null;
    call?.reject(error);
  }

  protected take(place: Place, message: FromThread): void {
    if (place !== this.#place) return;
    if (message.type === 'fetch') {
      void this.#fetch(place, message.ask, message.fetch);
      return;
    }
    const call = this.#call;
    if (call?.number !== message.call) return;
    switch (message.type) {
      case 'progress':
        call.options.onProgress?.(message.progress);
        break;
      case 'piece':
        call.options.onPiece?.(message.piece);
        break;
      case 'done':
        this.#caches = message.caches;
        this.#rest(place);
        call.resolve(message.answer);
        break;
      case 'failed':
        this.#rest(place);
        call.reject(this.#errorOf(message.error, call.options));
    }
  }

  #errorOf(error: WireError, { signal }: CallOptions): Error {
    if (error.kind !== 'not-fetched') return fromWire(error);
    const cause = this.#notFetched.get(error.ask);
    // What is read for the work ends with it, and says so in words of its own.
    return signal?.aborted === true ? new Cancelled('It was cancelled while it read.', { cause }) : asError(cause);
  }

  #start(message: Message, options: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#call = { number: this.#calls, options, asCaller: AsyncLocalStorage.snapshot(), resolve, reject };
      this.#notFetched.clear();
      this.#place ??= this.open();
      this.hold(this.#place);
      this.send(this.#place, message);
    });
  }

  #rest(place: Place): void {
    this.#call = null;
    this.release(place);
  }

  async #fetch(place: Place, ask: number, fetch: Fetch): Promise<void> {
    const call = this.#call;
    const signal = call?.options.signal;
    const read = (): ReturnType<ExecutorOptions['fetch']> => this.options.fetch(fetch, signal);
    try {
      this.send(place, { type: 'fetched', ask, versioned: await (call?.asCaller(read) ?? read()) });
    } catch (error) {
      if (place !== this.#place) return;
      this.#notFetched.set(ask, error);
      this.send(place, { type: 'not-fetched', ask });
    }
  }
}
