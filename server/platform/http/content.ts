/** An answer's body, and what its headers say of it: its coding and tag, who may keep it, which sites may read it. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';
import { isPublic, type Principal } from '../auth/principal.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';
export const XML_TYPE = 'text/xml; charset=utf-8';

export interface ContentOptions {
  readonly type: string;
  /** Replaces the caching of its route. */
  readonly cache?: Cache;
  /** False for bytes that are compressed already, such as images. */
  readonly compressible?: boolean;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer's body, with its ETag and its compressed forms, each made once. Kept, it is an answer from memory. */
export class Content {
  readonly body: Buffer;
  readonly options: ContentOptions;
  readonly #hash: string;
  readonly #coded = new Map<Coding, Promise<Buffer>>();

  /** @param brotli the body in that coding, where somebody took more time for it than an answer may */
  constructor(body: Buffer, options: ContentOptions, brotli: Buffer | null = null) {
    this.body = body;
    this.options = options;
    if (brotli !== null) this.#coded.set('br', Promise.resolve(brotli));
    this.#hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  }

  static json(value: unknown): Content {
    return new Content(Buffer.from(JSON.stringify(value)), { type: JSON_TYPE });
  }

  /** An answer that is made seldom and asked for by everybody: worth the tenth of a second that brotli can take. */
  static async small(body: Buffer, options: ContentOptions): Promise<Content> {
    return new Content(body, options, await compress(body, 'br', constants.BROTLI_MAX_QUALITY));
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

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have marked our tag as weak. */
export function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  return header.split(',').some((part) => {
    const tag = part.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
}

/**
 * `revalidate`: data may change at any time, so that caches keep answers but ask whether they still hold.
 * `immutable`: the content of this address never changes. `no-store`: nobody asks for the answer twice.
 */
export type Cache = 'revalidate' | 'immutable' | 'no-store';

/**
 * Of an answer that may be out of date, as the database cannot tell whether it still holds. The warning is that of RFC
 * 7234, 5.5.1: later versions of HTTP caching leave it out, but nothing else says it.
 */
export const STALE_HEADERS = { 'X-Cache': 'stale', Warning: '110 - "Response is Stale"' } as const;

/** Data may change at any time: caches keep answers, but ask whether they still hold. */
export const REVALIDATE = 'public, no-cache';

/** `Cache-Control` of an answer. What a signed-in person sees is kept by no cache that others share. */
export function cacheControlOf(cache: Cache, principal: Principal): string {
  if (cache === 'no-store') return 'no-store';
  const keeper = isPublic(principal) ? 'public' : 'private';
  return cache === 'immutable' ? `${keeper}, max-age=31536000, immutable` : `${keeper}, no-cache`;
}

/** Request headers that tell principals apart: a cache must not give the answer for one to others. */
export function principalVary(principal: Principal): readonly string[] {
  return isPublic(principal) ? [] : ['Authorization', 'Cookie'];
}

/** `any-site`: departments embed maps in systems of their own. `own-site`: pages of this service alone. */
export type Cors = 'any-site' | 'own-site';

const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
} as const;

/** Headers of every answer that other sites may read. */
export const OPEN_HEADERS = {
  ...SAFE,
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, X-Request-Id, Retry-After, Location, Content-Crs, Content-Disposition, Link, RateLimit, RateLimit-Policy, ' +
    'X-Cache',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

export const CORS_HEADERS: Readonly<Record<Cors, Readonly<Record<string, string>>>> = {
  'any-site': OPEN_HEADERS,
  'own-site': { ...SAFE, 'Cross-Origin-Resource-Policy': 'same-origin' },
};

/** Content codings we answer with, the best first. */
const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number] | 'identity';

/** Brotli 6 is as fast as gzip 6 and smaller; its higher qualities are too slow to wait for. */
export const QUALITY = 6;

const brotli = promisify(brotliCompress);
const gzipped = promisify<Buffer, { level: number }, Buffer>(gzip);
const unbrotli = promisify<Buffer, Buffer>(brotliDecompress);
const gunzipped = promisify<Buffer, Buffer>(gunzip);

/** `@types/negotiator` 0.6 leaves out the order of codings that the client weighs alike. */
interface EncodingNegotiator {
  encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
}

/** Clients send a handful of different headers. The bound keeps a client that varies them from filling the memory. */
const MAX_REMEMBERED = 200;
const remembered = new Map<string, Coding>();

/** As `negotiateCoding`, from memory. */
export function codingFor(header: string | undefined): Coding {
  if (header === undefined) return 'identity';
  let coding = remembered.get(header);
  if (coding === undefined) {
    coding = negotiateCoding(header);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(header, coding);
  }
  return coding;
}

/** The coding for an `Accept-Encoding` header (RFC 9110, 12.5.3): by the client's weights, then in our order. */
export function negotiateCoding(header: string | undefined): Coding {
  // Without the header anything may be sent (12.5.3); plain bytes are what such clients can read.
  if (header === undefined) return 'identity';
  const negotiator: EncodingNegotiator = new Negotiator({ headers: { 'accept-encoding': header } });
  const accepted = negotiator.encodings([...CODINGS, 'identity'], { preferred: CODINGS });
  return accepted.find((coding) => coding === 'br' || coding === 'gzip') ?? 'identity';
}

export async function compress(body: Buffer, coding: Coding, quality = QUALITY): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return brotli(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      });
    case 'gzip':
      return gzipped(body, { level: QUALITY });
    case 'identity':
      return body;
  }
}

/** Beyond this many bytes gzip takes long enough for a thread of its own to be worth it. */
const SMALL_BYTES = 32 * 1024;

/**
 * The bytes that `compress` gives by gzip, in a quarter of the processor's time where they are few: handing them to
 * another thread costs more than gzip itself. Nothing else goes on meanwhile, so it is for commands, not for answers.
 */
export async function gzipInTurn(body: Buffer): Promise<Buffer> {
  return body.length <= SMALL_BYTES ? gzipSync(body, { level: QUALITY }) : gzipped(body, { level: QUALITY });
}

/** By gzip, in a tenth of the time that `compress` takes. */
export async function compressFast(body: Buffer): Promise<Buffer> {
  return gzipped(body, { level: 1 });
}

/** Undoes `compress`. */
export async function decompress(bytes: Buffer, coding: Coding): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return unbrotli(bytes);
    case 'gzip':
      return gunzipped(bytes);
    case 'identity':
      return bytes;
  }
}
