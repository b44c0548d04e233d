import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { explain } from '../../../scripts/start/explain.ts';
import { hasPgBouncer, startPgBouncer } from '../../testing/pgbouncer.ts';
import { createCluster } from '../../testing/postgres.ts';
import { administrate, makeDatabase, makeRoles, roleOf, urlOf, type TestRoles } from '../../testing/roles.ts';
import { explainRights } from '../messages/rights.ts';
import { checkMigrated, migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import { checkWebRole } from './rights.ts';
import { readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../data/migrations/', import.meta.url));
const NAME = `chengtu_server_${process.pid}`;

let roles: TestRoles;
let made = 0;
const opened: Database[] = [];

beforeAll(async () => {
  roles = await makeRoles(inject('adminUrl'), NAME);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const db of opened.splice(0)) await db.close();
});
afterAll(() => roles.remove());

/** A new database of the owner, gone with the test. @returns its name */
async function newDatabase(...statements: readonly string[]): Promise<string> {
  made += 1;
  const name = `${NAME}_${String(made)}`;
  await makeDatabase(inject('adminUrl'), name, roleOf(roles.ownerUrl));
  await administrate(urlOf(inject('adminUrl'), name), ...statements);
  return name;
}

const drop = (name: string): Promise<void> =>
  administrate(inject('adminUrl'), `drop database if exists ${name} with (force)`);

async function open(url: string, more: { schema?: string; makeSchema?: boolean } = {}): Promise<Database> {
  const db = await openDatabase({ url, home: '', ...more });
  opened.push(db);
  return db;
}

/** What a start prints where `work` fails, in English. */
async function sentence(url: string, work: () => Promise<unknown>): Promise<string> {
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('CHENGTU_LANG', 'en');
  return work().then(
    () => 'It works.',
    (error: unknown) => explain(error),
  );
}

/** What lies in all schemas but PostgreSQL's own, extensions and what is in them included. */
async function contents(name: string): Promise<readonly string[]> {
  const db = await openDatabase({ url: urlOf(inject('adminUrl'), name), home: '' });
  const rows = await db.query(
    sqlText(`
      select 'table ' || oid::regclass::text as name from pg_class where relnamespace >= 16384 or relnamespace = 'public'::regnamespace
      union all select 'function ' || oid::regprocedure::text from pg_proc where pronamespace >= 16384 or pronamespace = 'public'::regnamespace
      union all select 'extension ' || extname from pg_extension union all select 'schema ' || nspname from pg_namespace
      order by name`),
  );
  await db.close();
  return rows
    .map((row) => readText(row, 'name'))
    .filter((each) => !each.includes('pg_temp') && !each.includes('pg_toast'));
}

describe('a schema of our own', () => {
  it('is made by whoever migrates, and serves with the grants that are printed', async () => {
    const name = await newDatabase('create table public.layer (id int)');
    const schema = 'City map';
    const owner = urlOf(roles.ownerUrl, name);
    const web = urlOf(roles.webUrl, name);
    expect(await sentence(web, () => open(web, { schema }))).toMatch(
      /has no schema City map, which DATABASE_SCHEMA names\. Run npm run migrate/,
    );
    await migrate(await open(owner, { schema, makeSchema: true }));
    const error: unknown = await open(web, { schema }).catch((reason: unknown) => reason);
    const statements = (explainRights(error, 'en') ?? '').split('\n').slice(1);
    expect(statements.join()).toContain('grant usage on schema "City map"');
    await administrate(owner, ...statements);
    const db = await open(web, { schema });
    await checkWebRole(db);
    await checkMigrated(db);
    expect(await db.query(sqlText('select count(*)::int as n from layer where revision > 0'))).toEqual([{ n: 0 }]);
    await drop(name);
  });

  it('that the role may not make is made by the statement that is printed', async () => {
    const name = await newDatabase();
    await administrate(inject('adminUrl'), `alter database ${name} owner to current_user`);
    const owner = urlOf(roles.ownerUrl, name);
    const make = (): Promise<Database> => open(owner, { schema: 'city', makeSchema: true });
    const said = await sentence(owner, make);
    expect(said).toContain('an administrator runs');
    await administrate(urlOf(inject('adminUrl'), name), said.split('\n').at(-1) ?? '');
    expect(await migrate(await make())).toContain('001_features.sql');
    await drop(name);
  });

  it('is asked for where others have tables or functions of the same names, before anything is made', async () => {
    const name = await newDatabase(
      'drop extension pg_trgm',
      'create table layer (id int, name text)',
      'create table schema_migration (id int)',
      "create function attribute_numbers(int) returns int language sql as 'select 1'",
      `create view city as select 1 as one`,
    );
    const before = await contents(name);
    const owner = urlOf(roles.ownerUrl, name);
    const said = await sentence(owner, async () => migrate(await open(owner)));
    expect(said).toMatch(/schema public of the database \S+ has .*somebody else.*DATABASE_SCHEMA=chengtu/);
    for (const taken of ['attribute_numbers()', 'city', 'layer', 'schema_migration']) expect(said).toContain(taken);
    expect(await contents(name)).toEqual(before);
    expect(await migrate(await open(owner, { schema: 'chengtu', makeSchema: true }))).toContain('001_features.sql');
    await drop(name);
  });
});

describe('a first migration', () => {
  it('that fails leaves nothing behind', async () => {
    const name = await newDatabase();
    const before = await contents(name);
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-first-'));
    await cp(MIGRATIONS, folder, { recursive: true });
    await writeFile(join(folder, '900_broken.sql'), 'select no_such_function();');
    const db = await open(urlOf(roles.ownerUrl, name));
    await expect(migrate(db, { migrations: folder })).rejects.toThrow('900_broken.sql failed');
    expect(await contents(name)).toEqual(before);
    expect(await migrate(db)).toContain('001_features.sql');
    await rm(folder, { recursive: true });
    await drop(name);
  });

  it.each(['extensions', 'Geo Data'])('finds PostGIS and pg_trgm in the schema %s', async (schema) => {
    const quoted = `"${schema.replaceAll('"', '""')}"`;
    const name = await newDatabase(
      'drop extension postgis cascade',
      'drop extension pg_trgm',
      `create schema ${quoted}`,
      `create extension postgis schema ${quoted}`,
      `create extension pg_trgm schema ${quoted}`,
      `grant usage on schema ${quoted} to public`,
    );
    const db = await open(urlOf(roles.ownerUrl, name));
    expect(await migrate(db)).toContain('functions/search_spellings.sql');
    expect(await migrate(db)).toEqual([]);
    await db.query(sqlText("select ensure_layer('toilets')"));
    await administrate(
      urlOf(roles.ownerUrl, name),
      `insert into public.feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ('toilets', 'x', ${quoted}.ST_SetSRID(${quoted}.ST_MakePoint(120, 36), 4326), '{}', '', 'public', 'synthetic')`,
    );
    expect(await db.query(sqlText('select ST_X(geom) as x from feature'))).toEqual([{ x: 120 }]);
    await drop(name);
  });
});

describe('a server that the service cannot work on is told before anything is made', () => {
  it('where the database keeps text in another encoding', async () => {
    const name = `${NAME}_latin1`;
    await administrate(inject('adminUrl'), `create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const url = urlOf(inject('adminUrl'), name);
    expect(await sentence(url, () => open(url, { schema: 'city', makeSchema: true }))).toMatch(
      new RegExp(`database ${name} at .* keeps text as LATIN1.*createdb .*-E UTF8`),
    );
    await administrate(url, 'create extension postgis', 'drop extension postgis');
    await administrate(url, "do $$ begin assert not exists (select from pg_namespace where nspname = 'city'); end $$");
    await drop(name);
  });

  it('where it is a standby', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chengtu-standby-'));
    chmodSync(folder, 0o755);
    const cluster = await createCluster(join(folder, 'postgres'));
    try {
      await cluster.stop();
      writeFileSync(join(folder, 'postgres/data/standby.signal'), '');
      await cluster.start();
      expect(await sentence(cluster.url, () => open(cluster.url))).toMatch(/is a standby.*name the primary/);
    } finally {
      await cluster.remove();
      rmSync(folder, { recursive: true });
    }
  });
});

describe.skipIf(!hasPgBouncer())('behind PgBouncer', () => {
  it('that parts transactions a start is refused with what to set', async () => {
    const name = await newDatabase();
    const url = urlOf(roles.ownerUrl, name);
    const bouncer = await startPgBouncer({ url, mode: 'statement', poolSize: 5, users: [roleOf(url)] });
    const through = bouncer.urlOf(url);
    expect(await sentence(through, () => open(through))).toMatch(/pool_mode = statement.*Set pool_mode = transaction/);
    await bouncer.stop();
    await drop(name);
  });

  it('options of a session are refused with what to do', async () => {
    const name = await newDatabase();
    const url = urlOf(roles.ownerUrl, name);
    const bouncer = await startPgBouncer({ url, mode: 'session', poolSize: 20, users: [roleOf(url)] });
    const through = `${bouncer.urlOf(url)}?options=-csearch_path%3Dx`;
    expect(await sentence(through, () => open(through))).toMatch(
      /refuses a parameter: .*options.*ignore_startup_parameters/,
    );
    const db = await open(bouncer.urlOf(url));
    expect(await migrate(db)).toContain('001_features.sql');
    await db.close();
    opened.splice(0);
    await bouncer.stop();
    await drop(name);
  });

  it('a statement finds neither what others have set in its session nor what it has prepared in another', async () => {
    const name = await newDatabase('create schema elsewhere', 'create table elsewhere.t as select 1 as n');
    const url = urlOf(roles.ownerUrl, name);
    const bouncer = await startPgBouncer({ url, mode: 'transaction', poolSize: 3, users: [roleOf(url)] });
    const through = bouncer.urlOf(url);
    // Long enough for a busy machine: until it has its own limit, a statement keeps to that of the session.
    await administrate(
      through,
      "set search_path = elsewhere; set timezone = 'Asia/Tokyo'; set statement_timeout = 900; set jit = on",
    );
    const db = await open(through);
    const asked = {
      name: 'test/settings',
      text: "select current_setting('timezone') as zone, current_setting('jit') as jit, current_schema() as schema, current_setting('statement_timeout') as timeout",
    };
    const answers = await Promise.all(Array.from({ length: 60 }, () => db.query(asked)));
    expect(new Set(answers.map((rows) => JSON.stringify(rows)))).toEqual(
      new Set([JSON.stringify([{ zone: 'UTC', jit: 'off', schema: 'public', timeout: '30s' }])]),
    );
    expect(await db.background.query(asked)).toMatchObject([{ zone: 'UTC', schema: 'public' }]);
    expect(await db.transaction((tx) => tx.query(asked), { isSnapshot: true, unlimited: true })).toMatchObject([
      { zone: 'UTC', schema: 'public', timeout: '0' },
    ]);
    await db.close();
    opened.splice(0);
    await bouncer.stop();
    await drop(name);
  });
});
