import { readAppliedMigrations } from '../platform/db/migrate.ts';
import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { NothingToKeep } from './errors.ts';
import { RowHash } from './file-reader.ts';
import { BackupFile } from './file-writer.ts';
import { FORMAT_VERSION, type Manifest } from './manifest.ts';
import { keptTables, namesOf, openRows, quoted, type KeptTable } from './tables.ts';

const MOMENT = loadSql('backup/sql/moment');
const SEQUENCES = loadSql('backup/sql/sequences');
const CITY = loadSql('layers/sql/city');
/** So many rows are in memory at once; a large one takes megabytes. */
const FETCH = sqlText('fetch forward 500 from kept');
const CLOSE = sqlText('close kept');

export interface BackupOptions {
  readonly path: string;
  readonly mayReplace: boolean;
  /** Version of the product. */
  readonly product: string;
  readonly signal?: AbortSignal;
  /** Told the table that is being read, and how many rows were read in all; waited for. */
  readonly onProgress?: (table: string, rows: number) => void | Promise<void>;
}

export interface BackupReport {
  readonly manifest: Manifest;
  readonly bytes: number;
}

/**
 * Writes all that the service keeps into one file, as of one moment, while others read and write. On the embedded
 * database, which has one session, everybody else waits meanwhile. The file appears whole, or not at all. Rejects with
 * `BackupExists`, `NothingToKeep`, `MigrationError` where a newer product has migrated the database, the signal's
 * reason, or the file system's error.
 */
export async function backup(db: Database, { path, mayReplace, ...options }: BackupOptions): Promise<BackupReport> {
  const tables = await keptTables(db);
  if (tables.length === 0) throw new NothingToKeep();
  const file = await BackupFile.create(path, mayReplace);
  try {
    const manifest = await db.transaction((tx) => writeAll(tx, file, { ...options, tables }), {
      unlimited: true,
      isSnapshot: true,
    });
    await file.write(`${JSON.stringify({ manifest })}\n`);
    return { manifest, bytes: await file.finish() };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

interface Contents extends Pick<BackupOptions, 'product' | 'signal' | 'onProgress'> {
  readonly tables: readonly KeptTable[];
}

async function writeAll(tx: Queryable, file: BackupFile, contents: Contents): Promise<Manifest> {
  const { product, tables, signal, onProgress } = contents;
  const names = tables.map(({ name }) => name);
  // Before the first query, which fixes what the transaction sees: a table that is truncated or rebuilt later would be
  // empty for it.
  await tx.query(sqlText(`lock table ${namesOf(names)} in access share mode`));
  const moment = onlyRow(await tx.query(MOMENT));
  const migrations = await readAppliedMigrations(tx);
  await file.write(`${JSON.stringify({ format: 'chengtu-backup', version: FORMAT_VERSION, product })}\n`);
  const written: Manifest['tables'] = [];
  let rows = 0;
  for (const table of tables) {
    const { name, columns } = table;
    await file.write(`${JSON.stringify({ table: name, columns })}\n`);
    const hash = new RowHash();
    await eachBatch(tx, table, async (lines) => {
      signal?.throwIfAborted();
      for (const line of lines) hash.add(line);
      await file.write(`${lines.join('\n')}\n`);
      rows += lines.length;
      await onProgress?.(name, rows);
    });
    written.push({ name, columns: [...columns], ...hash.finish() });
  }
  const [city] = names.includes('city') ? await tx.query(CITY) : [];
  return {
    product,
    takenAt: readText(moment, 'taken_at'),
    database: readText(moment, 'database'),
    city:
      city === undefined
        ? null
        : { code: readText(city, 'code'), zh: readText(city, 'name_zh'), en: readText(city, 'name_en') },
    migrations: [...migrations],
    tables: written,
    // Sequences belong to no moment: read last, they are past every row.
    sequences: await readSequences(tx, names),
  };
}

async function readSequences(tx: Queryable, tables: readonly string[]): Promise<Manifest['sequences']> {
  const sequences: Manifest['sequences'] = [];
  for (const row of await tx.query(SEQUENCES, [tables])) {
    const name = readText(row, 'name');
    // One that has given nothing yet gives its last value next.
    const next = `select (last_value + case when is_called then $1::bigint else 0 end)::text as next from ${quoted(name)}`;
    const state = onlyRow(await tx.query(sqlText(next), [readText(row, 'step')]));
    sequences.push({ name, next: readText(state, 'next') });
  }
  return sequences;
}

/** The rows of a table in the order of `openRows`, some at a time. */
export async function eachBatch(
  tx: Queryable,
  table: KeptTable,
  use: (lines: readonly string[]) => Promise<void> | void,
): Promise<void> {
  await tx.query(openRows(table));
  for (;;) {
    const rows = await tx.query(FETCH);
    if (rows.length === 0) break;
    await use(rows.map((row) => readText(row, 'line')));
  }
  await tx.query(CLOSE);
}
