import { copyFile, mkdtemp, open, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database, SQLiteValue } from 'node-sqlite3-wasm';
import { isDegrees, readCrs, toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { namedId } from '../named-id.ts';
import { ChunkMaker, detailOf, fileError, FileErrors } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import type { LoadError, SourceFeature } from '../types.ts';
import { geometryOfWkb, WkbError } from './wkb.ts';

interface GeoPackageOptions {
  readonly idAttribute: string | null;
  readonly table?: string;
  readonly crs?: string;
}

type Record_ = Readonly<Record<string, SQLiteValue>>;

interface Table {
  readonly name: string;
  readonly geometryColumn: string;
  readonly primaryKey: string | null;
  readonly columns: readonly string[];
  readonly crs: Crs | null;
  readonly count: number;
}

/**
 * A table of a GeoPackage, read from the file by SQLite itself, of which a few pages are in memory at most. Rejects
 * with `FileErrors`.
 */
export async function openGeoPackage(path: string, options: GeoPackageOptions): Promise<FeatureReader> {
  const { readable, remove } = await withoutLog(path);
  let database: Database | null = null;
  try {
    // Only who reads such a file waits for SQLite to be compiled.
    const { default: sqlite } = await import('node-sqlite3-wasm');
    const opened = new sqlite.Database(readable, { fileMustExist: true, readOnly: true });
    database = opened;
    const table = describe(opened, options);
    return {
      properties: table.columns.filter((name) => name !== table.primaryKey || name === options.idAttribute),
      notes: [],
      chunks: (signal) => chunksOf(opened, table, options.idAttribute, signal),
      async close() {
        opened.close();
        await remove();
      },
    };
  } catch (error) {
    database?.close();
    await remove();
    throw error instanceof FileErrors ? error : fileError('geopackage-malformed', { detail: detailOf(error) });
  }
}

/** Bytes 18 and 19 of the head say whether the file goes with a write-ahead log, which needs shared memory. */
const WITH_LOG = 2;
const VERSIONS_AT = 18;

/**
 * QGIS leaves files that go with a log. Where the log is empty, a copy without one is read. Else a link to the file is
 * opened: SQLite locks it by a folder beside it, which would stay in the folder of the user if the process were killed.
 */
async function withoutLog(path: string): Promise<{ readonly readable: string; readonly remove: () => Promise<void> }> {
  const hasLog = (await versionsOf(path)).includes(WITH_LOG);
  const log = hasLog ? await stat(`${path}-wal`).catch(() => null) : null;
  if (log !== null && log.size > 0) throw fileError('geopackage-open');
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-gpkg-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const readable = join(folder, 'data.gpkg');
  try {
    if (!hasLog) await symlink(resolve(path), readable);
    else {
      await copyFile(path, readable);
      const copy = await open(readable, 'r+');
      await copy.write(Buffer.of(1, 1), 0, 2, VERSIONS_AT);
      await copy.close();
    }
    return { readable, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function versionsOf(path: string): Promise<Buffer> {
  const versions = Buffer.alloc(2);
  const file = await open(path);
  try {
    await file.read(versions, 0, 2, VERSIONS_AT);
  } finally {
    await file.close();
  }
  return versions;
}

function all(database: Database, sql: string, values: readonly string[] = []): Record_[] {
  return database.all(sql, [...values]) as Record_[];
}

function describe(database: Database, options: GeoPackageOptions): Table {
  const tables = all(
    database,
    `select c.table_name as name, g.column_name as geometry, g.srs_id as srs
     from gpkg_contents c join gpkg_geometry_columns g on lower(g.table_name) = lower(c.table_name)
     where c.data_type = 'features' order by c.table_name`,
  );
  const names = tables.map(({ name }) => String(name)).join(', ');
  const { table: wanted } = options;
  const [first, ...more] = wanted === undefined ? tables : tables.filter(({ name }) => name === wanted);
  if (first === undefined)
    throw wanted === undefined
      ? fileError('geopackage-no-table')
      : fileError('table-unknown', { table: wanted, tables: names });
  if (more.length > 0) throw fileError('tables-several', { tables: names });
  const name = String(first['name']);
  const geometryColumn = String(first['geometry']);
  const columns = all(database, 'select name, pk from pragma_table_info(?)', [name]);
  const primaryKey = columns.find(({ pk }) => Number(pk) > 0)?.['name'];
  return {
    name,
    geometryColumn,
    primaryKey: typeof primaryKey === 'string' ? primaryKey : null,
    columns: columns.map((column) => String(column['name'])).filter((column) => column !== geometryColumn),
    crs: options.crs === undefined ? crsOf(database, Number(first['srs'])) : readCrs(options.crs),
    count: Number(all(database, `select count(*) as count from ${quoted(name)}`)[0]?.['count'] ?? 0),
  };
}

/** By its number where that is known, else by its definition. -1 and 0 stand for systems that nobody named. */
function crsOf(database: Database, id: number): Crs | null {
  if (id === 0) return null;
  const [row] = all(
    database,
    `select organization, organization_coordsys_id as code, definition from gpkg_spatial_ref_sys where srs_id = ${String(id)}`,
  );
  if (id < 0 || row === undefined) throw fileError('crs-unknown', { crs: String(id) });
  const code = `${String(row['organization'])}:${String(row['code'])}`;
  for (const text of [code, String(row['definition'])]) {
    try {
      const crs = readCrs(text);
      return isDegrees(crs) ? null : crs;
    } catch (error) {
      const message = error instanceof FileErrors ? error.errors[0]?.message : undefined;
      if (message !== 'crs-unknown') throw error;
    }
  }
  throw fileError('crs-unknown', { crs: code });
}

/** Names of tables and columns cannot be parameters of SQLite. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function* chunksOf(
  database: Database,
  table: Table,
  idAttribute: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const { name, geometryColumn, primaryKey, columns, crs, count } = table;
  const order = primaryKey === null ? '' : ` order by ${quoted(primaryKey)}`;
  const names = [...columns, geometryColumn].map(quoted).join(', ');
  const statement = database.prepare(`select ${names} from ${quoted(name)}${order}`);
  const maker = new ChunkMaker();
  let number = 0;
  try {
    for (const row of statement.iterate() as IterableIterator<Record_>) {
      number += 1;
      const errors: LoadError[] = [];
      const blob = row[geometryColumn];
      const feature = toFeature(row, blob, number, { table, idAttribute, errors });
      const size = blob instanceof Uint8Array ? blob.length : 0;
      maker.add(crs === null ? feature : toDegrees(feature, crs, errors), size + 100, errors);
      if (!maker.isFull) continue;
      yield maker.take(number / Math.max(1, count));
      // SQLite answers without a pause, in which a signal would be heard.
      await setImmediate();
      signal?.throwIfAborted();
    }
  } catch (error) {
    if (error instanceof FileErrors || signal?.aborted === true) throw error;
    throw fileError('geopackage-malformed', { detail: detailOf(error) });
  } finally {
    statement.finalize();
  }
  if (!maker.isEmpty) yield maker.take(1);
}

interface RowContext {
  readonly table: Table;
  readonly idAttribute: string | null;
  readonly errors: LoadError[];
}

function toFeature(
  row: Record_,
  blob: SQLiteValue | undefined,
  number: number,
  { table, idAttribute, errors }: RowContext,
): SourceFeature {
  const kept = table.columns.filter((name) => name !== table.primaryKey || name === idAttribute);
  const { id, rest } = namedId(Object.fromEntries(kept.map((name) => [name, valueOf(row[name])])), idAttribute);
  return { number, id, geometry: geometryOf(blob, number, errors), properties: rest, text: true };
}

/** Whole numbers that a number cannot hold stay text; pictures and the like are left out. */
function valueOf(value: SQLiteValue | undefined): string | number | null {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

/** A head of "GP", version, flags, system and box, and then WKB (OGC 12-128, 2.1.3). */
function geometryOf(blob: SQLiteValue | undefined, number: number, errors: LoadError[]): unknown {
  if (blob === null || blob === undefined) return null;
  try {
    if (!(blob instanceof Uint8Array) || blob[0] !== 0x47 || blob[1] !== 0x50)
      throw new WkbError('no GeoPackage geometry');
    const flags = blob[3] ?? 0;
    const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
    if (envelope === undefined) throw new WkbError('envelope');
    if ((flags & 0x10) !== 0) return null;
    return geometryOfWkb(blob.subarray(8 + envelope));
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    errors.push({ feature: number, message: 'geometry-malformed', params: { detail: error.message } });
    return undefined;
  }
}
