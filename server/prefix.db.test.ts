import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from './cases/cases.ts';
import { loadCatalogue } from './layers/catalogue.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { startPrefixProxy, type PrefixProxy } from './testing/prefix-proxy.ts';
import { serve, type TestService } from './testing/serve.ts';

const PREFIX = '/city/map';

/** A study that needs no roads and no people. */
const QUICK = {
  kind: 'balance',
  of: {
    points: [
      { lon: 120.4, lat: 36.1 },
      { lon: 120.41, lat: 36.1 },
    ],
  },
  cellM: 500,
} as const;

/** Every way in which a service behind a prefix is told of it. */
const WAYS = [
  ['takes the prefix off and says so', { strips: true, tells: true }, { TRUST_PROXY: 'true' }],
  ['leaves the prefix and says so', { strips: false, tells: true }, { TRUST_PROXY: 'true' }],
  ['takes the prefix off, which the settings say', { strips: true, tells: false }, { BASE_PATH: PREFIX }],
  ['leaves the prefix, which the settings say', { strips: false, tells: false }, { BASE_PATH: PREFIX }],
  ['takes off what the settings say too', { strips: true, tells: true }, { TRUST_PROXY: 'true', BASE_PATH: PREFIX }],
] as const;

/** What an answer refers to: addresses of its headers, of HTML, and in the strings of JSON. */
function addressesOf(body: string, type: string, headers: Headers): string[] {
  const location = headers.get('location');
  const said = location === null ? [] : [location];
  if (type.startsWith('text/html'))
    return [...said, ...[...body.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address = '']) => address)];
  if (!type.startsWith('application/json')) return said;
  const strings: string[] = [];
  // Paths of OpenAPI are relative to its servers, and schemas tell of patterns and examples in texts.
  JSON.parse(body, (key, value: unknown) => {
    if (typeof value === 'string' && (['url', 'href', 'result'].includes(key) || /^https?:\/\/[^\s]+$/.test(value)))
      strings.push(value);
    if (key === 'tiles' && Array.isArray(value)) strings.push(...value.map(String));
    return value;
  });
  return [...said, ...strings];
}

/** Standards and documents elsewhere. */
const ELSEWHERE = /^(?:https?:\/\/(?!127\.0\.0\.1)|data:)/;

describeDatabases('a service behind a path prefix', { embedded: 'full' }, (database) => {
  beforeAll(async () => insertFixtures(database(), await loadCatalogue()));

  describe.each(WAYS)('of a proxy that %s', (_, way, env) => {
    let service: TestService;
    let proxy: PrefixProxy;
    beforeAll(async () => {
      const catalogue = await loadCatalogue();
      service = await serve({ db: database(), catalogue, cases: (await readCases(catalogue)).cases }, env);
      proxy = await startPrefixProxy(service.url, { prefix: PREFIX, ...way });
    });
    afterAll(async () => {
      await proxy.close();
      await service.close();
    });

    it('names no address without it, in whatever it answers', async () => {
      const { paths } = (await (await fetch(`${proxy.url}/openapi.json`)).json()) as {
        paths: Record<string, Record<string, { 'x-examples'?: string[] }>>;
      };
      const examples = Object.values(paths).flatMap((methods) => methods['get']?.['x-examples'] ?? []);
      const begin = [
        ...examples.filter((path) => path !== '/metrics'),
        '/styles/dark.json?layers=toilets',
        '/tiles/toilets,schools.json?filter.toilets=score%3E1',
        '/tileMatrixSets/WebMercatorQuad',
        '/analysis/openapi.json',
        '/docs',
        '/docs/',
        '/docs/api?lang=en',
        '/docs/api/',
        '/docs/operations',
        '/plan',
        '/',
        '/?lang=en',
        '',
        '/nothing-here',
        '/layers/nothing',
      ];
      const seen = new Set<string>();
      const wrong: string[] = [];
      const queue = begin.map((path) => proxy.url + encodeURI(decodeURI(path)));
      for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
        const [page = ''] = address.split('#');
        if (seen.has(page)) continue;
        seen.add(page);
        const response = await fetch(page, { redirect: 'manual' });
        const type = response.headers.get('content-type') ?? '';
        if (type.startsWith('text/event-stream')) {
          await response.body?.cancel();
          continue;
        }
        const body = await response.text();
        for (const found of addressesOf(body, type, response.headers)) {
          if (ELSEWHERE.test(found) || found.startsWith('#')) continue;
          const target = new URL(found.replaceAll('&amp;', '&'), page).href;
          if (target !== `${proxy.url}/` && !target.startsWith(`${proxy.url}/`) && target !== proxy.url)
            wrong.push(`${page}: ${found}`);
          // Templates of tiles, and addresses with parts to fill in, are no pages.
          else if (type.startsWith('text/html') && !found.includes('{')) queue.push(target);
        }
      }
      expect(wrong).toEqual([]);
      expect(proxy.strayed).toEqual([]);
      expect(seen.size).toBeGreaterThan(30);
    });

    it('serves its documents from one to the other', async () => {
      const html = await (await fetch(`${proxy.url}/docs/api?lang=en`)).text();
      const links = [...html.matchAll(/href="([^"#][^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
      for (const link of links.filter((href) => !/^https?:/.test(href) && !/favicon/.test(href))) {
        const response = await fetch(new URL(link, `${proxy.url}/docs/api`));
        await response.body?.cancel();
        expect([link, response.status < 500]).toEqual([link, true]);
      }
    });

    it('gives tiles at the address of their TileJSON, from memory too', async () => {
      const tileJson = (await (await fetch(`${proxy.url}/tiles/toilets.json`)).json()) as { tiles: string[] };
      const [template = ''] = tileJson.tiles;
      expect(template).toMatch(way.tells ? new RegExp(`^${proxy.url}/tiles/`) : new RegExp(`${PREFIX}/tiles/`));
      const tile = new URL(
        new URL(template).pathname.replace('%7Bz%7D', '9').replace('%7Bx%7D', '427').replace('%7By%7D', '201'),
        proxy.url,
      );
      const states = [];
      for (let turn = 0; turn < 2; turn += 1) states.push((await fetch(tile)).headers.get('x-cache'));
      expect(states.at(-1)).toBe('hit');
    });

    it('says where a job is, and where its result is, also in its events', async () => {
      const study = { title: 'Two points', analyses: [QUICK] };
      const response = await fetch(`${proxy.url}/analysis/jobs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(study),
      });
      const { id } = (await response.json()) as { id: string };
      expect([response.status, response.headers.get('location')]).toEqual([202, `${PREFIX}/analysis/jobs/${id}`]);
      const events = await (await fetch(`${proxy.url}/analysis/jobs/${id}/events`)).text();
      const result = `${PREFIX}/analysis/jobs/${id}/result`;
      expect(events).toContain(`"result":"${result}"`);
      expect((await fetch(proxy.origin + result)).status).toBe(200);
    });
  });

  it('refuses a prefix that would lead elsewhere, where an answer needs one', async () => {
    const service = await serve({ db: database(), catalogue: await loadCatalogue() }, { TRUST_PROXY: 'true' });
    for (const prefix of ['//evil.example', '/a/../b', 'map', '/a"b'])
      expect((await service.get('/tiles/toilets.json', { 'X-Forwarded-Prefix': prefix })).status).toBe(400);
    expect((await service.get('/layers', { 'X-Forwarded-Prefix': '//evil.example' })).status).toBe(200);
    await service.close();
  });
});
