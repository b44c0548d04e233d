/**
 * Global set-up of the database tests: one embedded database and one PostgreSQL cluster, both in a temporary folder.
 * Suites open them with `openSuite`, or run on them with `describeDatabases`. Suites on PostgreSQL run side by side,
 * each in a database of its own, as a role that owns it and is no superuser; those on the embedded database, which has
 * one session and one role, take turns.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../platform/db/embedded/supervisor.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { copyEmbedded } from './embedded-template.ts';
import { createCluster } from './postgres.ts';
import { administrate, grantWebRole, makeDatabase, makeRoles, roleOf, type TestRoles, urlOf } from './roles.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Home folder of the running embedded database, to be attached to. */
    embeddedHome: string;
    /** URL of the PostgreSQL database, as its owner, who is no superuser. */
    serverUrl: string;
    /** The same as the role that serves, which owns nothing. */
    webUrl: string;
    /** The same as a superuser. */
    adminUrl: string;
    /** Name of the migrated database that those of the suites are copied from. */
    serverTemplate: string;
  }
}

/** A database in which the schema of a suite is migrated and empty. */
export interface Suite extends Database {
  readonly schema: string;
  /** As the role that serves; on the embedded database there is one role. */
  readonly webUrl: string;
  /** Runs statements as an administrator: for what only a superuser may, such as making extensions. */
  administrate(...statements: readonly string[]): Promise<void>;
}

/** Schema of each suite's own PostgreSQL database. It is not `public`, so that no SQL can rely on that. */
const SCHEMA = 'suite';
/** Key of the lock that whoever uses the embedded database holds. Any fixed number. */
const EMBEDDED_TURN = 3_702_002;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'chengtu-db-'));
  // PostgreSQL runs as another user and has to pass through.
  chmodSync(folder, 0o755);
  const home = join(folder, 'embedded');
  const given = process.env.TEST_DATABASE_URL;
  const [cluster, embedded] = await Promise.all([
    given === undefined || given === '' ? createCluster(join(folder, 'postgres')) : null,
    copyEmbedded(home).then(() => startEmbedded({ home, whenRunning: 'fail', hungAfterMs: 0, statementLimitMs: 0 })),
  ]);
  const roles = await makeRoles(cluster?.url ?? given ?? '', `chengtu_test_${process.pid}`);
  const template = `chengtu_template_${process.pid}`;
  await makeTemplate(roles, template);
  project.provide('embeddedHome', home);
  project.provide('serverUrl', roles.ownerUrl);
  project.provide('webUrl', roles.webUrl);
  project.provide('adminUrl', roles.adminUrl);
  project.provide('serverTemplate', template);
  return async () => {
    if (cluster === null) {
      await administrate(roles.adminUrl, `drop database ${template}`);
      await roles.remove();
    }
    await Promise.all([cluster?.remove(), embedded.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate({ adminUrl, ownerUrl, webUrl }: TestRoles, name: string): Promise<void> {
  await makeDatabase(adminUrl, name, roleOf(ownerUrl));
  const url = urlOf(ownerUrl, name);
  const db = await openDatabase({ url, home: '', schema: SCHEMA, makeSchema: true });
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
  await grantWebRole(url, webUrl, SCHEMA);
}

/** A handle on the test database of a kind, in an empty, migrated schema that `close` removes. */
export async function openSuite(kind: Database['kind'], name: string): Promise<Suite> {
  suites += 1;
  const id = `suite_${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)}_${process.pid}_${suites}`;
  return kind === 'server' ? openServerSuite(id) : openEmbeddedSuite(id);
}

let suites = 0;

async function openServerSuite(id: string): Promise<Suite> {
  // Only the tests have vitest's values, not the set-up above.
  const { inject } = await import('vitest');
  const serverUrl = inject('serverUrl');
  const adminUrl = inject('adminUrl');
  await administrate(adminUrl, `create database ${id} template ${inject('serverTemplate')} owner ${roleOf(serverUrl)}`);
  const db = await openDatabase({ url: urlOf(serverUrl, id), home: '', schema: SCHEMA });
  return {
    ...db,
    schema: SCHEMA,
    webUrl: urlOf(inject('webUrl'), id),
    administrate: (...statements) => administrate(urlOf(adminUrl, id), ...statements),
    close: async () => {
      await db.close();
      await administrate(adminUrl, `drop database if exists ${id} with (force)`);
    },
  };
}

/**
 * Where `db` is a suite on PostgreSQL or a copy of one, a handle of its own as the web role, which serves and owns
 * nothing; else null, as the embedded database has one role.
 */
export async function openToServe(db: Database): Promise<Database | null> {
  if (!isSuiteOnServer(db)) return null;
  return openDatabase({ url: db.webUrl, home: '', schema: db.schema });
}

function isSuiteOnServer(db: Database): db is Suite {
  return db.kind === 'server' && 'webUrl' in db;
}

async function openEmbeddedSuite(schema: string): Promise<Suite> {
  const db = await openTestDatabase('embedded', schema);
  await db.query(sqlText(`create schema ${schema}`));
  await migrate(db);
  return {
    ...db,
    schema,
    webUrl: db.url,
    administrate: async (...statements) => {
      for (const statement of statements) await db.query(sqlText(statement));
    },
    close: async () => {
      await db.query(sqlText(`drop schema if exists ${schema} cascade`));
      await db.close();
    },
  };
}

/** Another handle on the database of a suite, in the same schema or in another of it. */
export async function openBeside(suite: Suite, schema = suite.schema): Promise<Database> {
  return suite.kind === 'server'
    ? openDatabase({ url: suite.url, home: '', schema })
    : openTestDatabase('embedded', schema);
}

/** A handle on the test database of a kind that no suite has for itself, in a schema that exists. */
export async function openTestDatabase(kind: Database['kind'], schema: string): Promise<Database> {
  const { inject } = await import('vitest');
  if (kind === 'server') return openDatabase({ url: inject('serverUrl'), home: '', schema });
  const leave = await takeTurn();
  try {
    const db = await openDatabase({ home: inject('embeddedHome'), whenRunning: 'attach', schema });
    const close = async (): Promise<void> => {
      await db.close();
      await leave();
    };
    return { ...db, close };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The turn of this process at the embedded database, held while it has a handle. */
let turn: { readonly client: Promise<pg.Client>; handles: number } | null = null;

/**
 * Waits until no other process uses the embedded database: its one session has one search path. A process that ends,
 * however it does, loses its turn with its connection.
 *
 * @returns what to call once the handle is closed
 */
async function takeTurn(): Promise<() => Promise<void>> {
  const { inject } = await import('vitest');
  turn ??= { client: lockOf(inject('serverUrl')), handles: 0 };
  const mine = turn;
  mine.handles += 1;
  await mine.client;
  return async () => {
    mine.handles -= 1;
    if (mine.handles > 0) return;
    turn = null;
    await (await mine.client).end();
  };
}

async function lockOf(serverUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [EMBEDDED_TURN]);
  return client;
}
