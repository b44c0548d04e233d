import type { IncomingMessage } from 'node:http';
import type { ByteBudget, Hold } from '../fairness/byte-budget.ts';
import type { Refusal } from '../fairness/fair-queue.ts';
import type { JsonSyntaxError } from '../text/json-text.ts';
import { ApiError } from './errors.ts';

const MIB = 1 << 20;
/** A body whose length is not told is counted in steps of this. */
const STEP_BYTES = 64 * 1024;
/** A body that comes more slowly, on average after the first seconds, is ended. The slowest lines are quicker. */
const SLOWEST_BYTES_A_S = 8 * 1024;
const PATIENCE_MS = 10_000;
const LOOK_MS = 1000;
/** Bodies are held for as long as a study is read, which takes seconds. */
const RETRY_AFTER_S = '5';

export interface BodyOptions {
  readonly maxMb: number;
  /** Fields of a form in place of JSON. */
  readonly form?: boolean;
  readonly client: string;
  /** Shared by all bodies that the process holds. */
  readonly budget: ByteBudget;
}

export interface HeldBody {
  readonly bytes: Buffer;
  /** To be called once nothing holds the bytes any more. */
  readonly release: () => void;
}

/**
 * The body of a request that must be JSON, or a form, as bytes. Rejects with `ApiError`: before a byte is read where
 * the process holds too many bytes of bodies already.
 */
export async function readBody(
  req: IncomingMessage,
  { maxMb, form = false, client, budget }: BodyOptions,
): Promise<HeldBody> {
  const coding = req.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity')
    throw new ApiError(415, 'body-coded', 'body-coded', {
      values: { coding },
      headers: { 'Accept-Encoding': 'identity' },
    });
  const type = req.headers['content-type'] ?? '';
  if (form && !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new ApiError(415, 'body-no-form', 'body-no-form');
  if (!form && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ApiError(415, 'body-not-json', 'body-not-json');
  const told = Number(req.headers['content-length'] ?? 0);
  if (told > maxMb * MIB) throw tooLarge(maxMb);
  const hold = budget.hold(client);
  const refusal = hold.grow(told);
  if (refusal !== null) throw refused(refusal);
  try {
    const bytes = await readAll(req, { told, maxMb, hold });
    if (bytes.length === 0) throw new ApiError(400, 'body-missing', 'body-missing');
    return { bytes, release: () => hold.release() };
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** `told`: the Content-Length of the request, 0 where it has none. */
function readAll(
  req: IncomingMessage,
  { told, maxMb, hold }: { readonly told: number; readonly maxMb: number; readonly hold: Hold },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One buffer where the length is known: pieces and their sum would take twice as much.
    const whole = told > 0 ? Buffer.allocUnsafe(told) : null;
    const pieces: Buffer[] = [];
    let length = 0;
    let counted = told;
    const startedMs = performance.now();
    const end = (): void => {
      clearInterval(watch);
      req.off('data', take).off('end', finish).off('error', cut).off('close', cut);
    };
    const fail = (error: ApiError): void => {
      end();
      // What still comes is thrown away, until the answer has closed the connection.
      req.on('error', () => undefined).resume();
      reject(error);
    };
    const cut = (cause?: unknown): void => fail(new ApiError(400, 'body-cut', 'body-cut', { cause }));
    const take = (piece: Buffer): void => {
      if (length + piece.length > maxMb * MIB) return fail(tooLarge(maxMb));
      if (whole === null) {
        pieces.push(piece);
        while (counted < length + piece.length) {
          const refusal = hold.grow(STEP_BYTES);
          if (refusal !== null) return fail(refused(refusal));
          counted += STEP_BYTES;
        }
      } else piece.copy(whole, length);
      length += piece.length;
      return undefined;
    };
    const finish = (): void => {
      end();
      resolve(whole?.subarray(0, length) ?? Buffer.concat(pieces, length));
    };
    const watch = setInterval(() => {
      const seconds = (performance.now() - startedMs - PATIENCE_MS) / 1000;
      if (length < seconds * SLOWEST_BYTES_A_S) fail(tooSlow());
    }, LOOK_MS).unref();
    req.on('data', take).on('end', finish).on('error', cut).on('close', cut);
  });
}

function tooLarge(max: number): ApiError {
  return new ApiError(413, 'body-too-large', 'body-too-large', { values: { max }, headers: { Connection: 'close' } });
}

function tooSlow(): ApiError {
  return new ApiError(408, 'body-too-slow', 'body-too-slow', {
    values: { slowest: SLOWEST_BYTES_A_S / 1024 },
    headers: { Connection: 'close' },
  });
}

function refused(refusal: Refusal): ApiError {
  const headers = { 'Retry-After': RETRY_AFTER_S };
  return refusal === 'share'
    ? new ApiError(429, 'too-many-bodies', 'too-many-bodies', { values: { seconds: RETRY_AFTER_S }, headers })
    : new ApiError(503, 'bodies-full', 'bodies-full', { values: { seconds: RETRY_AFTER_S }, headers });
}

/** The answer to a body that is not JSON. */
export function malformedBody({ line, column, cause }: JsonSyntaxError): ApiError {
  return line === 0
    ? new ApiError(400, 'body-malformed', 'body-not-utf8', { cause })
    : new ApiError(400, 'body-malformed', 'body-malformed', { values: { line, column }, cause });
}
