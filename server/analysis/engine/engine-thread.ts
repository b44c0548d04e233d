import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { RUN } from '../../platform/run.ts';
import { Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';
import { type Begun, Executor } from './executor.ts';
import {
  type FromThread,
  type Reply,
  type ToThread,
  type Work,
  STOP,
  STOP_CANCELLED,
  STOP_OUT_OF_TIME,
} from './protocol.ts';

const MAIN = fileURLToPath(new URL('./thread.ts', import.meta.url));

/** A thread looks at its flag about every 50 ms. One that still works after this time is terminated. */
export const GRACE_MS = 2000;

type WorkMessage = Extract<ToThread, { readonly type: 'work' }>;

/** A thread, which a flag in shared memory asks to stop. It has to be ended where it runs out of memory. */
export class EngineThread extends Executor<Worker, WorkMessage> {
  protected begin(call: number, work: Work, timeLimitMs: number): Begun<WorkMessage> {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    let grace: NodeJS.Timeout | undefined;
    const stop = (why: number, error: Error) => (): void => {
      Atomics.compareExchange(flag, STOP, 0, why);
      grace ??= setTimeout(() => void this.kill(error), GRACE_MS);
    };
    const timer =
      timeLimitMs > 0
        ? setTimeout(
            stop(STOP_OUT_OF_TIME, new OutOfTime('It did not end by itself when its time was over.')),
            timeLimitMs,
          )
        : undefined;
    return {
      message: { type: 'work', call, work, flag },
      cancel: stop(STOP_CANCELLED, new Cancelled('It did not end by itself when it was cancelled.')),
      end: () => {
        clearTimeout(timer);
        clearTimeout(grace);
      },
    };
  }

  protected open(): Worker {
    const worker = new Worker(RUN, {
      argv: [MAIN],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb },
    });
    worker.on('message', (message: FromThread) => this.take(worker, message));
    worker.on('error', (error: Error & { readonly code?: string }) => {
      this.ended(
        worker,
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new OutOfMemory('The thread ran out of memory.')
          : new EngineFailed('The thread failed.', { cause: error }),
      );
    });
    worker.on('exit', (status) =>
      this.ended(worker, new EngineFailed(`The thread ended with status ${String(status)}.`)),
    );
    return worker;
  }

  protected send(worker: Worker, message: WorkMessage | Reply): void {
    worker.postMessage(message);
  }

  protected hold(worker: Worker): void {
    worker.ref();
  }

  protected release(worker: Worker): void {
    worker.unref();
  }

  protected terminate(worker: Worker): Promise<unknown> {
    return worker.terminate();
  }
}
