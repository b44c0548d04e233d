import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LayerList } from '../../tiles/api/wire.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { sqlText } from '../platform/db/sql.ts';
import { openSuite, type Suite } from '../testing/databases.ts';
import { until } from '../testing/moments.ts';
import { testCatalogue } from '../testing/layers.ts';
import { hasPgBouncer, startPgBouncer, type PgBouncer } from '../testing/pgbouncer.ts';
import {
  createCluster,
  createStandby,
  hasExtension,
  postgresVersion,
  type PostgresCluster,
} from '../testing/postgres.ts';
import { administrate } from '../testing/roles.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { makeTestSource, type TestSource } from '../testing/source-database.ts';

const ASK_EVERY_MS = 100;
const PLACE = { lon: 120.31, lat: 36.06 };
const { z, x, y } = tileAt(PLACE, 16);

const SPOTS = [
  'create table spots (id int primary key, name text, geom geometry(Point, 4326))',
  `insert into spots select n, 'Spot ' || n, ST_SetSRID(ST_MakePoint(${String(PLACE.lon)}, ${String(PLACE.lat)} + n / 1e7), 4326) from generate_series(1, 5) as n`,
  'create index on spots using gist (geom)',
];

/** What of a layer of spots has to work, whatever the database behind it is. */
async function expectServed(service: TestService, maxAgeS: number): Promise<void> {
  const json = async (path: string): Promise<unknown> => {
    const answer = await service.get(path);
    expect(answer.status, path).toBe(200);
    return answer.json();
  };
  expect(await json('/layers/spots')).toMatchObject({ count: 5, geometry: 'Point', maxAgeS });
  expect(await json('/tiles/spots.json')).toMatchObject({ maxAgeS });
  expect(await json('/layers/spots/items/3')).toMatchObject({ id: '3', properties: { name: 'Spot 3' } });
  expect(await json('/counts?layers=spots&bbox=120,36,121,37')).toEqual({ spots: 5 });
  expect(await json('/counts?layers=spots&filter=name%20like%20%27%253%27')).toEqual({ spots: 1 });
  expect(await json('/layers/spots/columns?properties=name')).toMatchObject({ count: 5 });
  expect(await json(`/nearby?layer=spots&lon=${String(PLACE.lon)}&lat=${String(PLACE.lat)}`)).toMatchObject({
    features: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }, { id: '5' }],
  });
  expect(await json('/search?q=Spot%204')).toMatchObject({ hits: [{ id: '4', layer: 'spots' }] });
  expect(await shown(service)).toBe(5);
  const [database] = service.server.sources.databases;
  await expect(database?.query(sqlText('create table trace (id int)'))).rejects.toMatchObject({ code: '25006' });
}

/** Points of the tile, those in clusters too. */
async function shown(service: TestService): Promise<number> {
  const answer = await service.get(`/tiles/spots/${String(z)}/${String(x)}/${String(y)}.mvt`);
  expect(answer.status).toBe(200);
  const layer = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer()))).layers['spots'];
  return Array.from({ length: layer?.length ?? 0 }, (_, index) =>
    Number(layer?.feature(index).properties['point_count'] ?? 1),
  ).reduce((sum, count) => sum + count, 0);
}

describe('a standby as a source', () => {
  let folder: string;
  let primary: PostgresCluster;
  let standby: PostgresCluster;
  let db: Suite;
  let service: TestService;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-standby-'));
    chmodSync(folder, 0o755);
    primary = await createCluster(join(folder, 'primary'));
    await administrate(primary.url, 'create extension if not exists postgis', ...SPOTS);
    standby = await createStandby(join(folder, 'primary'), join(folder, 'standby'));
    db = await openSuite('server', 'a standby as a source');
    service = await serve({ db, catalogue: testCatalogue }, { SOURCES: `gis=${standby.url}`, CHENGTU_LANG: 'en' });
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await standby.remove();
    await primary.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is read, and nothing is written', () => expectServed(service, 15));

  it('shows what its primary has changed, and tables that are made there', async () => {
    await until(async () => (await shown(service)) === 5, ASK_EVERY_MS);
    await administrate(
      primary.url,
      `update spots set name = 'moved', geom = ST_Translate(geom, 1, 0) where id = 3`,
      'create table more_spots as select * from spots',
      'alter table more_spots add primary key (id)',
    );
    await until(async () => (await shown(service)) === 4, ASK_EVERY_MS);
    expect(await (await service.get('/layers/spots/items/3')).json()).toMatchObject({ properties: { name: 'moved' } });
    await service.server.sources.refresh();
    expect((await service.get('/layers/more-spots')).status).toBe(200);
  });
});

describe.skipIf(!hasExtension(postgresVersion() ?? 0, 'postgres_fdw'))('foreign tables of a source', () => {
  let far: TestSource;
  let near: TestSource;
  let db: Suite;
  let service: TestService;

  beforeAll(async () => {
    [far, near] = [await makeTestSource(), await makeTestSource()];
    await far.owner('create schema works', ...SPOTS.map((sql) => sql.replaceAll('spots', 'works.spots')));
    const address = new URL(far.url);
    const [host, database] = [address.searchParams.get('host') ?? address.hostname, address.pathname.slice(1)];
    await near.administrate(
      'create extension postgres_fdw',
      `create server far foreign data wrapper postgres_fdw options (host '${host}', port '${address.port || '5432'}', dbname '${database}', extensions 'postgis')`,
      `create user mapping for public server far options (user '${new URL(inject('adminUrl')).username}', password_required 'false')`,
      'create schema abroad',
      'import foreign schema works from server far into abroad',
      `grant usage on schema abroad to ${near.role}`,
      `grant select on abroad.spots to ${near.role}`,
    );
    db = await openSuite('server', 'foreign tables of a source');
    service = await serve(
      { db, catalogue: testCatalogue },
      { SOURCES: `gis=${near.url}${near.url.includes('?') ? '&' : '?'}schemas=abroad`, CHENGTU_LANG: 'en' },
    );
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await near.remove();
    await far.remove();
  });

  it('are layers by the key that their rows have', async () => {
    const list = (await (await service.get('/layers?sources=all')).json()) as LayerList;
    expect(list.sources?.[0]?.tables).toMatchObject([
      { table: 'gis.abroad.spots', kind: 'foreign', key: ['id'], srid: 4326, isServed: true, obstacles: [] },
    ]);
    await expectServed(service, 60);
  });

  it('whose server is away are told plainly, and are back by themselves', async () => {
    const { pathname } = new URL(far.url);
    await far.administrate('select 1');
    await administrate(far.adminUrl, `alter database ${pathname.slice(1)} with allow_connections false`);
    await administrate(
      far.adminUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${pathname.slice(1)}'`,
    );
    const lost = await service.get('/layers/spots/items/3?lang=en');
    expect([lost.status, (await lost.json()) as { code: string }]).toEqual([
      503,
      expect.objectContaining({ code: expect.stringMatching(/^source-unavailable$|^table-changed$/) as unknown }),
    ]);
    await administrate(far.adminUrl, `alter database ${pathname.slice(1)} with allow_connections true`);
    await until(async () => (await service.get('/layers/spots/items/3')).status === 200, ASK_EVERY_MS);
  });
});

describe.skipIf(!hasPgBouncer())('a source behind PgBouncer that gives each transaction to another session', () => {
  let source: TestSource;
  let pooler: PgBouncer;
  let db: Suite;
  let service: TestService;

  beforeAll(async () => {
    source = await makeTestSource();
    await source.owner('create schema works', ...SPOTS.map((sql) => sql.replaceAll('spots', 'works.spots')));
    await source.owner(
      `grant usage on schema works to ${source.role}`,
      `grant select on works.spots to ${source.role}`,
    );
    pooler = await startPgBouncer({ url: source.url, mode: 'transaction', poolSize: 2, users: [source.role] });
    db = await openSuite('server', 'a source behind PgBouncer');
    service = await serve(
      { db, catalogue: testCatalogue },
      { SOURCES: `gis=${pooler.urlOf(source.url)}?schemas=works&connections=4`, CHENGTU_LANG: 'en' },
    );
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await pooler.stop();
    await source.remove();
  });

  it('is served like any other', () => expectServed(service, 15));

  it('answers many at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        service.get(
          index % 2 === 0 ? `/layers/spots/items/${String(1 + (index % 5))}` : '/layers/spots/columns?properties=name',
        ),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
