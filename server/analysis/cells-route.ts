import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { send } from '../platform/http/respond.ts';

/** `GET /analysis/demand/{id}/cells` (frame) */
export function cellsRoute({ analysis }: Context): RequestHandler<{ id: string }> {
  return async (req, res) => {
    await send(req, res, await analysis.cells.get(req.params.id));
  };
}
