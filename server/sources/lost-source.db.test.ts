import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { openSuite, type Suite } from '../testing/databases.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { createCluster, type PostgresCluster } from '../testing/postgres.ts';
import { administrate } from '../testing/roles.ts';
import { serve, type TestService } from '../testing/serve.ts';

const ASK_EVERY_MS = 50;
const { z, x, y } = tileAt(CORNER, 12);
const tile = (layers: string): string => `/tiles/${layers}/${z}/${x}/${y}.mvt`;

describe('while the PostgreSQL of a source is stopped', () => {
  let folder: string;
  let cluster: PostgresCluster;
  let db: Suite;
  let service: TestService;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-lost-source-'));
    chmodSync(folder, 0o755);
    cluster = await createCluster(join(folder, 'postgres'));
    await administrate(
      cluster.url,
      'create extension if not exists postgis',
      'create table spots (id int primary key, geom geometry(Point, 4326))',
      `insert into spots select n, ST_SetSRID(ST_MakePoint(${String(CORNER.lon)} + n / 1e4, ${String(CORNER.lat)} - n / 1e4), 4326) from generate_series(1, 50) as n`,
      'create index on spots using gist (geom)',
    );
    db = await openSuite('server', 'while the PostgreSQL of a source is stopped');
    await insertFixtures(db, testCatalogue);
    service = await serve({ db, catalogue: testCatalogue }, { SOURCES: `gis=${cluster.url}`, CHENGTU_LANG: 'en' });
  });
  afterAll(async () => {
    await service.close();
    await db.close();
    await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const cacheOf = async (layers: string): Promise<string | null> =>
    (await service.get(tile(layers))).headers.get('x-cache');

  it.each(['fast', 'immediate'] as const)(
    '(%s) its tiles at hand are answered as what may be old, and are fresh once it is back',
    async (mode) => {
      for (const layers of ['spots', 'spots,toilets', 'toilets'])
        await until(async () => (await cacheOf(layers)) === 'hit', ASK_EVERY_MS);
      await cluster.stop(mode);
      // A tile that is made anew meets the loss before the look at the source does.
      for (const layers of ['spots', 'spots,toilets'])
        await until(async () => (await cacheOf(layers)) === 'stale', ASK_EVERY_MS);
      const old = await service.get(tile('spots,toilets'));
      expect([old.status, old.headers.get('x-cache'), old.headers.get('warning')]).toEqual([
        200,
        'stale',
        '110 - "Response is Stale"',
      ]);
      expect((await old.arrayBuffer()).byteLength).toBeGreaterThan(0);
      const unknown = await service.get(`/tiles/spots/${z}/${x + 9}/${y}.mvt?lang=en`);
      expect([unknown.status, await unknown.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'source-unavailable', detail: expect.stringContaining('“gis”') as unknown }),
      ]);
      expect([await cacheOf('toilets'), (await service.get('/readyz')).status]).toEqual(['hit', 200]);
      expect(await (await service.get('/layers/toilets')).json()).toMatchObject({ id: 'toilets' });
      await cluster.start();
      await administrate(cluster.url, `update spots set geom = ST_Translate(geom, 0.00005, 0) where id = 7`);
      await until(async () => ['hit', 'miss'].includes((await cacheOf('spots')) ?? ''), ASK_EVERY_MS);
      await until(async () => (await cacheOf('spots,toilets')) === 'hit', ASK_EVERY_MS);
      expect((await service.get(tile('spots'))).headers.get('warning')).toBeNull();
    },
  );
});
