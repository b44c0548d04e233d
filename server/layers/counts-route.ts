import type { RequestHandler } from 'express';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { MAX_LATITUDE } from '../../tiles/tile/tile.ts';
import type { Bbox, Counts } from '../../tiles/api/wire.ts';
import type { Context } from '../context.ts';
import { withFilter, withoutFilter } from '../filter/statement.ts';
import { readNumber, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';
import { readFilters } from '../filter/filters.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';

const COUNTS = loadSql('layers/sql/counts');
const WORLD: Bbox = [-180, -90, 180, 90];

type Filters = ReadonlyMap<string, Cql2 | null>;

/**
 * `GET /counts?layers=a,b&bbox=w,s,e,n&filter=…&filter.a=…`: features in a box, all of them without one; every layer
 * where none is named; of a layer with a filter in CQL2, those that meet it.
 */
export function countsRoute({ registry, db, layerStats }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const listed = query.list('layers');
    const layers = listed === undefined ? registry.list : registry.layers(listed);
    const bbox = query.bbox('bbox');
    const filters = readFilters(query, layers);
    const counts =
      bbox || [...filters.values()].some((filter) => filter !== null)
        ? await countIn(db, layers, bbox ?? WORLD, filters)
        : Object.fromEntries([...(await layerStats.facts())].map(([id, { count }]) => [id, count]));
    const body: Counts = Object.fromEntries(layers.map(({ id }) => [id, counts[id] ?? 0]));
    await send(req, res, Content.json(body));
  };
}

/** One statement for all layers without a filter, and one for each with one. */
async function countIn(
  db: Queryable,
  layers: readonly LayerDefinition[],
  [west, south, east, north]: Bbox,
  filters: Filters,
): Promise<Counts> {
  // Web Mercator, which the index is in, has no poles.
  const latitude = (lat: number): number => Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  const box = [west, latitude(south), east, latitude(north)];
  const whole = layers.filter(({ id }) => (filters.get(id) ?? null) === null).map(({ id }) => id);
  const rows = await Promise.all([
    whole.length === 0 ? [] : db.query(withoutFilter(COUNTS), [whole, ...box]),
    ...layers.flatMap((layer): Promise<readonly Row[]>[] => {
      const filter = filters.get(layer.id) ?? null;
      if (filter === null) return [];
      const { sql, params } = withFilter(COUNTS, [[layer.id], ...box], filter, layer);
      return [db.query(sql, params)];
    }),
  ]);
  return Object.fromEntries(rows.flat().map((row) => [readText(row, 'layer_id'), readNumber(row, 'count')]));
}
