/** Rows of a table as features: one, those around a point, numbers in a box, all by column, and what there is. */
import type { Bbox, GeoJSONGeometry, Item } from '../../../tiles/api/wire.ts';
import type { AttributeValue, LayerDefinition } from '../../../tiles/layer/layer.ts';
import { EARTH_RADIUS_M } from '../../../tiles/tile/matrix-set.ts';
import { latitudeOf, longitudeOf } from '../../../tiles/tile/mercator.ts';
import { partsOf } from '../../../tiles/tile/bbox.ts';
import { inMercator, MAX_LATITUDE, type Bounds } from '../../../tiles/tile/tile.ts';
import type { ColumnsPart, ItemsQuery, LayerExtent } from '../../layers/source.ts';
import { isBadValue } from '../../layers/page-errors.ts';
import { foundRows, onlyRow, readNumber, readNumberOrNull, readText } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { Queryable, Row, Session } from '../../platform/db/types.ts';
import { boxText, isInDomain, meets, metresOf, type Ground } from './ground.ts';
import { named, quoteName, quoteText, statement } from './names.ts';
import { Parameters } from './parameters.ts';
import { of, type TableSql } from './table-sql.ts';

const ITEM = loadSql('sources/table-source/sql/item').text;
const NEAR = loadSql('sources/table-source/sql/near').text;
const COUNT = loadSql('sources/table-source/sql/count').text;
const COLUMNS = loadSql('sources/table-source/sql/columns').text;
const STATS = loadSql('sources/table-source/sql/stats').text;
const EXTENT = loadSql('sources/table-source/sql/extent');

/** A filter as a condition on the row `t`, which adds its values to the parameters. */
export type Condition = (params: Parameters) => string;

/** What of a table is read, and how its features are called. */
export interface TableReader {
  readonly table: TableSql;
  readonly ground: Ground;
  readonly owner: string;
  /** When the data last changed, as far as is known. */
  readonly changedAt: Date;
}

/** Null where the table has no such row, or one without a position. */
export async function readTableItem(
  db: Queryable,
  reader: TableReader,
  layer: LayerDefinition,
  id: string,
): Promise<Item | null> {
  const { table } = reader;
  const parts = keyParts(id, table.keyColumns.length);
  if (parts === null) return null;
  const params = new Parameters();
  const where = [
    ...table.keyColumns.map(
      (column, index) => `${of(column)} = ${params.add(parts[index] ?? '', 'text')}::${column.type}`,
    ),
    // Several texts may be read as the same value; only one of them is the id.
    `${table.id} = ${params.add(id, 'text')}`,
    ...visible(reader, params),
  ];
  const text = fill(ITEM, {
    feature: featureColumns(table, layer),
    table: table.from,
    whole: table.whole,
    where: where.join(' and '),
  });
  try {
    const [row] = foundRows(await db.query(named(text), params.values, { kind: 'item' }), 'feature_id');
    return row === undefined ? null : toItem(row, reader, layer);
  } catch (error) {
    // The id is no value of the key's type.
    if (isBadValue(error)) return null;
    throw error;
  }
}

/** Values of the key's columns; null where the id cannot be one. */
function keyParts(id: string, count: number): readonly string[] | null {
  if (id.includes('\0')) return null;
  if (count === 1) return [id];
  const parts = id.split('~').map((part) => part.replaceAll('%7E', '~').replaceAll('%25', '%'));
  return parts.length === count ? parts : null;
}

/** Shares of the radius that are looked in before the whole of it: most of the nearest are close. */
const SHARES = [1 / 64, 1 / 8, 1] as const;

/**
 * Where rows are dense the whole radius holds far more than are asked for, and an index in degrees or metres of a plane
 * cannot give them in the order of the spheroid. So smaller radiuses are tried first.
 */
export async function readTableItemsNear(
  db: Queryable,
  reader: TableReader,
  { layer, lon, lat, radiusM, limit }: ItemsQuery,
  condition: Condition | null,
): Promise<readonly (Item & { readonly distanceM: number })[]> {
  for (const share of SHARES) {
    const rows = await rowsWithin(db, reader, { layer, lon, lat, radiusM: radiusM * share, limit }, condition);
    if (rows.length < limit && share < 1) continue;
    return rows.map((row) => ({
      ...toItem(row, reader, layer),
      distanceM: Math.round(readNumber(row, 'distance_m') * 10) / 10,
    }));
  }
  return [];
}

async function rowsWithin(
  db: Queryable,
  reader: TableReader,
  { layer, lon, lat, radiusM, limit }: Omit<ItemsQuery, 'filter'>,
  condition: Condition | null,
): Promise<readonly Row[]> {
  const { table, ground } = reader;
  const params = new Parameters();
  const boxes = boxesAround(lon, lat, radiusM)
    .map((box) => meets(ground, table.column, box, params))
    .filter((each) => each !== null);
  if (boxes.length === 0) return [];
  const where = [`(${boxes.join(' or ')})`, ...visible(reader, params), condition?.(params) ?? 'true'];
  const text = fill(NEAR, {
    feature: featureColumns(table, layer),
    table: table.from,
    where: where.join(' and '),
    whole: table.whole,
    here: `ST_SetSRID(ST_MakePoint(${params.add(lon, 'float8')}, ${params.add(lat, 'float8')}), 4326)::geography`,
    radius: params.add(radiusM, 'float8'),
    id: table.id,
    limit: params.add(limit, 'int'),
  });
  return foundRows(await db.query(statement(text, condition), params.values, { kind: 'nearby' }), 'feature_id');
}

const DEGREE_M = (Math.PI / 180) * EARTH_RADIUS_M;
/** The spheroid is flatter than the sphere by a third of a percent. */
const WIDER = 1.01;

/** Boxes in degrees that hold everything within a radius. */
export function boxesAround(lon: number, lat: number, radiusM: number): readonly Bounds[] {
  const dy = (radiusM * WIDER) / DEGREE_M + 1e-9;
  const [south, north] = [lat - dy, lat + dy];
  const widest = Math.max(Math.abs(south), Math.abs(north));
  const dx = widest >= 89.9 ? 360 : dy / Math.cos((widest * Math.PI) / 180);
  if (dx >= 180) return [{ west: -180, south, east: 180, north }];
  const box = { west: lon - dx, south, east: lon + dx, north };
  // What lies behind the antimeridian has other longitudes.
  if (box.west < -180)
    return [
      { ...box, west: -180 },
      { ...box, west: box.west + 360, east: 180 },
    ];
  if (box.east > 180)
    return [
      { ...box, east: 180 },
      { ...box, west: -180, east: box.east - 360 },
    ];
  return [box];
}

export async function countTable(
  db: Queryable,
  reader: TableReader,
  bbox: Bbox,
  condition: Condition | null,
): Promise<number> {
  const { table } = reader;
  const params = new Parameters();
  const box = meetsBox(reader, bbox, params);
  if (box === null) return 0;
  const where = [box, ...visible(reader, params), condition?.(params) ?? 'true'];
  const text = fill(COUNT, { table: table.from, where: where.join(' and ') });
  return readNumber(onlyRow(await db.query(statement(text, condition), params.values, { kind: 'counts' })), 'count');
}

/** Holds for the rows whose own box meets a box (degrees; across the antimeridian too). Null where none can. */
export function meetsBox(reader: Pick<TableReader, 'table' | 'ground'>, bbox: Bbox, params: Parameters): string | null {
  const { table, ground } = reader;
  const boxes = partsOf(bbox).flatMap(([west, south, east, north]): string[] => {
    // As the service's own layers are looked for.
    const box = { west, south: inMercator(south), east, north: inMercator(north) };
    const isWorld = west <= -180 && east >= 180 && box.south <= -MAX_LATITUDE && box.north >= MAX_LATITUDE;
    const met = isWorld && ground.kind === 'other' ? 'true' : meets(ground, table.column, box, params);
    return met === null ? [] : [[met, ...exactly(reader, box, params)].join(' and ')];
  });
  return boxes.length === 0 ? null : `(${boxes.join(' or ')})`;
}

/** Where the index looks in a box that is larger than the one on the map. */
function exactly(
  { table, ground }: Pick<TableReader, 'table' | 'ground'>,
  box: Bounds,
  params: Parameters,
): readonly string[] {
  if (ground.kind === 'other')
    return [`${table.flatIn(3857)} && ${params.add(boxText(metresOf(box), 3857), 'geometry')}`];
  if (ground.kind === 'degrees' && ground.isGeography)
    return [`${table.column}::geometry && ${params.add(boxText(box, ground.srid), 'geometry')}`];
  return [];
}

/** Rows read at a time, some ten milliseconds of work: a point on a line or an area takes longer to find. */
const PART_ROWS = { Point: 5000, LineString: 1000, Polygon: 500 } as const;

/** The statement's head promises what is in the list. */
function readList<T>(row: Row, column: string): readonly T[] {
  return JSON.parse(readText(row, column)) as readonly T[];
}

/** A whole table by column, part by part in the order of its key. */
export function readTableColumns(
  db: Session,
  reader: TableReader,
  layer: LayerDefinition,
  properties: readonly string[],
  take: (part: ColumnsPart) => void,
  condition: Condition | null = null,
): Promise<void> {
  const { table } = reader;
  const rows = PART_ROWS[layer.geometry];
  const values = properties.map((name, index) => `, ${table.json(name, layer)} as c${String(index)}`);
  const lists = properties.map(
    (_, index) => `, coalesce(json_agg(c${String(index)}), '[]')::text as v${String(index)}`,
  );
  const keys = table.keyColumns;
  return db.snapshot(async (snapshot) => {
    let after: readonly string[] | null = null;
    for (let count: number = rows; count === rows; ) {
      const params = new Parameters();
      const where: string[] = visible(reader, params);
      if (condition !== null) where.push(condition(params));
      if (after !== null) {
        const before: readonly string[] = after;
        const bounds = keys.map(({ type }, index) => `${params.add(before[index] ?? '', 'text')}::${type}`);
        where.push(`(${keys.map(of).join(', ')}) > (${bounds.join(', ')})`);
      }
      const text = fill(COLUMNS, {
        id: table.id,
        key: table.keyTexts,
        values: values.join(''),
        lists: lists.join(''),
        table: table.from,
        where: where.join(' and '),
        order: keys.map(of).join(', '),
        limit: params.add(rows, 'int'),
        whole: table.whole,
      });
      const row = onlyRow(await snapshot.query(statement(text, condition), params.values, { kind: 'columns' }));
      take({
        ids: readList<string>(row, 'ids'),
        lon: readList<number>(row, 'lon'),
        lat: readList<number>(row, 'lat'),
        columns: properties.map((_, index) => readList(row, `v${String(index)}`)),
      });
      count = readNumber(row, 'count');
      if (count > 0) after = JSON.parse(readText(row, 'last')) as readonly string[];
    }
  });
}

/** Numbers and extent of a table, by one scan. */
export async function readTableStats(db: Queryable, reader: TableReader): Promise<LayerExtent> {
  const { table, ground } = reader;
  const params = new Parameters();
  const text = fill(STATS, {
    table: table.from,
    geometry: table.table.geometry.type === 'geography' ? `${table.column}::geometry` : table.column,
    placed: visible(reader, params).join(' and '),
  });
  const row = onlyRow(await db.query(named(text), params.values, { kind: 'stats' }));
  const count = readNumber(row, 'count');
  return {
    count,
    bbox: await degreesOfExtent(db, ground, row),
    provenance: count === 0 ? {} : { imported: count },
    leftOut: readNumber(row, 'left_out'),
  };
}

const ESTIMATE = loadSql('sources/table-source/sql/estimate');

/** What the database expects a table to hold, without a look at it. */
export async function estimateTable(db: Queryable, { table, ground }: TableReader): Promise<LayerExtent> {
  const { name, geometry, estimatedRows } = table.table;
  const count = Math.round(estimatedRows ?? 0);
  const bbox = await db
    .query(ESTIMATE, [name.schema, name.table, geometry.name], { kind: 'stats' })
    .then((rows) => degreesOfExtent(db, ground, onlyRow(rows)))
    // Views have no statistics.
    .catch(() => null);
  return { count, bbox, provenance: count === 0 ? {} : { imported: count }, isEstimate: true };
}

async function degreesOfExtent(db: Queryable, ground: Ground, row: Row): Promise<Bbox | null> {
  const west = readNumberOrNull(row, 'west');
  if (west === null) return null;
  const box = { west, south: readNumber(row, 'south'), east: readNumber(row, 'east'), north: readNumber(row, 'north') };
  switch (ground.kind) {
    case 'degrees':
      return [box.west, box.south, box.east, box.north];
    case 'mercator':
      return [longitudeOf(box.west), latitudeOf(box.south), longitudeOf(box.east), latitudeOf(box.north)];
    case 'other': {
      const degrees = onlyRow(await db.query(EXTENT, [boxText(box, ground.srid)], { kind: 'stats' }));
      return [
        readNumber(degrees, 'west'),
        readNumber(degrees, 'south'),
        readNumber(degrees, 'east'),
        readNumber(degrees, 'north'),
      ];
    }
  }
}

/**
 * What holds for rows that have a position on the map. A case, which no index answers: the planner takes `@` for one
 * row in a thousand, and would read the whole index of the geometries for what almost every row meets.
 */
export function visible({ table, ground }: Pick<TableReader, 'table' | 'ground'>, params: Parameters): string[] {
  return [`case when ${table.isPlaced} and ${isInDomain(ground, table.column, params)} then true else false end`];
}

/** Columns of a feature, of a row `t` that has its geometry in degrees as `"chengtu g"`. */
export function featureColumns(table: TableSql, layer: LayerDefinition): string {
  const attributes = attributesJson(table, layer);
  return `${table.id} as feature_id, ST_AsGeoJSON("chengtu g", 7) as geometry, ST_XMin("chengtu g") as west, ST_YMin("chengtu g") as south, ST_XMax("chengtu g") as east, ST_YMax("chengtu g") as north, ${attributes} as attributes`;
}

/** Attributes of a row `t` as text of JSON, without nulls: all of the layer, or those wanted. */
export function attributesJson(table: TableSql, layer: LayerDefinition, wanted?: readonly string[]): string {
  const values = table.attributes(layer, wanted).map((name) => `${table.json(name, layer)} as ${quoteName(name)}`);
  if (values.length === 0) return quoteText('{}');
  return `(select json_strip_nulls(row_to_json(r))::text from (select ${values.join(', ')}) as r)`;
}

export function toItem(row: Row, { owner, changedAt }: TableReader, layer: LayerDefinition): Item {
  return {
    type: 'Feature',
    id: readText(row, 'feature_id'),
    bbox: [readNumber(row, 'west'), readNumber(row, 'south'), readNumber(row, 'east'), readNumber(row, 'north')],
    // ST_AsGeoJSON writes what the type says.
    geometry: JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry,
    properties: JSON.parse(readText(row, 'attributes')) as Record<string, AttributeValue>,
    layer: layer.id,
    provenance: 'imported',
    owner,
    updatedAt: changedAt.toISOString(),
  };
}
