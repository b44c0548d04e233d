/** Tests from the abstract test suites of the classes in conformance.ts: each names what its standard asks. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { SYSTEMS } from './crs.ts';

interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type?: string;
  readonly method?: string;
  readonly body?: Readonly<Record<string, string>>;
  readonly templated?: boolean;
}
interface Feature {
  readonly id: string;
  readonly geometry: { readonly type: string; readonly coordinates: readonly number[] };
  readonly properties: Readonly<Record<string, unknown>>;
  readonly links?: readonly Link[];
}
interface Answer {
  readonly links: readonly Link[];
  readonly features: readonly Feature[];
  readonly numberMatched?: number;
  readonly numberReturned: number;
  readonly [member: string]: unknown;
}

/** With a layer whose features have a date of their own, and a time. */
const catalogue = createCatalogue(
  testCatalogue.layers.map((layer) =>
    layer.id === 'reports'
      ? {
          ...layer,
          attributes: {
            ...layer.attributes,
            date: { type: 'string', format: 'date', title: { zh: '日', en: 'Day' } },
            seen: { type: 'string', format: 'date-time', title: { zh: '所见', en: 'Seen' } },
          },
        }
      : layer,
  ),
  testCity,
);

const COUNT = 250;
const REL = 'http://www.opengis.net/def/rel/ogc/1.0';
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
const ITEMS = '/ogc/collections/toilets/items';

describeDatabases('the layers by open standards', { embedded: 'full' }, (database) => {
  let service: TestService;
  beforeAll(async () => {
    await ensureLayers(database(), catalogue);
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'toilets', 't' || lpad(n::text, 3, '0'), ST_SetSRID(ST_MakePoint(
            case when n > 245 then 179.9 when n > 240 then -179.9 else 120.3 + n * 0.0004 end, 36 + n % 50 * 0.002), 4326),
          jsonb_build_object('name', '公厕' || n % 10, 'district', '370202', 'stalls_male', n % 7, 'wifi', n % 2 = 0),
          'test', case when n = 13 then 'internal' else 'public' end, 'synthetic'
        from generate_series(1, $1::int) as n`),
      [COUNT],
    );
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'reports', 'r' || n, ST_SetSRID(ST_MakePoint(120.3, 36), 4326),
          jsonb_build_object('name', 'x', 'date', (date '2026-01-01' + n)::text, 'seen', '2026-02-03T17:30:00Z'),
          'test', 'public', 'synthetic'
        from generate_series(0, 30) as n`),
    );
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        values ('zones', 'a/b 甲', ST_GeomFromText('POLYGON((120.3 36, 120.4 36, 120.3 36.1, 120.3 36))', 4326),
          '{"name": "<b>甲</b>", "district": "370202"}', 'test', 'public', 'approximate')`),
    );
    service = await serve({ db: database(), catalogue });
  });
  afterAll(() => service.close());

  const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await service.get(path, headers);
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as Answer;
  };
  const linkOf = ({ links }: Pick<Answer, 'links'>, rel: string, type?: string): Link => {
    const link = links.find((each) => each.rel === rel && (type === undefined || each.type === type));
    if (link === undefined) throw new Error(`No link ${rel} among ${links.map((each) => each.rel).join()}.`);
    return link;
  };
  const follow = (href: string): string => href.slice(service.url.length);
  const refused = async (path: string, parameter: string): Promise<void> => {
    const answer = await service.get(path);
    expect([answer.status, await answer.json()], path).toMatchObject([400, { parameter, status: 400 }]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  };
  const allPages = async (path: string): Promise<readonly Feature[]> => {
    const all: Feature[] = [];
    for (let at: string | undefined = path; at !== undefined; ) {
      const page: Answer = await get(at);
      expect(page.numberReturned).toBe(page.features.length);
      all.push(...page.features);
      const next = page.links.find(({ rel }) => rel === 'next');
      at = next === undefined ? undefined : follow(next.href);
    }
    return all;
  };

  describe('Features, Part 1', () => {
    it('has a landing page with links to its description, its conformance and its data, which answer', async () => {
      for (const path of ['/ogc', '/ogc/']) {
        const landing = await get(path);
        for (const rel of ['self', 'service-desc', 'service-doc', 'conformance', 'data', 'alternate'])
          linkOf(landing, rel);
        for (const { href } of landing.links) expect((await service.get(follow(href))).status, href).toBe(200);
      }
      const { conformsTo } = await get('/ogc/conformance');
      expect(conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
      expect(linkOf(await get('/ogc'), 'service-desc').type).toBe('application/vnd.oai.openapi+json;version=3.0');
    });

    it('describes itself in the language and at the address that it is asked for, again and again', async () => {
      const told = async (lang: string, host: string): Promise<readonly string[]> => {
        const answer = await fetch(`${service.url.replace('127.0.0.1', host)}/ogc/api?lang=${lang}`);
        const { info, servers } = (await answer.json()) as {
          readonly info: { readonly title: string };
          readonly servers: readonly { readonly url: string }[];
        };
        return [info.title, new URL(servers[0]?.url ?? '').hostname];
      };
      const asked = [
        ['zh', '127.0.0.1'],
        ['en', '127.0.0.1'],
        ['en', 'localhost'],
      ] as const;
      const first = await Promise.all(asked.map(([lang, host]) => told(lang, host)));
      expect(first.map(([, host]) => host)).toEqual(asked.map(([, host]) => host));
      expect(new Set(first.map(([title]) => title)).size).toBe(2);
      expect(await Promise.all(asked.map(([lang, host]) => told(lang, host)))).toEqual(first);
    });

    it('describes itself in OpenAPI 3.0 that refers to nothing outside itself', async () => {
      const answer = await service.get('/ogc/api');
      expect(answer.headers.get('content-type')).toBe('application/vnd.oai.openapi+json;version=3.0');
      const text = await answer.text();
      const document = JSON.parse(text) as { readonly openapi: string; readonly paths: Record<string, unknown> };
      expect(document.openapi).toBe('3.0.3');
      expect(await new Validator().validate(JSON.parse(text) as Record<string, unknown>)).toMatchObject({
        valid: true,
      });
      expect([...text.matchAll(/"\$ref":"([^"]*)"/g)].every(([, to]) => to?.startsWith('#/components/'))).toBe(true);
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining(['/', '/conformance', '/collections', '/collections/{collectionId}/items']),
      );
      expect(document).toHaveProperty(['paths', '/collections/{collectionId}/items', 'get', 'parameters']);
      const { parameters } = (
        document.paths['/collections/{collectionId}/items'] as {
          readonly get: { readonly parameters: readonly { readonly name: string; readonly schema: object }[] };
        }
      ).get;
      expect(parameters.find(({ name }) => name === 'limit')?.schema).toMatchObject({
        type: 'integer',
        minimum: 1,
        maximum: 10_000,
        default: 100,
      });
      expect(parameters.find(({ name }) => name === 'bbox')).toMatchObject({
        style: 'form',
        explode: false,
        schema: { type: 'array', minItems: 4, maxItems: 6 },
      });
    });

    it('lists every public layer as a collection, each described alike where it stands alone', async () => {
      const { collections, ...list } = await get('/ogc/collections');
      linkOf(list, 'self');
      linkOf(list, 'alternate');
      const all = collections as readonly (Answer & { readonly id: string })[];
      expect(all.map(({ id }) => id).sort()).toEqual(catalogue.layers.map(({ id }) => id).sort());
      for (const each of all) {
        const alone = await get(`/ogc/collections/${each.id}`);
        expect({ ...alone, links: [] }).toEqual({ ...each, links: [] });
        expect(new Set(alone.links.map(({ rel }) => rel))).toEqual(new Set(each.links.map(({ rel }) => rel)));
        linkOf(each, 'items', 'application/geo+json');
        linkOf(each, 'items', 'text/html');
        expect(each).toMatchObject({ itemType: 'feature', crs: expect.arrayContaining([CRS84]) as unknown });
      }
      expect(all.find(({ id }) => id === 'toilets')).toHaveProperty('extent.spatial.bbox');
      expect((await service.get('/ogc/collections/nothing')).status).toBe(404);
    });

    it('gives features as GeoJSON, with links to themselves, to other formats and to the next page', async () => {
      const answer = await service.get(`${ITEMS}?limit=5`);
      expect(answer.headers.get('content-type')).toMatch(/^application\/geo\+json/);
      const page = (await answer.json()) as Answer;
      expect(page).toMatchObject({ type: 'FeatureCollection', numberMatched: COUNT - 1, numberReturned: 5 });
      expect(linkOf(page, 'self').type).toBe('application/geo+json');
      expect(linkOf(page, 'alternate').type).toBe('text/html');
      expect((await get(follow(linkOf(page, 'self').href))).features).toEqual(page.features);
      const second = await get(follow(linkOf(page, 'next').href));
      expect(second.features.map(({ id }) => id)).toEqual(['t006', 't007', 't008', 't009', 't010']);
      // Known from the first page; each count may be a scan.
      expect(second).not.toHaveProperty('numberMatched');
      expect(page.features[0]?.properties).toMatchObject({ name: '公厕1', provenance: 'synthetic' });
    });

    it('takes a limit up to a most, which more is taken as, and 100 without one', async () => {
      expect((await get(ITEMS)).numberReturned).toBe(100);
      expect((await get(`${ITEMS}?limit=1000000`)).numberReturned).toBe(COUNT - 1);
      for (const bad of ['0', '-1', 'x', '1.5', '']) await refused(`${ITEMS}?limit=${bad}`, 'limit');
    });

    it('gives all features on its pages, each once', async () => {
      const all = await allPages(`${ITEMS}?limit=37`);
      expect([all.length, new Set(all.map(({ id }) => id)).size]).toEqual([COUNT - 1, COUNT - 1]);
      expect(all.some(({ id }) => id === 't013')).toBe(false);
    });

    it('leaves out some features ahead, for programs that count on', async () => {
      const page = await get(`${ITEMS}?offset=240&limit=5`);
      expect([page.features[0]?.id, page.numberMatched]).toEqual(['t242', COUNT - 1]);
      const next = await get(follow(linkOf(page, 'next').href));
      expect(next.features.map(({ id }) => id)).toEqual(['t247', 't248', 't249', 't250']);
      expect((await get(`${ITEMS}?offset=245`)).numberMatched).toBe(COUNT - 1);
      expect((await get(`${ITEMS}?offset=5000`)).numberReturned).toBe(0);
      for (const bad of ['-1', '10001', 'x']) await refused(`${ITEMS}?offset=${bad}`, 'offset');
    });

    it('refuses parameters that it does not know, and names them', async () => {
      for (const path of ['', '/conformance', '/collections', '/collections/toilets', '/tiles', '/styles', '/api'])
        await refused(`/ogc${path}?colour=red`, 'colour');
      await refused(`${ITEMS}?colour=red`, 'colour');
      await refused(`${ITEMS}/t001?limit=1`, 'limit');
    });

    it('chooses by a box of 4 or 6 numbers: features that meet it, not just their own boxes', async () => {
      const inBox = (await allPages(`${ITEMS}?bbox=120.3,36,120.35,36.05&limit=30`)).map(({ id }) => id);
      const all = await allPages(`${ITEMS}?limit=1000`);
      const expected = all.filter(
        ({
          geometry: {
            coordinates: [lon = 0, lat = 0],
          },
        }) => lon <= 120.35 && lat <= 36.05 && lon >= 120.3,
      );
      expect(expected.length).toBeGreaterThan(20);
      expect(inBox).toEqual(expected.map(({ id }) => id));
      expect((await get(`${ITEMS}?bbox=120.3,36,0,120.35,36.05,100&limit=1000`)).features.map(({ id }) => id)).toEqual(
        inBox,
      );
      expect((await get(`${ITEMS}?bbox=120.3,36,120.35,36.05`)).numberMatched).toBe(expected.length);
      // The corner of a box around the triangle, where the triangle is not.
      expect((await get('/ogc/collections/zones/items?bbox=120.38,36.08,120.39,36.09')).numberMatched).toBe(0);
      expect((await get('/ogc/collections/zones/items?bbox=120.31,36.01,120.32,36.02')).numberMatched).toBe(1);
      for (const bad of ['1,2,3', '1,2,3,x', '120,37,121,36', '1,2,3,4,5', '120,-100,121,36', ''])
        await refused(`${ITEMS}?bbox=${bad}`, 'bbox');
    });

    it('chooses by a box across the antimeridian', async () => {
      const { features } = await get(`${ITEMS}?bbox=179.7,30,-179.7,40`);
      expect(features.length).toBe(10);
      for (const { geometry } of features) expect(Math.abs(geometry.coordinates[0] ?? 0)).toBeGreaterThan(179.6);
    });

    it('chooses by the date of features: a day, an interval, and open ends', async () => {
      const found = async (datetime: string): Promise<number | undefined> =>
        (await get(`/ogc/collections/reports/items?datetime=${datetime}`)).numberMatched;
      expect(await found('2026-01-05')).toBe(1);
      expect(await found('2026-01-05/2026-01-10')).toBe(6);
      expect(await found('../2026-01-10')).toBe(10);
      expect(await found('/2026-01-10')).toBe(10);
      expect(await found('2026-01-10/..')).toBe(22);
      expect(await found('2026-01-10/')).toBe(22);
      expect(await found('2026-01-05T02:00:00Z')).toBe(1);
      expect(await found('2026-01-05T02:00:00Z/2026-01-06T02:00:00Z')).toBe(2);
      for (const bad of ['2026', '2026-13-01', '2026-01-10/2026-01-05', 'a/b', '1/2/3', '..', ''])
        await refused(`/ogc/collections/reports/items?datetime=${bad}`, 'datetime');
    });

    it('gives the data as of a moment where features have no date', async () => {
      const [{ at } = { at: null }] = await database().query(sqlText('select clock_timestamp() as at'));
      await database().query(sqlText('select pg_sleep(0.02)'));
      await database().query(sqlText(`delete from feature where layer_id = 'toilets' and feature_id = 't001'`));
      const then = encodeURIComponent((at as Date).toISOString());
      expect((await get(`${ITEMS}?limit=1`)).features[0]?.id).toBe('t002');
      expect((await get(`${ITEMS}?limit=1&datetime=${then}`)).features[0]?.id).toBe('t001');
      expect((await get(`${ITEMS}?limit=1&datetime=../${then}`)).features[0]?.id).toBe('t001');
      expect((await get(`${ITEMS}?limit=1&datetime=${then}/..`)).features[0]?.id).toBe('t002');
      expect((await allPages(`${ITEMS}?limit=100&datetime=${then}`)).length).toBe(COUNT - 1);
      await database().query(
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
          select layer_id, feature_id, geom, attributes, owner, visibility, provenance from feature_history
          where feature_id = 't001' and op = 'delete'`),
      );
    });

    it('gives a single feature, whatever its id, with its links; an unknown one is 404', async () => {
      const answer = await service.get(`/ogc/collections/zones/items/${encodeURIComponent('a/b 甲')}`);
      expect(answer.headers.get('content-type')).toMatch(/^application\/geo\+json/);
      const feature = (await answer.json()) as Feature;
      expect(feature).toMatchObject({ type: 'Feature', id: 'a/b 甲', properties: { provenance: 'approximate' } });
      for (const rel of ['self', 'alternate', 'collection']) linkOf({ links: feature.links ?? [] }, rel);
      expect(await get(follow(linkOf({ links: feature.links ?? [] }, 'self').href))).toMatchObject({ id: 'a/b 甲' });
      for (const id of ['nothing', 't013']) expect((await service.get(`${ITEMS}/${id}`)).status).toBe(404);
    });

    it('answers 304 to whoever holds the page or the feature', async () => {
      for (const path of [`${ITEMS}?limit=3`, `${ITEMS}/t002`, '/ogc', '/ogc/collections', '/ogc/api']) {
        const tag = (await service.get(path)).headers.get('etag') ?? '';
        expect((await service.get(path, { 'If-None-Match': tag })).status, path).toBe(304);
      }
    });

    it('is HTML for whoever takes HTML: of every resource, in both languages, with no text of the data as markup', async () => {
      const paths = [
        '',
        '/conformance',
        '/api',
        '/collections',
        '/collections/zones',
        '/collections/zones/items',
        `/collections/zones/items/${encodeURIComponent('a/b 甲')}`,
        '/collections/zones/schema',
        '/collections/zones/queryables',
        '/collections/zones/sortables',
        '/collections/zones/tiles',
        '/collections/zones/tiles/CGCS2000Quad',
        '/tiles',
        '/tiles/WebMercatorQuad',
        '/styles',
      ];
      for (const path of paths)
        for (const lang of ['zh', 'en']) {
          const answer = await service.get(`/ogc${path}?lang=${lang}`, { Accept: 'text/html,*/*;q=0.8' });
          const html = await answer.text();
          expect([answer.status, answer.headers.get('content-type')], path).toEqual([200, 'text/html; charset=utf-8']);
          expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
          expect(answer.headers.get('vary')).toContain('Accept');
          expect(html).toContain(`<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`);
          expect(html).not.toMatch(/<b>甲|undefined|<script|\{(?:city|title|matrixSet|returned|matched|attribute)\}/);
        }
      expect((await service.get('/ogc?f=html')).headers.get('content-type')).toMatch(/^text\/html/);
      expect((await service.get('/ogc', { Accept: '*/*' })).headers.get('content-type')).toMatch(/^application\/json/);
      await refused('/ogc?f=xml', 'f');
    });
  });

  describe('The page of a collection', () => {
    const page = async (path: string): Promise<string> => (await service.get(`${path}&f=html`)).text();
    const plain = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

    it.each([
      ['zh', '2026年1月1日', '2026年2月4日 01:30'],
      ['en', '1 January 2026', '4 February 2026 at 01:30'],
    ])('has dates and times in words, as the clocks of the city show them: %s', async (lang, day, seen) => {
      const reports = '/ogc/collections/reports';
      const [table, item, layer] = await Promise.all(
        ['/items?properties=date,seen&limit=2&', '/items/r0?', '?'].map((path) =>
          page(`${reports}${path}lang=${lang}`),
        ),
      );
      for (const html of [table, item]) {
        expect(html).toContain(`>${day}</`);
        expect(html).toContain(`>${seen}</`);
      }
      // When a feature or a layer has changed last is a time too.
      for (const html of [item, layer]) expect(html).not.toMatch(/<dd>\d{4}-\d\d-\d\dT/);
    });

    it('says how each program uses it, with the address that the service was reached by', async () => {
      const html = await page('/ogc/collections/zones?lang=zh');
      const ids = [...html.matchAll(/<code id="use-(\w+)">/g)].map(([, id]) => id);
      expect(ids).toEqual(['maplibre', 'leaflet', 'openlayers', 'tianditu', 'gdal', 'python', 'curl']);
      for (const id of ids) {
        const [, code = ''] = new RegExp(`<code id="use-${String(id)}">([^<]*)<`).exec(html) ?? [];
        expect(code, id).toContain(service.url);
      }
      for (const title of ['QGIS', 'ArcGIS']) expect(html).toContain(`<summary>${title}</summary>`);
      // Steps and what needs a key are told apart from what a test runs.
      expect(html.split('自动测试没有运行').length - 1).toBe(3);
      expect(html.split('自动测试会').length - 1).toBe(6);
    });

    it('links to the layer in every format, to its tiles and to pictures, which all answer', async () => {
      const html = await page('/ogc/collections/zones?lang=en');
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => plain(href));
      const to = (part: string): readonly string[] => links.filter((href) => href.includes(part));
      expect(to('/download.').map((href) => href.split('.').at(-1))).toEqual(
        expect.arrayContaining(['geojson', 'csv', 'kml', 'fgb', 'gpkg', 'parquet', 'zip']),
      );
      const others = ['/tiles/zones.json', '/wmts/', '/static/'].flatMap(to);
      expect(others).toHaveLength(3);
      for (const href of [...to('/download.'), ...others]) {
        const answer = await service.get(follow(href));
        expect(answer.status, href).toBe(200);
        await answer.arrayBuffer();
      }
    });

    it.each([
      '/ogc/collections/zones?',
      '/ogc/collections/toilets?',
      '/ogc/collections/toilets/items?limit=2',
      '/ogc/collections/toilets/items/t002?',
      `/ogc/collections/toilets/items/t002?crs=${encodeURIComponent(`${EPSG}4549`)}`,
      `/ogc/collections/zones/items/${encodeURIComponent('a/b 甲')}?`,
    ])('shows a still picture of where its features are, in words too: %s', async (path) => {
      const html = await page(`${path}&lang=zh`);
      const [, src = '', alt = ''] = /<img src="([^"]*)"[^>]* alt="([^"]*)"/.exec(html) ?? [];
      expect(alt).toContain('小地图');
      const url = new URL(plain(src));
      expect(url.origin).toBe(service.url);
      if (path.includes('t002')) expect(url.searchParams.get('marker')).toBe('120.3008,36.004');
      const answer = await service.get(url.pathname + url.search);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    });
  });

  describe('Features, Part 2', () => {
    it('names the system of every answer in Content-Crs, CRS84 where none is asked for', async () => {
      expect((await service.get(`${ITEMS}?limit=1`)).headers.get('content-crs')).toBe(`<${CRS84}>`);
      expect((await service.get(`${ITEMS}/t002`)).headers.get('content-crs')).toBe(`<${CRS84}>`);
      for (const { uri } of SYSTEMS) {
        const at = encodeURIComponent(uri);
        expect((await service.get(`${ITEMS}?limit=1&crs=${at}`)).headers.get('content-crs')).toBe(`<${uri}>`);
        expect((await service.get(`${ITEMS}/t002?crs=${at}`)).headers.get('content-crs')).toBe(`<${uri}>`);
      }
    });

    it('gives coordinates in the order of the axes of each system', async () => {
      const at = async (code: string): Promise<readonly number[]> => {
        const crs = encodeURIComponent(EPSG + code);
        const [page, one] = [
          await get(`${ITEMS}?limit=1&crs=${crs}&stalls_male=2`),
          await get(`${ITEMS}/t002?crs=${crs}`),
        ];
        expect((one as unknown as Feature).geometry).toEqual(page.features[0]?.geometry);
        return page.features[0]?.geometry.coordinates ?? [];
      };
      expect(await at('4326')).toEqual([36.004, 120.3008]);
      expect(await at('4490')).toEqual([36.004, 120.3008]);
      const [east = 0, north = 0] = await at('3857');
      expect([east.toFixed(1), north.toFixed(1)]).toEqual(['13391823.8', '4301171.8']);
      const [northing = 0, easting = 0] = await at('4549');
      expect([Math.round(northing / 1000), Math.round(easting / 1000)]).toEqual([3986, 527]);
    });

    it('reads a box in each of them as the same place', async () => {
      const plain = (await get(`${ITEMS}?bbox=120.31,36.01,120.35,36.05&limit=1000`)).features.map(({ id }) => id);
      const box = async (code: string, numbers: readonly number[]): Promise<readonly string[]> => {
        const crs = encodeURIComponent(EPSG + code);
        const { features } = await get(`${ITEMS}?bbox-crs=${crs}&bbox=${numbers.join()}&limit=1000`);
        return features.map(({ id }) => id);
      };
      expect(plain.length).toBeGreaterThan(10);
      expect(await box('4326', [36.01, 120.31, 36.05, 120.35])).toEqual(plain);
      expect(await box('4490', [36.01, 120.31, 36.05, 120.35])).toEqual(plain);
      const mercator = (lon: number, lat: number): readonly number[] => [
        (lon * 20037508.342789244) / 180,
        (Math.log(Math.tan(((90 + lat) * Math.PI) / 360)) * 20037508.342789244) / Math.PI,
      ];
      expect(await box('3857', [...mercator(120.31, 36.01), ...mercator(120.35, 36.05)])).toEqual(plain);
      const first = (await get(`${ITEMS}?crs=${encodeURIComponent(`${EPSG}4549`)}&limit=1`)).features[0];
      const [northing = 0, easting = 0] = first?.geometry.coordinates ?? [];
      expect(await box('4549', [northing - 1, easting - 1, northing + 1, easting + 1])).toEqual([first?.id]);
    });

    it('refuses systems that it does not have, and names the parameter', async () => {
      for (const name of ['crs', 'bbox-crs', 'filter-crs'])
        await refused(`${ITEMS}?${name}=${encodeURIComponent(`${EPSG}4214`)}`, name);
    });
  });

  describe('Features, Part 3', () => {
    const count = async (query: string): Promise<number | undefined> => (await get(`${ITEMS}?${query}`)).numberMatched;

    it('links each collection to its queryables: a schema that names all that filters can', async () => {
      const queryables = linkOf(await get('/ogc/collections/toilets'), `${REL}/queryables`, 'application/schema+json');
      const answer = await service.get(follow(queryables.href));
      expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
      const schema = (await answer.json()) as { readonly properties: Record<string, object>; readonly $id: string };
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
      });
      expect((await service.get(follow(schema.$id), { Accept: 'application/schema+json' })).status).toBe(200);
      for (const name of Object.keys(schema.properties))
        expect((await service.get(`${ITEMS}?limit=1&filter=${encodeURIComponent(`${name} IS NOT NULL`)}`)).status).toBe(
          200,
        );
      await refused(`${ITEMS}?filter=${encodeURIComponent('colour IS NOT NULL')}`, 'filter');
    });

    it('takes each queryable as a parameter', async () => {
      expect(await count('wifi=true')).toBe(125);
      expect(await count('stalls_male=3&wifi=true')).toBe(18);
      expect(await count('provenance=official')).toBe(0);
      expect(await count('id=t002')).toBe(1);
      await refused(`${ITEMS}?stalls_male=many`, 'stalls_male');
    });

    it('filters by CQL2 as text and as JSON, together with a box', async () => {
      const text = encodeURIComponent('stalls_male > 3 AND wifi = true');
      const json = encodeURIComponent(
        JSON.stringify({
          op: 'and',
          args: [
            { op: '>', args: [{ property: 'stalls_male' }, 3] },
            { op: '=', args: [{ property: 'wifi' }, true] },
          ],
        }),
      );
      const expected = (await allPages(`${ITEMS}?limit=1000`)).filter(
        ({ properties }) => Number(properties['stalls_male']) > 3 && properties['wifi'] === true,
      ).length;
      expect(await count(`filter=${text}`)).toBe(expected);
      expect(await count(`filter=${text}&filter-lang=cql2-text`)).toBe(expected);
      expect(await count(`filter=${json}&filter-lang=cql2-json`)).toBe(expected);
      expect(await count(`filter=${text}&bbox=0,0,1,1`)).toBe(0);
      await refused(`${ITEMS}?filter=${json}&filter-lang=cql2-text`, 'filter');
      await refused(`${ITEMS}?filter=a&filter-lang=sql`, 'filter-lang');
    });

    it('reads the coordinates of a filter in the system that filter-crs names', async () => {
      const plain = await count(
        `filter=${encodeURIComponent('S_INTERSECTS(geometry, BBOX(120.31, 36.01, 120.35, 36.05))')}`,
      );
      expect(plain).toBeGreaterThan(10);
      const polygon = 'POLYGON((36.01 120.31, 36.01 120.35, 36.05 120.35, 36.05 120.31, 36.01 120.31))';
      const crs = encodeURIComponent(`${EPSG}4326`);
      expect(await count(`filter=${encodeURIComponent(`S_INTERSECTS(geometry, ${polygon})`)}&filter-crs=${crs}`)).toBe(
        plain,
      );
      expect(
        await count(
          `filter=${encodeURIComponent('S_INTERSECTS(geometry, BBOX(36.01, 120.31, 36.05, 120.35))')}&filter-crs=${crs}`,
        ),
      ).toBe(plain);
      const zone = encodeURIComponent(`${EPSG}4549`);
      const first = (await get(`${ITEMS}?crs=${zone}&limit=1`)).features[0];
      const [n = 0, e = 0] = first?.geometry.coordinates ?? [];
      const around = JSON.stringify({
        op: 's_intersects',
        args: [
          { property: 'geometry' },
          {
            type: 'Polygon',
            coordinates: [
              [
                [n - 1, e - 1],
                [n - 1, e + 1],
                [n + 1, e + 1],
                [n + 1, e - 1],
                [n - 1, e - 1],
              ],
            ],
          },
        ],
      });
      expect(
        (await get(`${ITEMS}?filter=${encodeURIComponent(around)}&filter-crs=${zone}`)).features.map(({ id }) => id),
      ).toEqual([first?.id]);
      await refused(`${ITEMS}?filter=${encodeURIComponent(around)}`, 'filter');
    });

    it('takes a long filter by POST, and goes on by POST', async () => {
      const ids = Array.from({ length: 1500 }, (_, n) => `t${String(n).padStart(3, '0')}`);
      const send = async (body: object): Promise<Answer> => {
        const answer = await fetch(service.url + ITEMS, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect(answer.status).toBe(200);
        return (await answer.json()) as Answer;
      };
      const filter = { op: 'in', args: [{ property: 'id' }, ids] };
      const first = await send({ filter, limit: 200, bbox: [100, 0, 180, 90] });
      const next = linkOf(first, 'next');
      expect([first.numberReturned, next.method]).toEqual([200, 'POST']);
      const second = await send(next.body ?? {});
      expect(second.links.some(({ rel }) => rel === 'next')).toBe(false);
      expect((first.numberMatched ?? 0) - 200).toBe(second.numberReturned);
    });
  });

  describe('Features, Part 5, orders and pages', () => {
    it('has schemas of features and of what they can be put in order by', async () => {
      const collection = await get('/ogc/collections/reports');
      const [schema, sortables] = [
        await get(follow(linkOf(collection, `${REL}/schema`, 'application/schema+json').href)),
        await get(follow(linkOf(collection, `${REL}/sortables`, 'application/schema+json').href)),
      ] as unknown as readonly { readonly properties: Record<string, Record<string, unknown>> }[];
      expect(schema?.properties).toMatchObject({
        id: { 'x-ogc-role': 'id', type: 'string' },
        geometry: { 'x-ogc-role': 'primary-geometry', format: 'geometry-point-or-multipoint' },
        date: { 'x-ogc-role': 'primary-instant', format: 'date' },
      });
      expect(schema?.properties['geometry']).not.toHaveProperty('type');
      expect(Object.keys(sortables?.properties ?? {})).toEqual(expect.arrayContaining(['name', 'date']));
      expect(sortables?.properties).not.toHaveProperty('geometry');
      const { $id: _, ...plain } = schema as unknown as { readonly $id: string };
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(plain);
      for (const { id, geometry, properties } of (await get('/ogc/collections/reports/items')).features)
        expect(validate({ id, geometry, ...properties }), JSON.stringify(validate.errors)).toBe(true);
    });

    it('sorts by attributes in both directions, equal ones by id', async () => {
      const all = await allPages(`${ITEMS}?sortby=-stalls_male,name&limit=41`);
      expect(all.length).toBe(COUNT - 1);
      const keys = all.map(({ id, properties }) =>
        [9 - Number(properties['stalls_male']), properties['name'], id].join('|'),
      );
      expect(keys).toEqual([...keys].sort());
      expect((await get(`${ITEMS}?sortby=%2Bstalls_male&limit=1`)).features[0]?.properties['stalls_male']).toBe(0);
      await refused(`${ITEMS}?sortby=geometry`, 'sortby');
    });

    it('gives the properties asked for', async () => {
      const { features } = await get(`${ITEMS}?properties=name,wifi&limit=2`);
      expect(features.map(({ properties }) => Object.keys(properties).sort())).toEqual([
        ['name', 'wifi'],
        ['name', 'wifi'],
      ]);
      await refused(`${ITEMS}?properties=name,colour`, 'properties');
    });

    it('refuses a place of another query, or none at all', async () => {
      const next = new URL(linkOf(await get(`${ITEMS}?limit=5`), 'next').href).searchParams.get('cursor') ?? '';
      await refused(`${ITEMS}?cursor=${next}&sortby=name`, 'cursor');
      await refused(`${ITEMS}?cursor=${next}&wifi=true`, 'cursor');
      await refused(`${ITEMS}?cursor=nothing`, 'cursor');
      const [fingerprint] = JSON.parse(Buffer.from(next, 'base64url').toString()) as readonly string[];
      const forged = Buffer.from(JSON.stringify([fingerprint, 'a', 'b'])).toString('base64url');
      await refused(`${ITEMS}?cursor=${forged}`, 'cursor');
      // It does not matter how many are on a page, or in which form.
      expect((await get(`${ITEMS}?cursor=${next}&limit=2&properties=name`)).features[0]?.id).toBe('t006');
    });
  });

  describe('Tiles, Part 1', () => {
    it.each([
      ['/ogc', '/ogc/tiles'],
      ['/ogc/collections/toilets', '/ogc/collections/toilets/tiles'],
    ])('links %s to its tilesets in both matrix sets, whose template gives tiles', async (resource, path) => {
      expect(follow(linkOf(await get(resource), `${REL}/tilesets-vector`).href)).toBe(path);
      const { tilesets } = (await get(path)) as unknown as {
        readonly tilesets: readonly (Answer & { readonly crs: string; readonly dataType: string })[];
      };
      expect(tilesets.map(({ dataType, crs }) => [dataType, crs])).toEqual([
        ['vector', `${EPSG}3857`],
        ['vector', `${EPSG}4490`],
      ]);
      for (const [index, summary] of tilesets.entries()) {
        const tileset = await get(follow(linkOf(summary, 'self').href));
        expect((await get(follow(linkOf(tileset, `${REL}/tiling-scheme`).href)))['tileMatrices']).toBeDefined();
        const { href, templated, type } = linkOf(tileset, 'item');
        expect([templated, type]).toEqual([true, 'application/vnd.mapbox-vector-tile']);
        const [z, x, y] = index === 0 ? ['9', '427', '200'] : ['8', '427', '76'];
        const tile = href.replace('{tileMatrix}', z).replace('{tileCol}', x).replace('{tileRow}', y);
        const answer = await service.get(follow(tile));
        expect([answer.status, answer.headers.get('content-type')]).toEqual([
          200,
          'application/vnd.mapbox-vector-tile',
        ]);
      }
      expect((await service.get(`${path}/Nothing`)).status).toBe(404);
    });
  });

  describe('Styles', () => {
    it('lists them with links to their stylesheets, which are styles', async () => {
      const { styles } = (await get('/ogc/styles')) as unknown as {
        readonly styles: readonly (Answer & { readonly id: string })[];
      };
      expect(styles.map(({ id }) => id)).toEqual(['light', 'dark']);
      for (const style of styles) {
        const answer = await service.get(follow(linkOf(style, 'stylesheet').href));
        expect(answer.headers.get('content-type')).toMatch(/^application\/vnd\.mapbox\.style\+json/);
        expect(await answer.json()).toMatchObject({ version: 8 });
      }
      expect((await service.get('/ogc/styles/nothing')).status).toBe(404);
    });
  });
});
