import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './errors.ts';
import { applyFunctions, readFunctionFiles, sha256, unixLines } from './functions.ts';
import { readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database, Queryable } from './types.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../data/migrations/', import.meta.url));
const FUNCTIONS = fileURLToPath(new URL('../../../data/functions/', import.meta.url));
const FILE_NAME = /^\d{3}_[a-z0-9_]+\.sql$/;

// Any fixed number; it keeps two processes that start together from migrating at the same time.
const LOCK_KEY = 3_702_001;

const CREATE_TABLE = sqlText(`
  create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
const LOCK = sqlText(`select pg_advisory_xact_lock(${LOCK_KEY})`);
const APPLIED = sqlText('select name, checksum from schema_migration order by name');
const RECORD = sqlText('insert into schema_migration (name, checksum) values ($1, $2)');

interface Migration {
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text with the line ends of Unix. */
  readonly checksum: string;
  /** Releases up to 0.3.0 took the text as the checkout had it: here with the line ends of Windows. */
  readonly windowsChecksum: string;
}

export interface MigrationFolders {
  readonly migrations?: string;
  readonly functions?: string;
}

/**
 * Brings a database up to date: first the migrations that are missing, in order, each in a transaction of its own, then
 * the functions that differ from those of the folder, all in one. Rejects with `MigrationError`.
 *
 * @returns what was applied now: `014_functions.sql`, `functions/tile_points.sql`
 */
export async function migrate(
  db: Database,
  { migrations: folder = MIGRATIONS, functions: functionFolder = FUNCTIONS }: MigrationFolders = {},
): Promise<string[]> {
  const [migrations, functions] = await Promise.all([readMigrations(folder), readFunctionFiles(functionFolder)]);
  await db.transaction(
    async (tx) => {
      await tx.query(LOCK);
      await tx.query(CREATE_TABLE);
    },
    { unlimited: true },
  );
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await db.transaction((tx) => applyOnce(tx, migration, migrations), { unlimited: true }))
      applied.push(migration.name);
  }
  const renewed = await db.transaction(
    async (tx) => {
      await tx.query(LOCK);
      return applyFunctions(tx, functions);
    },
    { unlimited: true },
  );
  return [...applied, ...renewed.map((name) => `functions/${name}.sql`)];
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      if (!FILE_NAME.test(name))
        throw new MigrationError(`Migration ${name}: the name must read like 001_features.sql.`);
      const text = unixLines(await readFile(`${folder}/${name}`, 'utf8'));
      return { name, text, checksum: sha256(text), windowsChecksum: sha256(text.replaceAll('\n', '\r\n')) };
    }),
  );
}

async function applyOnce(tx: Queryable, migration: Migration, all: readonly Migration[]): Promise<boolean> {
  await tx.query(LOCK);
  const applied = new Map((await tx.query(APPLIED)).map((row) => [readText(row, 'name'), readText(row, 'checksum')]));
  checkHistory(applied, all);
  if (applied.has(migration.name)) return false;
  try {
    await tx.query(sqlText(migration.text));
  } catch (error) {
    throw new MigrationError(
      `Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  await tx.query(RECORD, [migration.name, migration.checksum]);
  return true;
}

function checkHistory(applied: ReadonlyMap<string, string>, all: readonly Migration[]): void {
  const known = new Map(all.map((migration) => [migration.name, migration]));
  for (const [name, checksum] of applied) {
    const current = known.get(name);
    if (current === undefined) {
      throw new MigrationError(
        `The database has migration ${name}, which this version does not know. Use the version that applied it, or a newer one.`,
      );
    }
    if (checksum !== current.checksum && checksum !== current.windowsChecksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it had been applied. Restore the file and put the change into a new migration, ` +
          'or, if the data can be made again, start with an empty database (embedded: remove the folder pgdata).',
      );
    }
  }
}
