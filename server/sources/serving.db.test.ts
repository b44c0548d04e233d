import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LayerList } from '../../tiles/api/wire.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { administrate } from '../testing/roles.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { until } from '../testing/moments.ts';
import { openRelay, type Relay } from '../testing/relay.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { makeTestSource, type TestSource } from '../testing/source-database.ts';

const ASK_EVERY_MS = 50;
const ROAD = { lon: 120.5, lat: 36.5 };

async function json<T>(service: TestService, path: string): Promise<T> {
  const answer = await service.get(path);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
}

describeDatabases('a service with a database of tables beside its own', { embedded: 'daily' }, (db, kind) => {
  let source: TestSource;
  let relay: Relay;
  let service: TestService;
  const catalogue = createCatalogue(testCatalogue.layers, testCity, [
    { id: 'loos', table: 'gis.planning.wc', title: { zh: '厕所', en: 'Loos' } },
  ]);

  beforeAll(async () => {
    source = await makeTestSource();
    relay = await openRelay(source.url);
    await insertFixtures(db(), testCatalogue);
    service = await serve(
      { db: db(), catalogue },
      { SOURCES: `gis=${relay.url}`, STATEMENT_TIMEOUT_MS: '2000', DATABASE_CONNECTIONS: '4', CHENGTU_LANG: 'en' },
    );
  });
  afterAll(async () => {
    await service.close();
    await relay.close();
    await source.remove();
  });

  it('lists its tables among the layers, in a group of their own', async () => {
    const list = await json<LayerList>(service, '/layers');
    expect(list.themes[0]).toMatchObject({ id: 'source-gis', title: { zh: '数据库 gis', en: 'Database gis' } });
    expect(list.sources).toBeUndefined();
    const layer = (id: string) => list.layers.find((each) => each.id === id);
    expect(layer('toilets')?.theme).toBe('facilities');
    expect(layer('roads')).toMatchObject({ theme: 'source-gis', geometry: 'LineString', count: 40_000 });
    expect(layer('loos')).toMatchObject({ title: { en: 'Loos' }, count: 3000 });
  });

  it('lists with sources=all what is not served too, and why', async () => {
    const { sources = [] } = await json<LayerList>(service, '/layers?sources=all');
    expect(sources).toMatchObject([{ name: 'gis', state: 'open', problem: null }]);
    const table = (name: string) => sources[0]?.tables.find((each) => each.table === name);
    expect(table('gis.planning.wc')).toMatchObject({
      isServed: true,
      layer: 'loos',
      srid: 4326,
      rows: 3000,
      key: ['id'],
    });
    expect(table('gis.planning.pipes')).toMatchObject({
      isServed: false,
      obstacles: [{ code: 'no-key', cure: [expect.stringContaining('primary key') as unknown] }],
    });
    expect(JSON.stringify(sources)).not.toContain('postgres://');
    expect((await service.get('/layers?sources=some')).status).toBe(400);
  });

  it('answers tiles, features and counts of them', async () => {
    const { z, x, y } = tileAt(ROAD, 12);
    const tile = await service.get(`/tiles/roads,toilets/${z}/${x}/${y}.mvt`);
    expect(tile.status).toBe(200);
    expect((await tile.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(await json(service, '/layers/roads/items/7')).toMatchObject({ id: '7', properties: { class: 'primary' } });
    expect(await json(service, '/counts?layers=roads,toilets&bbox=120,36,122,38')).toMatchObject({ roads: 40_000 });
    const style = await json<{ layers: { source?: string }[] }>(service, '/styles/light.json?layers=roads');
    expect(JSON.stringify(style)).toContain('roads');
  });

  it('answers the tiles at hand as what may be old while the other hangs, and as fresh once it is back', async () => {
    const { z, x, y } = tileAt(ROAD, 12);
    const tile = (layers: string): string => `/tiles/${layers}/${z}/${x}/${y}.mvt`;
    const cacheOf = async (layers: string): Promise<string | null> =>
      (await service.get(tile(layers))).headers.get('x-cache');
    for (const layers of ['roads', 'roads,toilets', 'toilets'])
      await until(async () => (await cacheOf(layers)) === 'hit', ASK_EVERY_MS);
    relay.hold();
    await until(async () => (await cacheOf('roads')) === 'stale', ASK_EVERY_MS);
    const old = await service.get(tile('roads,toilets'));
    expect([old.status, old.headers.get('warning')]).toEqual([200, '110 - "Response is Stale"']);
    expect((await old.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect([await cacheOf('toilets'), (await service.get('/readyz')).status]).toEqual(['hit', 200]);
    await source.owner('update planning.roads set class = class where id = 7');
    relay.resume();
    await until(async () => (await cacheOf('roads')) === 'hit', ASK_EVERY_MS);
    expect((await service.get(tile('roads'))).headers.get('warning')).toBeNull();
    expect(service.log.join('').match(/"source-(?:lost|back)"/g)).toEqual(['"source-lost"', '"source-back"']);
  });

  it('counts and describes its own layers, and the other’s as far as it answers, while the other is lost', async () => {
    const box = 'bbox=120,36,122,38';
    expect(await json(service, `/counts?${box}`)).toMatchObject({ roads: 40_000 });
    relay.hold();
    for (const query of ['?', `?${box}&`]) {
      const chosen = `/counts${query}layers=toilets,roads&lang=en`;
      await until(async () => (await service.get(chosen)).status === 503, ASK_EVERY_MS);
      expect(await (await service.get(chosen)).text()).toContain('gis');
      expect((await service.get(chosen.replace(',roads', ''))).status).toBe(200);
      // The page asks for all that it shows: what answers is shown, whatever else does not.
      const partial = await json<Record<string, number>>(service, `${chosen}&partial=true`);
      expect(Object.keys(partial)).toEqual(['toilets']);
      const counts = await json<Record<string, number>>(service, `/counts${query}lang=en`);
      expect([counts.toilets !== undefined, counts.roads]).toEqual([true, undefined]);
    }
    expect((await service.get('/layers/toilets')).status).toBe(200);
    // What was found before it was lost.
    expect(await json(service, '/layers/roads')).toMatchObject({ count: 40_000 });
    relay.resume();
    await until(async () => (await service.get('/layers/roads/items/7')).status === 200, ASK_EVERY_MS);
  });

  it('goes on while the other is lost, says which it is, and has it back by itself', async () => {
    const road = '/layers/roads/items/7?lang=en';
    relay.hold();
    await until(async () => (await service.get(road)).status === 503, ASK_EVERY_MS);
    const answer = await service.get(road);
    expect(await answer.json()).toMatchObject({
      code: expect.stringMatching(/^source-unavailable$|^query-timeout$/) as unknown,
    });
    expect((await service.get('/layers/toilets/items/fixture-0')).status).toBe(200);
    expect((await service.get('/layers')).status).toBe(200);
    expect((await service.get('/readyz')).status).toBe(200);
    relay.resume();
    await until(async () => (await service.get(road)).status === 200, ASK_EVERY_MS);
  });

  it('starts without it where it cannot be reached, and says of unknown layers that they may be there', async () => {
    const started = await serve(
      { db: db(), catalogue: testCatalogue },
      { SOURCES: `gis=${source.url},gone=postgres://reader@127.0.0.1:1/none` },
    );
    try {
      expect((await started.get('/layers/toilets')).status).toBe(200);
      expect((await started.get('/layers/roads')).status).toBe(200);
      const unknown = await started.get('/layers/trees?lang=en');
      expect([unknown.status, await unknown.json()]).toEqual([
        503,
        expect.objectContaining({
          code: 'source-unavailable',
          detail: expect.stringContaining('The database of the source “gone” cannot be reached now.') as unknown,
        }),
      ]);
      const { sources } = await json<LayerList>(started, '/layers?sources=all');
      expect(sources).toMatchObject([{ state: 'open' }, { name: 'gone', state: 'lost', tables: [] }]);
      expect(started.log.join('')).toContain('"source-unread"');
    } finally {
      await started.close();
    }
  });

  it('tells of tables that are not served only whoever runs the service, and nobody keeps it', async () => {
    const own = await service.get('/layers?sources=all');
    expect(own.headers.get('cache-control')).toBe('no-store');
    for (const path of ['/layers?sources=all', '/sources']) {
      const forwarded = await service.get(path, { 'X-Forwarded-For': '203.0.113.5' });
      expect(forwarded.status, path).toBe(403);
      const text = await forwarded.text();
      expect(text).toContain('OPERATOR_TOKEN');
      expect(text).not.toContain('pipes');
    }
    const others = await service.get('/layers', { 'X-Forwarded-For': '203.0.113.5' });
    expect(others.status).toBe(200);
    const bySecret = await serve(
      { db: db(), catalogue },
      { SOURCES: `gis=${relay.url}`, OPERATOR_TOKEN: 'sixteen-characters', CHENGTU_LANG: 'en' },
    );
    try {
      const asked = await bySecret.get('/sources');
      expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
      const headers = { Authorization: 'Bearer sixteen-characters', 'X-Forwarded-For': '203.0.113.5' };
      expect((await bySecret.get('/layers?sources=all', headers)).status).toBe(200);
    } finally {
      await bySecret.close();
    }
  });

  it('has a page of all tables, with what keeps each from being a layer, in both languages', async () => {
    const page = await service.get('/sources?lang=en');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(html).toContain('<a href="./?layers=loos&amp;lang=en">loos</a>');
    expect(html).toMatch(/Why gis\.planning\.pipes is not served[\s\S]*primary key/);
    const chinese = await (await service.get('/sources?lang=zh')).text();
    expect(chinese).toContain('gis.planning.pipes 为什么没有提供');
  });

  if (kind === 'server') {
    it('serves tables of its own database, without those that it keeps itself', async () => {
      await administrate(db().url, 'create table public.trees (id int primary key, geom public.geometry(Point, 4326))');
      await db().administrate('grant select on public.trees to public');
      const own = await serve({ db: db(), catalogue: testCatalogue }, { SOURCES: 'own', DATABASE_URL: db().url });
      try {
        const { sources = [] } = await json<LayerList>(own, '/layers?sources=all');
        expect(sources).toMatchObject([{ name: 'own', title: { en: 'Database of this service' } }]);
        expect(sources[0]?.tables.map(({ table }) => table)).toEqual(['own.public.trees']);
      } finally {
        await own.close();
      }
    });
  }
});
