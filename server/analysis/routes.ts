import type { RequestHandler } from 'express';
import type { Study } from '../../tiles/api/study.ts';
import { AnalysisError, AnalysisErrors } from './errors.ts';
import { parseAs } from './study/parse.ts';
import type { Context } from '../context.ts';
import { parseBody, readBody } from '../platform/http/body.ts';
import { signalOf } from '../platform/http/signal.ts';
import { sendGzipped } from '../platform/http/respond.ts';

/** Whoever waits at the other end of a connection waits no longer; beyond it there are jobs. */
const MOST_S = 20;
const ISOCHRONES_MAX_BODY_MB = 8;
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * `POST /analysis/studies`: a small study, answered at once; of one that takes longer than 20 s, what was found by
 * then.
 */
export function studiesRoute({ analysis, config }: Context): RequestHandler {
  return async (req, res) => {
    const body = await readBody(req, config.analysis.bodyMb);
    const { timeLimitS } = await analysis.check(body);
    const { result } = await analysis.study(body, {
      timeLimitS: Math.min(MOST_S, timeLimitS ?? MOST_S),
      signal: signalOf(res),
    });
    await sendGzipped(req, res, result, JSON_TYPE);
  };
}

/** `POST /analysis/isochrones`: answered as a study of this one analysis. */
export function isochronesRoute({ analysis }: Context): RequestHandler {
  return async (req, res) => {
    const bytes = await readBody(req, ISOCHRONES_MAX_BODY_MB);
    const { origins, within, ...parts } = parseAs('IsochronesRequest', parseBody(bytes), bytes.length);
    const study: Study = { ...parts, analyses: [{ kind: 'isochrones', origins, within }] };
    const answer = analysis.study(Buffer.from(JSON.stringify(study)), {
      timeLimitS: MOST_S,
      signal: signalOf(res),
      isPage: true,
    });
    const { result } = await answer.catch((error: unknown) => {
      throw asAsked(error);
    });
    await sendGzipped(req, res, result, JSON_TYPE);
  };
}

/** Errors with their places in the request, not in the study it was made into. */
function asAsked(error: unknown): unknown {
  if (error instanceof AnalysisError) return atTop(error);
  return error instanceof AnalysisErrors ? new AnalysisErrors(error.errors.map(atTop)) : error;
}

function atTop({ code, text, at, isMalformed }: AnalysisError): AnalysisError {
  return new AnalysisError(
    code,
    text,
    {},
    { isMalformed, ...(at === undefined ? {} : { at: at.replace(/^\/analyses\/0(?=\/|$)/, '') }) },
  );
}
