import { basename } from 'node:path';
import { TileCoordError } from '../../../tiles/tile/tile.ts';
import type { Problem } from '../../../tiles/api/problem.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import {
  DatabaseDiskFull,
  DatabaseUnavailable,
  megabytes,
  Overloaded,
  QueryCancelled,
  QueryTimeout,
} from '../db/errors.ts';
import type { Refusal } from '../fairness/fair-queue.ts';
import { API, STATUS_TITLES, TIMEOUT_ADVICE, type ApiMessage } from '../messages/api.ts';
import { say, shortened, type Lang, type MessageValues } from '../messages/index.ts';

/** A text of the platform's catalogue by its key; a module brings a text of its own. */
export type ApiText = ApiMessage | Text;

/** One of several things that are wrong with a request. */
export interface ErrorDetail {
  /** Stable, for programs. */
  readonly code: string;
  readonly text: Text;
  /** JSON pointer into the body, such as `/analyses/0/p`. */
  readonly at?: string | undefined;
}

/** A request that cannot be answered as asked; the caller is told why, in the caller's language. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly text: Text;
  readonly values: MessageValues;
  readonly parameter: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Everything that is wrong with the body, where it could be read. */
  readonly details: readonly ErrorDetail[];
  /** A program that asks again at once would be refused again: it is answered after a while. */
  readonly isLate: boolean;

  constructor(
    status: number,
    code: string,
    text: ApiText,
    more: {
      readonly values?: MessageValues;
      readonly parameter?: string;
      readonly details?: readonly ErrorDetail[];
      readonly headers?: Readonly<Record<string, string>>;
      /** Default: whether the status is 429. */
      readonly isLate?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    const both = typeof text === 'string' ? API[text] : text;
    super(`${code}: ${say(both, 'en', more.values)}`, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.text = both;
    this.values = more.values ?? {};
    this.parameter = more.parameter;
    this.headers = more.headers ?? {};
    this.details = more.details ?? [];
    this.isLate = more.isLate ?? status === 429;
  }
}

/** A parameter of the address that cannot be used. */
export class BadParameter extends ApiError {
  override readonly name = 'BadParameter';

  constructor(parameter: string, text: ApiText, values: MessageValues = {}) {
    super(400, 'bad-parameter', text, { parameter, values: { parameter, ...values } });
  }
}

export class UnknownLayer extends ApiError {
  override readonly name = 'UnknownLayer';

  /** @param parameter that names it, such as `layer` or `layers` */
  constructor(layer: string, near: readonly string[], parameter = 'layer') {
    super(404, 'unknown-layer', near.length > 0 ? 'unknown-layer-near' : 'unknown-layer', {
      parameter,
      values: { layer, near: near.join(', ') },
    });
  }
}

const RETRY_AFTER_S = '2';
/** The queue in front of the database holds about a second of work. */
const RETRY_AFTER_QUEUE_S = '1';
/** Proxies log this status, which no standard defines: the client has gone, and nobody reads the answer. */
export const CLIENT_CLOSED_REQUEST = 499;

/** Translates the errors of a module; null for all others. */
export type ErrorTranslator = (error: unknown) => ApiError | null;

/** The error to answer with. Every unforeseen error becomes an internal error, and the client learns no details. */
export function toApiError(error: unknown, translators: readonly ErrorTranslator[] = []): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TileCoordError) {
    const { parameter, code, value, max } = error;
    return new ApiError(400, 'bad-tile', `tile-${code}`, {
      parameter,
      values: { parameter, value, max },
      cause: error,
    });
  }
  if (error instanceof DatabaseDiskFull) {
    const { folder, freeBytes } = error.disk;
    return new ApiError(
      503,
      'database-unavailable',
      folder === null ? 'database-server-disk-full' : 'database-disk-full',
      {
        // Only the folder's own name: where it lies is for the log, not for everybody.
        values: { folder: folder === null ? '' : basename(folder), freeMb: megabytes(freeBytes) },
        headers: { 'Retry-After': RETRY_AFTER_S },
        cause: error,
      },
    );
  }
  if (error instanceof DatabaseUnavailable) {
    const { source } = error;
    if (source !== null)
      return new ApiError(503, 'source-unavailable', 'source-unavailable', {
        values: { source },
        headers: { 'Retry-After': RETRY_AFTER_S },
        cause: error,
      });
    return new ApiError(503, 'database-unavailable', 'database-unavailable', {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  }
  if (error instanceof Overloaded && error.refusal === 'share') return tooManyRequests(RETRY_AFTER_QUEUE_S, error);
  if (error instanceof Overloaded) {
    return new ApiError(503, 'overloaded', 'overloaded', {
      headers: { 'Retry-After': RETRY_AFTER_QUEUE_S },
      cause: error,
    });
  }
  if (error instanceof QueryTimeout) {
    const { kind, limitMs, isEmbedded } = error.details;
    return new ApiError(503, 'query-timeout', isEmbedded ? 'query-timeout-embedded' : 'query-timeout', {
      values: { limitS: limitMs / 1000, advice: TIMEOUT_ADVICE[kind] },
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  }
  if (error instanceof QueryCancelled)
    return new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled', { cause: error });
  for (const translate of translators) {
    const translated = translate(error);
    if (translated !== null) return translated;
  }
  if (isBeforeHistory(error)) return new BadParameter('datetime', 'before-history', { begins: error.detail });
  if (isClientError(error)) return new ApiError(400, 'malformed-request', 'malformed-request', { cause: error });
  return new ApiError(500, 'internal', 'internal', { cause: error });
}

/** The answer to a client that asks for more than its share while others are here. */
export function tooManyRequests(retryAfterS: string, cause?: unknown): ApiError {
  return new ApiError(429, 'too-many-requests', 'too-many-requests', {
    values: { seconds: retryAfterS },
    headers: { 'Retry-After': retryAfterS },
    cause,
  });
}

/** The answer to a client that has asked for all it may in this minute, whether others are here or not. */
export function rateLimited(retryAfterS: number): ApiError {
  return new ApiError(429, 'rate-limited', 'rate-limited', {
    values: { seconds: retryAfterS },
    headers: { 'Retry-After': String(retryAfterS) },
  });
}

/** After this long a stream may be free. */
const RETRY_AFTER_STREAM_S = '30';

/** The answer to a client that asks for one more stream where none is free; `code` and `text` are for `full`. */
export function noStreamFree(refusal: Refusal, code: string, text: Text): ApiError {
  if (refusal === 'share') return tooManyRequests(RETRY_AFTER_STREAM_S);
  return new ApiError(503, code, text, { headers: { 'Retry-After': RETRY_AFTER_STREAM_S } });
}

/** `features_as_of` raises it for a moment before the history begins. */
function isBeforeHistory(error: unknown): error is Error & { readonly detail: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'CT001' &&
    'detail' in error &&
    typeof error.detail === 'string'
  );
}

/** Express marks what it cannot read, such as a broken escape in the path, with a status of 4xx. */
function isClientError(error: unknown): boolean {
  if (error instanceof URIError) return true;
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The body of an error's answer (RFC 9457). */
export function problemOf(error: ApiError, lang: Lang, requestId: string): Problem {
  const { status, code, text, values, parameter, headers, details } = error;
  const retryAfterS = Number(headers['Retry-After'] ?? NaN);
  return {
    type: 'about:blank',
    title: (STATUS_TITLES[status] ?? STATUS_TITLES[status < 500 ? 400 : 500])[lang],
    status,
    detail: say(text, lang, values),
    code,
    ...(parameter === undefined ? {} : { parameter: shortened(parameter) }),
    ...(Number.isNaN(retryAfterS) ? {} : { retryAfterS }),
    requestId,
    ...(details.length === 0
      ? {}
      : {
          errors: details.map((each) => ({
            code: each.code,
            detail: each.text[lang],
            ...(each.at === undefined ? {} : { pointer: shortened(each.at) }),
          })),
        }),
  };
}
