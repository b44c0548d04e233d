import type { RequestHandler } from 'express';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Context } from '../context.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { Query } from '../platform/http/query.ts';
import { send } from '../platform/http/respond.ts';
import { ColumnsCache } from './columns-cache.ts';

/** `GET /layers/{layer}/columns?properties=a,b`: kept in memory, compressed, until the layer changes. */
export function columnsRoute({ registry, db, layerStats }: Context): RequestHandler<{ layer: string }> {
  const columns = new ColumnsCache(db, registry, layerStats);
  return async (req, res) => {
    const layer = registry.layer(req.params.layer);
    const properties = propertiesOf(layer, new Query(req));
    await send(req, res, await columns.get(layer, properties));
  };
}

function propertiesOf(layer: LayerDefinition, query: Query): string[] {
  const properties = query.list('properties') ?? [];
  const unknown = properties.find((property) => !Object.hasOwn(layer.attributes, property));
  if (unknown === undefined) return properties;
  throw new BadParameter('properties', 'not-a-property', {
    layer: layer.id,
    value: unknown,
    choices: Object.keys(layer.attributes).join(', '),
  });
}
