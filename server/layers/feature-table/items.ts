import { quoteRounded } from '../../../tiles/exact-json.ts';
import type { GeoJSONGeometry, Item } from '../../../tiles/api/wire.ts';
import { PROVENANCES, type AttributeValue, type LayerDefinition, type Provenance } from '../../../tiles/layer/layer.ts';
import { inMercator } from '../../../tiles/tile/tile.ts';
import { withFilter, withoutFilter, type Statement } from '../../filter/filters.ts';
import { foundRows, readDate, readNumber, readText, UnexpectedColumn } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, Row, Session } from '../../platform/db/types.ts';
import type { CountsQuery, ItemsQuery } from '../source.ts';

const ITEM = loadSql('layers/sql/item');
const NEARBY = loadSql('layers/sql/nearby');
const COUNTS = loadSql('layers/sql/counts');
const COUNTS_ACROSS = loadSql('layers/sql/counts-across');

export async function readItem(db: Queryable, layer: LayerDefinition, id: string): Promise<Item | null> {
  const [row] = foundRows(await db.query(ITEM, [layer.id, id], { kind: 'item' }), 'feature_id');
  return row === undefined ? null : toItem(row);
}

export async function readItemsNear(
  db: Queryable,
  { layer, lon, lat, radiusM, limit, filter }: ItemsQuery,
): Promise<readonly (Item & { readonly distanceM: number })[]> {
  const { sql, params } = withFilter(NEARBY, [layer.id, lon, lat, radiusM, limit], filter, layer);
  const rows = foundRows(await db.query(sql, params, { kind: 'nearby' }), 'feature_id');
  return rows.map((row) => ({ ...toItem(row), distanceM: Math.round(readNumber(row, 'distance_m') * 10) / 10 }));
}

/**
 * One statement counts all layers without a filter, and one counts each layer with a filter. On the embedded database
 * every layer has its own, one after the other, so that other requests get a turn in between.
 */
export async function countItems(
  db: Session,
  { layers, bbox: [west, south, east, north], filters }: CountsQuery,
): Promise<ReadonlyMap<string, number>> {
  const box = [west, inMercator(south), east, inMercator(north)];
  const sql = west > east ? COUNTS_ACROSS : COUNTS;
  const whole = layers.filter(({ id }) => (filters.get(id) ?? null) === null).map(({ id }) => id);
  const together = db.kind === 'embedded' ? whole.map((id) => [id]) : whole.length === 0 ? [] : [whole];
  const statements: readonly Statement[] = [
    ...together.map((ids) => ({ sql: withoutFilter(sql), params: [ids, ...box] })),
    ...layers.flatMap((layer) => {
      const filter = filters.get(layer.id) ?? null;
      return filter === null ? [] : [withFilter(sql, [[layer.id], ...box], filter, layer)];
    }),
  ];
  const count = (each: Statement): Promise<readonly Row[]> => db.query(each.sql, each.params, { kind: 'counts' });
  const rows: Row[] = [];
  if (db.kind === 'server') rows.push(...(await Promise.all(statements.map(count))).flat());
  else for (const statement of statements) rows.push(...(await count(statement)));
  return new Map(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'count')]));
}

/** A feature from the columns that `item.sql` and `nearby.sql` share. */
function toItem(row: Row): Item {
  return {
    type: 'Feature',
    id: readText(row, 'feature_id'),
    bbox: [readNumber(row, 'west'), readNumber(row, 'south'), readNumber(row, 'east'), readNumber(row, 'north')],
    // ST_AsGeoJSON writes what the type says; the layer's own check kept collections out.
    geometry: JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry,
    // Whole numbers that JavaScript would round are texts in answers, with all their digits.
    properties: JSON.parse(quoteRounded(readText(row, 'attributes'))) as Record<string, AttributeValue>,
    layer: readText(row, 'layer_id'),
    provenance: readProvenance(row),
    owner: readText(row, 'owner'),
    updatedAt: readDate(row, 'valid_from').toISOString(),
  };
}

export function readProvenance(row: Row): Provenance {
  const value = readText(row, 'provenance');
  const provenance = PROVENANCES.find((each) => each === value);
  if (!provenance) throw new UnexpectedColumn('provenance', `one of ${PROVENANCES.join(', ')}`, value);
  return provenance;
}
