import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { demand } from '../auth/operator.ts';
import { clientFrom, type Principal } from '../auth/principal.ts';
import { ByteBudget } from '../fairness/byte-budget.ts';
import { TurnQueue, type EnterOptions } from '../fairness/turn-queue.ts';
import { clientOf } from '../fairness/client-address.ts';
import { ErrorLogThrottle, kindOf } from '../log/error-log-throttle.ts';
import type { Log } from '../log/log.ts';
import { NO_ROUTE, reportAnswer, REQUEST_ID_HEADER, requestIdFor, type RequestObserver } from '../metrics/requests.ts';
import { traceRequest } from '../tracing/tracer.ts';
import { isOwnSite, lacksHost, originOf, prefixOf, type Reach } from './address.ts';
import { readBody } from './body.ts';
import {
  cacheControlOf,
  Content,
  CORS_HEADERS,
  HTML_TYPE,
  JSON_TYPE,
  OPEN_HEADERS,
  principalVary,
  STALE_HEADERS,
} from './content.ts';
import { ApiError } from './errors.ts';
import { langOf, langOrDefault } from './language.ts';
import { isLong, longAddressPage, longRequest } from './long-request.ts';
import { Query, readQuery } from './query.ts';
import { once, Reply, send, sendError, signalOf, type AnswerHeaders } from './respond.ts';
import { RateLimit } from './rate-limit.ts';
import type { Route, RouteRequest, Vary } from './route.ts';

/** Request headers that an answer depends on; behind a proxy it is the proxy that says which host was asked. */
const varyHeaders = (trustProxy: boolean): Readonly<Record<Vary, readonly string[]>> => ({
  language: ['Accept-Language'],
  host: trustProxy ? ['Host', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-Prefix'] : ['Host'],
  prefix: trustProxy ? ['X-Forwarded-Prefix'] : [],
  accept: ['Accept'],
});

/** Who sent a request. */
export type Authenticate = (req: Request) => Principal | Promise<Principal>;

export interface AppParts extends Reach {
  readonly authenticate: Authenticate;
  /** Told of every answer. */
  readonly observer: RequestObserver;
  readonly log: Log;
  readonly toApiError: (error: unknown) => ApiError;
  /** For the bodies of all requests; without a bound where absent. */
  readonly bodies?: ByteBudget;
  /** Clients share the process by turns; without a bound where absent. */
  readonly turns?: TurnQueue;
  /** What one address may ask for; without a bound where absent. */
  readonly rateLimit?: RateLimit;
  /** What a request waits for before it is worked on; nothing where absent. Never rejects. */
  readonly ready?: (req: Request) => Promise<void>;
  /**
   * Whether what was read of the database since a moment of `performance.now` may be out of date; never where absent.
   */
  readonly mayBeStale?: (sinceMs: number) => boolean;
}

const NO_BOUND = { slots: Infinity, maxWaiting: Infinity, maxWaitMs: 0 } as const;

/** An Express app that answers by a list of routes. */
export function createApp(
  routes: readonly Route[],
  {
    authenticate,
    observer,
    log,
    toApiError,
    trustProxy,
    basePath,
    bodies = new ByteBudget(Infinity),
    turns = new TurnQueue(NO_BOUND),
    rateLimit = new RateLimit(0),
    ready = () => Promise.resolve(),
    mayBeStale = () => false,
  }: AppParts,
): Express {
  const app = express();
  app.disable('x-powered-by');
  // `Content` makes the tags, one for each coding.
  app.disable('etag');
  app.use(trackRequests(observer, trustProxy), refuseMalformed);
  mountRoutes(app, routes, { authenticate, trustProxy, basePath, bodies, turns, rateLimit, ready, mayBeStale });
  app.use(answerErrors(log, toApiError));
  return app;
}

type HandlerParts = Required<
  Pick<AppParts, 'authenticate' | 'bodies' | 'turns' | 'rateLimit' | 'ready' | 'mayBeStale'>
> &
  Reach;

/** Adds routes to an app, in their order. A path that several share has them beside each other. */
function mountRoutes(app: Express, routes: readonly Route[], parts: HandlerParts): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const ofPath = routes.filter((route) => route.path === path);
    for (const route of ofPath) {
      const handler = handlerOf(route, parts);
      if (route.method === 'GET') app.get(path, handler);
      else if (route.method === 'POST') app.post(path, handler);
      else app.delete(path, handler);
    }
    app.all(path, otherMethods(ofPath));
  }
}

/** The methods that a path takes, in the words of the header `Allow`. */
function methodsOf(routes: readonly Route[]): string {
  const own = routes.map(({ method }) => method);
  const reading = own.includes('GET') ? ['GET', 'HEAD', 'OPTIONS'] : [];
  return [...new Set([...reading, ...own, 'OPTIONS'])].join(', ');
}

/**
 * What pages of other sites may send: gateways in front of the service ask for `Authorization`, which a star does not
 * stand for. The rest is what fetch libraries, tracing and event sources add. Older browsers know no star.
 */
const PREFLIGHT_HEADERS = [
  'Authorization',
  'Content-Type',
  'If-None-Match',
  'If-Revision',
  'X-Request-Id',
  'Accept',
  'Accept-Language',
  'Cache-Control',
  'Last-Event-ID',
  'Pragma',
  'Range',
  'X-Requested-With',
  'traceparent',
  'tracestate',
  '*',
].join(', ');

/** A browser asks before it sends JSON to another site; every other method is refused. */
function otherMethods(routes: readonly Route[]): RequestHandler {
  const allowed = methodsOf(routes);
  const isOpen = routes.every(({ cors }) => cors === 'any-site');
  return (req, res) => {
    if (req.method !== 'OPTIONS') {
      throw new ApiError(405, 'method-not-allowed', 'method-not-allowed', {
        values: { method: req.method, allowed },
        headers: { Allow: allowed },
      });
    }
    res.set(CORS_HEADERS[isOpen ? 'any-site' : 'own-site']);
    if (isOpen) {
      res.set({
        'Access-Control-Allow-Methods': allowed,
        'Access-Control-Allow-Headers': PREFLIGHT_HEADERS,
        'Access-Control-Max-Age': '86400',
      });
    }
    res.set('Allow', allowed).status(204).end();
  };
}

function handlerOf(
  route: Route,
  { authenticate, bodies, turns, rateLimit, ready, mayBeStale, ...reach }: HandlerParts,
): RequestHandler {
  const varies = (route.vary ?? []).flatMap((each) => varyHeaders(reach.trustProxy)[each]);
  return async (req, res) => {
    res.locals['cors'] = route.cors;
    res.set(CORS_HEADERS[route.cors]);
    const principal = await authenticate(req);
    demand(route.auth, principal);
    await rateLimit.count(principal, route.cost ?? 'usual', res);
    const request = await readRequest(route, { principal, bodies, ...reach }, req, res);
    await ready(req);
    const askedAtMs = performance.now();
    // Neither a slow body nor a slow reader of the answer keeps a turn.
    const answer = await inTurn(route, () => route.handle(request), {
      turns,
      options: { clients: principal.clients, signal: signalOf(res) },
    });
    // Whatever waits for its turn reads the database, if only to see whether what is kept still holds.
    if (route.turn !== undefined && mayBeStale(askedAtMs)) res.set(STALE_HEADERS);
    const headers = {
      cacheControl: cacheControlOf(route.cache, principal),
      vary: [...varies, ...principalVary(principal)],
    };
    await write(req, res, route, answer, headers, principal);
  };
}

async function inTurn(
  { turn }: Route,
  handle: () => unknown,
  { turns, options }: { readonly turns: TurnQueue; readonly options: EnterOptions },
): Promise<unknown> {
  if (turn === 'kept') return turns.run(handle, options);
  if (turn === 'passed') await turns.run(() => undefined, options);
  return handle();
}

const NO_BODY = { bytes: Buffer.alloc(0), keep: () => () => undefined } as const;

interface RequestParts extends Reach, Pick<HandlerParts, 'bodies'> {
  readonly principal: Principal;
}

/** A body whose memory counts until the request is answered, or for as long as it is kept. */
async function holdBody(
  req: Request,
  res: Response,
  { maxMb, form }: NonNullable<Route['body']>,
  { principal, bodies }: Pick<RequestParts, 'principal' | 'bodies'>,
): Promise<{ readonly bytes: Buffer; readonly keep: () => () => void }> {
  const client = clientFrom(principal);
  const { bytes, release } = await readBody(req, { maxMb, form: form === true, client, budget: bodies });
  res.once('close', release);
  if (res.closed) release();
  return {
    bytes,
    keep: () => {
      res.off('close', release);
      return release;
    },
  };
}

async function readRequest(
  route: Route,
  { principal, bodies, ...reach }: RequestParts,
  req: Request,
  res: Response,
): Promise<RouteRequest<Record<string, unknown>, Record<string, unknown>>> {
  const parameters = new Query(req);
  // `langOf` refuses unknown languages, which do not matter to a route that does not answer in one.
  const lang = route.vary?.includes('language') === true ? langOf(req) : null;
  const query = route.query === undefined ? {} : readQuery(route.query, parameters);
  // Pages of other sites cannot send JSON unasked, but any of them can send a form.
  if (route.body?.form === true && !isOwnSite(req, reach)) throw new ApiError(403, 'other-site', 'other-site');
  const body = route.body === undefined ? NO_BODY : await holdBody(req, res, route.body, { principal, bodies });
  return {
    params: req.params,
    accept: req.headers.accept,
    path: req.path,
    query,
    parameters,
    body: body.bytes,
    keepBody: body.keep,
    principal,
    get lang() {
      return lang ?? langOf(req);
    },
    get preferredLang() {
      return langOrDefault(req);
    },
    get base() {
      return originOf(req, reach) + prefixOf(req, reach);
    },
    get prefix() {
      return prefixOf(req, reach);
    },
    get signal() {
      return signalOf(res);
    },
  };
}

async function write(
  req: Request,
  res: Response,
  route: Route,
  answer: unknown,
  headers: AnswerHeaders,
  principal: Principal,
): Promise<void> {
  if (answer instanceof Reply) {
    await answer.send(req, res, headers);
  } else if (answer instanceof Content) {
    const { cache } = answer.options;
    await send(
      req,
      res,
      answer,
      cache === undefined ? headers : { ...headers, cacheControl: cacheControlOf(cache, principal) },
    );
  } else if (route.cache === 'no-store') {
    await once(Buffer.from(JSON.stringify(answer)), JSON_TYPE).send(req, res, headers);
  } else {
    await send(req, res, Content.json(answer), headers);
  }
}

/** Route in the metrics of the page's files, which have no pattern of their own. */
const FILES = 'files';
/** Path of the route that takes what no other does. */
export const FILES_PATH = '/{*path}';

/** Gives every request an id, and reports it to the observer once it is answered. */
function trackRequests(observer: RequestObserver, trustProxy: boolean): RequestHandler {
  return (req, res, next) => {
    const startedMs = performance.now();
    const trace = traceRequest(req);
    // A connection that has ended has no address any more.
    const client = observer.wantsClients === true ? { client: clientOf(req, trustProxy) } : {};
    res.set(REQUEST_ID_HEADER, requestIdFor(req.headers['x-request-id']));
    // `originalUrl`, as routers may change `url` on the way.
    res.on('close', () => {
      reportAnswer(observer, trace, {
        route: routeOf(req, res),
        method: req.method,
        url: req.originalUrl,
        ...client,
        status: res.statusCode,
        ms: performance.now() - startedMs,
        requestId: requestIdOf(res),
        aborted: !res.writableFinished,
        stream: String(res.get('Content-Type')).startsWith('text/event-stream'),
      });
    });
    if (trace === null) next();
    else trace.run(() => next());
  };
}

/** The pattern of the route, as metrics need a bounded number of them, and addresses have no bound. */
function routeOf(req: Request, res: Response): string {
  if (req.method === 'OPTIONS' || res.statusCode === 405) return NO_ROUTE;
  const route: unknown = req.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : FILES_PATH;
  if (path !== FILES_PATH) return path;
  return res.statusCode < 400 ? FILES : NO_ROUTE;
}

/** The map's own page reads the query of its address itself, and ignores what it cannot read. */
const PAGE = '/';

/**
 * What Node lets through and no route can use. No id, name or text here can hold a zero byte, and no database takes it.
 * `OPTIONS *` has no path. A request of HTTP/1.1 names its host (RFC 9112, 3.2); Node's own refusal would have no body.
 */
const refuseMalformed: RequestHandler = (req, _res, next) => {
  if ((req.path !== PAGE && req.url.includes('%00')) || !req.url.startsWith('/'))
    throw new ApiError(400, 'malformed-request', 'malformed-request');
  if (isLong(req)) throw longRequest();
  if (lacksHost(req)) throw new ApiError(400, 'malformed-request', 'bad-host', { headers: { Connection: 'close' } });
  next();
};

function requestIdOf(res: Response): string {
  return String(res.get(REQUEST_ID_HEADER));
}

/** Turns the errors of routes into answers. Causes go to the log, never to the client. */
function answerErrors(log: Log, toApiError: (error: unknown) => ApiError): ErrorRequestHandler {
  const errorLog = new ErrorLogThrottle(log);
  // Express tells error handlers by their four parameters.
  return (error: unknown, req, res, next) => {
    const apiError = toApiError(error);
    if (apiError.status >= 500)
      errorLog.add(
        apiError.code,
        { requestId: requestIdOf(res), url: req.originalUrl, error },
        kindOf(apiError, error, routeOf(req, res)),
      );
    if (res.headersSent) {
      next(error);
      return;
    }
    for (const header of ['ETag', 'Content-Encoding']) res.removeHeader(header);
    if (apiError.status === 431 && req.get('Accept')?.includes('text/html') === true) {
      res
        .status(431)
        .set({ 'Cache-Control': 'no-store', Vary: 'Accept', 'Content-Type': HTML_TYPE })
        .end(longAddressPage());
      return;
    }
    const headers = res.locals['cors'] === 'own-site' ? CORS_HEADERS['own-site'] : OPEN_HEADERS;
    sendError(res, apiError, langOrDefault(req), requestIdOf(res), headers);
  };
}
