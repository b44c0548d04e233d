import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Content, send } from '../platform/http/respond.ts';

/** `GET /layers/{layer}/items/{id}` */
export function itemRoute({ registry, db }: Context): RequestHandler<{ layer: string; id: string }> {
  return async (req, res) => {
    const layer = registry.layer(req.params.layer);
    const { id } = req.params;
    const item = await registry.sourceOf(layer.id).item(db, layer, id);
    if (item === null)
      throw new ApiError(404, 'unknown-item', 'unknown-item', { parameter: 'id', values: { layer: layer.id, id } });
    await send(req, res, Content.json(item));
  };
}
