/** The service on a PostgreSQL as people have it: odd settings of the role, other people's tables, a pooler. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { forget } from './erasure/erasure.ts';
import { exportTiles } from './export/export.ts';
import { replaceSearchTerms, TermFollower } from './search/index.ts';
import { loadCatalogue, type Catalogue } from './layers/catalogue.ts';
import { registryOf } from './layers/registry.ts';
import { migrate } from './platform/db/migrate.ts';
import { openDatabase } from './platform/db/pool.ts';
import { onlyRow, readNumber, readText } from './platform/db/rows.ts';
import { sqlText } from './platform/db/sql.ts';
import type { Database } from './platform/db/types.ts';
import { openSuite, type Suite } from './testing/databases.ts';
import { RandomEditor, randomFrom } from './testing/edits.ts';
import { CORNER, fixtureFeatures, FIXTURE_TILES, insertFixtures } from './testing/fixtures.ts';
import { hasPgBouncer, startPgBouncer, type PgBouncer } from './testing/pgbouncer.ts';
import { administrate, urlOf } from './testing/roles.ts';
import { serve, type TestService } from './testing/serve.ts';

const NAME = `chengtu_any_${process.pid}`;
/** `npm test` installs it. */
const NOT_INSTALLED = 'PgBouncer is not installed (apt-get install pgbouncer).';
const SCHEMA = '我们的 "Map"';

/** All that a role can have set and that would change a text, a type or which rows there are. */
const ODD_SETTINGS = [
  "datestyle = 'German, DMY'",
  "timezone = 'Asia/Kathmandu'",
  "intervalstyle = 'sql_standard'",
  'extra_float_digits = -10',
  "bytea_output = 'escape'",
  'standard_conforming_strings = off',
  "client_encoding = 'GBK'",
  'quote_all_identifiers = on',
  'transform_null_equals = on',
  'array_nulls = off',
  'gin_fuzzy_search_limit = 1',
  "default_transaction_isolation = 'serializable'",
  'lock_timeout = 1',
  "search_path = ''",
];

/** Where nothing is as the service would have it. */
async function makeDatabase(): Promise<void> {
  const admin = inject('adminUrl');
  await administrate(admin, `create role ${NAME} login`, `create database ${NAME} owner ${NAME}`);
  await administrate(
    urlOf(admin, NAME),
    'create schema extensions',
    'create extension postgis schema extensions',
    'create extension pg_trgm schema extensions',
    `grant usage on schema extensions to ${NAME}`,
    'create table public.layer (id int, name text)',
    'create table public.schema_migration (id int)',
    `create function public.boxes() returns int language sql as 'select 1'`,
    ...ODD_SETTINGS.map((setting) => `alter role ${NAME} set ${setting}`),
  );
}

async function fill(db: Database, catalogue: Catalogue): Promise<void> {
  const features = fixtureFeatures(catalogue);
  await insertFixtures(db, catalogue, features);
  for (const layer of catalogue.layers) {
    const named = features
      .filter((each) => each.layer_id === layer.id)
      .map((each) => ({ id: each.feature_id, attributes: each.attributes }));
    await db.transaction((tx) => replaceSearchTerms(tx, named, { layer, replace: true, onProgress: () => undefined }));
  }
  await db.query(sqlText('update feature set attributes = attributes || \'{"name": "新名"}\' where fid % 5 = 0'));
  await db.query(sqlText('delete from feature where fid % 7 = 0'));
  // A search waits for seconds at most, and a busy machine may take longer.
  const registry = registryOf(catalogue);
  const follower = new TermFollower(db, registry);
  const stale = sqlText('select from search_stale where layer_id = any ($1) limit 1');
  const ids = registry.list.map(({ id }) => id);
  do await follower.settle();
  while ((await db.query(stale, [ids])).length > 0);
}

/** Requests of every kind that reads. */
function questions(catalogue: Catalogue, service: TestService): readonly string[] {
  const around = `lon=${String(CORNER.lon)}&lat=${String(CORNER.lat)}`;
  const layers = ['toilets', 'districts', 'roads'].filter((id) => catalogue.get(id) !== undefined);
  const examples = service.server.routes.flatMap(({ method, path, docs }) =>
    method === 'GET' && !/metrics|healthz|readyz|events|openapi|docs/.test(path) ? (docs?.examples ?? []) : [],
  );
  return [
    ...examples,
    ...layers.flatMap((layer) => [
      `/layers/${layer}/items/fixture-1`,
      `/layers/${layer}/items/fixture-4`,
      `/layers/${layer}/columns?properties=name`,
      `/nearby?layer=${layer}&${around}&radius=5000&limit=50`,
    ]),
    ...['第', 'xinming', 'name 1', 'nmae 第3'].map((q) => `/search?q=${encodeURIComponent(q)}&limit=20`),
    '/counts',
    `/counts?layers=toilets&filter=${encodeURIComponent("name LIKE '%新%' OR stalls_male > -25")}`,
    ...FIXTURE_TILES.flatMap(({ z, x, y }) => [
      `/tiles/${layers.join()}/${String(z)}/${String(x)}/${String(y)}.mvt`,
      `/tiles/toilets/${String(z)}/${String(x)}/${String(y)}.mvt?filter=${encodeURIComponent('stalls_male > 0')}`,
      `/tiles/toilets/${String(z)}/${String(x)}/${String(y)}.mvt?datetime=2999-01-01T00:00:00Z`,
    ]),
  ];
}

interface Answer {
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

/** Times are those of the writing, so that only their form is compared; revisions count writes. */
async function ask(service: TestService, path: string): Promise<Answer> {
  const response = await service.get(path);
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = /json|text/.test(response.headers.get('content-type') ?? '');
  const text = bytes
    .toString('utf8')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME')
    .replaceAll(/"revision":\d+/g, '"revision":N')
    .replaceAll(service.url, 'URL');
  return { path, status: response.status, body: isText ? text : bytes.toString('base64') };
}

describe('on a database of others, with odd settings, the service', () => {
  let catalogue: Catalogue;
  let usual: Suite;
  let usualService: TestService;
  let bouncer: PgBouncer | null = null;
  const opened: { close(): Promise<unknown> }[] = [];
  const directUrl = (): string => {
    const url = new URL(urlOf(inject('adminUrl'), NAME));
    url.username = NAME;
    return url.href;
  };
  const open = async (url: string, makeSchema = false): Promise<Database> => {
    const db = await openDatabase({ url, home: '', schema: SCHEMA, makeSchema, connections: 6 });
    opened.push(db);
    return db;
  };
  const serveOn = async (url: string): Promise<TestService> => {
    const service = await serve({ db: await open(url), catalogue });
    opened.push(service);
    return service;
  };
  /** What differs from the answers of a database as the tests usually have it. */
  const differences = async (service: TestService): Promise<readonly (readonly [Answer, Answer])[]> => {
    const pairs: (readonly [Answer, Answer])[] = [];
    for (const path of questions(catalogue, service))
      pairs.push([await ask(usualService, path), await ask(service, path)]);
    expect(pairs.filter(([{ status }]) => status === 200).length).toBeGreaterThan(30);
    return pairs.filter(([a, b]) => a.status !== b.status || a.body !== b.body);
  };

  beforeAll(async () => {
    catalogue = await loadCatalogue();
    await makeDatabase();
    usual = await openSuite('server', 'any postgres');
    await fill(usual, catalogue);
    usualService = await serve({ db: usual, catalogue });
    if (hasPgBouncer())
      bouncer = await startPgBouncer({ url: directUrl(), mode: 'transaction', poolSize: 4, users: [NAME] });
  });
  afterAll(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
    await usualService.close();
    await bouncer?.stop();
    await usual.close();
    await administrate(inject('adminUrl'), `drop database ${NAME} with (force)`, `drop role ${NAME}`);
  });

  it('is installed in a schema of its own, through a pooler where there is one, and leaves the others alone', async () => {
    const db = await open(bouncer?.urlOf(directUrl()) ?? directUrl(), true);
    expect(await migrate(db)).toContain('001_features.sql');
    expect(await migrate(db)).toEqual([]);
    await fill(db, catalogue);
    const elsewhere = sqlText(`
      select relname::text as name from pg_class c where relnamespace = 'public'::regnamespace
      union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace order by name`);
    expect((await db.query(elsewhere)).map((row) => readText(row, 'name'))).toEqual([
      'boxes',
      'layer',
      'schema_migration',
    ]);
  });

  it('answers as anywhere else', async () => {
    expect(await differences(await serveOn(directUrl()))).toEqual([]);
  });

  it('answers as anywhere else through PgBouncer, twelve requests at a time while others edit', async (context) => {
    if (bouncer === null) return context.skip(NOT_INSTALLED);
    const url = bouncer.urlOf(directUrl());
    const service = await serveOn(url);
    expect(await differences(service)).toEqual([]);
    const editors = await open(url);
    const editor = new RandomEditor(editors, catalogue, randomFrom(7), CORNER, 0.05);
    const paths = questions(catalogue, service);
    let isEditing = true;
    let asked = 0;
    const wrong: Answer[] = [];
    const readers = Array.from({ length: 12 }, async (_, reader) => {
      for (let i = reader; isEditing || asked < paths.length * 2; i += 5) {
        const answer = await ask(service, paths[i % paths.length] ?? '');
        asked += 1;
        if (answer.status >= 500) wrong.push(answer);
      }
    });
    for (let i = 0; i < 10; i += 1) await editor.commit(20);
    isEditing = false;
    await Promise.all(readers);
    expect(wrong).toEqual([]);
    const direct = await serveOn(directUrl());
    for (const path of paths) await expect.poll(() => ask(service, path)).toEqual(await ask(direct, path));
  });

  it('ends what it need not wait for, and what takes too long, through PgBouncer', async (context) => {
    if (bouncer === null) return context.skip(NOT_INSTALLED);
    const db = await openDatabase({
      url: bouncer.urlOf(directUrl()),
      home: '',
      schema: SCHEMA,
      connections: 1,
      statementTimeoutMs: 100,
    });
    opened.push(db);
    await expect(db.query(sqlText('select pg_sleep(120)'))).rejects.toThrow('longer than');
    const controller = new AbortController();
    const slow = sqlText('select pg_advisory_xact_lock(9), pg_sleep(120)');
    const unlimited = db.transaction((tx) => tx.query(slow, [], { signal: controller.signal }), { unlimited: true });
    const held = sqlText("select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = 9");
    const holders = async (): Promise<number> => readNumber(onlyRow(await db.background.query(held)), 'n');
    await expect.poll(holders).toBe(1);
    controller.abort();
    await expect(unlimited).rejects.toThrow('cancelled');
    expect(await holders()).toBe(0);
    expect(await db.query(sqlText('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('exports tiles of one moment and clears up after what it erased, through PgBouncer', async (context) => {
    if (bouncer === null) return context.skip(NOT_INSTALLED);
    const db = await open(bouncer.urlOf(directUrl()));
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-any-'));
    try {
      const { isMixed } = await exportTiles(db, registryOf(catalogue), {
        layers: catalogue.layers.slice(0, 3),
        out: join(folder, 'city.pmtiles'),
        force: false,
        minzoom: 8,
        maxzoom: 12,
        bbox: null,
        filter: null,
        lang: 'zh',
        version: '1.2.3',
        concurrency: 2,
      });
      expect(isMixed).toBe(false);
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await forget(db, 'toilets', 'fixture-1', null)).toBeGreaterThan(0);
  });
});
