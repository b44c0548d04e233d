import type { RequestHandler } from 'express';
import { layerOf, type Context } from '../context.ts';
import { Content, send } from '../platform/http/respond.ts';
import { describeLayer } from './routes.ts';

/** `GET /layers/{layer}`: the definition, what the database holds of it, and the JSON Schema of its attributes. */
export function layerRoute({ catalogue, layerStats }: Context): RequestHandler<{ layer: string }> {
  return async (req, res) => {
    const layer = layerOf(catalogue, req.params.layer);
    const info = describeLayer(layer, await layerStats.factsOf(layer.id));
    await send(req, res, Content.json({ ...info, schema: catalogue.schema(layer.id) }));
  };
}
