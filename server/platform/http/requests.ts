import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ApiError } from './errors.ts';
import type { Log } from '../log/log.ts';
import { langOrDefault } from './language.ts';
import { NO_ROUTE, REQUEST_ID_HEADER, requestIdFor, type RequestObserver } from './observe.ts';
import { CORS_HEADERS, OPEN_HEADERS } from './policies.ts';
import { sendError } from './respond.ts';

/** Route in the metrics of the page's files, which no pattern tells. */
const FILES = 'files';
/** Path of the route that takes what no other does. */
export const FILES_PATH = '/{*path}';

/** Gives every request an id, and tells of it when it is answered. */
export function trackRequests(observer: RequestObserver): RequestHandler {
  return (req, res, next) => {
    const startedMs = performance.now();
    res.set(REQUEST_ID_HEADER, requestIdFor(req.headers['x-request-id']));
    // `originalUrl`, as routers may change `url` on the way.
    res.on('close', () => {
      observer.answered({
        route: routeOf(req, res),
        method: req.method,
        url: req.originalUrl,
        status: res.statusCode,
        ms: performance.now() - startedMs,
        requestId: requestIdOf(res),
        aborted: !res.writableFinished,
        stream: String(res.get('Content-Type')).startsWith('text/event-stream'),
      });
    });
    next();
  };
}

/** The pattern of the route: addresses are without number, patterns are not. */
function routeOf(req: Request, res: Response): string {
  if (req.method === 'OPTIONS' || res.statusCode === 405) return NO_ROUTE;
  const route: unknown = req.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : FILES_PATH;
  if (path !== FILES_PATH) return path;
  return res.statusCode < 400 ? FILES : NO_ROUTE;
}

/** The map's own page: it alone reads the query of its address, and leaves out what it cannot read. */
const PAGE = '/';

/** No id, name or text here can hold a zero byte, and no database takes one. */
export const refuseZeroBytes: RequestHandler = (req, _res, next) => {
  if (req.path !== PAGE && req.url.includes('%00')) throw new ApiError(400, 'malformed-request', 'malformed-request');
  next();
};

function requestIdOf(res: Response): string {
  return String(res.get(REQUEST_ID_HEADER));
}

/** The one place where errors become answers. Causes go to the log, never to the client. */
export function answerErrors(log: Log, toApiError: (error: unknown) => ApiError): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  return (error: unknown, req, res, next) => {
    const apiError = toApiError(error);
    if (apiError.status >= 500) log.error(apiError.code, { requestId: requestIdOf(res), url: req.originalUrl, error });
    if (res.headersSent) {
      next(error);
      return;
    }
    for (const header of ['ETag', 'Content-Encoding']) res.removeHeader(header);
    const headers = res.locals['cors'] === 'own-site' ? CORS_HEADERS['own-site'] : OPEN_HEADERS;
    sendError(res, apiError, langOrDefault(req), requestIdOf(res), headers);
  };
}
