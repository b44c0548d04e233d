import type { ErrorBody } from '../../../tiles/api/wire.ts';

/** The server's wish that a tile be asked for later. */
export interface Refusal {
  readonly retryAfterMs: number;
  /** The server works, but its database does not. */
  readonly isDatabaseLost: boolean;
}

const DEFAULT_RETRY_S = 2;
/** A tile that is waited for longer may as well be asked for by hand. */
const MAX_RETRY_S = 60;

/**
 * Reads an error of MapLibre's about a tile; null where the tile was not refused for the time being. MapLibre hands on
 * the body of an answer and not its headers, so that the server says there too when to come back.
 */
export async function readRefusal(error: unknown): Promise<Refusal | null> {
  if (!isAnswer(error) || error.status !== 503) return null;
  const body = await readBody(error.body);
  const { retryAfterS = DEFAULT_RETRY_S, code } = body?.error ?? {};
  return {
    retryAfterMs: Math.max(0, Math.min(MAX_RETRY_S, Number(retryAfterS) || DEFAULT_RETRY_S)) * 1000,
    isDatabaseLost: code === 'database-unavailable',
  };
}

function isAnswer(error: unknown): error is { readonly status: number; readonly body: Blob } {
  return (
    typeof error === 'object' && error !== null && 'status' in error && 'body' in error && error.body instanceof Blob
  );
}

/** Something between may answer with a page of its own. */
async function readBody(blob: Blob): Promise<Partial<ErrorBody> | null> {
  try {
    return JSON.parse(await blob.text()) as Partial<ErrorBody> | null;
  } catch {
    return null;
  }
}
