import type { RequestHandler } from 'express';
import type { NearbyResult } from '../../tiles/api/wire.ts';
import type { Context } from '../context.ts';
import { withFilter } from '../filter/statement.ts';
import { readNumber } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import { meetAll, readAttributeFilters, readFilters } from '../filter/filters.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { readItem } from '../layers/items.ts';

const NEARBY = loadSql('find/sql/nearby');

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
    const place = [
      layer.id,
      query.requiredNumber('lon', { min: -180, max: 180 }),
      query.requiredNumber('lat', { min: -90, max: 90 }),
      query.number('radius', { min: 1, max: MAX_RADIUS_M }) ?? DEFAULTS.radiusM,
      query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULTS.limit,
    ];
    const filter = meetAll([
      readFilters(query, [layer]).get(layer.id) ?? null,
      ...readAttributeFilters(query, layer, OWN_PARAMETERS),
    ]);
    const { sql, params } = withFilter(NEARBY, place, filter, layer);
    const features = (await db.query(sql, params)).map((row) => ({
      ...readItem(row),
      distanceM: Math.round(readNumber(row, 'distance_m') * 10) / 10,
    }));
    const body: NearbyResult = { type: 'FeatureCollection', features };
    await send(req, res, Content.json(body));
  };
}
