import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { Content, send } from '../platform/http/respond.ts';
import { describeLayer } from './routes.ts';

/** `GET /layers/{layer}`: the definition, what the database holds of it, and the JSON Schema of its attributes. */
export function layerRoute({ registry, layerStats }: Context): RequestHandler<{ layer: string }> {
  return async (req, res) => {
    const layer = registry.layer(req.params.layer);
    const info = describeLayer(layer, await layerStats.of(layer.id));
    await send(req, res, Content.json({ ...info, schema: registry.schema(layer.id) }));
  };
}
