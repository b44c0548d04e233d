/** What other modules ask of a table: facilities and areas of an analysis, a search, and the tiles of an export. */
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { EXTENT } from '../../../tiles/tile/tile.ts';
import type { FacilitiesQuery, LevelQuery, SearchFound, SearchQuery, TileRun } from '../../layers/source.ts';
import { QueryCancelled } from '../../platform/db/errors.ts';
import { foundRows, onlyRow, readNumber, readText } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { named } from './names.ts';
import { Parameters } from './parameters.ts';
import { featureColumns, toItem, visible, type Condition, type TableReader } from './rows.ts';
import { of } from './table-sql.ts';

const FACILITIES = loadSql('sources/table-source/sql/facilities').text;
const AREAS = loadSql('sources/table-source/sql/areas').text;
const SEARCH = loadSql('sources/table-source/sql/search').text;
const LEVEL_TILES = loadSql('sources/table-source/sql/level-tiles').text;

export async function readTableFacilities(
  db: Queryable,
  reader: TableReader,
  { layer, attributes }: FacilitiesQuery,
  condition: Condition | null,
): Promise<string> {
  const { table } = reader;
  const params = new Parameters();
  const values = attributes.map((name) =>
    Object.hasOwn(layer.attributes, name) ? `to_json(${table.json(name, layer)})` : 'null::json',
  );
  const text = fill(FACILITIES, {
    id: table.id,
    values: `array[${values.join(', ')}]::json[]`,
    order: table.keyColumns.map(of).join(', '),
    table: table.from,
    where: [...visible(reader, params), condition?.(params) ?? 'true'].join(' and '),
    whole: table.whole,
  });
  return readText(onlyRow(await db.query({ text }, params.values, { kind: 'analysis' })), 'json');
}

export async function readTableAreas(db: Queryable, reader: TableReader): Promise<string> {
  const { table } = reader;
  const params = new Parameters();
  const text = fill(AREAS, {
    id: table.id,
    table: table.from,
    where: visible(reader, params).join(' and '),
    flat: table.flatIn(4326),
  });
  return readText(onlyRow(await db.query(named(text), params.values, { kind: 'analysis' })), 'json');
}

/** Who types waits no longer for a table that has no index for it. */
const SEARCH_LIMIT_MS = 1500;
/** Rows that are ranked: a text that more rows hold is to be typed on. */
const MOST_RANKED = 2000;
const RANKS: Readonly<Record<number, SearchFound['rank']>> = { 3: 'exact', 2: 'start', 1: 'part' };

/** None where the table takes too long: nobody else has to wait for it. */
export async function searchTable(
  db: Queryable,
  reader: TableReader,
  { layer, text: typed, limit }: SearchQuery,
): Promise<readonly SearchFound[]> {
  const { table } = reader;
  const columns = [layer.name.zh, layer.name.en, ...(layer.search ?? [])].flatMap((name) => {
    const column = name === undefined ? undefined : table.columnOf(name);
    return column === undefined ? [] : [column];
  });
  const unique = [...new Map(columns.map((column) => [column.name, column])).values()];
  const params = new Parameters();
  const escaped = typed.replace(/[\\%_]/g, (character) => `\\${character}`);
  const parts = params.add(`%${escaped}%`, 'text');
  const own = params.add(typed, 'text');
  // A column of text stands as it is, so that an index on it can answer.
  const holds = unique.map((column) => `${table.text(column)} ilike ${parts}`);
  const text = fill(SEARCH, {
    feature: featureColumns(table, layer),
    table: table.from,
    whole: table.whole,
    id: table.id,
    texts: `array[${[...unique.map((column) => table.text(column)), table.id].map((sql) => `(${sql})::text`).join(', ')}]`,
    where: [`(${[...holds, `${table.id} = ${own}`].join(' or ')})`, ...visible(reader, params)].join(' and '),
    typed: own,
    starts: params.add(`${escaped}%`, 'text'),
    parts,
    most: String(MOST_RANKED),
    limit: params.add(limit, 'int'),
  });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), SEARCH_LIMIT_MS);
  try {
    const rows = await db.query(named(text), params.values, { kind: 'search', signal: late.signal });
    return foundRows(rows, 'feature_id').map((row) => {
      const { id, bbox, properties } = toItem(row, reader, layer);
      return {
        id,
        rank: RANKS[readNumber(row, 'rank')] ?? 'part',
        share: readNumber(row, 'share'),
        attributes: properties,
        lon: readNumber(row, 'lon'),
        lat: readNumber(row, 'lat'),
        bbox,
      };
    });
  } catch (error) {
    if (error instanceof QueryCancelled && late.signal.aborted) return [];
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

export async function tableTilesOfLevel(
  db: Queryable,
  reader: TableReader,
  { z, marginUnits, columns, rows }: Omit<LevelQuery, 'layer'> & { readonly layer: LayerDefinition },
): Promise<readonly TileRun[]> {
  const { table } = reader;
  const params = new Parameters();
  const text = fill(LEVEL_TILES, {
    table: table.from,
    where: visible(reader, params).join(' and '),
    shape: table.flatIn(3857),
    z: params.add(z, 'int'),
    margin: params.add(marginUnits / EXTENT, 'float8'),
    first_x: params.add(columns.first, 'int'),
    last_x: params.add(columns.last, 'int'),
    first_y: params.add(rows.first, 'int'),
    last_y: params.add(rows.last, 'int'),
  });
  const runs = await db.query(named(text), params.values, { kind: 'analysis' });
  return runs.map((row) => ({
    y: readNumber(row, 'y'),
    first: readNumber(row, 'first'),
    last: readNumber(row, 'last'),
  }));
}
