import type { RequestHandler } from 'express';
import type { CaseList } from '../../tiles/api/wire.ts';
import type { Context } from '../context.ts';
import { Content, send } from '../platform/http/respond.ts';

/** `GET /cases`: they are read at the start and never change after it, so that the answer is made once. */
export function casesRoute({ cases }: Context): RequestHandler {
  const body: CaseList = { cases };
  const content = Content.json(body);
  return (req, res) => send(req, res, content);
}
