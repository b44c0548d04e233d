import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Content, send } from '../platform/http/respond.ts';

/** `GET /cases/{id}` */
export function caseRoute({ cases }: Context): RequestHandler<{ id: string }> {
  const contents = new Map(cases.map((record) => [record.id, Content.json(record)]));
  return async (req, res) => {
    const { id } = req.params;
    const content = contents.get(id);
    if (!content) throw new ApiError(404, 'unknown-case', 'unknown-case', { parameter: 'id', values: { id } });
    await send(req, res, content);
  };
}
