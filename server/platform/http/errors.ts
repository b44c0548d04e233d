import { TileCoordError } from '../../../tiles/tile/tile.ts';
import type { ErrorBody } from '../../../tiles/api/wire.ts';
import { AnalysisError, AnalysisErrors, Cancelled, EngineBusy, OutOfMemory, OutOfTime } from '../../analysis/errors.ts';
import { DatabaseUnavailable, Overloaded, QueryCancelled, QueryTimeout } from '../db/errors.ts';
import { API, type ApiMessage } from '../messages/api.ts';
import { say, type Lang, type MessageValues } from '../messages/index.ts';

/** A request that cannot be answered as asked; the caller is told why, in the caller's language. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly key: ApiMessage;
  readonly values: MessageValues;
  readonly parameter: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Everything that is wrong with a study, where it was one. */
  readonly faults: readonly AnalysisError[];

  constructor(
    status: number,
    code: string,
    key: ApiMessage,
    details: {
      readonly values?: MessageValues;
      readonly parameter?: string;
      readonly faults?: readonly AnalysisError[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${say(API[key], 'en', details.values)}`, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.key = key;
    this.values = details.values ?? {};
    this.parameter = details.parameter;
    this.headers = details.headers ?? {};
    this.faults = details.faults ?? [];
  }
}

/** A parameter of the address that cannot be used. */
export class BadParameter extends ApiError {
  override readonly name = 'BadParameter';

  constructor(parameter: string, key: ApiMessage, values: MessageValues = {}) {
    super(400, 'bad-parameter', key, { parameter, values: { parameter, ...values } });
  }
}

export class UnknownLayer extends ApiError {
  override readonly name = 'UnknownLayer';

  constructor(layer: string, near: readonly string[]) {
    super(404, 'unknown-layer', near.length > 0 ? 'unknown-layer-near' : 'unknown-layer', {
      parameter: 'layer',
      values: { layer, near: near.join(', ') },
    });
  }
}

const RETRY_AFTER_S = '2';
/** The queue in front of the database holds about a second of work. */
const RETRY_AFTER_QUEUE_S = '1';
/** Studies take seconds to minutes each. */
const RETRY_AFTER_ANALYSIS_S = '10';
/** Not of the standard, but what proxies log for the same: whoever asked has gone, and nobody reads the answer. */
const CLIENT_CLOSED_REQUEST = 499;

/** The error to answer with. Whatever was not foreseen is an internal error, told without its details. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TileCoordError) {
    const { parameter, fault, value, max } = error;
    return new ApiError(400, 'bad-tile', `tile-${fault}`, {
      parameter,
      values: { parameter, value, max },
      cause: error,
    });
  }
  if (error instanceof DatabaseUnavailable) {
    return new ApiError(503, 'database-unavailable', 'database-unavailable', {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  }
  if (error instanceof Overloaded) {
    return new ApiError(503, 'overloaded', 'overloaded', {
      headers: { 'Retry-After': RETRY_AFTER_QUEUE_S },
      cause: error,
    });
  }
  if (error instanceof QueryTimeout) {
    return new ApiError(503, 'query-timeout', 'query-timeout', {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  }
  if (error instanceof QueryCancelled)
    return new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled', { cause: error });
  if (error instanceof AnalysisError) return faultyStudy([error], error);
  if (error instanceof AnalysisErrors) return faultyStudy(error.errors, error);
  if (error instanceof Cancelled)
    return new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled', { cause: error });
  if (error instanceof OutOfTime)
    return new ApiError(503, 'analysis-out-of-time', 'analysis-out-of-time', {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  if (error instanceof OutOfMemory)
    return new ApiError(503, 'analysis-out-of-memory', 'analysis-out-of-memory', { cause: error });
  if (error instanceof EngineBusy) {
    return new ApiError(503, 'analysis-busy', 'analysis-busy', {
      values: { count: error.waiting },
      headers: { 'Retry-After': RETRY_AFTER_ANALYSIS_S },
      cause: error,
    });
  }
  if (isBeforeHistory(error)) return new BadParameter('datetime', 'before-history', { begins: error.detail });
  if (isClientFault(error)) return new ApiError(400, 'malformed-request', 'malformed-request', { cause: error });
  return new ApiError(500, 'internal', 'internal', { cause: error });
}

/** The first fault speaks for all; each is listed with its place. */
function faultyStudy(faults: readonly AnalysisError[], cause: unknown): ApiError {
  const [first] = faults;
  if (first === undefined) return new ApiError(500, 'internal', 'internal', { cause });
  return new ApiError(
    first.isMalformed ? 400 : 422,
    first.code,
    faults.length === 1 ? 'analysis-fault' : 'analysis-faults',
    {
      values: { reason: first.text, more: faults.length - 1 },
      faults,
      cause,
      ...(first.at === undefined ? {} : { parameter: first.at }),
    },
  );
}

/** `features_as_of` raises it for a moment of which not all is known. */
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
function isClientFault(error: unknown): boolean {
  if (error instanceof URIError) return true;
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

export function errorBody(error: ApiError, lang: Lang, requestId: string): ErrorBody {
  const { code, key, values, parameter, headers, faults } = error;
  const retryAfterS = Number(headers['Retry-After'] ?? NaN);
  return {
    error: {
      code,
      message: say(API[key], lang, values),
      ...(parameter === undefined ? {} : { parameter }),
      ...(Number.isNaN(retryAfterS) ? {} : { retryAfterS }),
      requestId,
      ...(faults.length === 0
        ? {}
        : {
            faults: faults.map((fault) => ({
              code: fault.code,
              message: fault.text[lang],
              ...(fault.at === undefined ? {} : { at: fault.at }),
            })),
          }),
    },
  };
}
