import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { RequestMetrics } from './requests.ts';
import type { LabelledFigure, MetricsSources, ModuleFigure } from './sources.ts';

export const PREFIX = 'chengtu_';
/** Content type of what `text` gives. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Metrics of one process as data, for the process that adds up those of all. */
export type MetricsReport = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

export interface MetricsOptions {
  readonly version: string;
  /**
   * Number of this worker; absent where one process does everything. It is a label of metrics that do not add up.
   */
  readonly worker?: string | undefined;
}

/** Counts what this process answers, and asks the parts of the service for their figures when it is read. */
export class Metrics {
  /**
   * Metrics of the process, which all instances share: each watch over event loop, memory and garbage collection has a
   * cost.
   */
  static #process: Registry | null = null;
  /** To be told of every answer. */
  readonly requests: RequestMetrics;
  readonly #registry = new Registry();
  readonly #all: Registry;
  readonly #worker: string | undefined;

  constructor(sources: MetricsSources, { version, worker }: MetricsOptions) {
    this.#worker = worker;
    this.requests = new RequestMetrics(this.#registry, PREFIX);
    this.#gaugeOf('build_info', 'The release, as a label.', ['version'], (gauge) => gauge.set({ version }, 1), 'first');
    this.#addTiles(sources);
    this.#addDatabase(sources);
    this.#addPoller(sources);
    const { listeners } = sources;
    if (listeners) this.#gauge('event_listeners', 'Open streams of /events.', listeners);
    for (const figure of sources.modules ?? []) this.#addFigure(figure);
    this.#all = Registry.merge([this.#registry, Metrics.#ofProcess(worker)]);
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.#all.metrics();
  }

  report(): Promise<MetricsReport> {
    return this.#all.getMetricsAsJSON();
  }

  static #ofProcess(worker: string | undefined): Registry {
    if (Metrics.#process === null) {
      Metrics.#process = new Registry();
      const labels = worker === undefined ? {} : { worker };
      collectDefaultMetrics({ register: Metrics.#process, prefix: PREFIX, labels });
    }
    return Metrics.#process;
  }

  #addTiles({ tiles }: MetricsSources): void {
    if (!tiles) return;
    this.#counter('tile_cache_hits_total', 'Tiles answered from memory.', () => tiles().hits);
    this.#counter('tile_cache_misses_total', 'Tiles made by a query.', () => tiles().misses);
    this.#counter(
      'tile_cache_coalesced_total',
      'Tiles that waited for the query of another request.',
      () => tiles().coalesced,
    );
    this.#counter('tile_cache_not_modified_total', 'Tiles answered 304.', () => tiles().notModified);
    this.#counter(
      'tile_cache_stale_total',
      'Tiles answered from memory while the database was lost.',
      () => tiles().stale,
    );
    this.#counter('tile_cache_evictions_total', 'Tiles dropped to make room.', () => tiles().evictions);
    this.#counter(
      'tile_cache_invalidated_total',
      'Tiles dropped because a change touched them.',
      () => tiles().invalidated,
    );
    this.#gauge('tile_cache_bytes', 'Memory of the kept tiles.', () => tiles().bytes);
    this.#gauge('tile_cache_entries', 'Kept tiles.', () => tiles().entries);
  }

  #addDatabase({ database }: MetricsSources): void {
    if (!database) return;
    this.#gauge('database_connections', 'Open connections.', () => database().connections);
    this.#gauge('database_busy', 'Connections at work.', () => database().busy);
    this.#gauge('database_waiting', 'Statements that wait for a connection.', () => database().waiting);
    this.#counter(
      'overload_refused_total',
      'Statements refused because too many were waiting; their requests got 503.',
      () => database().refused,
    );
    this.#counter(
      'database_cancelled_total',
      'Statements cancelled because nobody waited for them any more.',
      () => database().cancelled,
    );
    this.#counter('database_timed_out_total', 'Statements ended by the statement timeout.', () => database().timedOut);
  }

  #addPoller({ poller }: MetricsSources): void {
    if (!poller) return;
    this.#counter('change_poller_looks_total', 'Questions for changes that were answered.', () => poller().looks);
    this.#counter('change_poller_failures_total', 'Questions for changes that failed.', () => poller().failures);
    this.#counter('change_poller_changes_total', 'Changes seen.', () => poller().changes);
    this.#ownGauge(
      'change_poller_last_look_age_seconds',
      'Time since the last answered question; it rests while nobody reads.',
      () => {
        const { lastLookAgeMs } = poller();
        return lastLookAgeMs === null ? null : lastLookAgeMs / 1000;
      },
    );
    this.#ownGauge('database_lost', '1 while the database does not answer.', () => (poller().isLost ? 1 : 0));
  }

  #addFigure(figure: ModuleFigure | LabelledFigure): void {
    const { kind, name, help } = figure;
    if ('read' in figure) {
      if (kind === 'counter') this.#counter(name, help, figure.read);
      else this.#gauge(name, help, figure.read);
      return;
    }
    const { labels, readAll } = figure;
    if (kind === 'counter') this.#counterOf(name, help, labels, readAll);
    else
      this.#gaugeOf(
        name,
        help,
        labels,
        (gauge) => {
          gauge.reset();
          for (const [of, value] of readAll()) gauge.set(of, value);
        },
        'sum',
      );
  }

  #counter(name: string, help: string, read: () => number): void {
    this.#counterOf(name, help, [], () => [[{}, read()]]);
  }

  #counterOf(name: string, help: string, labelNames: readonly string[], readAll: LabelledFigure['readAll']): void {
    new Counter({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [of, value] of readAll()) this.inc(of, value);
      },
    });
  }

  /** A figure that adds up over the workers. */
  #gauge(name: string, help: string, read: () => number): void {
    this.#gaugeOf(name, help, [], (gauge) => gauge.set(read()), 'sum');
  }

  /** A figure of this worker alone; null leaves it out. */
  #ownGauge(name: string, help: string, read: () => number | null): void {
    const worker = this.#worker;
    this.#gaugeOf(
      name,
      help,
      worker === undefined ? [] : ['worker'],
      (gauge) => {
        gauge.reset();
        const value = read();
        if (value === null) gauge.remove({});
        else gauge.set(worker === undefined ? {} : { worker }, value);
      },
      'first',
    );
  }

  #gaugeOf(
    name: string,
    help: string,
    labelNames: readonly string[],
    fill: (gauge: Gauge) => void,
    aggregator: 'sum' | 'first',
  ): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      aggregator,
      registers: [this.#registry],
      collect() {
        fill(this);
      },
    });
  }
}
