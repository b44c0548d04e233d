import type { RequestHandler } from 'express';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerInfo, LayerList } from '../../tiles/api/wire.ts';
import type { Context } from '../context.ts';
import type { LayerStats } from './layer-stats.ts';
import { Content, send } from '../platform/http/respond.ts';
import { THEME_LIST } from './themes.ts';

/** `GET /layers` */
export function layersRoute({ registry, layerStats }: Context): RequestHandler {
  return async (req, res) => {
    const stats = await layerStats.all();
    const body: LayerList = {
      themes: THEME_LIST,
      layers: registry.list.map((layer) => describeLayer(layer, stats.get(layer.id))),
      areas: (await layerStats.areas()).names,
    };
    await send(req, res, Content.json(body));
  };
}

/** A definition and what the database holds of it. */
export function describeLayer(layer: LayerDefinition, stats: LayerStats | undefined): LayerInfo {
  const { count = 0, bbox = null, provenance = {}, updatedAt = null } = stats ?? {};
  return { ...layer, count, bbox, provenance, updatedAt };
}
