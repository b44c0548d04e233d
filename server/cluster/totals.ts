import { AggregatorRegistry, type Registry } from 'prom-client';
import type { MetricsReport } from '../platform/metrics/metrics.ts';

/** A worker that does not answer in this time is counted with its last report. */
const WAIT_MS = 1000;

/** A worker that can be asked for its metrics. */
export interface Reporter {
  readonly number: number;
  /** False where it cannot be asked any more. */
  ask(ask: number): boolean;
}

/**
 * Metrics of all workers together. The counts of a worker that has ended stay in the totals: totals that fell would
 * look like a restart of the service, and its rate like a burst.
 */
export class Totals {
  readonly #reporters: () => readonly Reporter[];
  readonly #own: Registry;
  /** The last report of each worker. */
  readonly #last = new Map<number, MetricsReport>();
  /** By the number of the question: a function that is told which worker has answered or ended. */
  readonly #waiting = new Map<number, (worker: number) => void>();
  /** The counts of workers that have ended. */
  #ended: Promise<MetricsReport> = Promise.resolve([]);
  #asks = 0;
  #reading: Promise<string> | null = null;

  /** `own`: metrics of the primary itself. */
  constructor(reporters: () => readonly Reporter[], own: Registry) {
    this.#reporters = reporters;
    this.#own = own;
  }

  /** In the text format of Prometheus. Shared by all who read while it is made. */
  text(): Promise<string> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** A worker has answered. */
  report(ask: number, worker: number, report: MetricsReport): void {
    this.#last.set(worker, report);
    this.#waiting.get(ask)?.(worker);
  }

  /** A worker has ended; another one may take its number. */
  left(worker: number): void {
    const last = this.#last.get(worker);
    this.#last.delete(worker);
    if (last)
      this.#ended = this.#ended.then((ended) =>
        AggregatorRegistry.aggregate([ended, countsOf(last)]).getMetricsAsJSON(),
      );
    for (const answered of this.#waiting.values()) answered(worker);
  }

  async #read(): Promise<string> {
    await this.#askAll();
    const own = await this.#own.getMetricsAsJSON();
    const ended = await this.#endedNow();
    return AggregatorRegistry.aggregate([ended, ...this.#last.values(), own]).metrics();
  }

  /** A worker that ends moves from `#last` to `#ended`; this waits for one that does so meanwhile. */
  async #endedNow(): Promise<MetricsReport> {
    for (;;) {
      const asked = this.#ended;
      const ended = await asked;
      if (asked === this.#ended) return ended;
    }
  }

  #askAll(): Promise<void> {
    this.#asks += 1;
    const ask = this.#asks;
    const missing = new Set(
      this.#reporters()
        .filter((reporter) => reporter.ask(ask))
        .map(({ number }) => number),
    );
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(ask);
        resolve();
      };
      const timer = setTimeout(done, WAIT_MS);
      if (missing.size === 0) {
        done();
        return;
      }
      this.#waiting.set(ask, (worker) => {
        missing.delete(worker);
        if (missing.size === 0) done();
      });
    });
  }
}

/** The metrics that only grow and add up over the workers. */
function countsOf(report: MetricsReport): MetricsReport {
  return report
    .filter(({ type }) => ['counter', 'histogram'].includes(String(type)))
    .map((metric) => ({ ...metric, values: metric.values.filter(({ labels }) => labels.worker === undefined) }));
}
