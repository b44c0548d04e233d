import { claimDatabase } from '../layers/city-database.ts';
import { migrate, readAppliedMigrations, unknownMigrations, type AppliedMigration } from '../platform/db/migrate.ts';
import { outsideTransactions } from '../platform/db/rights.ts';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { loadSql, sqlText } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { eachBatch } from './backup.ts';
import { RestoreRefused } from './errors.ts';
import { checkBackup, differenceOf, readBackup, RowHash, type SoundBackup } from './file-reader.ts';
import type { Manifest } from './manifest.ts';
import {
  FILLED_WHEN_EMPTY,
  filledByUse,
  keptTables,
  LAYER,
  namesOf,
  presentTables,
  quoted,
  writeRows,
  type KeptTable,
} from './tables.ts';

const TEXT_FORM = loadSql('backup/sql/moment');
const ENSURE_LAYERS = loadSql('backup/sql/ensure-layers');
const REBUILD_PYRAMIDS = loadSql('backup/sql/rebuild-pyramids');
const ERASE_AGAIN = loadSql('backup/sql/erase-again');
const PARTITIONS = loadSql('backup/sql/partitions');
/** The list of features that were erased for good. A backup from before brings them back. */
const ERASURES = 'erasure';
const KEEP_ERASURES = sqlText(
  'create temporary table kept_erasure (like erasure) on commit drop; insert into kept_erasure select * from erasure',
);
/** What an erased feature has stood in. */
const CLEAR_UP = sqlText(
  'vacuum (analyze) {schema}.feature, {schema}.feature_history, {schema}.search_term, {schema}.search_spelling',
);
const OTHER_SESSIONS = loadSql('backup/sql/other-sessions');

export interface RestoreOptions {
  readonly path: string;
  /** The city that the service is set up for. */
  readonly city: { readonly code: string; readonly name: Text };
  /** Version of the product. */
  readonly product: string;
  /** Whether data that the database holds may go. */
  readonly mayReplace: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: RestorePhase, rows: number) => void | Promise<void>;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Features that the database had erased after the backup, and that were erased from the backup's data too. */
  readonly erasedAgain: number;
}

/** `check` reads the file, `load` writes to the database, `compare` reads what was written, `finish` does the rest. */
export type RestorePhase = 'check' | 'load' | 'compare' | 'finish';

/**
 * Puts a backup into a database, in one transaction: whatever goes wrong, the database is as before. The file is
 * checked as a whole first. Tables are made as the backup has them, filled without triggers, compared with the hashes
 * of the backup, and then brought up to date. What the database has erased for good stays erased. Rejects with
 * `BackupUnreadable`, `RestoreRefused`, `DatabaseOfOtherCity`, or as `migrate` does.
 */
export async function restore(db: Database, options: RestoreOptions): Promise<Restored> {
  const { path, product, city, signal, onProgress } = options;
  const sound = await checkBackup(path, (rows) => {
    signal?.throwIfAborted();
    void onProgress?.('check', rows);
  });
  const { manifest } = sound;
  if (isNewer(manifest.product, product) || (await unknownMigrations(manifest.migrations)).length > 0)
    throw new RestoreRefused('newer-product', { made: manifest.product, product });
  if (manifest.city !== null && manifest.city.code !== city.code)
    throw new RestoreRefused('other-city', { held: manifest.city.code, city: city.code });
  const erasedAgain = await db.transaction((tx) => restoreInto(tx, sound, options), { unlimited: true });
  // Dead rows hold what was erased until then.
  if (erasedAgain > 0) await db.query(await outsideTransactions(db, CLEAR_UP));
  return { manifest, erasedAgain };
}

async function restoreInto(tx: Queryable, sound: SoundBackup, options: RestoreOptions): Promise<number> {
  const { manifest } = sound;
  const within: Pick<Database, 'transaction'> = { transaction: (fn) => fn(tx) };
  await tx.query(TEXT_FORM);
  const applied = await readAppliedMigrations(tx);
  if (applied.length === 0) await migrate(within, { until: manifest.migrations.at(-1)?.name ?? '' });
  else await checkReplaceable(tx, manifest, applied, options);
  const tables = await keptTables(tx);
  const withTriggers = [
    ...(await presentTables(tx)),
    ...(await tx.query(PARTITIONS)).map((row) => readText(row, 'name')),
  ];
  const hasErasures = applied.length > 0 && (await presentTables(tx)).includes(ERASURES);
  if (hasErasures) await tx.query(KEEP_ERASURES);
  // A restore is no edit: it has a history and revisions of its own.
  for (const name of withTriggers) await tx.query(sqlText(`alter table ${quoted(name)} disable trigger user`));
  // The migrations fill some themselves.
  await tx.query(sqlText(`truncate ${namesOf(await filledByUse(tx))}`));
  await load(tx, sound, tables, options);
  for (const name of withTriggers) await tx.query(sqlText(`alter table ${quoted(name)} enable trigger user`));
  for (const { name, next } of manifest.sequences)
    await tx.query(sqlText(`alter sequence ${quoted(name)} restart with ${BigInt(next).toString()}`));
  await compare(tx, manifest, tables, options);
  await options.onProgress?.('finish', 0);
  await migrate(within);
  await tx.query(REBUILD_PYRAMIDS);
  const erased = hasErasures ? readNumber(onlyRow(await tx.query(ERASE_AGAIN)), 'erased') : 0;
  await tx.query(sqlText(`analyze ${namesOf(await presentTables(tx))}`));
  return erased;
}

/** Rejects unless the rows of the database may go and its tables are those that the backup was made of. */
async function checkReplaceable(
  tx: Queryable,
  { migrations, product }: Manifest,
  applied: readonly AppliedMigration[],
  { city, mayReplace }: RestoreOptions,
): Promise<void> {
  const filled = await firstFilled(tx);
  if (filled !== null && !mayReplace) throw new RestoreRefused('not-empty', { table: filled });
  const [held, made] = [applied, migrations].map((each) => each.map(({ name }) => name));
  if (String(held) !== String(made))
    throw new RestoreRefused('other-version', { made: product, last: made?.at(-1) ?? '', held: held?.at(-1) ?? '' });
  if (filled !== null) await claimDatabase(tx, city);
}

/** The name of a table that holds data of somebody's, or null. */
async function firstFilled(tx: Queryable): Promise<string | null> {
  for (const { name } of await keptTables(tx)) {
    if (FILLED_WHEN_EMPTY.includes(name)) continue;
    if ((await tx.query(sqlText(`select from ${quoted(name)} limit 1`))).length > 0) return name;
  }
  return null;
}

async function load(
  tx: Queryable,
  { path, bytes, manifest }: SoundBackup,
  tables: readonly KeptTable[],
  { signal, onProgress }: RestoreOptions,
): Promise<void> {
  const known = new Map(tables.map((table) => [table.name, table]));
  let table: KeptTable | null = null;
  let rows = 0;
  for await (const part of readBackup(path, bytes)) {
    signal?.throwIfAborted();
    if (part.kind === 'table') {
      const { table: name, columns } = part.head;
      // Partitions are there before the first feature comes.
      if (table?.name === LAYER) await tx.query(ENSURE_LAYERS);
      table = tableFor(known.get(name), name, columns);
    } else if (part.kind === 'rows' && table !== null) {
      const size = part.lines.reduce((sum, line) => sum + line.length + 1, 1);
      await tx.query(writeRows(table, size), [`[${part.lines.join(',')}]`]);
      rows += part.lines.length;
      await onProgress?.('load', rows);
    }
  }
  const missing = manifest.tables.find(({ name }) => !known.has(name));
  if (missing !== undefined) throw new RestoreRefused('differs', { table: missing.name });
}

/** The table with the columns of the backup, in their order. */
function tableFor(table: KeptTable | undefined, name: string, columns: readonly string[]): KeptTable {
  if (table === undefined || [...table.columns].sort().join() !== [...columns].sort().join())
    throw new RestoreRefused('differs', { table: name });
  const typeOf = new Map(table.columns.map((column, at) => [column, table.types[at] ?? 'text']));
  return { ...table, columns, types: columns.map((column) => typeOf.get(column) ?? 'text') };
}

/** Reads what was written, and compares it with what the backup says. */
async function compare(
  tx: Queryable,
  manifest: Manifest,
  tables: readonly KeptTable[],
  { signal, onProgress }: RestoreOptions,
): Promise<void> {
  const known = new Map(tables.map((table) => [table.name, table]));
  const found: Manifest['tables'] = [];
  let rows = 0;
  for (const { name, columns } of manifest.tables) {
    const hash = new RowHash();
    await eachBatch(tx, tableFor(known.get(name), name, columns), async (lines) => {
      signal?.throwIfAborted();
      for (const line of lines) hash.add(line);
      rows += lines.length;
      await onProgress?.('compare', rows);
    });
    found.push({ name, columns, ...hash.finish() });
  }
  const differing = differenceOf(manifest.tables, found);
  if (differing !== null) throw new RestoreRefused('differs', { table: differing });
}

/** Whether a version is later than another, both such as 0.5.0. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split('.').map((part) => parseInt(part, 10)));
  for (let at = 0; at < 3; at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * How many sessions a service or another command has in the database of PostgreSQL. The embedded database has a lock
 * for that.
 */
export async function countOtherSessions(db: Database): Promise<number> {
  return db.kind === 'embedded' ? 0 : readNumber(onlyRow(await db.query(OTHER_SESSIONS)), 'sessions');
}
