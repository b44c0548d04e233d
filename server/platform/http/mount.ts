import type { Express, Request, RequestHandler, Response } from 'express';
import type { Principal } from '../auth/principal.ts';
import { readBody } from './body.ts';
import { ApiError } from './errors.ts';
import { langOf, langOrDefault } from './language.ts';
import { originOf } from './origin.ts';
import { cacheControlOf, CORS_HEADERS, principalVary } from './policies.ts';
import { Query } from './query.ts';
import { readQuery } from './read-query.ts';
import { Content, once, Reply, send, signalOf, JSON_TYPE, type AnswerHeaders } from './respond.ts';
import type { Route, RouteRequest, Vary } from './route.ts';

const VARY_HEADERS: Readonly<Record<Vary, string>> = { language: 'Accept-Language', host: 'Host' };

/** Who sent a request. */
export type Authenticate = (req: Request) => Principal | Promise<Principal>;

/** Adds routes to an app, in their order. A path that several share has them beside each other. */
export function mountRoutes(app: Express, routes: readonly Route[], authenticate: Authenticate): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const ofPath = routes.filter((route) => route.path === path);
    for (const route of ofPath) {
      const handler = handlerOf(route, authenticate);
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
        'Access-Control-Allow-Headers': 'Content-Type, If-None-Match, X-Request-Id',
        'Access-Control-Max-Age': '86400',
      });
    }
    res.set('Allow', allowed).status(204).end();
  };
}

function handlerOf(route: Route, authenticate: Authenticate): RequestHandler {
  const varies = (route.vary ?? []).map((each) => VARY_HEADERS[each]);
  return async (req, res) => {
    res.locals['cors'] = route.cors;
    res.set(CORS_HEADERS[route.cors]);
    const principal = await authenticate(req);
    if (!route.auth.allows(principal)) throw new ApiError(403, 'forbidden', 'forbidden');
    const answer = await route.handle(await readRequest(route, principal, req, res));
    const headers = {
      cacheControl: cacheControlOf(route.cache, principal),
      vary: [...varies, ...principalVary(principal)],
    };
    await write(req, res, route, answer, headers, principal);
  };
}

async function readRequest(
  route: Route,
  principal: Principal,
  req: Request,
  res: Response,
): Promise<RouteRequest<Record<string, unknown>, Record<string, unknown>>> {
  const parameters = new Query(req);
  // Both throw for what cannot be used, which is nothing to a route that does not answer in a language.
  const lang = route.vary?.includes('language') === true ? langOf(req) : null;
  const query = route.query === undefined ? {} : readQuery(route.query, parameters);
  const body = route.body === undefined ? Buffer.alloc(0) : await readBody(req, route.body.maxMb);
  return {
    params: req.params,
    path: req.path,
    query,
    parameters,
    body,
    principal,
    get lang() {
      return lang ?? langOf(req);
    },
    get preferredLang() {
      return langOrDefault(req);
    },
    get origin() {
      return originOf(req);
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
