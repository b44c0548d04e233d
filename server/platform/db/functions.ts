import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { MigrationError } from './errors.ts';
import { onlyRow, readArray, readBoolean, readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Queryable, Row } from './types.ts';

/** A file of `data/functions`. */
export interface FunctionFile {
  /** Without `.sql`. */
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
  /** Names of the files that must be applied before. */
  readonly needs: readonly string[];
}

/** What the database has of a file. */
interface AppliedFile {
  readonly checksum: string;
  /** Signatures, as PostgreSQL writes them. */
  readonly functions: readonly string[];
}

const NEEDS = /^-- needs: ([a-z0-9_, ]+)$/m;
const DEFINITION = /^create (or replace )?function ([a-z0-9_]+)/gm;

const IS_HANDED_OVER = sqlText(
  "select to_regclass(format('%I.function_file', current_schema())) is not null as is_handed_over",
);
const APPLIED = sqlText('select name, checksum, functions from function_file');
const EXISTING = sqlText(`
  select oid::regprocedure::text as signature from pg_proc
  where pronamespace = quote_ident(current_schema())::regnamespace and oid::regprocedure::text = any ($1)`);
/**
 * A replaced function has a new row in the catalogue, written by this transaction: at another place than one that the
 * transaction has written before, as where it has migrated too.
 */
const WRITTEN_NOW = sqlText(`
  select oid::regprocedure::text as signature, ctid::text as place from pg_proc
  where pronamespace = quote_ident(current_schema())::regnamespace and xmin = pg_current_xact_id()::xid
  order by signature`);
const RECORD = sqlText(`
  insert into function_file (name, checksum, functions) values ($1, $2, $3)
  on conflict (name) do update set checksum = excluded.checksum, functions = excluded.functions, applied_at = now()`);
const DROPPING = sqlText(`
  select string_agg(format('drop function %s', oid::regprocedure), '; ') as statement from pg_proc
  where pronamespace = quote_ident(current_schema())::regnamespace and oid::regprocedure::text = any ($1)`);
const FORGET = sqlText('delete from function_file where name <> all ($1)');

/**
 * The files of a folder in an order in which each can be applied. Rejects with `MigrationError` where a name is defined
 * twice, a needed file is missing, or files need each other.
 */
export async function readFunctionFiles(folder: string): Promise<readonly FunctionFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(
    names.map(async (name): Promise<FunctionFile> => {
      const text = unixLines(await readFile(`${folder}/${name}`, 'utf8'));
      return {
        name: name.replace(/\.sql$/, ''),
        text,
        checksum: sha256(text),
        needs: NEEDS.exec(text)?.[1]?.split(/, */) ?? [],
      };
    }),
  );
  checkDefinitions(files);
  return inOrder(files);
}

/**
 * Applies the files that differ from what the database has, and drops functions of ours that stand in no file any more.
 * Does nothing where the migrations have not come to `014_functions.sql`. The caller holds the lock of the migrations.
 *
 * @returns names of the files applied now
 */
export async function applyFunctions(tx: Queryable, files: readonly FunctionFile[]): Promise<readonly string[]> {
  if (!readBoolean(onlyRow(await tx.query(IS_HANDED_OVER)), 'is_handed_over')) return [];
  const applied = await readFiles(tx);
  const known = functionsOf(applied);
  const stale = await differing(tx, files, applied);
  if (stale.length === 0 && files.length === applied.size) return [];
  let before = await readWritten(tx);
  for (const file of stale) {
    await applyFile(tx, file);
    const written = await readWritten(tx);
    const functions = [...written].flatMap(([signature, place]) =>
      before.get(signature) === place ? [] : [signature],
    );
    before = written;
    await tx.query(RECORD, [file.name, file.checksum, functions]);
    applied.set(file.name, { checksum: file.checksum, functions });
  }
  const current = new Set(files.flatMap(({ name }) => applied.get(name)?.functions ?? []));
  await dropFunctions(
    tx,
    known.filter((each) => !current.has(each)),
  );
  await tx.query(FORGET, [files.map(({ name }) => name)]);
  return stale.map(({ name }) => name);
}

/** The files that `applyFunctions` would apply. The migrations have come to `014_functions.sql`. */
export async function staleFunctions(db: Queryable, files: readonly FunctionFile[]): Promise<readonly FunctionFile[]> {
  return differing(db, files, await readFiles(db));
}

async function differing(
  db: Queryable,
  files: readonly FunctionFile[],
  applied: ReadonlyMap<string, AppliedFile>,
): Promise<readonly FunctionFile[]> {
  const existing = new Set(signatures(await db.query(EXISTING, [functionsOf(applied)])));
  return files.filter(({ name, checksum }) => {
    const had = applied.get(name);
    return had?.checksum !== checksum || !had.functions.every((each) => existing.has(each));
  });
}

/** The functions that this transaction has written, by signature, and where their rows are. */
async function readWritten(tx: Queryable): Promise<ReadonlyMap<string, string>> {
  return new Map((await tx.query(WRITTEN_NOW)).map((row) => [readText(row, 'signature'), readText(row, 'place')]));
}

/** What the database has, by the name of the file. */
async function readFiles(db: Queryable): Promise<Map<string, AppliedFile>> {
  return new Map((await db.query(APPLIED)).map((row) => [readText(row, 'name'), readApplied(row)]));
}

function functionsOf(applied: ReadonlyMap<string, AppliedFile>): readonly string[] {
  return [...applied.values()].flatMap(({ functions }) => functions);
}

/** Text with the line ends that checksums are made of, whatever the checkout has. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function applyFile(tx: Queryable, { name, text }: FunctionFile): Promise<void> {
  try {
    await tx.query(sqlText(text));
  } catch (error) {
    const advice =
      codeOf(error) === '42P13'
        ? ' "create or replace" keeps the result of a function and the names of its arguments: drop the function in a migration first.'
        : '';
    throw new MigrationError(`Functions of ${name}.sql failed: ${messageOf(error)}${advice}`, { cause: error });
  }
}

async function dropFunctions(tx: Queryable, gone: readonly string[]): Promise<void> {
  if (gone.length === 0) return;
  const { statement } = onlyRow(await tx.query(DROPPING, [gone]));
  if (typeof statement !== 'string') return;
  try {
    await tx.query(sqlText(statement));
  } catch (error) {
    throw new MigrationError(
      `Functions that stand in no file any more cannot be dropped: ${messageOf(error)}. ` +
        'Take them out of the table, index or trigger in a migration first.',
      { cause: error },
    );
  }
}

/** Names of the functions that a file defines. */
export function functionNames(text: string): readonly string[] {
  return [...text.matchAll(DEFINITION)].map(([, , name = '']) => name);
}

function checkDefinitions(files: readonly FunctionFile[]): void {
  const homes = new Map<string, string>();
  for (const { name, text } of files) {
    for (const [, replaces, defined = ''] of text.matchAll(DEFINITION)) {
      if (replaces === undefined)
        throw new MigrationError(`${name}.sql must say "create or replace function ${defined}": it is applied again.`);
      const home = homes.get(defined);
      if (home !== undefined)
        throw new MigrationError(`The function ${defined} is defined twice, in ${home}.sql and ${name}.sql.`);
      homes.set(defined, name);
    }
  }
}

/** Every file after those that it needs, else by name. */
function inOrder(files: readonly FunctionFile[]): readonly FunctionFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const ordered = new Set<FunctionFile>();
  const add = (file: FunctionFile, path: readonly string[]): void => {
    if (ordered.has(file)) return;
    if (path.includes(file.name))
      throw new MigrationError(`Function files need each other: ${[...path, file.name].join(' → ')}.`);
    for (const need of file.needs) {
      const needed = byName.get(need);
      if (needed === undefined) throw new MigrationError(`${file.name}.sql needs ${need}.sql, which is not there.`);
      add(needed, [...path, file.name]);
    }
    ordered.add(file);
  };
  for (const file of files) add(file, []);
  return [...ordered];
}

function readApplied(row: Row): AppliedFile {
  return { checksum: readText(row, 'checksum'), functions: readArray(row, 'functions').map(String) };
}

function signatures(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => readText(row, 'signature'));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
