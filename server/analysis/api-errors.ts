import { malformedBody } from '../platform/http/body.ts';
import { ApiError, CLIENT_CLOSED_REQUEST, tooManyRequests } from '../platform/http/errors.ts';
import { JsonSyntaxError } from '../platform/text/json-text.ts';
import {
  AnalysisError,
  AnalysisErrors,
  BodyOutOfTime,
  Cancelled,
  EngineBusy,
  EngineFailed,
  EngineStopping,
  OutOfMemory,
  OutOfTime,
} from './errors.ts';
import { ANALYSIS_API } from './messages.ts';

const RETRY_AFTER_S = '2';
/** Studies take seconds to minutes each. */
const RETRY_AFTER_BUSY_S = '10';

/** The answer to an error of an analysis; null for all other errors. */
export function analysisApiError(error: unknown): ApiError | null {
  if (error instanceof AnalysisError) return wrongStudy([error], error);
  if (error instanceof AnalysisErrors) return wrongStudy(error.errors, error);
  if (error instanceof Cancelled)
    return new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled', { cause: error });
  if (error instanceof OutOfTime)
    return new ApiError(503, 'analysis-out-of-time', ANALYSIS_API['analysis-out-of-time'], {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  if (error instanceof BodyOutOfTime)
    return new ApiError(503, 'body-out-of-time', ANALYSIS_API['body-out-of-time'], {
      values: { seconds: error.limitS },
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  if (error instanceof OutOfMemory)
    return new ApiError(503, 'analysis-out-of-memory', ANALYSIS_API['analysis-out-of-memory'], { cause: error });
  if (error instanceof JsonSyntaxError) return malformedBody(error);
  if (error instanceof EngineFailed)
    return new ApiError(503, 'analysis-failed', ANALYSIS_API['analysis-failed'], {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  if (error instanceof EngineStopping)
    return new ApiError(503, 'stopping', 'stopping', { headers: { 'Retry-After': RETRY_AFTER_BUSY_S }, cause: error });
  if (error instanceof EngineBusy && error.refusal === 'share') return tooManyRequests(RETRY_AFTER_BUSY_S, error);
  if (error instanceof EngineBusy)
    return new ApiError(503, 'analysis-busy', ANALYSIS_API['analysis-busy'], {
      values: { count: error.waiting },
      isLate: true,
      headers: { 'Retry-After': RETRY_AFTER_BUSY_S },
      cause: error,
    });
  return null;
}

/** The answer's message is that of the first error; each is listed with its place. */
function wrongStudy(errors: readonly AnalysisError[], cause: unknown): ApiError | null {
  const [first] = errors;
  if (first === undefined) return null;
  return new ApiError(
    first.isMalformed ? 400 : 422,
    first.code,
    ANALYSIS_API[errors.length === 1 ? 'analysis-error' : 'analysis-errors'],
    {
      values: { reason: first.text, more: errors.length - 1 },
      details: errors,
      cause,
      ...(first.at === undefined ? {} : { parameter: first.at }),
    },
  );
}
