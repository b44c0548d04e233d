import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { errorBody, type ApiError } from './errors.ts';
import type { Lang } from '../messages/index.ts';
import { codingFor, compress, compressFast, decompress, type Coding } from './encoding.ts';
import { REQUEST_ID_HEADER } from './observe.ts';
import { OPEN_HEADERS } from './security.ts';

/** Data may change at any time: caches keep answers, but ask whether they still hold. */
export const REVALIDATE = 'public, no-cache';
export const IMMUTABLE = 'public, max-age=31536000, immutable';

export interface ContentOptions {
  readonly type: string;
  readonly cacheControl?: string;
  /** Request headers beside Accept-Encoding that the answer depends on. */
  readonly vary?: readonly string[];
  /** False for what is compressed already, such as images. */
  readonly compressible?: boolean;
}

/** An answer's body, with its ETag and its compressed forms, each made once. Kept, it is an answer from memory. */
export class Content {
  readonly body: Buffer;
  readonly options: ContentOptions;
  readonly #hash: string;
  readonly #coded = new Map<Coding, Promise<Buffer>>();

  constructor(body: Buffer, options: ContentOptions) {
    this.body = body;
    this.options = options;
    this.#hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  }

  static json(value: unknown, options: Omit<ContentOptions, 'type'> = {}): Content {
    return new Content(Buffer.from(JSON.stringify(value)), { ...options, type: 'application/json; charset=utf-8' });
  }

  /** A strong tag belongs to exact bytes, so every coding has its own. */
  etag(coding: Coding): string {
    return coding === 'identity' ? `"${this.#hash}"` : `"${this.#hash}-${coding}"`;
  }

  coded(coding: Coding): Promise<Buffer> {
    const known = this.#coded.get(coding);
    if (known) return known;
    const made = compress(this.body, coding);
    this.#coded.set(coding, made);
    return made;
  }
}

/** Answers with a body, or 204 without one; with 304 where the client holds it already; HEAD without the body. */
export async function send(req: Request, res: Response, content: Content): Promise<void> {
  const { type, cacheControl = REVALIDATE, vary = [], compressible = true } = content.options;
  const coding = compressible ? codingFor(req.headers['accept-encoding']) : 'identity';
  const etag = content.etag(coding);
  res.set({ 'Cache-Control': cacheControl, ETag: etag });
  const varies = compressible ? ['Accept-Encoding', ...vary] : vary;
  if (varies.length > 0) res.vary(varies.join(', '));
  if (holds(req.headers['if-none-match'], etag)) {
    res.status(304).end();
    return;
  }
  if (content.body.length === 0) {
    res.status(204).end();
    return;
  }
  const bytes = await content.coded(coding);
  if (coding !== 'identity') res.set('Content-Encoding', coding);
  // Express's own `send` would make a tag of its own; node's `end` leaves what we set.
  res.set({ 'Content-Type': type, 'Content-Length': String(bytes.length) });
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/** Below this a packet holds it, compressed or not. */
const WORTH_COMPRESSING_BYTES = 1400;

/** Answers a question that nobody asks twice: not kept by anybody, compressed in little time. */
export async function sendOnce(req: Request, res: Response, body: Buffer, type: string): Promise<void> {
  const isSmall = body.length < WORTH_COMPRESSING_BYTES;
  const coding = isSmall || codingFor(req.headers['accept-encoding']) === 'identity' ? 'identity' : 'gzip';
  const bytes = coding === 'gzip' ? await compressFast(body) : body;
  res.set({ 'Cache-Control': 'no-store', 'Content-Type': type, 'Content-Length': String(bytes.length) });
  res.vary('Accept-Encoding');
  if (coding === 'gzip') res.set('Content-Encoding', 'gzip');
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/** As `sendOnce`, of bytes that are gzipped already. */
export async function sendGzipped(req: Request, res: Response, gzipped: Uint8Array, type: string): Promise<void> {
  const bytes = Buffer.from(gzipped.buffer, gzipped.byteOffset, gzipped.byteLength);
  const takesGzip = codingFor(req.headers['accept-encoding']) !== 'identity';
  const body = takesGzip ? bytes : await decompress(bytes, 'gzip');
  res.set({ 'Cache-Control': 'no-store', 'Content-Type': type, 'Content-Length': String(body.length) });
  res.vary('Accept-Encoding');
  if (takesGzip) res.set('Content-Encoding', 'gzip');
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** Answers with an error, with Express or without. */
export function sendError(res: ServerResponse, error: ApiError, lang: Lang, requestId: string): void {
  const body = Buffer.from(JSON.stringify(errorBody(error, lang, requestId)));
  res.writeHead(error.status, {
    ...OPEN_HEADERS,
    [REQUEST_ID_HEADER]: requestId,
    ...error.headers,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have marked our tag as weak. */
export function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  return header.split(',').some((part) => {
    const tag = part.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
}
