import type { RequestHandler } from 'express';
import { LIMITS } from '../../tiles/filter/cql2/error.ts';
import { tileJsonOf } from '../../tiles/api/tilejson.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { CITY } from '../layers/city.ts';
import type { Context } from '../context.ts';
import { FILTER, FILTER_LANG, LAYER_FILTER } from '../filter/filters.ts';
import { langOf } from '../platform/http/language.ts';
import { originOf } from '../platform/http/origin.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { API } from '../platform/messages/api.ts';
import { selectLayers, tileLayers } from './request.ts';

/**
 * `GET /tiles/{layer[,layer…]}.json?filter=…`: the tiles it names have the filter, properties and moment of its own
 * address.
 */
export function tileJsonRoute({ registry, config, layerStats }: Context): RequestHandler<{ layers: string }> {
  return async (req, res) => {
    const lang = langOf(req);
    const layers = tileLayers(req.params.layers, registry);
    const query = new Query(req);
    const selection = selectLayers(layers, query);
    const stats = await layerStats.all();
    const tileJson = tileJsonOf(layers, {
      lang,
      origin: originOf(req),
      bounds: around(layers.flatMap((layer) => stats.get(layer.id)?.bbox ?? [])),
      version: config.version,
      reserved: { id: API['field-id'][lang], provenance: API['field-provenance'][lang] },
      label: API['field-label'][lang],
      query: tileQuery(query),
      properties: new Map(
        selection.layers.flatMap(({ layer, properties }) => (properties === null ? [] : [[layer.id, properties]])),
      ),
    });
    await send(req, res, Content.json(tileJson, { vary: ['Accept-Language', 'Host'] }));
  };
}

/** The parameters that tiles take too, as they were given. */
function tileQuery(query: Query): string {
  const isTiles = (name: string): boolean =>
    [FILTER, FILTER_LANG, 'properties', 'datetime'].includes(name) || name.startsWith(LAYER_FILTER);
  return new URLSearchParams(
    query.names.filter(isTiles).map((name): [string, string] => [name, query.text(name, LIMITS.characters) ?? '']),
  ).toString();
}

/** The box around boxes given as a flat list; the city where there are none. */
function around(edges: readonly number[]): Bbox {
  if (edges.length === 0) return CITY.bounds;
  const every = (offset: number): number[] => edges.filter((_, index) => index % 4 === offset);
  return [Math.min(...every(0)), Math.min(...every(1)), Math.max(...every(2)), Math.max(...every(3))];
}
