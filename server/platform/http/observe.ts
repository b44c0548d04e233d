import { randomUUID } from 'node:crypto';
import type { LogRequests } from '../config.ts';
import type { Log } from '../log/log.ts';

/** A request once its answer is out. */
export interface AnsweredRequest {
  /**
   * Pattern of the route, such as `/tiles/:layers/:z/:x/:y.mvt`, and never the address itself: it names a series of the
   * metrics.
   */
  readonly route: string;
  readonly method: string;
  /** As it was asked for. */
  readonly url: string;
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
}

/** Route of what none takes. */
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

/** Logs the requests that the setting asks for, and hands every one to the metrics. */
export function observeRequests(log: Log, logged: LogRequests, metrics?: RequestObserver): RequestObserver {
  const isLogged = CHOICES[logged];
  return {
    answered(request) {
      metrics?.answered(request);
      if (!isLogged(request)) return;
      const { requestId, method, url, status, ms, cached, aborted, reason } = request;
      log.info('request', {
        requestId,
        method,
        url,
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
