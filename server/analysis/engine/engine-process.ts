import { fork, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';
import type { CacheSizes } from './caches.ts';
import { GRACE_MS, type CallOptions, type Executor, type ThreadOptions } from './engine-thread.ts';
import type { Answers, Fetch, FromThread, ToProcess, Work } from './protocol.ts';
import { asError, fromWire } from './wire-error.ts';

const BOOT = fileURLToPath(new URL('./process-boot.mjs', import.meta.url));
/** The process stops its thread by itself within `GRACE_MS`. One that answers nothing at all is killed after this. */
const PROCESS_GRACE_MS = 5 * GRACE_MS;
/** Of what a process wrote as it died, the end is kept for the log. */
const KEPT_STDERR = 4000;

interface Call {
  readonly number: number;
  readonly options: CallOptions;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * As `EngineThread`, in a process of its own: work that takes more memory than there is ends that process alone. It
 * starts with the first piece of work, and again after it has died.
 */
export class EngineProcess implements Executor {
  readonly #options: ThreadOptions;
  #child: ChildProcess | null = null;
  #call: Call | null = null;
  #calls = 0;
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

  /** Rejects as `EngineThread.run`; with `OutOfMemory` too where the process died of it. */
  async run<W extends Work>(work: W, options: CallOptions = {}): Promise<Answers[W['op']]> {
    const { signal, timeLimitMs = 0 } = options;
    if (this.#call !== null) throw new Error('A process does one piece of work at a time.');
    if (signal?.aborted === true || this.#isClosed) throw new Cancelled('It was ended before it began.');
    const killLater = (error: Error, afterMs: number): NodeJS.Timeout => setTimeout(() => this.#kill(error), afterMs);
    const timer =
      timeLimitMs > 0
        ? killLater(new OutOfTime('Its process did not answer when its time was over.'), timeLimitMs + PROCESS_GRACE_MS)
        : undefined;
    let grace: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      if (this.#child !== null) this.#send(this.#child, { type: 'cancel' });
      grace ??= killLater(new Cancelled('Its process did not answer when it was cancelled.'), PROCESS_GRACE_MS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return (await this.#start(work, timeLimitMs, options)) as Answers[W['op']];
    } finally {
      this.#call = null;
      this.#unref();
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends the process, and with it what it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (child === null) return;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.#kill(new Cancelled('The service is closing.'));
    await closed;
  }

  #start(work: Work, timeLimitMs: number, options: CallOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#call = { number: this.#calls, options, resolve, reject };
      this.#notFetched.clear();
      this.#child ??= this.#fork();
      this.#child.ref();
      this.#child.channel?.ref();
      this.#send(this.#child, { type: 'work', call: this.#calls, work, timeLimitMs });
    });
  }

  #fork(): ChildProcess {
    const child = fork(BOOT, [String(this.#options.heapMb)], {
      // Typed arrays are written as bytes, not as JSON.
      serialization: 'advanced',
      // V8 takes a limit of the process for that of its thread too.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT_STDERR);
    });
    if (child.stderr instanceof Socket) child.stderr.unref();
    child.on('message', (message) => this.#take(child, message as FromThread));
    child.on('error', (error) => this.#ended(child, new EngineFailed('The process failed.', { cause: error })));
    child.once('close', (status, signal) => this.#ended(child, errorOf(status, signal, stderr)));
    return child;
  }

  #take(child: ChildProcess, message: FromThread): void {
    if (child !== this.#child) return;
    if (message.type === 'fetch') {
      void this.#fetch(child, message.ask, message.fetch);
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
        call.resolve(message.answer);
        break;
      case 'failed':
        call.reject(
          message.error.kind === 'not-fetched'
            ? asError(this.#notFetched.get(message.error.ask))
            : fromWire(message.error),
        );
    }
  }

  async #fetch(child: ChildProcess, ask: number, fetch: Fetch): Promise<void> {
    try {
      this.#send(child, { type: 'fetched', ask, versioned: await this.#options.fetch(fetch) });
    } catch (error) {
      if (child !== this.#child) return;
      this.#notFetched.set(ask, error);
      this.#send(child, { type: 'not-fetched', ask });
    }
  }

  /** A process that is gone takes nothing more: its end is told by itself. */
  #send(child: ChildProcess, message: ToProcess): void {
    if (child.connected) child.send(message, () => undefined);
  }

  /** An idle process keeps the service from ending no more than an idle thread does. */
  #unref(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  #kill(error: Error): void {
    const child = this.#child;
    if (child === null) return;
    this.#ended(child, error);
    child.kill('SIGKILL');
  }

  #ended(child: ChildProcess, error: Error): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#caches = null;
    this.#call?.reject(error);
  }
}

/** V8 aborts where it finds no memory; the system kills what takes more memory than the machine has. */
function errorOf(status: number | null, signal: NodeJS.Signals | null, stderr: string): Error {
  if (signal === 'SIGKILL' || /out of memory|allocation failed/i.test(stderr))
    return new OutOfMemory('The process ran out of memory.');
  const how = signal ?? `status ${String(status)}`;
  return new EngineFailed(`The process ended with ${how}.`, { cause: new Error(stderr) });
}
