import { BEAT_EVERY_MS } from '../platform/hang-watch.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Log } from '../platform/log/log.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import type { WorkerLink } from '../platform/metrics/operations.ts';
import { readToWorker, WORKER_NUMBER, type ToPrimary } from './messages.ts';

/** The primary answers within a second, whichever worker hangs. */
const TOTALS_TIMEOUT_MS = 5000;

/** The service that a worker runs. */
interface Service {
  readonly url: string;
  /** Finishes what was accepted. */
  close(): Promise<void>;
}

export interface WorkerOptions {
  readonly start: (link: WorkerLink) => Promise<Service>;
  readonly log: Log;
  /** The error in words for people. */
  readonly explain: (error: unknown) => string;
}

/** Number of this worker; null in a process that is none. */
export function workerNumber(env: Readonly<Record<string, string | undefined>> = process.env): number | null {
  const text = env[WORKER_NUMBER];
  return text === undefined || process.send === undefined ? null : Number(text);
}

/**
 * Answers as one of the processes that a primary keeps, until the primary or SIGTERM stops it; then it finishes what it
 * accepted. It gives the primary a sign of life every second. Where the primary ends without a word, node ends this
 * process as well.
 */
export async function runWorker({ start, log, explain }: WorkerOptions): Promise<void> {
  const link = new PrimaryLink(workerNumber() ?? 0);
  let service: Service | null = null;
  let isStopping = false;
  const stop = (): void => {
    if (service === null) process.exit(0);
    // A signal to the whole process group arrives in addition to the primary's message.
    if (isStopping) return;
    isStopping = true;
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  // Ctrl+C reaches every process of the terminal; the primary decides.
  process.on('SIGINT', () => undefined);
  link.onStop = stop;
  setInterval(() => void link.tell({ type: 'beat' }), BEAT_EVERY_MS).unref();
  void link.tell({ type: 'beat' });
  try {
    service = await start(link);
    // Nothing depends on its arrival: where the primary has gone, this process ends too.
    void link.tell({ type: 'ready', url: service.url });
  } catch (error) {
    log.error('worker-failed', { error });
    await link.tell({ type: 'failed', reason: explain(error), passing: error instanceof DatabaseUnavailable });
    process.exit(1);
  }
}

class PrimaryLink implements WorkerLink {
  readonly number: number;
  onStop: () => void = () => undefined;
  #metrics: Metrics | null = null;
  readonly #asked = new Map<number, (text: string) => void>();
  #asks = 0;

  constructor(number: number) {
    this.number = number;
    process.on('message', (message: unknown) => this.#take(message));
  }

  share(metrics: Metrics): () => Promise<string> {
    this.#metrics = metrics;
    return () => this.#totals();
  }

  /** Resolves once it is sent, or cannot be. */
  tell(message: ToPrimary): Promise<void> {
    return new Promise((resolve) => {
      if (process.send === undefined || !process.connected) resolve();
      else process.send(message, undefined, {}, () => resolve());
    });
  }

  #take(received: unknown): void {
    const message = readToWorker(received);
    switch (message?.type) {
      case 'stop':
        this.onStop();
        break;
      case 'report-wanted':
        void this.#report(message.ask);
        break;
      case 'totals':
        this.#asked.get(message.ask)?.(message.text);
        break;
      case undefined:
    }
  }

  async #report(ask: number): Promise<void> {
    const report = (await this.#metrics?.report()) ?? [];
    // The report travels as JSON, which has no NaN; an empty histogram of the library has NaN as its mean.
    const finite = report.map((metric) => ({
      ...metric,
      values: metric.values.filter(({ value }) => Number.isFinite(value)),
    }));
    await this.tell({ type: 'report', ask, report: finite });
  }

  #totals(): Promise<string> {
    this.#asks += 1;
    const ask = this.#asks;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#asked.delete(ask);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error('The primary did not give the figures of all workers in time.'));
      }, TOTALS_TIMEOUT_MS);
      this.#asked.set(ask, (text) => {
        end();
        resolve(text);
      });
      void this.tell({ type: 'totals-wanted', ask });
    });
  }
}
