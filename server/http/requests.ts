import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { ApiError, errorBody, toApiError } from '../errors.ts';
import type { Log } from '../log.ts';
import { langOrDefault } from './language.ts';

const HEADER = 'X-Request-Id';
/** An id given by a proxy is kept where it is harmless in a log. */
const USABLE_ID = /^[\w.:-]{1,64}$/;

/** Gives every request an id, and logs it when it is answered. */
export function trackRequests(log: Log): RequestHandler {
  return (req, res, next) => {
    const given = req.get(HEADER);
    const startedMs = performance.now();
    res.set(HEADER, given !== undefined && USABLE_ID.test(given) ? given : randomUUID());
    // `originalUrl`, as routers may change `url` on the way.
    res.on('close', () => {
      log.info('request', {
        requestId: requestIdOf(res), method: req.method, url: req.originalUrl, status: res.statusCode,
        ms: Math.round((performance.now() - startedMs) * 10) / 10, ...(res.writableFinished ? {} : { aborted: true }),
      });
    });
    next();
  };
}

/** The map's own page: it alone reads the query of its address, and leaves out what it cannot read. */
const PAGE = '/';

/** No id, name or text here can hold a zero byte, and no database takes one. */
export const refuseZeroBytes: RequestHandler = (req, _res, next) => {
  if (req.path !== PAGE && req.url.includes('%00')) throw new ApiError(400, 'malformed-request', 'malformed-request');
  next();
};

export function requestIdOf(res: Response): string {
  return String(res.get(HEADER));
}

/** The one place where errors become answers. Causes go to the log, never to the client. */
export function answerErrors(log: Log): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  return (error: unknown, req, res, next) => {
    const apiError = toApiError(error);
    if (apiError.status >= 500) log.error(apiError.code, { requestId: requestIdOf(res), url: req.originalUrl, error });
    if (res.headersSent) {
      next(error);
      return;
    }
    for (const header of ['ETag', 'Content-Encoding', 'Content-Length']) res.removeHeader(header);
    res.status(apiError.status).set({ ...apiError.headers, 'Cache-Control': 'no-store' }).vary('Accept-Language');
    res.type('json').end(JSON.stringify(errorBody(apiError, langOrDefault(req), requestIdOf(res))));
  };
}
