/** A relation as a layer would show it: which geometry, by which key, and what its first rows hold. */
import type { GeometryKind } from '../../tiles/layer/layer.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { DatabaseUnavailable, QueryTimeout } from '../platform/db/errors.ts';
import { onlyRow, readNumber, readNumberOrNull } from '../platform/db/rows.ts';
import { fill, loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { isRecord } from '../platform/is-record.ts';
import type { Relation, RelationGeometry } from './introspect.ts';
import type { SourceTable } from './table.ts';
import { quoteName, quoteTable } from './table-source/names.ts';

/** What a layer file says of the table that it shows. */
export interface TableChoice {
  /** The column to show, of several. */
  readonly geometryColumn?: string | undefined;
  /** Columns that tell the rows apart. */
  readonly key?: readonly string[] | undefined;
  /** The kind to show, of several in one column. */
  readonly geometry?: GeometryKind | undefined;
}

export interface FoundTable {
  readonly relation: Relation;
  /** The key is empty, and the SRID 0, where nothing is known; the shape is what is declared. */
  readonly table: SourceTable;
  /** As the catalogs have it; `table.geometry` may know more, by the rows. */
  readonly declared: RelationGeometry;
  readonly geometryKind: GeometryKind | null;
  /** Columns that may be a key of a view, which nothing has shown yet. */
  readonly keyCandidates: readonly (readonly string[])[];
  /** Names of a layer file that the relation does not have. */
  readonly unknownNames: readonly string[];
  /** Null where the rows could not be looked at. */
  readonly rows: RowsLook | null;
  /** Looking at the rows took too long. */
  readonly isSlow: boolean;
  /** What PostgreSQL said when the rows could not be read at all; else null. */
  readonly failure: string | null;
  /** False where the database does not know the SRID. */
  readonly isProjected: boolean;
  /** Degrees; null where nothing is known. */
  readonly extent: Bbox | null;
}

/** What the first rows hold. */
export interface RowsLook {
  readonly count: number;
  /** All rows were looked at. */
  readonly isAll: boolean;
  readonly nulls: number;
  readonly empties: number;
  readonly srids: readonly number[];
  /** `GeometryType` of the geometries, the most common first. */
  readonly shapes: readonly { readonly shape: string; readonly count: number }[];
  /** Flags of `ST_Zmflag` that occur: 1 has M, 2 has Z, 3 both. */
  readonly dimensions: readonly number[];
  readonly invalid: number;
  /** Of the first ten. */
  readonly invalidKeys: readonly string[];
  /** In the table's coordinates. */
  readonly box: readonly [west: number, south: number, east: number, north: number] | null;
}

export interface LookOptions {
  /** How many rows to look at. */
  readonly rows: number;
  readonly timeoutMs: number;
}

const LOOK = loadSql('sources/sql/look').text;
const EXTENT = loadSql('sources/table-source/sql/estimate');
const DEGREES = loadSql('sources/sql/degrees');
const SRID = loadSql('sources/sql/srid');
const REPEATS = loadSql('sources/sql/repeats').text;

/** Rows of a view by which a key is believed. */
const KEY_ROWS = 50_000;

/**
 * Looks at a relation. Rejects as `Queryable.query` where the database is lost; a statement that takes too long only
 * leaves its part unknown.
 */
export async function findTable(
  db: Pick<Database, 'transaction'>,
  relation: Relation,
  choice: TableChoice,
  look: LookOptions,
): Promise<FoundTable> {
  const declared = geometryToShow(relation, choice);
  const mayLook = relation.mayUse && declared.maySelect && relation.isPopulated;
  const candidates = choice.key === undefined ? candidatesOf(relation) : [];
  let isSlow = false;
  let failure: string | null = null;
  const tried = async <T>(ask: (tx: Queryable) => Promise<T>): Promise<T | null> => {
    if (!mayLook) return null;
    try {
      return await db.transaction(async (tx) => {
        await tx.query(sqlText(`set local statement_timeout = ${String(look.timeoutMs)}`));
        return ask(tx);
      });
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      isSlow ||= error instanceof QueryTimeout;
      if (!(error instanceof QueryTimeout)) failure = error instanceof Error ? error.message : String(error);
      return null;
    }
  };
  const known = choice.key ?? relation.keys[0];
  const key = known ?? (await tried((tx) => uniqueOf(tx, relation, candidates))) ?? [];
  failure = null;
  const rows = await tried((tx) => lookAt(tx, relation, declared, key, look.rows));
  const unread = failure;
  const estimated = rows?.isAll === true ? rows.count : relation.estimatedRows;
  const estimatedRows = estimated ?? (await tried((tx) => plannedRows(tx, relation)));
  const geometry = geometryOf(declared, rows);
  const isProjected = (await tried((tx) => isKnownSrid(tx, geometry.srid))) ?? true;
  const extent = isProjected ? await tried((tx) => extentOf(tx, relation, geometry, rows)) : null;
  return {
    relation,
    table: {
      name: relation.name,
      kind: relation.kind,
      oid: relation.oid,
      comment: relation.comment,
      geometry,
      otherGeometries: relation.geometries.map(({ name }) => name).filter((name) => name !== declared.name),
      columns: relation.columns,
      key,
      estimatedRows,
      maySelect: mayLook || (relation.mayUse && declared.maySelect),
    },
    declared,
    geometryKind: choice.geometry ?? kindOf(geometry.shape) ?? commonKind(rows),
    keyCandidates: candidates,
    unknownNames: unknownNames(relation, choice),
    rows,
    isSlow,
    failure: unread,
    isProjected,
    extent,
  };
}

const USUAL_NAMES = ['geom', 'the_geom', 'geometry', 'wkb_geometry', 'shape', 'geog'];

/** The column that a file names; else one of a usual name; else one with an index; else the first. */
function geometryToShow({ geometries }: Relation, { geometryColumn }: TableChoice): RelationGeometry {
  const named = geometries.find(({ name }) => name === geometryColumn);
  const readable = geometries.filter(({ maySelect }) => maySelect);
  const choose = readable.length > 0 ? readable : geometries;
  const usual = USUAL_NAMES.map((name) => choose.find((each) => each.name.toLowerCase() === name));
  const found =
    named ?? usual.find((each) => each !== undefined) ?? choose.find(({ isIndexed }) => isIndexed) ?? choose[0];
  if (found === undefined) throw new RangeError('A relation without geometries was not asked for.');
  return found;
}

/** Primary keys of the tables below, as far as the view has columns of these names. */
function candidatesOf({ kind, keys, below, columns }: Relation): readonly (readonly string[])[] {
  if (keys.length > 0 || (kind !== 'view' && kind !== 'materialized-view' && kind !== 'foreign')) return [];
  const names = new Set(columns.map(({ name }) => name));
  const keysBelow = below.map(({ key }) => key).filter((key) => key.length > 0 && key.every((name) => names.has(name)));
  const usual = ['id', 'gid', 'fid', 'objectid', 'ogc_fid', 'OBJECTID', 'uuid'].filter((name) => names.has(name));
  const all = [...keysBelow, ...usual.map((name) => [name])];
  return all
    .filter((key, index) => all.findIndex((other) => other.join('\0') === key.join('\0')) === index)
    .slice(0, 4);
}

/**
 * The first candidate that tells the rows apart. Of a view with more rows than are looked at only a key of its only
 * table is believed: a join may repeat rows further on.
 */
async function uniqueOf(
  tx: Queryable,
  { name, below }: Relation,
  candidates: readonly (readonly string[])[],
): Promise<readonly string[] | null> {
  for (const key of candidates) {
    const columns = key.map(quoteName);
    const text = fill(REPEATS, {
      columns: columns.join(', '),
      nulls: columns.map((column) => `${column} is null`).join(' or '),
      table: quoteTable(name),
    });
    // Not prepared: each table has statements of its own, which run once.
    const row = onlyRow(await tx.query(sqlText(text), [KEY_ROWS]));
    const rows = readNumber(row, 'rows');
    if (readNumber(row, 'different') !== rows || readNumber(row, 'nulls') > 0) continue;
    const isOfOnlyTable = below.length === 1 && below[0]?.key.join('\0') === key.join('\0');
    if (rows < KEY_ROWS ? rows > 0 || isOfOnlyTable : isOfOnlyTable) return key;
  }
  return null;
}

async function lookAt(
  tx: Queryable,
  { name }: Relation,
  geometry: RelationGeometry,
  key: readonly string[],
  most: number,
): Promise<RowsLook> {
  const column = quoteName(geometry.name);
  const parts = key.map((part) => `${quoteName(part)}::text`);
  const text = fill(LOOK, {
    geometry: geometry.type === 'geography' ? `${column}::geometry` : column,
    key: parts.length === 0 ? 'null::text' : `concat_ws('~', ${parts.join(', ')})`,
    table: quoteTable(name),
  });
  const row = onlyRow(await tx.query(sqlText(text), [most]));
  const count = readNumber(row, 'rows');
  const counts = numbers(row['shape_counts']);
  const box = ['west', 'south', 'east', 'north'].map((side) => readNumberOrNull(row, side));
  const [west, south, east, north] = box;
  return {
    count,
    isAll: count < most,
    nulls: readNumber(row, 'nulls'),
    empties: readNumber(row, 'empties'),
    srids: numbers(row['srids']),
    shapes: texts(row['shapes']).map((shape, index) => ({
      shape: shape.replace(/Z?M?$/, ''),
      count: counts[index] ?? 0,
    })),
    dimensions: numbers(row['dimensions']),
    invalid: readNumber(row, 'invalid'),
    invalidKeys: texts(row['invalid_keys']),
    box: isNumber(west) && isNumber(south) && isNumber(east) && isNumber(north) ? [west, south, east, north] : null,
  };
}

/** What the planner expects of a view. */
async function plannedRows(tx: Queryable, { name }: Relation): Promise<number | null> {
  const [row] = await tx.query(sqlText(`explain (format json) select from ${quoteTable(name)}`));
  const plan: unknown = row?.['QUERY PLAN'];
  const first: unknown = Array.isArray(plan) ? plan[0] : null;
  const top = isRecord(first) ? first['Plan'] : null;
  const rows = isRecord(top) ? top['Plan Rows'] : null;
  return typeof rows === 'number' ? rows : null;
}

/** The declared column, with the SRID that all rows looked at have where none is declared. */
function geometryOf({ maySelect: _, ...declared }: RelationGeometry, rows: RowsLook | null): SourceTable['geometry'] {
  const [srid, ...otherSrids] = rows?.srids ?? [];
  return {
    ...declared,
    srid: declared.srid === 0 && srid !== undefined && otherSrids.length === 0 ? srid : declared.srid,
    // Rows to come may have what those looked at have not.
    hasZ: declared.hasZ || isGeneral(declared.shape),
    hasM: declared.hasM || isGeneral(declared.shape),
  };
}

export function isGeneral(shape: string): boolean {
  return shape === 'GEOMETRY' || shape === 'GEOMETRYCOLLECTION';
}

const KIND_BY_SHAPE: Readonly<Record<string, GeometryKind>> = {
  POINT: 'Point',
  MULTIPOINT: 'Point',
  LINESTRING: 'LineString',
  MULTILINESTRING: 'LineString',
  CIRCULARSTRING: 'LineString',
  COMPOUNDCURVE: 'LineString',
  MULTICURVE: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOLYGON: 'Polygon',
  CURVEPOLYGON: 'Polygon',
  MULTISURFACE: 'Polygon',
};

/** Kind of a declared or found shape; null where any may come. */
export function kindOf(shape: string): GeometryKind | null {
  return Object.hasOwn(KIND_BY_SHAPE, shape) ? (KIND_BY_SHAPE[shape] ?? null) : null;
}

/** The kind that all shapes looked at are of; null where there are several, or none. */
function commonKind(rows: RowsLook | null): GeometryKind | null {
  const kinds = new Set((rows?.shapes ?? []).map(({ shape }) => kindOf(shape)));
  const [kind = null] = kinds;
  return kinds.size === 1 ? kind : null;
}

async function isKnownSrid(tx: Queryable, srid: number): Promise<boolean> {
  return srid === 0 || (await tx.query(SRID, [srid])).length > 0;
}

/** By the statistics of the table, else by the rows looked at. */
async function extentOf(
  tx: Queryable,
  { name, kind }: Relation,
  { name: column, type, srid }: SourceTable['geometry'],
  rows: RowsLook | null,
): Promise<Bbox | null> {
  if (srid === 0) return null;
  let box = rows?.isAll === true ? rows.box : null;
  if (box === null && type === 'geometry' && kind !== 'view' && kind !== 'foreign') {
    const row = onlyRow(await tx.query(EXTENT, [name.schema, name.table, column]));
    box = boxOf(row);
  }
  box ??= rows?.box ?? null;
  return box === null ? null : boxOf(onlyRow(await tx.query(DEGREES, [[...box], srid])));
}

function boxOf(row: Readonly<Record<string, unknown>>): readonly [number, number, number, number] | null {
  const [west, south, east, north] = ['west', 'south', 'east', 'north'].map((side) => row[side]);
  return isNumber(west) && isNumber(south) && isNumber(east) && isNumber(north) ? [west, south, east, north] : null;
}

function unknownNames({ columns, geometries }: Relation, choice: TableChoice): readonly string[] {
  const names = new Set(columns.map(({ name }) => name));
  const isGeometry = geometries.some(({ name }) => name === choice.geometryColumn);
  return [
    ...(choice.key ?? []).filter((name) => !names.has(name)),
    ...(choice.geometryColumn === undefined || isGeometry ? [] : [choice.geometryColumn]),
  ];
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
