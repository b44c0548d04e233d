/** Requests as the service watches them: their ids, their lines in the log, their counts in the metrics. */
import { randomUUID } from 'node:crypto';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { LogAddresses, LogRequests } from '../config.ts';
import { shortened } from '../fairness/client-address.ts';
import type { Log } from '../log/log.ts';
import { loggedUrl } from '../log/redact.ts';
import type { RequestTrace } from '../tracing/tracer.ts';

/** A request once its answer is out. */
export interface AnsweredRequest {
  /**
   * Pattern of the route, such as `/tiles/:layers/:z/:x/:y.mvt`, and never the address itself: it names a series of the
   * metrics.
   */
  readonly route: string;
  readonly method: string;
  /** As it was asked for; the log leaves out what is of a person, or may be secret. */
  readonly url: string;
  /** Who asked (`clientOf`), where the observer wants to know. */
  readonly client?: string;
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
  /** Answered from memory. */
  readonly cached?: boolean;
  /** The client left before the answer was out. */
  readonly aborted?: boolean;
  /** Lasts as long as the client likes: its length says nothing. */
  readonly stream?: boolean;
  /** Why it could not even be read. */
  readonly reason?: string;
}

/** Told of every answer, by Express and by the tile handler ahead of it. */
export interface RequestObserver {
  answered(request: AnsweredRequest): void;
  /** Whether it wants to know who asked; absent: not. */
  readonly wantsClients?: boolean;
}

/** Tells of an answer, as a part of its trace, and ends that. */
export function reportAnswer(observer: RequestObserver, trace: RequestTrace | null, answer: AnsweredRequest): void {
  if (trace === null) return observer.answered(answer);
  trace.run(() => observer.answered(answer));
  const { route, method, status, cached = false, aborted = false } = answer;
  trace.end({ route: route === NO_ROUTE ? null : route, method, status, cached, aborted });
}

/** Stands for the route where none takes the request. */
export const NO_ROUTE = 'none';
export const REQUEST_ID_HEADER = 'X-Request-Id';
/** From here on a request is slow. */
const SLOW_MS = 1000;
/** An id given by a proxy is kept where it is harmless in a log. */
const USABLE_ID = /^[\w.:-]{1,64}$/;

/** Id of a request: the one its header gives, where it can be used, else a new one. */
export function requestIdFor(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && USABLE_ID.test(header) ? header : randomUUID();
}

/** Logs the requests that the settings ask for, and hands every one to the metrics. */
export function observeRequests(
  log: Log,
  { logRequests, logAddresses }: { readonly logRequests: LogRequests; readonly logAddresses: LogAddresses },
  metrics?: RequestObserver,
): RequestObserver {
  const isLogged = CHOICES[logRequests];
  return {
    wantsClients: logAddresses !== 'none' && logRequests !== 'none',
    answered(request) {
      metrics?.answered(request);
      if (!isLogged(request)) return;
      const { requestId, method, url, client, status, ms, cached, aborted, reason } = request;
      log.info('request', {
        requestId,
        method,
        url: loggedUrl(url),
        ...(client === undefined ? {} : { client: logAddresses === 'full' ? client : shortened(client) }),
        status,
        ms: Math.round(ms * 10) / 10,
        ...(cached === true ? { cached } : {}),
        ...(aborted === true ? { aborted } : {}),
        ...(reason === undefined ? {} : { reason }),
      });
    },
  };
}

const CHOICES: Readonly<Record<LogRequests, (request: AnsweredRequest) => boolean>> = {
  all: () => true,
  uncached: ({ cached }) => cached !== true,
  slow: ({ ms, status, stream }) => status >= 500 || (ms >= SLOW_MS && stream !== true),
  none: () => false,
};

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'other'] as const;
/** By the first digit of the status; the first is for answers whose client left. */
const STATUSES = ['aborted', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;
/** Upper bounds of the durations, in seconds. */
const BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Many more than the service has routes: memory stays bounded whatever a caller gives as a route. */
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
 * keeps no values of its own and reads the figures of the routes.
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
