/** The tables that a backup keeps, as a database has them, and the statements that read and write their rows. */
import pg from 'pg';
import { readTables } from '../platform/db/rights.ts';
import { readArray, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Queryable, Row, SqlFile } from '../platform/db/types.ts';

const TABLES = loadSql('backup/sql/tables');

/** Not kept: what migrating writes, */
const BY_MIGRATION: readonly string[] = ['schema_migration', 'function_file'];
/**
 * and clusters, which are counted anew from the features: their positions can differ in the last bit between two
 * versions of PROJ. How features spell their times is looked at by the next start. Timelines are those of a server.
 */
const MADE_AGAIN: readonly string[] = ['pyramid', 'pyramid_pending', 'layer_time', 'timeline'];
/** What addresses have spent of their rate limit in this minute. */
const PASSING: readonly string[] = ['rate_spending'];

/** Partitions are made for the layers that are there, so these come before the features. */
export const LAYER = 'layer';

/** What a migrated database without data has rows in. */
export const FILLED_WHEN_EMPTY: readonly string[] = ['city', 'layer', 'history_start'];

/** A jsonb takes texts up to 256 MB. A json takes any, and reads each row once for every column. */
const LARGEST_JSONB_BYTES = 128_000_000;

export interface KeptTable {
  readonly name: string;
  /** Without generated ones. */
  readonly columns: readonly string[];
  /** Of the columns, as a cast takes them. */
  readonly types: readonly string[];
  /** Columns of the primary key; none where the table has no key. */
  readonly key: readonly string[];
  /** Those of the key that sort by a collation. */
  readonly texts: readonly string[];
}

/** The tables of ours that are there and whose rows are kept. */
export async function keptTables(db: Queryable): Promise<readonly KeptTable[]> {
  const names = (await readTables()).filter((name) => ![...BY_MIGRATION, ...MADE_AGAIN, ...PASSING].includes(name));
  const ordered = [...names.filter((name) => name === LAYER), ...names.filter((name) => name !== LAYER)];
  return (await db.query(TABLES, [ordered])).map((row) => ({
    name: readText(row, 'name'),
    columns: readTexts(row, 'columns'),
    types: readTexts(row, 'types'),
    key: readTexts(row, 'key'),
    texts: readTexts(row, 'texts'),
  }));
}

/** Those of the tables that migrating does not fill. */
export function filledByUse(tables: readonly string[]): readonly string[] {
  return tables.filter((name) => !BY_MIGRATION.includes(name));
}

/** All tables of ours that are there. */
export async function presentTables(db: Queryable): Promise<readonly string[]> {
  return (await db.query(TABLES, [await readTables()])).map((row) => readText(row, 'name'));
}

function readTexts(row: Row, column: string): readonly string[] {
  return readArray(row, column).map(String);
}

/**
 * Opens a cursor `kept` over the rows of a table, each as one text: a JSON list of the columns in PostgreSQL's own form
 * (a geometry as EWKB in hexadecimal, a double as the shortest text with the same bits). They come in the order of the
 * primary key, texts by their bytes, so that the order is the same on every database; else in that of the rows' texts.
 */
export function openRows({ name, columns, key, texts }: KeptTable): SqlFile {
  const row = `to_json(array[${columns.map((column) => `${quoted(column)}::text`).join(', ')}])::text`;
  const order =
    key.length === 0
      ? `${row} collate "C"`
      : key.map((column) => `${quoted(column)}${texts.includes(column) ? ' collate "C"' : ''}`).join(', ');
  return sqlText(`declare kept no scroll cursor for select ${row} as line from ${quoted(name)} order by ${order}`);
}

/** Writes rows: one parameter, a JSON list of them. */
export function writeRows({ name, columns, types }: KeptTable, bytes: number): SqlFile {
  const json = bytes > LARGEST_JSONB_BYTES ? 'json' : 'jsonb';
  const values = types.map((type, at) => `(r ->> ${String(at)})::${type}`);
  return sqlText(
    `insert into ${quoted(name)} (${columns.map(quoted).join(', ')}) overriding system value ` +
      `select ${values.join(', ')} from ${json}_array_elements($1::${json}) as r`,
  );
}

export function namesOf(tables: readonly string[]): string {
  return tables.map(quoted).join(', ');
}

export function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}
