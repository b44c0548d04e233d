import type { RequestHandler } from 'express';
import type { NearbyResult } from '../../tiles/api/wire.ts';
import type { Context } from '../context.ts';
import { meetAll, readAttributeFilters, readFilters } from '../filter/filters.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';

const DEFAULTS = { radiusM: 1000, limit: 20 };
const MAX_RADIUS_M = 50_000;
const MAX_LIMIT = 100;
const OWN_PARAMETERS = ['layer', 'lon', 'lat', 'radius', 'limit', 'lang'];

/**
 * `GET /nearby?layer=&lon=&lat=&radius=&limit=&filter=&{attribute}=`: nearest first, metres on the spheroid. An
 * attribute and its value say what `filter=attribute = value` does, for who writes addresses by hand.
 */
export function nearbyRoute({ registry, db }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const layer = registry.layer(query.requiredText('layer'));
    const around = {
      lon: query.requiredNumber('lon', { min: -180, max: 180 }),
      lat: query.requiredNumber('lat', { min: -90, max: 90 }),
      radiusM: query.number('radius', { min: 1, max: MAX_RADIUS_M }) ?? DEFAULTS.radiusM,
      limit: query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULTS.limit,
    };
    const filter = meetAll([
      readFilters(query, [layer]).get(layer.id) ?? null,
      ...readAttributeFilters(query, layer, OWN_PARAMETERS),
    ]);
    const features = await registry.sourceOf(layer.id).items(db, { layer, ...around, filter });
    const body: NearbyResult = { type: 'FeatureCollection', features };
    await send(req, res, Content.json(body));
  };
}
