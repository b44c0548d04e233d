import type { Config } from '../config.ts';
import { observeRequests, type RequestObserver } from './requests.ts';
import type { Log } from '../log/log.ts';
import { Metrics } from './metrics.ts';
import type { MetricsSources } from './sources.ts';

/** The link of a worker to the process that started it. */
export interface WorkerLink {
  /** Number of the worker, from 1; the one that replaces it has the same. */
  readonly number: number;
  /** Gives the primary this worker's metrics to add up. @returns a function that reads those of all workers, as text */
  share(metrics: Metrics): () => Promise<string>;
}

export interface OperationsParts {
  readonly config: Pick<Config, 'logRequests' | 'logAddresses' | 'version'>;
  readonly log: Log;
  readonly sources: MetricsSources;
  /** Absent where one process does everything. */
  readonly worker?: WorkerLink | undefined;
}

/** What the service knows of itself: its requests, its figures, and whether it is about to end. */
export class Operations {
  /** To be told of every answer. */
  readonly observer: RequestObserver;
  /** Figures of all workers, in the text format of Prometheus. */
  readonly readMetrics: () => Promise<string>;
  #stopping = false;

  constructor({ config, log, sources, worker }: OperationsParts) {
    const metrics = new Metrics(sources, {
      version: config.version,
      worker: worker === undefined ? undefined : String(worker.number),
    });
    this.observer = observeRequests(log, config, metrics.requests);
    this.readMetrics = worker?.share(metrics) ?? (() => metrics.text());
  }

  /** The service was told to end, and takes no new connections. */
  get isStopping(): boolean {
    return this.#stopping;
  }

  stopping(): void {
    this.#stopping = true;
  }
}
