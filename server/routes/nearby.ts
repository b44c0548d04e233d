import type { RequestHandler } from 'express';
import type { NearbyResult } from '../../tiles/wire.ts';
import { layerOf, type Context } from '../context.ts';
import { readNumber } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import { readFilters } from '../filters.ts';
import { Query } from '../http/query.ts';
import { Content, send } from '../http/respond.ts';
import { readItem } from '../items.ts';

const NEARBY = loadSql('api/nearby');

const DEFAULTS = { radiusM: 1000, limit: 20 };
const MAX_RADIUS_M = 50_000;
const MAX_LIMIT = 100;
const OWN_PARAMETERS = ['layer', 'lon', 'lat', 'radius', 'limit', 'lang'];

/** `GET /nearby?layer=&lon=&lat=&radius=&limit=&{attribute}=`: nearest first, metres on the spheroid. */
export function nearbyRoute({ catalogue, db }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const layer = layerOf(catalogue, query.requiredText('layer'));
    const rows = await db.query(NEARBY, [
      layer.id,
      query.requiredNumber('lon', { min: -180, max: 180 }),
      query.requiredNumber('lat', { min: -90, max: 90 }),
      query.number('radius', { min: 1, max: MAX_RADIUS_M }) ?? DEFAULTS.radiusM,
      query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULTS.limit,
      JSON.stringify(readFilters(query, layer, OWN_PARAMETERS)),
    ]);
    const features = rows.map((row) => ({ ...readItem(row), distanceM: Math.round(readNumber(row, 'distance_m') * 10) / 10 }));
    const body: NearbyResult = { type: 'FeatureCollection', features };
    await send(req, res, Content.json(body));
  };
}
