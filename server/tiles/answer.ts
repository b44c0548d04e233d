import type { ServerResponse } from 'node:http';
import type { Coding } from '../platform/http/encoding.ts';
import { REQUEST_ID_HEADER } from '../platform/http/observe.ts';
import { OPEN_HEADERS, REVALIDATE } from '../platform/http/policies.ts';
import { holds } from '../platform/http/respond.ts';
import type { CodedBody } from './entry.ts';

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile';

/** Where an answer comes from. `stale`: from memory, while the database cannot tell whether it still holds. */
export type CacheState = 'hit' | 'miss' | 'stale';

/** What matters of a request's headers. */
export interface TileHeaders {
  acceptEncoding: string | undefined;
  ifNoneMatch: string | undefined;
  requestId: string | undefined;
}

/**
 * Reads the headers as they came: node would first make an object of them all, which takes as long as the rest of an
 * answer from memory.
 */
export function readHeaders(raw: readonly string[]): TileHeaders {
  const headers: TileHeaders = { acceptEncoding: undefined, ifNoneMatch: undefined, requestId: undefined };
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    // Lengths first: lower case makes a new text.
    if (name.length === 15 && name.toLowerCase() === 'accept-encoding')
      headers.acceptEncoding = joined(headers.acceptEncoding, raw[index + 1]);
    else if (name.length === 13 && name.toLowerCase() === 'if-none-match')
      headers.ifNoneMatch = joined(headers.ifNoneMatch, raw[index + 1]);
    else if (name.length === 12 && name.toLowerCase() === 'x-request-id')
      headers.requestId = joined(headers.requestId, raw[index + 1]);
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
/** RFC 7234, 5.5.1. Later versions of HTTP caching leave the header out, but nothing else says it. */
const WARNING = ['Warning', '110 - "Response is Stale"'];

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

/** What of a request decides on its answer, beside the tile. */
export interface TileRecipient {
  readonly isHead: boolean;
  readonly ifNoneMatch: string | undefined;
  readonly requestId: string;
}
