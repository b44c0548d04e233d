import { ApiError, CLIENT_CLOSED_REQUEST } from '../platform/http/errors.ts';
import { PICTURES } from './messages.ts';
import { PictureCancelled, RendererFailed } from './renderer/errors.ts';

const RETRY_AFTER_S = '2';

/** The answer to an error of a picture; null for all other errors. */
export function picturesApiError(error: unknown): ApiError | null {
  if (error instanceof PictureCancelled)
    return new ApiError(CLIENT_CLOSED_REQUEST, 'cancelled', 'cancelled', { cause: error });
  if (error instanceof RendererFailed)
    return new ApiError(503, 'picture-failed', PICTURES.failed, {
      headers: { 'Retry-After': RETRY_AFTER_S },
      cause: error,
    });
  return null;
}
