import { Worker } from 'node:worker_threads';
import { Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';
import type { Versioned } from './sources.ts';
import {
  type Answers,
  type Fetch,
  type FromThread,
  type Piece,
  type StudyProgress,
  type ToThread,
  type Work,
  STOP,
  STOP_CANCELLED,
  STOP_OUT_OF_TIME,
} from './protocol.ts';
import type { CacheSizes } from './caches.ts';
import { asError, fromWire } from './wire-error.ts';

const BOOT = new URL('./boot.mjs', import.meta.url);

/** A thread looks at its flag about every 50 ms. One that still works after this time is terminated. */
export const GRACE_MS = 2000;

export interface ThreadOptions {
  /** Of the JavaScript heap, in MiB. Typed arrays lie outside it: what they take is estimated before they are made. */
  readonly heapMb: number;
  /** Answers what the thread asks for. `value` null: what it knows still holds. */
  readonly fetch: (fetch: Fetch) => Promise<Versioned<unknown>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** The thread watches its time itself. After this time the flag stops it from outside. 0: never. */
  readonly timeLimitMs?: number;
  readonly onProgress?: ((progress: StudyProgress) => void) | undefined;
  readonly onPiece?: ((piece: Piece) => void) | undefined;
}

/** A place that does one piece of work at a time: a thread, or a process. */
export interface Executor {
  /** How much its caches held at its last answer; null before the first. */
  readonly caches: CacheSizes | null;
  readonly isBusy: boolean;
  run<W extends Work>(work: W, options?: CallOptions): Promise<Answers[W['op']]>;
  close(): Promise<void>;
}

interface Call {
  readonly number: number;
  readonly options: CallOptions;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A thread that does one piece of work at a time. It starts with the first, and again after it had to be ended: after
 * one that ran out of memory or did not stop when told to.
 */
export class EngineThread implements Executor {
  readonly #options: ThreadOptions;
  #worker: Worker | null = null;
  #call: Call | null = null;
  #calls = 0;
  /** Errors of fetches, by number. The thread learns only that a fetch failed, and fails in turn. */
  readonly #notFetched = new Map<number, unknown>();
  #isClosed = false;
  #caches: CacheSizes | null = null;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  get caches(): CacheSizes | null {
    return this.#caches;
  }

  get isBusy(): boolean {
    return this.#call !== null;
  }

  /** Rejects with what the work threw, `Cancelled`, `OutOfTime`, `OutOfMemory` or `EngineFailed`. */
  async run<W extends Work>(work: W, options: CallOptions = {}): Promise<Answers[W['op']]> {
    const { signal, timeLimitMs = 0 } = options;
    if (this.#call !== null) throw new Error('A thread does one piece of work at a time.');
    if (signal?.aborted === true || this.#isClosed) throw new Cancelled('It was ended before it began.');
    const flag = new Int32Array(new SharedArrayBuffer(4));
    let grace: NodeJS.Timeout | undefined;
    const stop = (why: number, error: Error) => (): void => {
      Atomics.compareExchange(flag, STOP, 0, why);
      grace ??= setTimeout(() => this.#kill(error), GRACE_MS);
    };
    const cancel = stop(STOP_CANCELLED, new Cancelled('It did not end by itself when it was cancelled.'));
    const timer =
      timeLimitMs > 0
        ? setTimeout(
            stop(STOP_OUT_OF_TIME, new OutOfTime('It did not end by itself when its time was over.')),
            timeLimitMs,
          )
        : undefined;
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return (await this.#start(work, flag, options)) as Answers[W['op']];
    } finally {
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends the thread, and with it what it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#kill(new Cancelled('The service is closing.'));
    await worker?.terminate();
  }

  #start(work: Work, flag: Int32Array, options: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#call = { number: this.#calls, options, resolve, reject };
      this.#notFetched.clear();
      this.#worker ??= this.#spawn();
      this.#send(this.#worker, { type: 'work', call: this.#calls, work, flag });
    });
  }

  #spawn(): Worker {
    const worker = new Worker(BOOT, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: this.#options.heapMb } });
    worker.on('message', (message: FromThread) => this.#take(worker, message));
    worker.on('error', (error: Error & { readonly code?: string }) => {
      this.#ended(
        worker,
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new OutOfMemory('The thread ran out of memory.')
          : new EngineFailed('The thread failed.', { cause: error }),
      );
    });
    worker.on('exit', (status) =>
      this.#ended(worker, new EngineFailed(`The thread ended with status ${String(status)}.`)),
    );
    // An idle thread keeps no process alive.
    worker.unref();
    return worker;
  }

  #take(worker: Worker, message: FromThread): void {
    if (worker !== this.#worker) return;
    if (message.type === 'fetch') {
      void this.#fetch(worker, message.ask, message.fetch);
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
        this.#call = null;
        worker.unref();
        call.resolve(message.answer);
        break;
      case 'failed':
        this.#call = null;
        worker.unref();
        call.reject(
          message.error.kind === 'not-fetched'
            ? asError(this.#notFetched.get(message.error.ask))
            : fromWire(message.error),
        );
    }
  }

  async #fetch(worker: Worker, ask: number, fetch: Fetch): Promise<void> {
    try {
      this.#send(worker, { type: 'fetched', ask, versioned: await this.#options.fetch(fetch) });
    } catch (error) {
      if (worker !== this.#worker) return;
      this.#notFetched.set(ask, error);
      this.#send(worker, { type: 'not-fetched', ask });
    }
  }

  #send(worker: Worker, message: ToThread): void {
    worker.ref();
    worker.postMessage(message);
  }

  #kill(error: Error): void {
    const worker = this.#worker;
    if (worker === null) return;
    this.#ended(worker, error);
    void worker.terminate();
  }

  #ended(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#caches = null;
    const call = this.#call;
    this.#call = null;
    call?.reject(error);
  }
}
