import cluster from 'node:cluster';
import { WorkerPool, type WorkersOptions } from './worker-pool.ts';

export interface Workers {
  /** The address that all workers share. */
  readonly url: string;
  /** Rejects with `WorkerFailed` where one cannot be kept running; never resolves. */
  readonly failed: Promise<never>;
  /** Lets them finish what they accepted, and waits for their end. Calling it again waits for the first. */
  close(): Promise<void>;
}

/**
 * Starts processes that share one port, and starts each again when it ends. Rejects with `WorkerFailed` where one
 * cannot start.
 */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  // A single worker takes its connections itself. Among several the primary shares them out evenly.
  cluster.schedulingPolicy = options.count === 1 ? cluster.SCHED_NONE : cluster.SCHED_RR;
  const pool = new WorkerPool(options);
  // However this process ends, it leaves no worker behind.
  const endAll = (): void => pool.kill();
  process.on('exit', endAll);
  try {
    const url = await Promise.race([pool.ready(), pool.failed]);
    return { url, failed: pool.failed, close: () => pool.close().finally(() => process.off('exit', endAll)) };
  } catch (error) {
    await pool.close();
    throw error;
  }
}
