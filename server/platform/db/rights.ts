/** What the role of a connection may do, and what it needs: as the owner, who migrates, and as the web role. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ExtensionMissing, isNotAllowed, MissingRights, NotTheOwner } from './errors.ts';
import { onlyRow, readBoolean, readText, readTextOrNull } from './rows.ts';
import { loadSql, sqlText } from './sql.ts';
import type { Queryable, SqlFile } from './types.ts';

const ROLES = fileURLToPath(new URL('../../../data/roles/', import.meta.url));
const OWNER_RIGHTS = loadSql('platform/db/sql/owner-rights');
const EXTENSION = loadSql('platform/db/sql/extension');
// Any fixed number, another than those of migrations and of starts.
const LOCK_EXTENSION = sqlText('select pg_advisory_xact_lock(3702003)');
const LACKING = loadSql('platform/db/sql/lacking');
const GRANT = /^grant ([a-z]+(?:, [a-z]+)*) on ([a-z_]+(?:, [a-z_]+)*) to \{role\};$/gm;
const WITHOUT = /^-- none: ([a-z_, ]+)$/m;
/** The schema of a database in which the role may use none. */
const USUAL_SCHEMA = 'public';

/** Extensions that the service needs; `create extension` takes the name. */
export type Extension = 'postgis' | 'pg_trgm';

/**
 * Makes an extension where it is missing. Rejects with `ExtensionMissing` where the role may not make it: only a
 * superuser may make PostGIS. Rejects with `MissingRights` where the role may not use the schema that holds it. A
 * failure ends the transaction.
 */
export async function ensureExtension(tx: Queryable, extension: Extension): Promise<void> {
  let found = await findExtension(tx, extension);
  if (found.schema === null) {
    // Of two starts at once on an empty database the later one would fail to make what the first is making.
    await tx.query(LOCK_EXTENSION);
    found = await findExtension(tx, extension);
  }
  const { role, database, schema, mayUse, place } = found;
  if (schema !== null) {
    if (mayUse) return;
    throw new MissingRights(role, database, [
      `grant usage on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)};`,
    ]);
  }
  try {
    const where = place === null ? '' : ` schema ${pg.escapeIdentifier(place)}`;
    await tx.query(sqlText(`create extension if not exists ${extension}${where}`));
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    throw new ExtensionMissing(extension, role, database, { cause: error });
  }
}

interface FoundExtension {
  readonly role: string;
  readonly database: string;
  /** Null where the extension is not there. */
  readonly schema: string | null;
  readonly mayUse: boolean;
  /** Where it is to be made; null where nobody has made a schema. */
  readonly place: string | null;
}

async function findExtension(tx: Queryable, extension: Extension): Promise<FoundExtension> {
  const row = onlyRow(await tx.query(EXTENSION, [extension]));
  return {
    role: readText(row, 'role'),
    database: readText(row, 'database'),
    schema: readTextOrNull(row, 'schema'),
    mayUse: readBoolean(row, 'may_use'),
    place: readTextOrNull(row, 'place'),
  };
}

/** Rejects with `NotTheOwner` or `MissingRights` where the role cannot migrate the database. */
export async function checkOwner(db: Queryable): Promise<void> {
  const row = onlyRow(await db.query(OWNER_RIGHTS));
  const [role, database] = [readText(row, 'role'), readText(row, 'database')];
  const owner = readTextOrNull(row, 'owner');
  if (owner !== null) throw new NotTheOwner(role, database, owner);
  const schema = readTextOrNull(row, 'schema') ?? USUAL_SCHEMA;
  const statements = [
    ...(readBoolean(row, 'may_create')
      ? []
      : [`grant usage, create on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)};`]),
    ...(readBoolean(row, 'may_make_temporary')
      ? []
      : [`grant temporary on database ${pg.escapeIdentifier(database)} to ${pg.escapeIdentifier(role)};`]),
  ];
  if (statements.length > 0) throw new MissingRights(role, database, statements);
}

/** A right that the web role needs on a table. */
interface TableRight {
  readonly table: string;
  /** As `grant` names it: `select`. */
  readonly privilege: string;
}

/** Rejects with `MissingRights` where the role cannot serve; tables that are not made yet do not count. */
export async function checkWebRole(db: Queryable): Promise<void> {
  await checkRights(db, await readWebRights());
}

/** As `checkWebRole`, of a role that only reads, as at a standby. */
export async function checkReadingRole(db: Queryable): Promise<void> {
  const needed = await readWebRights();
  await checkRights(
    db,
    needed.filter(({ privilege }) => privilege === 'select'),
  );
}

async function checkRights(db: Queryable, needed: readonly TableRight[]): Promise<void> {
  const rows = await db.query(LACKING, [needed.map(({ table }) => table), needed.map(({ privilege }) => privilege)]);
  const [first] = rows;
  if (first === undefined) return;
  const [role, database] = [readText(first, 'role'), readText(first, 'database')];
  const schema = readTextOrNull(first, 'schema');
  // Without the schema nothing is seen of its tables.
  if (schema === null) throw new MissingRights(role, database, await webGrants(role, USUAL_SCHEMA));
  const lacking = rows.map((row) => ({ table: readText(row, 'table'), privilege: readText(row, 'privilege') }));
  throw new MissingRights(role, database, grantStatements(lacking, role, schema));
}

/** The statements that give a role what the web service needs (`data/roles/web.sql`); its owner runs them. */
export async function webGrants(role: string, schema: string): Promise<readonly string[]> {
  return [
    `grant usage on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)};`,
    ...grantStatements(await readWebRights(), role, schema),
  ];
}

/** The statement by which a superuser gives all of ours in a schema to a role (`data/roles/hand-over.sql`). */
export async function handOver(role: string, schema: string): Promise<string> {
  const text = await readFile(`${ROLES}hand-over.sql`, 'utf8');
  const tables = (await readTables()).map((table) => pg.escapeLiteral(table)).join(', ');
  const values = new Map([
    ['role', pg.escapeLiteral(role)],
    ['schema', pg.escapeLiteral(schema)],
    ['tables', `array[${tables}]`],
  ]);
  return text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/** The schema that the service works in. */
export async function schemaOf(db: Queryable): Promise<string> {
  return (await placeOf(db)).schema;
}

/** The schema that the service works in, and the database that holds it. */
export async function placeOf(db: Queryable): Promise<{ readonly schema: string; readonly database: string }> {
  const row = onlyRow(await db.query(OWNER_RIGHTS));
  return { schema: readTextOrNull(row, 'schema') ?? USUAL_SCHEMA, database: readText(row, 'database') };
}

/**
 * A statement that can run in no transaction, with `{schema}` before the names of its tables: where a pooler stands in
 * between, no setting would tell it where they are.
 */
export async function outsideTransactions(db: Queryable, { text }: SqlFile): Promise<SqlFile> {
  const schema = pg.escapeIdentifier(await schemaOf(db));
  return { text: text.replaceAll('{schema}', () => schema), isAlone: true };
}

/** All tables of ours but the partitions of `feature`: those that `data/roles/web.sql` names. */
export async function readTables(): Promise<readonly string[]> {
  const { rights, without } = await readWebRole();
  return [...new Set(rights.map(({ table }) => table)), ...without];
}

async function readWebRights(): Promise<readonly TableRight[]> {
  return (await readWebRole()).rights;
}

/** What `data/roles/web.sql` says: rights, and the tables on which the web role has none. */
async function readWebRole(): Promise<{ readonly rights: readonly TableRight[]; readonly without: readonly string[] }> {
  const text = await readFile(`${ROLES}web.sql`, 'utf8');
  const rights = [...text.matchAll(GRANT)].flatMap(([, privileges = '', tables = '']) =>
    listOf(tables).flatMap((table) => listOf(privileges).map((privilege) => ({ table, privilege }))),
  );
  return { rights, without: listOf(WITHOUT.exec(text)?.[1] ?? '') };
}

/** One statement for the tables that need the same. */
function grantStatements(rights: readonly TableRight[], role: string, schema: string): readonly string[] {
  const privilegesOf = new Map<string, string[]>();
  for (const { table, privilege } of rights) privilegesOf.set(table, [...(privilegesOf.get(table) ?? []), privilege]);
  const tablesOf = new Map<string, string[]>();
  for (const [table, privileges] of privilegesOf) {
    const key = privileges.join(', ');
    tablesOf.set(key, [...(tablesOf.get(key) ?? []), `${pg.escapeIdentifier(schema)}.${table}`]);
  }
  return [...tablesOf].map(
    ([privileges, tables]) => `grant ${privileges} on ${tables.join(', ')} to ${pg.escapeIdentifier(role)};`,
  );
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((each) => each.trim());
}
