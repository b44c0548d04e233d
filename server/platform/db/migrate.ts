import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './errors.ts';
import { readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database, Queryable } from './types.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../data/migrations/', import.meta.url));
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
  readonly checksum: string;
}

/** Applies what is missing, in order, each file in a transaction of its own. Returns the names applied now. */
export async function migrate(db: Database, folder: string = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder);
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
  return applied;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      if (!FILE_NAME.test(name))
        throw new MigrationError(`Migration ${name}: the name must read like 001_features.sql.`);
      const text = await readFile(`${folder}/${name}`, 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
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
  const known = new Map(all.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of applied) {
    const current = known.get(name);
    if (current === undefined) {
      throw new MigrationError(
        `The database has migration ${name}, which this version does not know. Use the version that applied it, or a newer one.`,
      );
    }
    if (current !== checksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it had been applied. Restore the file and put the change into a new migration, ` +
          'or, if the data can be made again, start with an empty database (embedded: remove the folder pgdata).',
      );
    }
  }
}
