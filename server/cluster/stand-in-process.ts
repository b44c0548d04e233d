import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Log } from '../platform/log/log.ts';
import { RUN } from '../platform/run.ts';

const SCRIPT = fileURLToPath(new URL('stand-in.ts', import.meta.url));
/** Its answers are short, so it needs no longer to finish those it has begun. */
const END_AFTER_MS = 1000;

/** The process that answers for the workers while none of them can (`stand-in.ts`); none most of the time. */
export class StandIn {
  readonly #env: Readonly<Record<string, string>>;
  readonly #log: Log;
  #worker: Worker | null = null;

  constructor(env: Readonly<Record<string, string>>, log: Log) {
    this.#env = env;
    this.#log = log;
  }

  /** Starts the process unless it runs already. */
  start(): void {
    if (this.#worker !== null) return;
    cluster.setupPrimary({ exec: RUN, execArgv: [], args: [SCRIPT] });
    const worker = cluster.fork(this.#env);
    this.#worker = worker;
    this.#log.warn('stand-in-started', { pid: worker.process.pid });
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null;
    };
    worker.once('exit', gone);
    // A process that cannot be started emits no `exit`.
    worker.on('error', gone);
  }

  /** Lets it finish what it has begun to answer. */
  stop(): void {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    worker.disconnect();
    setTimeout(() => worker.process.kill('SIGKILL'), END_AFTER_MS).unref();
  }

  kill(): void {
    this.#worker?.process.kill('SIGKILL');
  }
}
