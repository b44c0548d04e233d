import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openSuite, openToServe, type Suite } from '../../testing/databases.ts';
import {
  administrate,
  handOverSchema,
  MAKE_EXTENSIONS,
  makeRoles,
  type TestRoles,
  urlOf,
} from '../../testing/roles.ts';
import { explainRights } from '../messages/rights.ts';
import { ExtensionMissing, MissingRights, NotTheOwner, SchemaOutdated } from './errors.ts';
import { checkMigrated, migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import { checkWebRole, readTables, webGrants } from './rights.ts';
import { onlyRow, readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Database } from './types.ts';

const DUMP = fileURLToPath(new URL('../../../data/fixtures/upgrade/0.3.0.sql', import.meta.url));

/** What lies in the schema, belongs to no extension, and not to the role either. */
const OF_OTHERS = sqlText(`
  select c.relname::text as name from pg_class c
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S') and relowner <> current_user::regrole
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
  union all select p.oid::regprocedure::text from pg_proc p
  where pronamespace = 'public'::regnamespace and proowner <> current_user::regrole
    and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')`);

/** What a promise rejects with, where it is of a class. */
async function failure<E extends Error>(
  promise: Promise<unknown>,
  kind: abstract new (...args: never[]) => E,
): Promise<E> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw new Error(`Expected ${kind.name}.`, { cause: error });
}

describe('a new database', () => {
  const name = `chengtu_new_${process.pid}`;
  let roles: TestRoles;
  const opened: Database[] = [];
  const open = async (url: string): Promise<Database> => {
    const db = await openDatabase({ url, home: '' });
    opened.push(db);
    return db;
  };
  const admin = (...statements: readonly string[]) => administrate(urlOf(inject('adminUrl'), name), ...statements);

  beforeAll(async () => {
    roles = await makeRoles(inject('adminUrl'), name);
  });
  beforeEach(() =>
    admin(
      `drop schema public cascade`,
      'create schema public',
      `alter database ${name} owner to ${name}_owner`,
      'alter schema public owner to pg_database_owner',
      'grant usage on schema public to public',
      ...MAKE_EXTENSIONS,
    ),
  );
  afterAll(async () => {
    await roles.remove();
  });
  const closeAll = async (): Promise<void> => {
    for (const db of opened.splice(0)) await db.close();
  };

  it('is installed by an owner that is no superuser, whom all belongs to', async () => {
    const db = await open(roles.ownerUrl);
    expect(await db.query(sqlText('select rolsuper from pg_roles where rolname = current_user'))).toEqual([
      { rolsuper: false },
    ]);
    expect(await migrate(db)).toEqual(expect.arrayContaining(['006_history.sql', 'functions/history.sql']));
    expect(await migrate(db)).toEqual([]);
    expect(await db.query(OF_OTHERS)).toEqual([]);
    await closeAll();
  });

  it('brings functions up to date on connections that know no parameter yet', async () => {
    const db = await open(roles.ownerUrl);
    await migrate(db);
    await db.query(sqlText("update function_file set checksum = ''"));
    await closeAll();
    const again = await open(roles.ownerUrl);
    expect(await migrate(again)).toEqual(
      expect.arrayContaining(['functions/history.sql', 'functions/search_spellings.sql']),
    );
    await closeAll();
  });

  it.each(['postgis', 'pg_trgm'])('without %s says what a superuser runs, which is enough', async (extension) => {
    await admin(`drop extension ${extension} cascade`, `alter database ${name} owner to current_user`);
    await admin(`grant usage, create on schema public to ${name}_owner`);
    const install = async (): Promise<unknown> => migrate(await open(roles.ownerUrl));
    const sentence = explainRights(await failure(install(), ExtensionMissing), 'en') ?? '';
    expect(sentence).toContain(`The database ${name} lacks the extension ${extension}`);
    expect(sentence).toContain(`${name}_owner`);
    await closeAll();
    await admin(sentence.split('\n').at(-1) ?? '');
    expect(await install()).toContain('001_features.sql');
    await closeAll();
  });

  it('in which the role may make no table says what to grant, which is enough', async () => {
    await admin(`alter database ${name} owner to current_user`, `revoke temporary on database ${name} from public`);
    const db = await open(roles.ownerUrl);
    const error = await failure(migrate(db), MissingRights);
    expect(error.statements).toEqual([
      `grant usage, create on schema "public" to "${name}_owner";`,
      `grant temporary on database "${name}" to "${name}_owner";`,
    ]);
    expect(explainRights(error, 'zh')).toContain(error.statements.join('\n  '));
    await admin(...error.statements);
    expect(await migrate(db)).toContain('017_city.sql');
    await closeAll();
  });

  it('whose schema the web role may not use says what to grant, which is enough', async () => {
    await migrate(await open(roles.ownerUrl));
    await admin(
      'revoke usage on schema public from public',
      'grant create, usage on schema public to pg_database_owner',
    );
    const error = await failure(open(roles.webUrl), MissingRights);
    expect(error.statements).toEqual([`grant usage on schema "public" to "${name}_web";`]);
    await admin(...error.statements);
    const web = await open(roles.webUrl);
    const { statements } = await failure(checkWebRole(web), MissingRights);
    expect(statements).toEqual((await webGrants(`${name}_web`, 'public')).slice(1));
    await admin(...statements);
    await checkWebRole(web);
    await checkMigrated(web);
    await closeAll();
  });

  it('that a superuser of 0.3.0 made is upgraded and handed over, after which its owner migrates', async () => {
    await admin('set check_function_bodies = off; ' + (await readFile(DUMP, 'utf8')));
    const asSuperuser = await open(urlOf(inject('adminUrl'), name));
    await migrate(asSuperuser);
    const db = await open(roles.ownerUrl);
    const error = await failure(migrate(db), NotTheOwner);
    expect(explainRights(error, 'en')).toMatch(
      new RegExp(`belong to the role \\S+, and the role ${name}_owner .*DATABASE_OWNER_URL`),
    );
    await handOverSchema(urlOf(inject('adminUrl'), name), roles.ownerUrl, 'public');
    expect(await migrate(db)).toEqual([]);
    expect(await db.query(OF_OTHERS)).toEqual([]);
    await db.query(sqlText("update function_file set checksum = ''"));
    expect((await migrate(db)).length).toBeGreaterThan(20);
    await db.query(sqlText("select ensure_layer('new-layer')"));
    await db.query(sqlText("delete from feature where layer_id = 'toilets'"));
    await closeAll();
  });
});

describe('the web role', () => {
  let suite: Suite;
  let web: Database;
  beforeAll(async () => {
    suite = await openSuite('server', 'web role');
    await suite.query(sqlText("select ensure_layer('toilets')"));
    web = (await openToServe(suite)) ?? suite;
  });
  afterAll(async () => {
    await web.close();
    await suite.close();
  });
  const role = async (): Promise<string> =>
    readText(onlyRow(await web.query(sqlText('select current_user::text as role'))), 'role');

  it('owns nothing, and is no superuser', async () => {
    const owned = sqlText(`
      select (select count(*)::int from pg_class where relowner = current_user::regrole)
        + (select count(*)::int from pg_proc where proowner = current_user::regrole)
        + (select count(*)::int from pg_namespace where nspowner = current_user::regrole)
        + (select count(*)::int from pg_database where datdba = current_user::regrole) as owned,
        (select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user) as is_mighty`);
    expect(await web.query(owned)).toEqual([{ owned: 0, is_mighty: false }]);
  });

  it('has all that it needs, and a database that is what this version needs', async () => {
    await checkWebRole(web);
    await checkMigrated(web);
  });

  it('has a line in data/roles for every table', async () => {
    const tables = await suite.query(
      sqlText(`
        select relname::text as name from pg_class c
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
          and not exists (select from pg_inherits where inhrelid = c.oid) order by 1`),
    );
    expect([...(await readTables())].sort()).toEqual(tables.map((row) => readText(row, 'name')));
  });

  it.each([
    'create table mine (n int)',
    "insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance) values ('toilets', 'x', ST_SetSRID(ST_MakePoint(120, 36), 4326), '{}', '', 'public', 'synthetic')",
    "update feature set owner = ''",
    'delete from feature_toilets',
    'truncate feature',
    'delete from feature_history',
    "update feature_history set owner = ''",
    "select prune_history('infinity')",
    "set chengtu.prune_history = 'on'; delete from feature_history",
    'update layer set revision = 0',
    "update schema_migration set checksum = ''",
    "select ensure_layer('parking')",
    'alter table feature disable trigger all',
    'create or replace function history_begins() returns timestamptz language sql stable as $$ select now() $$',
    'drop function history_begins()',
    'update change set boxes = null',
    'delete from demand',
    'select * from demo_analysis',
  ])('may not %s', async (statement) => {
    await expect(web.query(sqlText(statement))).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot migrate, and is told whose the tables are', async () => {
    const error = await failure(migrate(web), NotTheOwner);
    expect(error.role).toBe(await role());
    expect(explainRights(error, 'zh')).toContain('MIGRATE=off');
  });

  it('is told each right that it lacks by the statement that gives it, which is enough', async () => {
    const name = await role();
    await suite.query(sqlText(`revoke delete on change from ${name}; revoke select on pyramid, network from ${name}`));
    const error = await failure(checkWebRole(web), MissingRights);
    expect(error.statements).toEqual([
      `grant select on "suite".pyramid, "suite".network to "${name}";`,
      `grant delete on "suite".change to "${name}";`,
    ]);
    for (const lang of ['zh', 'en'] as const) expect(explainRights(error, lang)).toContain(error.statements[1]);
    for (const statement of error.statements) await suite.query(sqlText(statement));
    await checkWebRole(web);
  });

  it('is refused a database that lacks migrations, functions or their tables, by their names', async () => {
    await suite.query(sqlText("delete from function_file where name = 'tile_points'"));
    expect((await failure(checkMigrated(web), SchemaOutdated)).missing).toEqual(['functions/tile_points.sql']);
    await suite.query(sqlText("delete from schema_migration where name in ('016_roads.sql', '017_city.sql')"));
    const error = await failure(checkMigrated(web), SchemaOutdated);
    expect(error.missing).toEqual(['016_roads.sql', '017_city.sql']);
    expect(explainRights(error, 'en')).toMatch(/016_roads\.sql, 017_city\.sql\. Run npm run migrate/);
    await suite.query(sqlText('drop table schema_migration'));
    expect((await failure(checkMigrated(web), SchemaOutdated)).missing[0]).toBe('001_features.sql');
  });
});

describe('the history', () => {
  let suite: Suite;
  let web: Database;
  beforeAll(async () => {
    suite = await openSuite('server', 'history by rights');
    web = (await openToServe(suite)) ?? suite;
    await suite.query(
      sqlText(`
        select ensure_layer('toilets');
        insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
          values ('toilets', 'x', ST_SetSRID(ST_MakePoint(120, 36), 4326), '{}', '', 'public', 'synthetic');
        delete from feature`),
    );
  });
  afterAll(async () => {
    await web.close();
    await suite.close();
  });
  const states = () => suite.query(sqlText('select op from feature_history'));

  it('cannot be removed by a role with all rights on all tables, whatever it sets', async () => {
    const role = readText(onlyRow(await web.query(sqlText('select current_user::text as role'))), 'role');
    await suite.query(sqlText(`grant all on all tables in schema suite to ${role}`));
    for (const statement of [
      "set chengtu.prune_history = 'on'; delete from feature_history",
      "set chengtu.prune_history = 'on'; update feature_history set owner = 'other'",
      "set chengtu.prune_history = 'on'; truncate feature_history",
      "select prune_history('infinity')",
    ])
      await expect(web.query(sqlText(statement))).rejects.toThrow('can be added to only');
    expect(await states()).toEqual([{ op: 'delete' }]);
  });

  it('is pruned by its owner', async () => {
    expect(await suite.query(sqlText("select prune_history('infinity') as removed"))).toEqual([{ removed: '1' }]);
    expect(await states()).toEqual([]);
  });
});

describe('grants', () => {
  it('quote names that need it, and name the schema', async () => {
    const statements = await webGrants('城图 "web"', 'City');
    expect(statements[0]).toBe('grant usage on schema "City" to "城图 ""web""";');
    expect(statements.join('\n')).toContain('"City".analysis_job');
  });
});
