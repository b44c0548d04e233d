import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MigrationError, NamesTaken, SchemaOutdated } from './errors.ts';
import {
  applyFunctions,
  functionNames,
  readFunctionFiles,
  sha256,
  staleFunctions,
  unixLines,
  type FunctionFile,
} from './functions.ts';
import { checkOwner, ensureExtension, placeOf, readTables } from './rights.ts';
import { onlyRow, readBoolean, readText } from './rows.ts';
import { loadSql, sqlText } from './sql.ts';
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
// A table of somebody else's by that name has other columns.
const IS_BEGUN = sqlText(`
  select count(*) = 2 as is_begun from pg_attribute
  where attrelid = to_regclass(format('%I.schema_migration', current_schema())) and attname in ('name', 'checksum')`);
const TAKEN = loadSql('platform/db/sql/taken-names');
const RECORD = sqlText('insert into schema_migration (name, checksum) values ($1, $2)');

/**
 * What only a superuser may run of past releases' migrations, and what runs in its place: PostgreSQL lets nobody else
 * name a parameter it does not know in the head of a function. The files keep their bytes, as databases keep their
 * checksums, and `data/functions` brings the function's present text in the same run.
 */
const FOR_SUPERUSERS: Readonly<Record<string, { readonly text: string; readonly replacement: string }>> = {
  '006_history.sql': { text: " set chengtu.prune_history = 'on' as $$", replacement: ' as $$' },
};

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

export interface MigrateOptions extends MigrationFolders {
  /** The last migration to apply. No functions are applied then: they are written for the newest tables. */
  readonly until?: string;
}

/** A migration as a database has noted it. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings a database up to date: first the migrations that are missing, in order, each in a transaction of its own, then
 * the functions that differ from those of the folder, all in one. In a schema without tables of ours all of it is one
 * transaction, so that a failure leaves nothing behind. The role of the connection owns the tables, or will. Rejects
 * with `MigrationError`, `NamesTaken`, `NotTheOwner`, `MissingRights` or `ExtensionMissing`.
 *
 * @returns what was applied now: `014_functions.sql`, `functions/tile_points.sql`
 */
export async function migrate(
  db: Pick<Database, 'transaction'>,
  { migrations: folder = MIGRATIONS, functions: functionFolder = FUNCTIONS, until }: MigrateOptions = {},
): Promise<string[]> {
  const [migrations, functions] = await Promise.all([readMigrations(folder), readFunctionFiles(functionFolder)]);
  const wanted = migrations.filter(({ name }) => until === undefined || name <= until);
  const applied: string[] = [];
  const applyAll = async (transaction: Transaction): Promise<void> => {
    for (const migration of wanted)
      if (await transaction((tx) => applyOnce(tx, migration, migrations))) applied.push(migration.name);
    if (until !== undefined) return;
    const renewed = await transaction(async (tx) => {
      await tx.query(LOCK);
      return applyFunctions(tx, functions);
    });
    applied.push(...renewed.map((name) => `functions/${name}.sql`));
  };
  const inOneEach: Transaction = (fn) => db.transaction(fn, { unlimited: true });
  const isNew = await inOneEach(async (tx) => {
    await tx.query(LOCK);
    const isBegun = await readIsBegun(tx);
    if (!isBegun) await checkNames(tx, functions);
    await checkOwner(tx);
    await ensureExtension(tx, 'pg_trgm');
    if (isBegun) return false;
    await tx.query(CREATE_TABLE);
    await applyAll((fn) => fn(tx));
    return true;
  });
  if (!isNew) await applyAll(inOneEach);
  return applied;
}

type Transaction = <T>(fn: (tx: Queryable) => Promise<T>) => Promise<T>;

/** Rejects with `NamesTaken` where the schema, which has no tables of ours, has others by their names. */
async function checkNames(tx: Queryable, functions: readonly FunctionFile[]): Promise<void> {
  const rows = await tx.query(TAKEN, [await readTables(), functions.flatMap(({ text }) => functionNames(text))]);
  if (rows.length === 0) return;
  const { schema, database } = await placeOf(tx);
  throw new NamesTaken(
    schema,
    database,
    rows.map((row) => readText(row, 'name')),
  );
}

/**
 * Changes nothing, and needs no more than to read. Rejects with `SchemaOutdated` where `migrate` would apply something,
 * and with `MigrationError` as `migrate` does.
 */
export async function checkMigrated(
  db: Queryable,
  { migrations: folder = MIGRATIONS, functions: functionFolder = FUNCTIONS }: MigrationFolders = {},
): Promise<void> {
  const [migrations, functions] = await Promise.all([readMigrations(folder), readFunctionFiles(functionFolder)]);
  const applied = await readAppliedIfAny(db);
  checkHistory(applied, migrations);
  const missing = migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name);
  // Functions follow the tables: which of them are stale is not known before.
  const stale = missing.length > 0 ? [] : await staleFunctions(db, functions);
  if (missing.length + stale.length > 0)
    throw new SchemaOutdated([...missing, ...stale.map(({ name }) => `functions/${name}.sql`)]);
}

/**
 * The migrations that a database has, in order; none where it has no tables of ours. Changes nothing. Rejects with
 * `MigrationError` where it has one that this version does not know, or not with this content.
 */
export async function readAppliedMigrations(
  db: Queryable,
  { migrations: folder = MIGRATIONS }: MigrationFolders = {},
): Promise<readonly AppliedMigration[]> {
  const applied = await readAppliedIfAny(db);
  checkHistory(applied, await readMigrations(folder));
  return [...applied].map(([name, checksum]) => ({ name, checksum }));
}

/** Those among some migrations that this version does not know, or not with this content. */
export async function unknownMigrations(
  applied: readonly AppliedMigration[],
  { migrations: folder = MIGRATIONS }: MigrationFolders = {},
): Promise<readonly AppliedMigration[]> {
  const known = new Map((await readMigrations(folder)).map((migration) => [migration.name, migration]));
  return applied.filter(({ name, checksum }) => !hasChecksum(known.get(name), checksum));
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
  const applied = await readApplied(tx);
  checkHistory(applied, all);
  if (applied.has(migration.name)) return false;
  try {
    await tx.query(sqlText(plainText(migration)));
  } catch (error) {
    throw new MigrationError(
      `Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  await tx.query(RECORD, [migration.name, migration.checksum]);
  return true;
}

async function readAppliedIfAny(db: Queryable): Promise<ReadonlyMap<string, string>> {
  return (await readIsBegun(db)) ? readApplied(db) : new Map<string, string>();
}

async function readIsBegun(db: Queryable): Promise<boolean> {
  return readBoolean(onlyRow(await db.query(IS_BEGUN)), 'is_begun');
}

async function readApplied(db: Queryable): Promise<ReadonlyMap<string, string>> {
  return new Map((await db.query(APPLIED)).map((row) => [readText(row, 'name'), readText(row, 'checksum')]));
}

/** The text of a migration as a role without superuser may run it. */
function plainText({ name, text }: Migration): string {
  const part = FOR_SUPERUSERS[name];
  return part === undefined ? text : text.replace(part.text, () => part.replacement);
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
    if (!hasChecksum(current, checksum)) {
      throw new MigrationError(
        `Migration ${name} was changed after it had been applied. Restore the file and put the change into a new migration, ` +
          'or, if the data can be made again, start with an empty database (embedded: remove the folder pgdata).',
      );
    }
  }
}

function hasChecksum(migration: Migration | undefined, checksum: string): boolean {
  return migration !== undefined && [migration.checksum, migration.windowsChecksum].includes(checksum);
}
