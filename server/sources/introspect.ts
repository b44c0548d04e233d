/** Relations of a source and what the catalogs say of them: nothing is scanned. */
import { readBoolean, readNumber, readNumberOrNull, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';
import { isRecord } from '../platform/is-record.ts';
import { choicesOfCheck } from './check-choices.ts';
import type { ColumnKind, GeometryColumn, RelationKind, TableColumn, TableName } from './table.ts';

/** A relation with at least one column of geometries, whether it can be served or not. */
export interface Relation {
  readonly name: TableName;
  readonly kind: RelationKind;
  readonly oid: number;
  readonly comment: string | null;
  readonly owner: string;
  readonly estimatedRows: number | null;
  /** The schema. */
  readonly mayUse: boolean;
  /** False of a materialised view that was never filled. */
  readonly isPopulated: boolean;
  readonly geometries: readonly RelationGeometry[];
  /** All others that the role may read. */
  readonly columns: readonly TableColumn[];
  /** Names of columns that the role may not read. */
  readonly forbidden: readonly string[];
  /** Columns of the primary key, and of unique indexes whose columns are never null; the best first. */
  readonly keys: readonly (readonly string[])[];
  /** Columns that name rows of other tables. */
  readonly foreignKeys: readonly string[];
  /** Tables that a view reads. */
  readonly below: readonly TableBelow[];
  readonly statistics: ReadonlyMap<string, ColumnStatistics>;
}

export interface RelationGeometry extends GeometryColumn {
  readonly maySelect: boolean;
}

export interface TableBelow {
  readonly schema: string;
  readonly table: string;
  readonly oid: number;
  /** Whether its geometries have an index; null where the view reads none of them. */
  readonly isIndexed: boolean | null;
  readonly key: readonly string[];
}

/** What PostgreSQL knows of the values of a column. */
export interface ColumnStatistics {
  readonly nullShare: number;
  /** Number of different values where it is known to be so; negative: that share of the rows (-1: all differ). */
  readonly distinct: number;
  /** Bytes. */
  readonly width: number;
  /** The most common values with their shares of all rows, where they are few. */
  readonly common: readonly { readonly value: string; readonly share: number }[];
}

const INTROSPECT = loadSql('sources/sql/introspect');
const STATISTICS = loadSql('sources/sql/statistics');

const KINDS: Readonly<Record<string, RelationKind>> = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign',
};

/**
 * Relations of the schemas given, or of all, in the order of their names. Rejects as `Queryable.query`.
 * @param source name of the source
 */
export async function introspect(
  db: Queryable,
  source: string,
  schemas: readonly string[] | null,
): Promise<readonly Relation[]> {
  const rows = await db.query(INTROSPECT, [schemas], { kind: 'stats' });
  const statistics = await statisticsOf(
    db,
    rows.map((row) => readNumber(row, 'oid')),
  );
  return rows.map((row) => relationOf(row, source, statistics.get(readNumber(row, 'oid')) ?? new Map()));
}

function relationOf(row: Row, source: string, statistics: Relation['statistics']): Relation {
  const columns = list(row['columns']).map(columnOf);
  const checks = list(row['checks']);
  const below = list(row['below']).map(belowOf);
  const kind = KINDS[readText(row, 'kind')] ?? 'table';
  const isReadable = ({ maySelect }: CatalogColumn): boolean => maySelect;
  const plain = columns.filter(({ spatial }) => spatial === null);
  const rows = readNumberOrNull(row, 'rows');
  return {
    name: { source, schema: readText(row, 'schema'), table: readText(row, 'name') },
    kind,
    oid: readNumber(row, 'oid'),
    comment: readTextOrNull(row, 'comment'),
    owner: readText(row, 'owner'),
    estimatedRows: rows === null || rows < 0 ? null : rows,
    mayUse: readBoolean(row, 'may_use'),
    isPopulated: readBoolean(row, 'is_populated'),
    geometries: columns
      .filter(({ spatial }) => spatial !== null)
      .map((column) => geometryOf(column, checks, kind === 'view' ? below : [])),
    columns: plain.filter(isReadable).map((column) => tableColumnOf(column, checks)),
    forbidden: columns.filter((column) => !isReadable(column)).map(({ name }) => name),
    keys: keysOf(list(row['keys']), columns, kind, statistics),
    foreignKeys: texts(row['foreign_keys']),
    below,
    statistics,
  };
}

/** A column as the statement gives it. */
interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly base: string;
  readonly category: string;
  readonly notNull: boolean;
  readonly isGenerated: boolean;
  readonly comment: string | null;
  readonly maySelect: boolean;
  readonly labels: readonly string[] | null;
  readonly spatial: 'geometry' | 'geography' | null;
  readonly srid: number;
  readonly shape: string;
  readonly isIndexed: boolean;
}

function columnOf(value: Readonly<Record<string, unknown>>): CatalogColumn {
  const spatial = value['spatial'];
  return {
    name: text(value['name']),
    type: text(value['type']),
    base: text(value['base']),
    category: text(value['category']),
    notNull: value['notNull'] === true,
    isGenerated: value['isGenerated'] === true,
    comment: textOrNull(value['comment']),
    maySelect: value['maySelect'] === true,
    labels: value['labels'] === null ? null : texts(value['labels']),
    spatial: spatial === 'geometry' || spatial === 'geography' ? spatial : null,
    srid: typeof value['srid'] === 'number' ? value['srid'] : 0,
    shape: textOrNull(value['shape']) ?? 'Geometry',
    isIndexed: value['isIndexed'] === true,
  };
}

function tableColumnOf(column: CatalogColumn, checks: readonly Readonly<Record<string, unknown>>[]): TableColumn {
  const { name, type, notNull, isGenerated, comment, labels } = column;
  const listed = checks
    .filter((check) => check['column'] === name)
    .map((check) => choicesOfCheck(text(check['definition'])))
    .find((values) => values !== null);
  return {
    name,
    type,
    kind: kindOf(column),
    isNullable: !notNull,
    isGenerated,
    comment,
    choices: labels ?? listed ?? null,
  };
}

const KIND_BY_TYPE: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  char: 'text',
  name: 'text',
  citext: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'exact',
  numeric: 'exact',
  float4: 'number',
  float8: 'number',
  bool: 'boolean',
  date: 'date',
  timestamptz: 'moment',
  timestamp: 'local-time',
  json: 'json',
  jsonb: 'json',
};

function kindOf({ base, category, labels }: CatalogColumn): ColumnKind {
  if (labels !== null) return 'text';
  if (category === 'A') return 'array';
  return (Object.hasOwn(KIND_BY_TYPE, base) ? KIND_BY_TYPE[base] : undefined) ?? 'other';
}

/**
 * Tables of old have no type modifiers but checks, as `AddGeometryColumn` made them.
 * @param below tables of a view, whose indexes serve it
 */
function geometryOf(
  column: CatalogColumn,
  checks: readonly Readonly<Record<string, unknown>>[],
  below: readonly TableBelow[],
): RelationGeometry {
  const own = checks.filter((check) => check['column'] === column.name).map((check) => text(check['definition']));
  const srid = Number(comparedWith(own, 'st_srid') ?? 0);
  const shape = comparedWith(own, 'geometrytype');
  const declared = column.shape.toUpperCase();
  const { shape: bare, hasZ, hasM } = dimensionsOf(declared === 'GEOMETRY' && shape !== undefined ? shape : declared);
  const indexes = below.map(({ isIndexed }) => isIndexed).filter((each) => each !== null);
  return {
    name: column.name,
    type: column.spatial ?? 'geometry',
    srid: column.srid === 0 ? srid : column.srid,
    shape: bare,
    hasZ,
    hasM,
    isIndexed: column.isIndexed || (indexes.length > 0 && indexes.every(Boolean)),
    maySelect: column.maySelect,
  };
}

/** `MULTIPOLYGONZM` → `MULTIPOLYGON` with both. */
function dimensionsOf(declared: string): Pick<GeometryColumn, 'shape' | 'hasZ' | 'hasM'> {
  const [, shape = declared, z, m] = /^(.*?)(Z?)(M?)$/.exec(declared.toUpperCase()) ?? [];
  return { shape, hasZ: z === 'Z', hasM: m === 'M' };
}

/** Keys of which no part is ever null; a primary key first, then those of few columns. */
function keysOf(
  keys: readonly Readonly<Record<string, unknown>>[],
  columns: readonly CatalogColumn[],
  kind: RelationKind,
  statistics: Relation['statistics'],
): readonly (readonly string[])[] {
  // Columns of a materialised view cannot be declared to be never null.
  const isFilled = ({ name, notNull }: CatalogColumn): boolean =>
    notNull || (kind === 'materialized-view' && (statistics.get(name)?.nullShare ?? 0) === 0);
  return keys
    .map((key) => texts(key['columns']))
    .filter((names) =>
      names.every((name) => columns.some((each) => each.name === name && each.maySelect && isFilled(each))),
    );
}

function belowOf(value: Readonly<Record<string, unknown>>): TableBelow {
  return {
    schema: text(value['schema']),
    table: text(value['name']),
    oid: Number(value['oid']),
    isIndexed: typeof value['isIndexed'] === 'boolean' ? value['isIndexed'] : null,
    key: texts(value['key']),
  };
}

async function statisticsOf(
  db: Queryable,
  oids: readonly number[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, ColumnStatistics>>> {
  const found = new Map<number, Map<string, ColumnStatistics>>();
  for (const row of await db.query(STATISTICS, [oids], { kind: 'stats' })) {
    const oid = readNumber(row, 'oid');
    const shares = texts(row['shares']).map(Number);
    const of = found.get(oid) ?? new Map<string, ColumnStatistics>();
    of.set(readText(row, 'name'), {
      nullShare: readNumber(row, 'null_share'),
      distinct: readNumber(row, 'distinct_values'),
      width: readNumber(row, 'width'),
      common: texts(row['common']).map((value, index) => ({ value, share: shares[index] ?? 0 })),
    });
    found.set(oid, of);
  }
  return found;
}

/** What a check demands of a function of the column: `4326` of `CHECK ((st_srid(geom) = 4326))`. */
function comparedWith(definitions: readonly string[], name: string): string | undefined {
  for (const definition of definitions) {
    const at = definition.toLowerCase().indexOf(`${name}(`);
    const end = at < 0 ? -1 : definition.indexOf(')', at);
    const found = end < 0 ? undefined : /^\)+ = '?(\w+)/.exec(definition.slice(end))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
