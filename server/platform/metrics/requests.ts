import { Counter, Histogram, type Registry } from 'prom-client';
import type { AnsweredRequest, RequestObserver } from '../http/observe.ts';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'other'] as const;
/** By the first digit of the status; the first is for answers whose client left. */
const STATUSES = ['aborted', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;
/** Upper bounds of the durations, in seconds. */
const BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Many more than there are, so that memory stays bounded whatever is given as a route. */
const MAX_ROUTES = 100;
const OTHER_ROUTES = 'other';

/**
 * The answers of one route, in plain numbers: an answer from memory takes some 20 µs, and counting it a fraction of
 * one.
 */
class RouteFigures {
  readonly counts = new Float64Array(METHODS.length * STATUSES.length);
  /** The last is for those over all bounds. */
  readonly durations = new Float64Array(BOUNDS_S.length + 1);
  sumS = 0;
  timed = 0;
}

/** Requests by route, method and status, and how long they took. */
export class RequestMetrics implements RequestObserver {
  readonly #routes = new Map<string, RouteFigures>();

  constructor(registry: Registry, prefix: string) {
    const routes = this.#routes;
    new Counter({
      name: `${prefix}http_requests_total`,
      help: 'Requests answered, by pattern of the route, method and class of the status.',
      labelNames: ['route', 'method', 'status'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [route, { counts }] of routes) {
          counts.forEach((count, at) => {
            if (count > 0)
              this.inc(
                {
                  route,
                  method: METHODS[Math.floor(at / STATUSES.length)] ?? 'other',
                  status: STATUSES[at % STATUSES.length] ?? '',
                },
                count,
              );
          });
        }
      },
    });
    new Durations(routes, registry, `${prefix}http_request_duration_seconds`);
  }

  answered({ route, method, status, ms, aborted, stream }: AnsweredRequest): void {
    const figures = this.#routes.get(route) ?? this.#newRoute(route);
    const statusAt = aborted === true ? 0 : Math.min(Math.floor(status / 100), STATUSES.length - 1);
    const at = methodIndex(method) * STATUSES.length + statusAt;
    figures.counts[at] = (figures.counts[at] ?? 0) + 1;
    if (stream === true) return;
    const seconds = ms / 1000;
    const bucket = bucketOf(seconds);
    figures.durations[bucket] = (figures.durations[bucket] ?? 0) + 1;
    figures.sumS += seconds;
    figures.timed += 1;
  }

  #newRoute(route: string): RouteFigures {
    const name = this.#routes.size < MAX_ROUTES ? route : OTHER_ROUTES;
    const figures = this.#routes.get(name) ?? new RouteFigures();
    this.#routes.set(name, figures);
    return figures;
  }
}

function methodIndex(method: string): number {
  switch (method) {
    case 'GET':
      return 0;
    case 'HEAD':
      return 1;
    case 'OPTIONS':
      return 2;
    default:
      return 3;
  }
}

function bucketOf(seconds: number): number {
  let at = 0;
  while (at < BOUNDS_S.length && seconds > (BOUNDS_S[at] ?? Infinity)) at += 1;
  return at;
}

type Label = 'route' | 'le';
type Exported = Awaited<ReturnType<Histogram<Label>['get']>>;

/**
 * The library's histogram looks its labels up for every value, which takes longer than an answer from memory. This one
 * keeps no values and reads those of the routes.
 */
class Durations extends Histogram<Label> {
  readonly #routes: ReadonlyMap<string, RouteFigures>;
  readonly #name: string;
  /** One of the library's own, for all but the values. */
  readonly #empty: Histogram<Label>;

  constructor(routes: ReadonlyMap<string, RouteFigures>, registry: Registry, name: string) {
    const options = {
      name,
      help: 'Seconds from the arrival of a request to the end of its answer; streams left out.',
      labelNames: ['route'] as const,
      buckets: BOUNDS_S,
    };
    super({ ...options, registers: [registry] });
    this.#routes = routes;
    this.#name = name;
    this.#empty = new Histogram({ ...options, registers: [] });
  }

  override async get(): Promise<Exported> {
    return {
      ...(await this.#empty.get()),
      values: [...this.#routes]
        .filter(([, { timed }]) => timed > 0)
        .flatMap(([route, figures]) => this.#valuesOf(route, figures)),
    };
  }

  /** The text format calls this in place of `get`. */
  getForPromString(): Promise<Exported> {
    return this.get();
  }

  #valuesOf(route: string, { durations, sumS, timed }: RouteFigures): Exported['values'] {
    let below = 0;
    const buckets = BOUNDS_S.map((bound, at) => {
      below += durations[at] ?? 0;
      return { labels: { route, le: bound }, value: below, metricName: `${this.#name}_bucket` };
    });
    return [
      ...buckets,
      { labels: { route, le: '+Inf' }, value: timed, metricName: `${this.#name}_bucket` },
      { labels: { route }, value: sumS, metricName: `${this.#name}_sum` },
      { labels: { route }, value: timed, metricName: `${this.#name}_count` },
    ];
  }
}
