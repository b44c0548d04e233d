import type { RequestHandler } from 'express';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { readColumns } from './columns.ts';
import type { Context } from '../context.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { RevisionCache } from './revision-cache.ts';

/** Answers kept in memory; each takes up to some megabytes. */
const KEPT = 16;

/** `GET /layers/{layer}/columns?properties=a,b`: kept in memory, compressed, until the layer changes. */
export function columnsRoute({ registry, db, layerStats }: Context): RequestHandler<{ layer: string }> {
  const cache = new RevisionCache<Content>(KEPT);
  return async (req, res) => {
    const layer = registry.layer(req.params.layer);
    const properties = propertiesOf(layer, new Query(req));
    const { revision } = await layerStats.factsOf(layer.id);
    const content = await cache.get(`${layer.id} ${properties.join()}`, revision, async () =>
      Content.json(await readColumns(db, layer, properties)),
    );
    await send(req, res, content);
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
