import type { Request } from 'express';
import { ApiError } from './errors.ts';
import type { JsonSyntaxError } from '../text/json-text.ts';

const MIB = 1 << 20;

/** The body of a request that must be JSON, as bytes. Rejects with `ApiError`. */
export async function readBody(req: Request, maxMb: number): Promise<Buffer> {
  const coding = req.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity')
    throw new ApiError(415, 'body-coded', 'body-coded', {
      values: { coding },
      headers: { 'Accept-Encoding': 'identity' },
    });
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(req.headers['content-type'] ?? ''))
    throw new ApiError(415, 'body-not-json', 'body-not-json');
  const tooLarge = (): ApiError =>
    new ApiError(413, 'body-too-large', 'body-too-large', { values: { max: maxMb }, headers: { Connection: 'close' } });
  if (Number(req.headers['content-length'] ?? 0) > maxMb * MIB) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxMb * MIB) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(400, 'body-cut', 'body-cut', { cause: error });
  }
  if (length === 0) throw new ApiError(400, 'body-missing', 'body-missing');
  return Buffer.concat(chunks, length);
}

/** The answer to a body that is not JSON. */
export function malformedBody({ line, column, cause }: JsonSyntaxError): ApiError {
  return line === 0
    ? new ApiError(400, 'body-malformed', 'body-not-utf8', { cause })
    : new ApiError(400, 'body-malformed', 'body-malformed', { values: { line, column }, cause });
}
