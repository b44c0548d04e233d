/** Asks a PostgreSQL server what it is, before anything is made in it. */
import pg from 'pg';
import { addressOf } from './address.ts';
import type { DatabaseClient } from './client.ts';
import { ConnectProblem, type ConnectCause } from './connect-problem.ts';
import { isNotAllowed, MissingRights, MissingSchema } from './errors.ts';
import { webGrants } from './rights.ts';
import { onlyRow, readArray, readBoolean, readNumber, readText } from './rows.ts';
import { loadSql } from './sql.ts';
import type { Row } from './types.ts';

export interface Server {
  /**
   * A pooler such as PgBouncer stands in between, which may give each transaction to another session: nothing that is
   * set or prepared in one is there in the next.
   */
  readonly isPooled: boolean;
  /** Where names are looked up, as `search_path` takes it. */
  readonly searchPath: string;
}

export interface ServerOptions {
  readonly url: string;
  /** The schema that the service has for itself. */
  readonly schema: string | undefined;
  /** Makes that schema where it is missing and the role may. */
  readonly makeSchema: boolean;
  /** Nothing is to be written there. */
  readonly isReadOnly: boolean;
}

const SERVER = loadSql('platform/db/sql/server');
/** Whoever had the session of a pooler before may have left settings of its own. */
const AS_THE_ROLE = `set local statement_timeout = 0; set local client_encoding = 'UTF8';
  select set_config(name, reset_val, true) from pg_settings where name = 'search_path'`;

/**
 * Looks at the server of an open connection. Rejects with `ConnectProblem` where the service cannot work there, and
 * with `MissingSchema` or `MissingRights` where the schema cannot be used.
 */
export async function askServer(client: DatabaseClient, options: ServerOptions): Promise<Server> {
  const { url, schema } = options;
  // A pooler that parts transactions too says so here.
  await client.query('begin');
  await client.query(AS_THE_ROLE);
  const { rows } = await client.query<Row>(SERVER.text, [schema ?? null]);
  const row = onlyRow(rows);
  const refuse = (why: ConnectCause, what: string): never => {
    throw new ConnectProblem(why, addressOf(url), new Error(what));
  };
  const isPooled = readNumber(row, 'pid') !== processOf(client);
  if (options.isReadOnly) {
    await client.query('commit');
    return { isPooled, searchPath: searchPathOf(row, schema) };
  }
  if (readText(row, 'encoding') !== 'UTF8') refuse('not-utf8', readText(row, 'encoding'));
  if (readBoolean(row, 'is_standby')) refuse('standby', 'pg_is_in_recovery()');
  if (readBoolean(row, 'is_read_only')) refuse('read-only', 'default_transaction_read_only');
  if (schema !== undefined) await ensureSchema(client, row, schema, options.makeSchema);
  await client.query('commit');
  return { isPooled, searchPath: searchPathOf(row, schema) };
}

async function ensureSchema(client: DatabaseClient, row: Row, schema: string, mayMake: boolean): Promise<void> {
  const [role, database] = [readText(row, 'role'), readText(row, 'database')];
  if (readBoolean(row, 'has_schema')) {
    if (readBoolean(row, 'may_use_schema')) return;
    const owner = `grant usage, create on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)};`;
    throw new MissingRights(role, database, mayMake ? [owner] : await webGrants(role, schema));
  }
  if (!mayMake) throw new MissingSchema(schema, role, database);
  try {
    await client.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
  } catch (error) {
    if (isNotAllowed(error)) throw new MissingSchema(schema, role, database, { cause: error });
    throw error;
  }
}

/** The process that the server said it gives to the connection; a pooler names one of its own making. */
function processOf(client: DatabaseClient): number | null {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : null;
}

/**
 * A schema of our own comes first, so that a table of somebody else is in nobody's way; without one the path is that of
 * the role. Those of the extensions are at its end.
 */
function searchPathOf(row: Row, schema: string | undefined): string {
  const path = schema === undefined ? readText(row, 'search_path') : pg.escapeIdentifier(schema);
  const known = new Set(schema === undefined ? readArray(row, 'schemas') : [schema]);
  const ofExtensions = new Set(readArray(row, 'extension_schemas').filter((name) => typeof name === 'string'));
  const more = [...ofExtensions].filter((name) => !known.has(name)).map((name) => pg.escapeIdentifier(name));
  // What the server writes for an empty path is no name that it reads.
  return [...(path === '""' ? [] : [path]), ...more].join(', ') || 'pg_catalog';
}
