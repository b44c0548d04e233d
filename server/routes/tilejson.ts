import type { RequestHandler } from 'express';
import { tileJsonOf } from '../../tiles/tilejson.ts';
import type { Bbox } from '../../tiles/wire.ts';
import { CITY } from '../city.ts';
import type { Context } from '../context.ts';
import { langOf } from '../http/language.ts';
import { originOf } from '../http/origin.ts';
import { Content, send } from '../http/respond.ts';
import { API } from '../messages/api.ts';
import { tileLayers } from '../tiles/request.ts';

/** `GET /tiles/{layer[,layer…]}.json` */
export function tileJsonRoute({ catalogue, config, holdings }: Context): RequestHandler<{ layers: string }> {
  return async (req, res) => {
    const lang = langOf(req);
    const layers = tileLayers(req.params.layers, catalogue);
    const facts = await holdings.facts();
    const tileJson = tileJsonOf(layers, {
      lang,
      origin: originOf(req),
      bounds: around(layers.flatMap((layer) => facts.get(layer.id)?.bbox ?? [])),
      version: config.version,
      reserved: { id: API['field-id'][lang], provenance: API['field-provenance'][lang] },
      label: API['field-label'][lang],
    });
    await send(req, res, Content.json(tileJson, { vary: ['Accept-Language', 'Host'] }));
  };
}

/** The box around boxes given as a flat list; the city where there are none. */
function around(edges: readonly number[]): Bbox {
  if (edges.length === 0) return CITY.bounds;
  const every = (offset: number): number[] => edges.filter((_, index) => index % 4 === offset);
  return [Math.min(...every(0)), Math.min(...every(1)), Math.max(...every(2)), Math.max(...every(3))];
}
