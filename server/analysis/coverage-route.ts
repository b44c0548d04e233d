import type { RequestHandler } from 'express';
import { parseAs } from './study/parse.ts';
import type { Context } from '../context.ts';
import { parseBody, readBody } from '../platform/http/body.ts';
import { signalOf } from '../platform/http/signal.ts';
import { sendOnce } from '../platform/http/respond.ts';

/** Edits by the thousand fit in. */
const MAX_BODY_MB = 2;

/** `POST /analysis/coverage` (frame) */
export function coverageRoute({ analysis }: Context): RequestHandler {
  return async (req, res) => {
    const bytes = await readBody(req, MAX_BODY_MB);
    const request = parseAs('CoverageRequest', parseBody(bytes), bytes.length);
    // Who drags a facility leaves one request for the next.
    const frame = await analysis.coverage(request, signalOf(res));
    await sendOnce(req, res, Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength), 'application/octet-stream');
  };
}
