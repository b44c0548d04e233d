import type { RequestHandler } from 'express';
import { FILTER_PREFIX, parseLayerFiltersStrictly, type Filters } from '../../tiles/filter.ts';
import { MAX_LATITUDE } from '../../tiles/tile.ts';
import type { Bbox, Counts } from '../../tiles/wire.ts';
import type { LayerDefinition } from '../../tiles/layer.ts';
import { layersOf, type Context } from '../context.ts';
import { readNumber, readText } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Queryable } from '../db/types.ts';
import { BadParameter } from '../errors.ts';
import { Query } from '../http/query.ts';
import { Content, send } from '../http/respond.ts';

const COUNTS = loadSql('api/counts');
const WORLD: Bbox = [-180, -90, 180, 90];

/**
 * `GET /counts?layers=a,b&bbox=w,s,e,n&f.a=…`: features in a box, all of them without one; every layer where none is
 * named; of a layer with a filter (tiles/filter.ts), those that meet it.
 */
export function countsRoute({ catalogue, db, holdings }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const listed = query.list('layers');
    const layers = listed === undefined ? catalogue.layers : layersOf(catalogue, listed);
    const bbox = query.bbox('bbox');
    const filters = readLayerFilters(query, layers);
    const counts = bbox || Object.keys(filters).length > 0
      ? await countIn(db, layers, bbox ?? WORLD, filters)
      : Object.fromEntries([...await holdings.facts()].map(([id, { count }]) => [id, count]));
    const body: Counts = Object.fromEntries(layers.map(({ id }) => [id, counts[id] ?? 0]));
    await send(req, res, Content.json(body));
  };
}

function readLayerFilters(query: Query, layers: readonly LayerDefinition[]): Filters {
  return Object.fromEntries(layers.flatMap(({ id, attributes }) => {
    const name = FILTER_PREFIX + id;
    const text = query.text(name);
    if (text === undefined) return [];
    const filters = parseLayerFiltersStrictly(text);
    const known = filters !== null && Object.keys(filters).every((attribute) => Object.hasOwn(attributes, attribute));
    if (!known) throw new BadParameter(name, 'bad-filter', { value: text });
    return [[id, filters]];
  }));
}

async function countIn(db: Queryable, layers: readonly LayerDefinition[], [west, south, east, north]: Bbox, filters: Filters): Promise<Counts> {
  // Web Mercator, which the index is in, has no poles.
  const latitude = (lat: number): number => Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  const rows = await db.query(COUNTS, [layers.map(({ id }) => id), west, latitude(south), east, latitude(north), JSON.stringify(filters)]);
  return Object.fromEntries(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'count')]));
}
