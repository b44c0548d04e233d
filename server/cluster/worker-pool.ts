import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../platform/log/log.ts';
import { FIRST_BEAT_MS, HangWatch } from '../platform/hang-watch.ts';
import { RUN } from '../platform/run.ts';
import { readToPrimary, WORKER_NUMBER, type ToWorker } from './messages.ts';
import { countsOfPool } from './pool-counts.ts';
import { StandIn } from './stand-in-process.ts';
import { Totals, type Reporter } from './totals.ts';
import { closeUntaken } from './untaken.ts';

export interface WorkersOptions {
  readonly count: number;
  /** Script of a worker, which calls `runWorker`. */
  readonly script: string;
  /** Settings of the workers beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
  /** A worker that gives no sign of life for this long is killed and replaced; 0 is never. */
  readonly hungAfterMs: number;
  /** Time that a worker which is told to stop has to finish what it accepted. */
  readonly endAfterMs: number;
  /** Describes a hang in a sentence, for the log. */
  readonly explainHang: (hang: Hang) => string;
}

/** A worker that has to be killed. */
export interface Hang {
  readonly worker: number;
  readonly pid: number;
  /** Seconds without a sign of life, or since its start where it does not become ready. */
  readonly seconds: number;
  readonly isStarting: boolean;
}

/** A worker could not start, again and again. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
  readonly attempts: number;
  readonly reason: string;

  constructor(attempts: number, reason: string) {
    super(`A worker could not start, ${String(attempts)} times in a row: ${reason}`);
    this.attempts = attempts;
    this.reason = reason;
  }
}

/** Waits before a worker is started again: after its first end, its second in a row, and so on. */
const BACKOFF_MS = [100, 500, 1000, 2000, 5000] as const;
/** A worker that answered for this long before it ended is started again as after a first end. */
const HEALTHY_AFTER_MS = 30_000;
const MAX_FAILED_STARTS = 3;
/** A worker that lives and is not ready by then waits for something that does not come. */
const READY_AFTER_MS = 180_000;
/** After this much silence of every worker a stand-in answers for them. It takes up to 2 s to start. */
const STAND_IN_AFTER_MS = 3000;

/** A slot that one worker at a time fills; a worker has the number of its slot. */
interface WorkerSlot extends Reporter {
  worker: Worker | null;
  timer: NodeJS.Timeout | null;
  /** Of the worker's signs of life, and of its start until it is ready. */
  watches: { readonly life: HangWatch; readonly start: HangWatch } | null;
  failedStarts: number;
  restarts: number;
}

/** Why a worker has ended: what it said itself, and how. */
interface Problem {
  readonly reason: string;
  readonly passing: boolean;
  readonly ended: string;
}

/** Keeps as many workers as are wanted: starts each again when it ends, and ends one that hangs. */
export class WorkerPool {
  readonly failed: Promise<never>;
  readonly #options: WorkersOptions;
  readonly #slots: readonly WorkerSlot[];
  readonly #totals: Totals;
  readonly #ready = new Set<number>();
  readonly #standIn: StandIn;
  #fail: (error: WorkerFailed) => void = () => undefined;
  #becomeReady: (url: string) => void = () => undefined;
  #wasReady = false;
  #restarts = 0;
  #hung = 0;
  #closing: Promise<void> | null = null;

  constructor(options: WorkersOptions) {
    this.#options = options;
    this.#standIn = new StandIn(options.env, options.log);
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
    this.#slots = Array.from({ length: options.count }, (_, at) => this.#newSlot(at + 1));
    this.#totals = new Totals(
      () => this.#slots.filter(({ number }) => this.#ready.has(number)),
      countsOfPool({ ready: () => this.#ready.size, restarts: () => this.#restarts, hung: () => this.#hung }),
    );
  }

  /** Starts all. @returns their address, once all are ready */
  ready(): Promise<string> {
    return new Promise((resolve) => {
      this.#becomeReady = resolve;
      for (const slot of this.#slots) this.#launch(slot);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  kill(): void {
    this.#standIn.kill();
    for (const { worker } of this.#slots) worker?.process.kill('SIGKILL');
  }

  #newSlot(number: number): WorkerSlot {
    const slot: WorkerSlot = {
      number,
      worker: null,
      timer: null,
      watches: null,
      failedStarts: 0,
      restarts: 0,
      ask: (ask) => slot.worker !== null && tell(slot.worker, { type: 'report-wanted', ask }),
    };
    return slot;
  }

  #launch(slot: WorkerSlot): void {
    const { script, env } = this.#options;
    // Workers get the Node options and arguments of this process, such as a heap limit.
    cluster.setupPrimary({ exec: RUN, execArgv: process.execArgv, args: [script, ...process.argv.slice(2)] });
    const worker = cluster.fork({ ...env, [WORKER_NUMBER]: String(slot.number) });
    closeUntaken(worker);
    const startedAtMs = performance.now();
    let problem = { reason: '', passing: false };
    slot.worker = worker;
    const watches = this.#watch(slot, worker, startedAtMs);
    slot.watches = watches;
    worker.on('message', (received: unknown) => {
      // A late message of a worker that has ended would be taken for its successor's.
      if (slot.worker !== worker) return;
      watches.life.heard();
      const message = readToPrimary(received);
      if (message?.type === 'failed') problem = message;
      else if (message?.type === 'ready') this.#isReady(slot, message.url);
      else if (message?.type === 'report') this.#totals.report(message.ask, slot.number, message.report);
      else if (message?.type === 'totals-wanted')
        void this.#totals.text().then((text) => tell(worker, { type: 'totals', ask: message.ask, text }));
    });
    const ended = (how: string): void => {
      if (slot.worker === worker) this.#hasEnded(slot, startedAtMs, { ...problem, ended: how });
    };
    worker.once('exit', (code, signal) => ended(signal ?? `status ${String(code)}`));
    // A process that cannot be started emits no `exit`.
    worker.on('error', (error) => {
      if (worker.process.pid === undefined) ended(error.message);
    });
  }

  #watch(slot: WorkerSlot, worker: Worker, startedAtMs: number): NonNullable<WorkerSlot['watches']> {
    const { hungAfterMs } = this.#options;
    const end = (silentMs: number): void => this.#hangs(slot, worker, startedAtMs, silentMs);
    return {
      life: new HangWatch({
        limitMs: hungAfterMs,
        firstLimitMs: FIRST_BEAT_MS,
        onHang: end,
        onCount: () => this.#lookForStandIn(),
      }),
      // No sign of life resets this one. It runs until the worker is ready.
      start: new HangWatch({ limitMs: hungAfterMs, firstLimitMs: READY_AFTER_MS, onHang: end }),
    };
  }

  #hangs(slot: WorkerSlot, worker: Worker, startedAtMs: number, silentMs: number): void {
    const isStarting = !this.#ready.has(slot.number);
    const hang: Hang = {
      worker: slot.number,
      pid: worker.process.pid ?? 0,
      seconds: Math.round(silentMs / 1000),
      isStarting,
    };
    const reason = this.#options.explainHang(hang);
    this.#hung += 1;
    this.#options.log.error('worker-hung', { ...hang, reason });
    worker.process.kill('SIGKILL');
    // A process that waits for its disk survives even SIGKILL, so its successor does not wait for it. The reason may
    // pass: a machine that is too busy for a start may be less busy later.
    this.#hasEnded(slot, startedAtMs, { reason, passing: true, ended: 'hung' });
  }

  /** Whether the worker is ready and not silent. Silence counts only where hangs are watched for. */
  #couldAnswer({ number, watches }: WorkerSlot): boolean {
    const isSilent = (watches?.life.silentMs ?? Infinity) >= STAND_IN_AFTER_MS;
    return this.#ready.has(number) && !(isSilent && this.#options.hungAfterMs > 0);
  }

  #lookForStandIn(): void {
    if (!this.#wasReady || this.#closing !== null) return;
    if (this.#slots.some((slot) => this.#couldAnswer(slot))) this.#standIn.stop();
    else this.#standIn.start();
  }

  #hasEnded(slot: WorkerSlot, startedAtMs: number, { reason, passing, ended }: Problem): void {
    const pid = slot.worker?.process.pid;
    slot.worker = null;
    slot.watches?.life.stop();
    slot.watches?.start.stop();
    slot.watches = null;
    const wasReady = this.#ready.delete(slot.number);
    this.#totals.left(slot.number);
    if (this.#closing !== null) return;
    this.#lookForStandIn();
    if (performance.now() - startedAtMs > HEALTHY_AFTER_MS) slot.restarts = 0;
    // A database that is lost for a while must not end a service that goes on answering from memory.
    slot.failedStarts = wasReady || (passing && this.#wasReady) ? 0 : slot.failedStarts + 1;
    if (slot.failedStarts >= MAX_FAILED_STARTS) this.#fail(new WorkerFailed(MAX_FAILED_STARTS, reason || ended));
    else this.#launchLater(slot, { pid, ended });
  }

  #launchLater(slot: WorkerSlot, fields: { readonly pid: number | undefined; readonly ended: string }): void {
    const waitMs = BACKOFF_MS[Math.min(slot.restarts, BACKOFF_MS.length - 1)] ?? 0;
    slot.restarts += 1;
    this.#restarts += 1;
    this.#options.log.warn('worker-restart', { worker: slot.number, ...fields, waitMs });
    slot.timer = setTimeout(() => this.#launch(slot), waitMs);
  }

  #isReady(slot: WorkerSlot, url: string): void {
    slot.failedStarts = 0;
    slot.watches?.start.stop();
    this.#ready.add(slot.number);
    this.#lookForStandIn();
    this.#options.log.info('worker-ready', { worker: slot.number, pid: slot.worker?.process.pid });
    if (this.#ready.size < this.#slots.length) return;
    this.#wasReady = true;
    this.#becomeReady(url);
  }

  async #end(): Promise<void> {
    this.#standIn.kill();
    for (const { timer } of this.#slots) clearTimeout(timer ?? undefined);
    await Promise.all(
      this.#slots.map(({ number, worker }) =>
        worker === null ? Promise.resolve() : endOf(worker, this.#ready.has(number), this.#options.endAfterMs),
      ),
    );
  }
}

function tell(worker: Worker, message: ToWorker): boolean {
  if (!worker.isConnected()) return false;
  // The worker may be gone before it reads this; `exit` tells of its end.
  worker.send(message, () => undefined);
  return true;
}

/** Resolves when the worker has ended. One that is not ready has no requests to finish, and is killed. */
function endOf(worker: Worker, isReady: boolean, endAfterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), endAfterMs);
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (!isReady || !tell(worker, { type: 'stop' })) worker.process.kill('SIGKILL');
  });
}
