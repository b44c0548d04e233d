import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { Lang } from '../messages/index.ts';
import { REQUEST_ID_HEADER } from '../metrics/requests.ts';
import { codingFor, compressFast, decompress, holds, JSON_TYPE, OPEN_HEADERS, type Content } from './content.ts';
import { PROBLEM_TYPE, problemOf, type ApiError } from './errors.ts';

/** What the declaration of a route says of its answers' headers. */
export interface AnswerHeaders {
  readonly cacheControl: string;
  /** Request headers beside Accept-Encoding that the answer depends on. */
  readonly vary: readonly string[];
}

/** An answer that is more than a body with a tag. */
export class Reply {
  readonly send: (req: Request, res: Response, headers: AnswerHeaders) => void | Promise<void>;

  constructor(send: Reply['send']) {
    this.send = send;
  }
}

/** JSON with a status or headers of its own. */
export function reply(
  value: unknown,
  {
    status = 200,
    headers: own = {},
  }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> },
): Reply {
  return new Reply((req, res, headers) => {
    res.status(status).set(own);
    return sendOnce(req, res, Buffer.from(JSON.stringify(value)), JSON_TYPE, headers);
  });
}

/** Text or bytes that no client asks for twice: compression is quick. */
export function once(
  body: Uint8Array,
  type: string,
  {
    status = 200,
    cacheControl,
    headers: more = {},
  }: {
    readonly status?: number;
    readonly cacheControl?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Reply {
  return new Reply((req, res, headers) => {
    res.status(status).set(more);
    const own = cacheControl === undefined ? headers : { ...headers, cacheControl };
    return sendOnce(req, res, asBuffer(body), type, own);
  });
}

/** JSON that is gzipped already. */
export function gzipped(bytes: Uint8Array): Reply {
  return new Reply((req, res, headers) => sendGzipped(req, res, bytes, JSON_TYPE, headers));
}

/** 204, without a body. */
export function empty(): Reply {
  return new Reply((_req, res, { cacheControl }) => {
    res.status(204).set('Cache-Control', cacheControl).end();
  });
}

/** Server-sent events: `open` goes on writing until the client leaves, or the service stops. */
export function eventStream(open: (res: ServerResponse) => void | Promise<void>): Reply {
  return new Reply((req, res, { cacheControl }) => {
    res.set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': cacheControl,
      'X-Accel-Buffering': 'no',
    });
    if (req.method !== 'HEAD') return open(res);
    res.end();
    return undefined;
  });
}

/** Answers with a body, 204 for an empty one, or 304 where the client holds it already; HEAD gets no body. */
export async function send(
  req: Request,
  res: Response,
  content: Content,
  { cacheControl, vary }: AnswerHeaders,
): Promise<void> {
  const { type, compressible = true, headers = {} } = content.options;
  const coding = compressible ? codingFor(req.headers['accept-encoding']) : 'identity';
  const etag = content.etag(coding);
  res.set({ ...headers, 'Cache-Control': cacheControl, ETag: etag });
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

/** Answers a question that no client asks twice: compression is quick. */
async function sendOnce(
  req: Request,
  res: Response,
  body: Buffer,
  type: string,
  { cacheControl, vary }: AnswerHeaders,
): Promise<void> {
  const isSmall = body.length < WORTH_COMPRESSING_BYTES;
  const coding = isSmall || codingFor(req.headers['accept-encoding']) === 'identity' ? 'identity' : 'gzip';
  const bytes = coding === 'gzip' ? await compressFast(body) : body;
  res.set({ 'Cache-Control': cacheControl, 'Content-Type': type, 'Content-Length': String(bytes.length) });
  res.vary([...vary, 'Accept-Encoding'].join(', '));
  if (coding === 'gzip') res.set('Content-Encoding', 'gzip');
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/** As `sendOnce`, of bytes that are gzipped already. */
async function sendGzipped(
  req: Request,
  res: Response,
  bytes: Uint8Array,
  type: string,
  { cacheControl, vary }: AnswerHeaders,
): Promise<void> {
  const takesGzip = codingFor(req.headers['accept-encoding']) !== 'identity';
  const body = takesGzip ? asBuffer(bytes) : await decompress(asBuffer(bytes), 'gzip');
  res.set({ 'Cache-Control': cacheControl, 'Content-Type': type, 'Content-Length': String(body.length) });
  res.vary([...vary, 'Accept-Encoding'].join(', '));
  if (takesGzip) res.set('Content-Encoding', 'gzip');
  res.end(req.method === 'HEAD' ? undefined : body);
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/**
 * A client that sends too much, and one that asks for a study where too many wait, gets its refusal after a while.
 * Programs that ask again at once would be refused thousands of times a second, and that takes the time of all others.
 */
const REFUSE_AFTER_MS = 1000;

/** Answers with an error, with Express or without. `headers` say which sites may read it. */
export function sendError(
  res: ServerResponse,
  error: ApiError,
  lang: Lang,
  requestId: string,
  headers: Readonly<Record<string, string>> = OPEN_HEADERS,
): void {
  const write = (): void => writeError(res, error, lang, requestId, headers);
  if (error.isLate) setTimeout(() => !res.closed && write(), REFUSE_AFTER_MS).unref();
  else write();
}

function writeError(
  res: ServerResponse,
  error: ApiError,
  lang: Lang,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): void {
  const body = Buffer.from(JSON.stringify(problemOf(error, lang, requestId)));
  res.writeHead(error.status, {
    ...headers,
    [REQUEST_ID_HEADER]: requestId,
    ...error.headers,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': body.length,
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}

/** By answer: whoever asks again is given the same. */
const signals = new WeakMap<ServerResponse, AbortSignal>();

/** Aborted when the client leaves before it was answered. */
export function signalOf(res: ServerResponse): AbortSignal {
  const known = signals.get(res);
  if (known !== undefined) return known;
  const controller = new AbortController();
  signals.set(res, controller.signal);
  // A request may ask each table of a source, and node takes more than ten listeners for a leak.
  setMaxListeners(0, controller.signal);
  // The request may have waited for its body, and the client may have left meanwhile.
  if (res.closed && !res.writableFinished) controller.abort();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
