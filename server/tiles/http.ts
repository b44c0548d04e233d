/** Tiles over HTTP: addresses and headers in, answers out. */
import type { ServerResponse } from 'node:http';
import { IF_REVISION } from '../changes/index.ts';
import { type Coding, OPEN_HEADERS, REVALIDATE, STALE_HEADERS, holds } from '../platform/http/content.ts';
import { REQUEST_ID_HEADER } from '../platform/metrics/requests.ts';
import { ApiError } from '../platform/http/errors.ts';
import type { CodedBody } from './entry.ts';
import type { TilePath } from './request.ts';

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';

/** A tile address in its parts, as they stand: nothing is decoded or checked. */
export interface TileAddress extends TilePath {
  readonly route: string;
  readonly query: string;
}

export const TILES_PREFIX = '/tiles/';
const SUFFIX = '.mvt';
const PATH = /^\/tiles\/([^/]+)(?:\/([^/]+))?\/([^/]+)\/([^/]+)\/([^/]+)\.mvt$/;

export const TILE_ROUTE = '/tiles/:layers/:z/:x/:y.mvt';
export const MATRIX_SET_TILE_ROUTE = '/tiles/:layers/:matrixSet/:z/:x/:y.mvt';

/**
 * The parts of `/tiles/{layers}/{z}/{x}/{y}.mvt` or `/tiles/{layers}/{matrixSet}/{z}/{x}/{y}.mvt`; null for any other
 * address.
 */
export function readTileAddress(url: string): TileAddress | null {
  if (!url.startsWith(TILES_PREFIX)) return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.endsWith(SUFFIX)) return null;
  const [, layers, matrixSet, z, x, y] = PATH.exec(path) ?? [];
  if (layers === undefined || z === undefined || x === undefined || y === undefined) return null;
  return {
    route: matrixSet === undefined ? TILE_ROUTE : MATRIX_SET_TILE_ROUTE,
    layers,
    matrixSet,
    z,
    x,
    y,
    query: mark < 0 ? '' : url.slice(mark + 1),
  };
}

/** The route of an address that is known to be a tile's, in a fraction of the time that its parts take. */
export function tileRouteOf(url: string): string {
  const mark = url.indexOf('?');
  let parts = 0;
  for (
    let at = url.indexOf('/', TILES_PREFIX.length);
    at >= 0 && (mark < 0 || at < mark);
    at = url.indexOf('/', at + 1)
  )
    parts += 1;
  return parts > 3 ? MATRIX_SET_TILE_ROUTE : TILE_ROUTE;
}

/**
 * The path of an address, decoded. Throws what Express would: broken escapes and zero bytes are the request's fault.
 */
export function decodePath({ layers, matrixSet, z, x, y }: TileAddress, url: string): TilePath {
  if (url.includes('%00')) throw new ApiError(400, 'malformed-request', 'malformed-request');
  return {
    layers: decodeURIComponent(layers),
    matrixSet: matrixSet === undefined ? undefined : decodeURIComponent(matrixSet),
    z: decodeURIComponent(z),
    x: decodeURIComponent(x),
    y: decodeURIComponent(y),
  };
}

/** Where an answer comes from. `stale`: from memory, while the database cannot tell whether it still holds. */
export type CacheState = 'hit' | 'miss' | 'stale';

/** What matters of a request's headers. */
export interface TileHeaders {
  acceptEncoding: string | undefined;
  ifNoneMatch: string | undefined;
  requestId: string | undefined;
  ifRevision: string | undefined;
}

/**
 * Reads the headers as they came. Node's own `headers` makes an object of them all first, which takes as long as the
 * rest of an answer from memory.
 */
export function readHeaders(raw: readonly string[]): TileHeaders {
  const headers: TileHeaders = {
    acceptEncoding: undefined,
    ifNoneMatch: undefined,
    requestId: undefined,
    ifRevision: undefined,
  };
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    // Lengths first, as `toLowerCase` makes a new string.
    if (name.length === 15 && name.toLowerCase() === 'accept-encoding')
      headers.acceptEncoding = joined(headers.acceptEncoding, raw[index + 1]);
    else if (name.length === 13 && name.toLowerCase() === 'if-none-match')
      headers.ifNoneMatch = joined(headers.ifNoneMatch, raw[index + 1]);
    else if (name.length === 12 && name.toLowerCase() === 'x-request-id')
      headers.requestId = joined(headers.requestId, raw[index + 1]);
    else if (name.length === 11 && name.toLowerCase() === IF_REVISION)
      headers.ifRevision = joined(headers.ifRevision, raw[index + 1]);
  }
  return headers;
}

function joined(before: string | undefined, value: string | undefined): string | undefined {
  return before === undefined ? value : `${before}, ${value ?? ''}`;
}

/** Names and values in turn, as `writeHead` takes them. The first few differ from answer to answer. */
type HeaderList = string[];
const [ID, ETAG, CACHE, LENGTH] = [1, 3, 5, 7];
const STARTS = [REQUEST_ID_HEADER, '', 'ETag', '', 'X-Cache', ''];
const ALWAYS = [...Object.entries(OPEN_HEADERS).flat(), 'Cache-Control', REVALIDATE, 'Vary', 'Accept-Encoding'];
const WARNING = ['Warning', STALE_HEADERS.Warning];

function full(coding: Coding): HeaderList {
  return [
    ...STARTS,
    'Content-Length',
    '',
    ...ALWAYS,
    'Content-Type',
    TILE_TYPE,
    ...(coding === 'identity' ? [] : ['Content-Encoding', coding]),
  ];
}

/**
 * Answers with tiles. It owns the lists of headers and fills in the same ones for every answer, as node has read them
 * before `writeHead` returns.
 */
export class TileSender {
  readonly #bare: HeaderList = [...STARTS, ...ALWAYS];
  readonly #full: Readonly<Record<Coding, HeaderList>> = {
    br: full('br'),
    gzip: full('gzip'),
    identity: full('identity'),
  };

  /** Answers 204 where the tile is empty, 304 where the client holds it. Returns the status. */
  send(
    res: ServerResponse,
    body: CodedBody,
    state: CacheState,
    { isHead, ifNoneMatch, requestId }: TileRecipient,
  ): number {
    const isHeld = ifNoneMatch !== undefined && holds(ifNoneMatch, body.etag);
    const isBare = isHeld || body.bytes.length === 0;
    const headers = isBare ? this.#bare : this.#full[body.coding];
    headers[ID] = requestId;
    headers[ETAG] = body.etag;
    headers[CACHE] = state;
    if (!isBare) headers[LENGTH] = body.length;
    const status = isHeld ? 304 : isBare ? 204 : 200;
    res.writeHead(status, state === 'stale' ? [...headers, ...WARNING] : headers);
    if (isBare || isHead) res.end();
    else res.end(body.bytes);
    return status;
  }
}

/** What decides on an answer beside the tile. */
export interface TileRecipient {
  readonly isHead: boolean;
  readonly ifNoneMatch: string | undefined;
  readonly requestId: string;
}
