import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LayerRegistry } from '../layers/registry.ts';
import { clientFrom, PUBLIC, type Principal } from '../platform/auth/principal.ts';
import type { Config } from '../platform/config.ts';
import { DatabaseUnavailable, Overloaded, QueryCancelled } from '../platform/db/errors.ts';
import type { Refusal } from '../platform/fairness/fair-queue.ts';
import { toApiError, type ApiError } from '../platform/http/errors.ts';
import type { Change } from '../layers/change.ts';
import { readRevisions, type ChangePoller } from '../changes/index.ts';
import { codingFor } from '../platform/http/content.ts';
import { langFrom } from '../platform/http/language.ts';
import { reportAnswer, requestIdFor, type RequestObserver } from '../platform/metrics/requests.ts';
import { traceRequest, type RequestTrace } from '../platform/tracing/tracer.ts';
import type { RateLimit } from '../platform/http/rate-limit.ts';
import { sendError } from '../platform/http/respond.ts';
import { ErrorLogThrottle, kindOf } from '../platform/log/error-log-throttle.ts';
import type { Log } from '../platform/log/log.ts';
import type { TileStats } from '../platform/metrics/sources.ts';
import {
  decodePath,
  readHeaders,
  readTileAddress,
  TILES_PREFIX,
  tileRouteOf,
  TileSender,
  type CacheState,
  type TileAddress,
  type TileHeaders,
} from './http.ts';
import { TileCache } from './cache.ts';
import type { CodedBody, TileEntry } from './entry.ts';
import { InFlightTiles, type MakeTile } from './in-flight-tiles.ts';
import { decideTile, type TileRequest } from './request.ts';

export interface TileHandlerParts {
  readonly make: MakeTile;
  /** Who sent a request; everybody is the public where absent. */
  readonly authenticate?: (req: IncomingMessage) => Principal;
  /** What one address may ask for; without a bound where absent. Tiles from memory count nothing. */
  readonly rateLimit?: RateLimit;
  /** Why the database would refuse a tile now; null where it would not. */
  readonly refuses: (principal: Principal) => Refusal | null;
  readonly registry: LayerRegistry;
  readonly config: Pick<Config, 'tileCacheMb'>;
  readonly poller: ChangePoller;
  readonly log: Log;
  readonly observer: RequestObserver;
  /** One by the clock of the process where absent. */
  readonly errorLog?: ErrorLogThrottle;
}

/** The same errors each time: an overload refuses thousands a second, and a stack trace takes most of the time. */
const REFUSALS: Readonly<Record<Refusal, ApiError>> = {
  full: toApiError(new Overloaded('full')),
  share: toApiError(new Overloaded('share')),
};

/** A tile that may be out of date is served for so long, before its source is asked for it anew. */
const STALE_MOST_MS = 60_000;

/** A request that memory answers. */
interface Hit {
  readonly url: string;
  readonly entry: TileEntry;
  readonly body: CodedBody;
  readonly isHead: boolean;
  readonly headers: TileHeaders;
  readonly nowMs: number;
}

/** Somebody who waits for a tile. */
interface Asker {
  readonly principal: Principal;
  readonly askedAtMs: number;
  hasLeft: boolean;
  onLeave: () => void;
  /** Where a request for this very tile is to be counted; absent for a tile that is part of another answer. */
  readonly res?: ServerResponse;
}

/** A request that memory alone could not answer. */
interface Exchange extends Asker {
  readonly res: ServerResponse;
  readonly url: string;
  readonly address: TileAddress;
  readonly isHead: boolean;
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly requestId: string;
  readonly ifRevision: string | undefined;
  /** Null where tracing is off. */
  readonly trace: RequestTrace | null;
  /** The address will always ask for the same tile. */
  isLasting: boolean;
  state: CacheState;
}

/**
 * Answers tiles ahead of Express: from memory where the poller knows that nothing has touched them, else by one query
 * for all who ask for the same tile at the same time.
 */
export class TileHandler {
  readonly #parts: TileHandlerParts;
  readonly #cache: TileCache;
  readonly #inFlight: InFlightTiles;
  readonly #errorLog: ErrorLogThrottle;
  readonly #sender = new TileSender();
  #hits = 0;
  #notModified = 0;
  #stale = 0;
  #refused = 0;
  #invalidated = 0;

  constructor(parts: TileHandlerParts) {
    this.#parts = parts;
    this.#cache = new TileCache(parts.config.tileCacheMb * 2 ** 20);
    this.#inFlight = new InFlightTiles({
      make: parts.make,
      store: (entry, request) => this.#keep(entry, request),
      revisionOf: (layer) => parts.poller.revisionOf(layer),
    });
    this.#errorLog = parts.errorLog ?? new ErrorLogThrottle(parts.log);
    parts.poller.onChange('caches', (changes) => this.#drop(changes));
    parts.registry.onChange((layer) => {
      this.#invalidated += this.#cache.removeLayer(layer);
    });
  }

  /** Answers a tile; false where something else was asked for, and nothing was done. */
  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const { url = '', method } = req;
    if (!url.startsWith(TILES_PREFIX)) return false;
    // What is in memory costs next to nothing, so it counts for nobody's share.
    const entry = this.#cache.byUrl(PUBLIC, url);
    const address = entry === undefined ? readTileAddress(url) : null;
    if ((entry === undefined && address === null) || (method !== 'GET' && method !== 'HEAD')) return false;
    const nowMs = performance.now();
    const headers = readHeaders(req.rawHeaders);
    const { poller } = this.#parts;
    const { ifRevision } = headers;
    const isTold = ifRevision !== undefined && !poller.knows(readRevisions(ifRevision));
    if (entry !== undefined && !isTold && !entry.isStale && poller.isFresh(nowMs) && !poller.isLostFor(entry.names)) {
      const body = entry[codingFor(headers.acceptEncoding)];
      if (body !== null) {
        this.#hit(req, res, { url, entry, body, isHead: method === 'HEAD', headers, nowMs });
        return true;
      }
    }
    const known = address ?? readTileAddress(url);
    if (known === null) return false;
    const exchange: Exchange = {
      res,
      url,
      address: known,
      principal: this.#parts.authenticate?.(req) ?? PUBLIC,
      isHead: method === 'HEAD',
      acceptEncoding: headers.acceptEncoding,
      ifNoneMatch: headers.ifNoneMatch,
      requestId: requestIdFor(headers.requestId),
      ifRevision,
      trace: traceRequest(req),
      askedAtMs: nowMs,
      isLasting: false,
      state: 'miss',
      hasLeft: false,
      onLeave: () => undefined,
    };
    const answer = (): Promise<void> => this.#answer(exchange, req.headers['accept-language']);
    void (exchange.trace === null ? answer() : exchange.trace.run(answer));
    return true;
  }

  /**
   * A tile for the service itself, as fresh as a client would get it. Rejects as its making does, and with
   * `QueryCancelled` once aborted.
   */
  async read(request: TileRequest, { principal, signal }: { principal: Principal; signal: AbortSignal }) {
    const asker: Asker = { principal, askedAtMs: performance.now(), hasLeft: signal.aborted, onLeave: () => undefined };
    const leave = (): void => {
      asker.hasLeft = true;
      asker.onLeave();
    };
    signal.addEventListener('abort', leave);
    try {
      const found = await this.#find(request, asker);
      if (found === null) throw new QueryCancelled();
      this.#cache.used(found.entry);
      return found.entry;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  stats(): TileStats & { readonly refused: number; readonly aborted: number } {
    return {
      hits: this.#hits,
      misses: this.#inFlight.started,
      coalesced: this.#inFlight.joined,
      notModified: this.#notModified,
      stale: this.#stale,
      refused: this.#refused,
      aborted: this.#inFlight.aborted,
      evictions: this.#cache.evictions,
      invalidated: this.#invalidated,
      entries: this.#cache.size,
      bytes: this.#cache.bytes,
    };
  }

  #hit(req: IncomingMessage, res: ServerResponse, { url, entry, body, isHead, headers, nowMs }: Hit): void {
    const trace = traceRequest(req);
    this.#cache.used(entry);
    this.#hits += 1;
    const requestId = requestIdFor(headers.requestId);
    const status = this.#sender.send(res, body, 'hit', { isHead, ifNoneMatch: headers.ifNoneMatch, requestId });
    if (status === 304) this.#notModified += 1;
    const { observer, authenticate } = this.#parts;
    reportAnswer(observer, trace, {
      route: tileRouteOf(url),
      method: isHead ? 'HEAD' : 'GET',
      url,
      status,
      ms: performance.now() - nowMs,
      requestId,
      cached: true,
      ...(observer.wantsClients === true ? { client: clientFrom(authenticate?.(req) ?? PUBLIC) } : {}),
    });
  }

  async #answer(exchange: Exchange, acceptLanguage: string | undefined): Promise<void> {
    const { res, url, address, isHead, requestId } = exchange;
    res.once('close', () => {
      exchange.hasLeft = true;
      exchange.onLeave();
      reportAnswer(this.#parts.observer, exchange.trace, {
        route: address.route,
        method: isHead ? 'HEAD' : 'GET',
        url,
        status: res.statusCode,
        ms: performance.now() - exchange.askedAtMs,
        requestId,
        cached: exchange.state !== 'miss',
        ...(this.#parts.observer.wantsClients === true ? { client: clientFrom(exchange.principal) } : {}),
        aborted: !res.writableFinished,
      });
    });
    const query = new URLSearchParams(address.query);
    try {
      const request = decideTile(decodePath(address, url), query, this.#parts.registry);
      // A moment still to come shows the map of now, and will be a past one.
      exchange.isLasting = request.asOf !== null || !query.has('datetime');
      if (exchange.ifRevision !== undefined) await this.#parts.poller.reach(readRevisions(exchange.ifRevision));
      await this.#serve(exchange, request);
    } catch (error) {
      // A client that has gone reads no answer, and the end of its query is not an error.
      if (exchange.hasLeft || res.headersSent) return;
      const apiError = toApiError(error);
      if (apiError.status === 503 || apiError.status === 429) this.#refused += 1;
      if (apiError.status >= 500)
        this.#errorLog.add(apiError.code, { requestId, url, error }, kindOf(apiError, error, address.route));
      sendError(res, apiError, langFrom(query.get('lang'), acceptLanguage), requestId);
    }
  }

  async #serve(exchange: Exchange, request: TileRequest): Promise<void> {
    const found = await this.#find(request, exchange);
    if (found === null) return;
    this.#name(found.entry, exchange);
    await this.#send(exchange, found.entry, found.state);
  }

  /** The tile from memory where it still holds, else made; null where whoever asked has left before. */
  async #find(
    request: TileRequest,
    asker: Asker,
  ): Promise<{ readonly entry: TileEntry; readonly state: CacheState } | null> {
    const { poller } = this.#parts;
    const { principal } = asker;
    const kept = this.#cache.byKey(principal, request.key);
    if (kept !== undefined) {
      const isKnown = kept.isStale ? !poller.isLost : await poller.freshen(asker.askedAtMs);
      // The poll may have found a change, and other requests may have had the tile made anew meanwhile.
      const now = this.#cache.byKey(principal, request.key) ?? kept;
      const lostSinceMs = poller.lostSinceMs(now.names);
      if (!isKnown || this.#mayServe(now, lostSinceMs)) return { entry: now, state: 'stale' };
      if (lostSinceMs === null && now.isKept && !now.isStale) return { entry: now, state: 'hit' };
    }
    // The first poll names every layer, and would make all tiles in flight out of date.
    if (!poller.hasLooked && !poller.isLost) await poller.look();
    const mustMake = !this.#inFlight.has(principal, request);
    if (mustMake && asker.res !== undefined) await this.#parts.rateLimit?.count(principal, 'usual', asker.res);
    if (asker.hasLeft) return null;
    const refusal = this.#inFlight.has(principal, request) ? null : this.#parts.refuses(principal);
    if (refusal !== null) throw REFUSALS[refusal];
    poller.wake();
    const waiter = this.#inFlight.join(principal, request);
    asker.onLeave = waiter.leave;
    try {
      const entry = await waiter.entry;
      // Made from a standby while the primary is lost, it may be out of date; so may be one that comes after that.
      return { entry, state: entry.isStale || poller.isLost ? 'stale' : 'miss' };
    } catch (error) {
      const last = this.#cache.byKey(principal, request.key);
      if (last === undefined || !(error instanceof DatabaseUnavailable)) throw error;
      last.askedAtMs = performance.now();
      return { entry: last, state: 'stale' };
    }
  }

  /**
   * Whether a tile whose source cannot be looked at is served as it is. The look alone may have failed: so a tile is
   * asked anew once in a while, and nobody sees it older than that while its source answers.
   */
  #mayServe({ askedAtMs }: TileEntry, lostSinceMs: number | null): boolean {
    return lostSinceMs !== null && performance.now() - Math.max(lostSinceMs, askedAtMs) < STALE_MOST_MS;
  }

  async #send(exchange: Exchange, entry: TileEntry, state: CacheState): Promise<void> {
    exchange.state = state;
    const body = await entry.coded(codingFor(exchange.acceptEncoding));
    this.#cache.resized(entry);
    if (exchange.hasLeft) return;
    if (state !== 'miss') {
      this.#cache.used(entry);
      if (state === 'hit') this.#hits += 1;
      else this.#stale += 1;
    }
    const status = this.#sender.send(exchange.res, body, state, exchange);
    if (status === 304) this.#notModified += 1;
  }

  #name(entry: TileEntry, { url, isLasting }: Exchange): void {
    if (isLasting) this.#cache.addUrl(entry, url);
  }

  #keep(entry: TileEntry, { layers, version }: TileRequest): void {
    // Its definitions have changed since, or its source cannot tell when its data change.
    if (version !== this.#parts.registry.version || layers.some(({ source }) => source.changes === undefined)) return;
    const before = this.#cache.byKey(entry, entry.key);
    if (before !== undefined) entry.adopt(before);
    this.#cache.put(entry);
  }

  async #drop(changes: readonly Change[]): Promise<void> {
    // All are noted first, so that tiles which arrive in between are checked against them.
    for (const change of changes) this.#inFlight.noteChange(change);
    for (const change of changes) {
      const layer = this.#parts.registry.get(change.layer);
      if (layer === undefined) continue;
      await this.#cache.index.forTouched(change, layer.geometry, (entry) => {
        if (!entry.isStale) this.#invalidated += 1;
        this.#cache.markStale(entry);
      });
      // Tiles that an earlier change has touched may show it too.
      if (change.withdraws === true) this.#cache.removeStale(change.layer);
    }
  }
}
