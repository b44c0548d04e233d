import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { FIRST_BEAT_MS, HangWatch } from '../../platform/hang-watch.ts';
import { forkHelper, holdHelper, releaseHelper, tellHelper } from '../../platform/helper-process.ts';
import { traceContext } from '../../platform/tracing/tracer.ts';
import { Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';
import { GRACE_MS } from './engine-thread.ts';
import { type Begun, Executor, type ExecutorOptions } from './executor.ts';
import type { FromProcess, Reply, ToProcess, Work } from './protocol.ts';

const MAIN = fileURLToPath(new URL('./process.ts', import.meta.url));
/** The process stops its thread by itself within `GRACE_MS`. One that answers nothing at all is killed after this. */
const PROCESS_GRACE_MS = 5 * GRACE_MS;
/** How much lower its priority is than the service's. With 5 it gets a third of what the service does. */
const NICE = 5;

type OwnMessage = Exclude<ToProcess, Reply>;

export interface ProcessOptions extends ExecutorOptions {
  /** Where processors are scarce it lets others go first. */
  readonly yields?: boolean;
}

/** A process with a thread in it: work that takes more memory than there is ends that process alone. */
export class EngineProcess extends Executor<ChildProcess, OwnMessage> {
  readonly #yields: boolean;

  constructor(options: ProcessOptions) {
    super(options);
    this.#yields = options.yields === true;
  }

  /** Number of the process of now; undefined where there is none. */
  get pid(): number | undefined {
    return this.place?.pid;
  }

  protected begin(call: number, work: Work, timeLimitMs: number): Begun<OwnMessage> {
    const killLater = (error: Error, afterMs: number): NodeJS.Timeout =>
      setTimeout(() => void this.kill(error), afterMs);
    const timer =
      timeLimitMs > 0
        ? killLater(new OutOfTime('Its process did not answer when its time was over.'), timeLimitMs + PROCESS_GRACE_MS)
        : undefined;
    let grace: NodeJS.Timeout | undefined;
    return {
      message: { type: 'work', call, work, timeLimitMs, trace: traceContext() },
      cancel: () => {
        this.tell({ type: 'cancel' });
        grace ??= killLater(new Cancelled('Its process did not answer when it was cancelled.'), PROCESS_GRACE_MS);
      },
      end: () => {
        clearTimeout(timer);
        clearTimeout(grace);
      },
    };
  }

  protected open(): ChildProcess {
    // No limit of the heap for Node: V8 takes that of the process for that of its thread too.
    const args = [String(this.options.heapMb), String(this.#yields ? NICE : 0)];
    const { child, stderr } = forkHelper(MAIN, { args });
    const watch = this.#watch(child);
    child.on('message', (received) => {
      watch.heard();
      const message = received as FromProcess;
      if (message.type !== 'beat') this.take(child, message);
    });
    child.on('error', (error) => {
      // One that could not be made never closes.
      if (child.pid === undefined) watch.stop();
      this.ended(child, new EngineFailed('The process failed.', { cause: error }));
    });
    child.once('close', (status, signal) => {
      watch.stop();
      this.ended(child, errorOf(status, signal, stderr()));
    });
    return child;
  }

  #watch(child: ChildProcess): HangWatch {
    const { hungAfterMs = 0, onHang } = this.options;
    return new HangWatch({
      limitMs: hungAfterMs,
      firstLimitMs: FIRST_BEAT_MS,
      onHang: (silentMs) => {
        onHang?.(child.pid ?? 0, silentMs);
        void this.kill(new EngineFailed(`The process gave no sign of life for ${String(silentMs)} ms.`), child);
      },
    });
  }

  protected send(child: ChildProcess, message: ToProcess): void {
    tellHelper(child, message);
  }

  protected hold(child: ChildProcess): void {
    holdHelper(child);
  }

  protected release(child: ChildProcess): void {
    releaseHelper(child);
  }

  protected terminate(child: ChildProcess): Promise<unknown> {
    const closed = once(child, 'close');
    // An idle one keeps nobody from ending: whoever waits for it here would end before it does.
    child.ref();
    if (child.stderr instanceof Socket) child.stderr.ref();
    child.kill('SIGKILL');
    return closed;
  }
}

/** V8 aborts where it finds no memory; the system kills what takes more memory than the machine has. */
function errorOf(status: number | null, signal: NodeJS.Signals | null, stderr: string): Error {
  if (signal === 'SIGKILL' || /out of memory|allocation failed/i.test(stderr))
    return new OutOfMemory('The process ran out of memory.');
  const how = signal ?? `status ${String(status)}`;
  return new EngineFailed(`The process ended with ${how}.`, { cause: new Error(stderr) });
}
