import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import { VectorTile } from '@mapbox/vector-tile';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from './cases/cases.ts';
import { loadCatalogue } from './layers/catalogue.ts';
import { sqlText } from './platform/db/sql.ts';
import { openToServe } from './testing/databases.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { CORNER, fixtureFeatures, insertFixtures } from './testing/fixtures.ts';
import { serve, type TestService } from './testing/serve.ts';
import { tileAt } from '../tiles/tile/tile.ts';

const { z, x, y } = tileAt(CORNER, 11);
const TILE = `/tiles/toilets/${String(z)}/${String(x)}/${String(y)}.mvt`;

/** `fetch` undoes codings and adds headers of its own; these are the bytes as sent. */
function raw(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers, method, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });
}

describeDatabases('the service', { embedded: 'full' }, (database) => {
  let service: TestService;

  beforeAll(async () => {
    const catalogue = await loadCatalogue();
    await insertFixtures(database(), catalogue);
    service = await serve({ db: database(), catalogue, cases: (await readCases(catalogue)).cases });
  });
  afterAll(() => service.close());

  const json = async (path: string, headers?: Record<string, string>) => {
    const response = await service.get(path, headers);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  describe('gives tiles', () => {
    it('in the coding asked for', async () => {
      const plain = await raw(service.url + TILE);
      expect(plain.headers).toMatchObject({
        'content-type': 'application/vnd.mapbox-vector-tile',
        vary: 'Accept-Encoding',
        'cache-control': 'public, no-cache',
      });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(Object.keys(new VectorTile(new PbfReader(plain.body)).layers)).toEqual(['toilets']);
      const br = await raw(service.url + TILE, { 'accept-encoding': 'gzip, br' });
      const gzip = await raw(service.url + TILE, { 'accept-encoding': 'gzip' });
      expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
      expect(brotliDecompressSync(br.body)).toEqual(plain.body);
      expect(gunzipSync(gzip.body)).toEqual(plain.body);
    });

    it('with a strong tag for each coding, and 304 to who holds it', async () => {
      const br = await raw(service.url + TILE, { 'accept-encoding': 'br' });
      const plain = await raw(service.url + TILE);
      const etag = String(br.headers['etag']);
      expect(etag).toMatch(/^"[\w-]+"$/);
      expect(etag).not.toBe(plain.headers['etag']);
      for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await raw(service.url + TILE, { 'accept-encoding': 'br', 'if-none-match': held });
        expect(again).toMatchObject({
          status: 304,
          headers: { etag, vary: 'Accept-Encoding', 'cache-control': 'public, no-cache' },
        });
        expect(again.body).toHaveLength(0);
      }
      expect((await raw(service.url + TILE, { 'if-none-match': etag })).status).toBe(200);
    });

    it('changed after any change of their data', async () => {
      const before = await raw(service.url + TILE);
      await database().query(
        sqlText(`update feature set attributes = attributes || '{"name_en":"New name"}' where layer_id = 'toilets'`),
      );
      await service.server.poller.catchUp();
      const after = await raw(service.url + TILE, { 'if-none-match': String(before.headers['etag']) });
      expect(after.status).toBe(200);
      expect(after.headers['etag']).not.toBe(before.headers['etag']);
    });

    it('with 204 and no body where nothing is', async () => {
      const empty = await raw(`${service.url}/tiles/toilets,schools/12/0/0.mvt`);
      expect(empty.status).toBe(204);
      expect(empty.body).toHaveLength(0);
    });

    it('of several layers, each once', async () => {
      const { body } = await raw(
        `${service.url}/tiles/toilets,districts,toilets/${String(z)}/${String(x)}/${String(y)}.mvt`,
      );
      expect(Object.keys(new VectorTile(new PbfReader(body)).layers)).toEqual(['toilets', 'districts']);
    });

    it.each([
      ['/tiles/toilets/23/0/0.mvt', 400, 'bad-tile', 'z'],
      ['/tiles/toilets/3/8/0.mvt', 400, 'bad-tile', 'x'],
      ['/tiles/toilets/3/0/-1.mvt', 400, 'bad-tile', 'y'],
      ['/tiles/toilets/3/1.5/0.mvt', 400, 'bad-tile', 'x'],
      ['/tiles/toilets/three/0/0.mvt', 400, 'bad-tile', 'z'],
      ['/tiles/toilet/3/0/0.mvt', 404, 'unknown-layer', 'layers'],
      ['/tiles/toilets,%27%20or%201=1/3/0/0.mvt', 404, 'unknown-layer', 'layers'],
      ['/tiles/toilet.json', 404, 'unknown-layer', 'layers'],
    ])('answers %s with %i', async (path, status, code, parameter) => {
      const answer = await json(path);
      expect(answer).toMatchObject({
        status,
        body: {
          code,
          parameter,
          detail: expect.stringMatching(/[一-龥]/),
          requestId: expect.stringMatching(/\S/),
        },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('describes tiles and styles', () => {
    it('by TileJSON 3', async () => {
      const { body } = await json('/tiles/toilets,districts.json?lang=en');
      expect(body).toMatchObject({
        tilejson: '3.0.0',
        minzoom: 0,
        tiles: [`${service.url}/tiles/toilets,districts/{z}/{x}/{y}.mvt`],
        vector_layers: [
          { id: 'toilets', fields: { id: expect.any(String), provenance: expect.any(String), name: 'Name' } },
          { id: 'districts' },
        ],
      });
      expect(body.bounds[0]).toBeLessThan(CORNER.lon);
      expect(body.center[2]).toBeGreaterThanOrEqual(body.minzoom);
      expect(body.attribution).toMatch(/\S/);
    });

    it('by TileJSON whose tiles are filtered as it was asked for', async () => {
      const query = new URLSearchParams({
        filter: "name LIKE '%第1%'",
        'filter.toilets': 'wifi = TRUE',
        properties: 'name,wifi',
        datetime: '2020-01-02',
      }).toString();
      const { body } = await json(`/tiles/toilets,districts.json?lang=en&${query}&v=7`);
      expect(body.tiles).toEqual([`${service.url}/tiles/toilets,districts/{z}/{x}/{y}.mvt?${query}`]);
      expect(
        body.vector_layers.map(({ id, fields }: { id: string; fields: object }) => [id, Object.keys(fields)]),
      ).toEqual([
        ['toilets', ['id', 'provenance', 'name', 'wifi']],
        ['districts', ['id', 'provenance', 'name']],
      ]);
      expect(await json('/tiles/toilets,districts.json?filter=wifi=true')).toMatchObject({
        status: 400,
        body: { parameter: 'filter' },
      });
    });

    it.each(['light', 'dark'])('by a valid %s style in both languages', async (theme) => {
      for (const lang of ['zh', 'en']) {
        const { body } = await json(`/styles/${theme}.json?lang=${lang}`);
        expect(validateStyleMin(body)).toEqual([]);
      }
      const { body } = await json(`/styles/${theme}.json?layers=toilets`);
      expect(Object.keys(body.sources)).toContain('toilets');
      expect(Object.keys(body.sources)).not.toContain('schools');
    });

    it('and knows no other style', async () => {
      expect(await json('/styles/sepia.json?lang=en')).toMatchObject({
        status: 404,
        body: { code: 'unknown-theme', detail: expect.stringContaining('light, dark') },
      });
    });

    it('by addresses of the proxy in front, only where it trusts one', async () => {
      const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'map.example' };
      expect((await json('/tiles/toilets.json', forwarded)).body.tiles[0]).toContain(service.url);
      const trusting = await serve({ db: database(), catalogue: await loadCatalogue() }, { TRUST_PROXY: 'true' });
      const response = await trusting.get('/tiles/toilets.json', forwarded);
      expect((await response.json()).tiles[0]).toMatch(/^https:\/\/map\.example\//);
      await trusting.close();
    });
  });

  describe('lists', () => {
    it('layers with what the database holds of them', async () => {
      const { body } = await json('/layers');
      expect(body.layers.find((layer: { id: string }) => layer.id === 'toilets')).toMatchObject({
        count: 12,
        provenance: { synthetic: 6, approximate: 6 },
        bbox: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
        updatedAt: expect.stringMatching(/^\d{4}-/),
      });
      expect(body.themes.map((theme: { id: string }) => theme.id)).toContain('facilities');
      expect(body.areas['fixture-0']).toEqual({
        zh: expect.any(String),
        en: expect.any(String),
        role: 'subdistrict',
        district: expect.any(String),
      });
    });

    it('anew after a change', async () => {
      await database().query(sqlText(`delete from feature where layer_id = 'wells' and feature_id = 'fixture-0'`));
      const { body } = await json('/layers/wells');
      expect(body).toMatchObject({ id: 'wells', count: 11, schema: { type: 'object', additionalProperties: false } });
    });

    it('cases, each with its own address', async () => {
      const { body } = await json('/cases');
      expect(body.cases.length).toBeGreaterThan(0);
      const [first] = body.cases;
      expect((await json(`/cases/${first.id}`)).body).toEqual(first);
      expect(await json('/cases/none')).toMatchObject({ status: 404, body: { code: 'unknown-case' } });
    });

    it('items', async () => {
      expect((await json('/layers/toilets/items/fixture-1')).body).toMatchObject({
        type: 'Feature',
        id: 'fixture-1',
        layer: 'toilets',
        provenance: 'synthetic',
        owner: 'test',
        geometry: { type: 'MultiPoint' },
      });
      expect(await json('/layers/toilets/items/none')).toMatchObject({
        status: 404,
        body: { code: 'unknown-item', parameter: 'id' },
      });
    });

    it('counts in a box', async () => {
      expect((await json('/counts?layers=toilets,schools')).body).toEqual({ toilets: 12, schools: 12 });
      expect((await json('/counts?layers=toilets,schools&bbox=-10,-10,10,10')).body).toEqual({
        toilets: 0,
        schools: 0,
      });
      expect((await json('/counts?layers=toilets&bbox=-180,-90,180,90')).body).toEqual({ toilets: 12 });
      for (const bbox of ['1,2,3', '3,4,1,2', 'a,b,c,d', '0,0,181,1', '1,2,3,4,5', '0,,1,1']) {
        expect(await json(`/counts?bbox=${bbox}`), bbox).toMatchObject({
          status: 400,
          body: { code: 'bad-parameter', parameter: 'bbox' },
        });
      }
    });

    it('counts what meets the filters of a layer, in a box and without one', async () => {
      const toilets = fixtureFeatures(await loadCatalogue())
        .filter((feature) => feature.layer_id === 'toilets')
        .map(({ attributes }) => attributes);
      const expected = (meets: (attributes: (typeof toilets)[number]) => boolean) => ({
        toilets: toilets.filter(meets).length,
        schools: 12,
      });
      const counted = async (filter: string) =>
        (await json(`/counts?layers=toilets,schools&bbox=-180,-90,180,90&filter.toilets=${encodeURIComponent(filter)}`))
          .body;
      expect(await counted('wifi = true')).toEqual(expected(({ wifi }) => wifi === true));
      expect(await counted('wifi = false')).toEqual(expected(({ wifi }) => wifi === false));
      expect(await counted("grade IN ('first', 'third')")).toEqual(
        expected(({ grade }) => grade === 'first' || grade === 'third'),
      );
      expect(await counted('score BETWEEN 0 AND 2')).toEqual(
        expected(({ score }) => typeof score === 'number' && score >= 0 && score <= 2),
      );
      expect(await counted('score >= 0')).toEqual(expected(({ score }) => typeof score === 'number' && score >= 0));
      expect(await counted("name LIKE '%第3%'")).toEqual(
        expected(({ name }) => typeof name === 'string' && name.includes('第3')),
      );
      expect(
        await counted(
          '{"op":"and","args":[{"op":"=","args":[{"property":"wifi"},true]},{"op":"=","args":[{"property":"grade"},"first"]}]}',
        ),
      ).toEqual(expected(({ wifi, grade }) => wifi === true && grade === 'first'));
      expect(await counted('true')).toEqual({ toilets: 12, schools: 12 });
      expect((await json('/counts?layers=toilets&filter=wifi%20=%20true')).body.toilets).toBe(
        expected(({ wifi }) => wifi === true).toilets,
      );
      expect((await json("/counts?layers=toilets,schools&filter=id%20=%20'fixture-3'")).body).toEqual({
        toilets: 1,
        schools: 1,
      });
      expect(
        (await json("/counts?layers=toilets,schools&filter=id%20<>%20'fixture-3'&filter.toilets=wifi%20=%20true")).body,
      ).toEqual({
        toilets: toilets.filter(({ wifi }, n) => wifi === true && n !== 3).length,
        schools: 11,
      });
      for (const [query, parameter, part] of [
        ['filter=', 'filter', '条件'],
        ['filter=wifi', 'filter', '第 5 个字符'],
        ['filter=wifii=true', 'filter', 'wifi'],
        ['filter=wifi=true&filter=wifi=false', 'filter', '一次'],
        ['filter.toilets=wifi=1', 'filter.toilets', '数字'],
        ['filter.schools=name=%27x%27', 'filter.schools', 'toilets'],
        ['filter={"op":"="}', 'filter', 'args'],
        ['filter=wifi=true&filter-lang=cql', 'filter-lang', 'cql2-text'],
        ['filter=wifi=true&filter-lang=cql2-json', 'filter', 'JSON'],
        [`filter=name=%27${'x'.repeat(48_000)}%27`, 'filter', '48000'],
        [`filter.toilets=name=%27${'x'.repeat(48_000)}%27`, 'filter.toilets', 'POST'],
      ] as const) {
        expect(await json(`/counts?layers=toilets&${query}`), query).toMatchObject({
          status: 400,
          body: { code: 'bad-parameter', parameter, detail: expect.stringContaining(part) },
        });
      }
      expect(await json('/counts?layers=toilets,schools&filter=wifi=true&lang=en')).toMatchObject({
        status: 400,
        body: {
          detail: expect.stringMatching(/^Filter filter, character 1: layer “schools” has no attribute “wifi”/),
        },
      });
    });

    it('columns of a layer', async () => {
      const { body } = await json('/layers/toilets/columns?properties=name,wifi,stalls_male');
      expect(body).toMatchObject({
        layer: 'toilets',
        count: 12,
        columns: { name: { kind: 'dictionary' }, wifi: { kind: 'dictionary' }, stalls_male: { kind: 'number' } },
      });
      expect([body.ids.length, body.lon.length, body.lat.length, body.columns.wifi.data.length]).toEqual([
        12, 12, 12, 12,
      ]);
      const { values, data } = body.columns.wifi;
      expect(new Set(values)).toEqual(new Set(['true', 'false']));
      expect(data).toContain(-1);
      expect(body.columns.stalls_male.data).toContain(null);
      expect(await json('/layers/toilets/columns?properties=name,colour')).toMatchObject({
        status: 400,
        body: { parameter: 'properties', detail: expect.stringContaining('colour') },
      });
    });

    it('dates as days', async () => {
      const catalogue = await loadCatalogue();
      const dated = catalogue.layers.flatMap((layer) =>
        Object.entries(layer.attributes).flatMap(([key, { format }]) =>
          layer.geometry === 'Point' && format === 'date' ? [{ layer: layer.id, key }] : [],
        ),
      )[0];
      if (!dated) throw new Error('The catalogue has no point layer with a date.');
      await database().query(
        sqlText(`update feature set attributes = jsonb_set(attributes, array[$2], '"2017-01-02"') where layer_id = $1`),
        [dated.layer, dated.key],
      );
      const { body } = await json(`/layers/${dated.layer}/columns?properties=${dated.key}`);
      expect(body.columns[dated.key]).toEqual({
        kind: 'date',
        data: Array(12).fill(Date.UTC(2017, 0, 2) / 86_400_000),
      });
    });
  });

  describe('finds what is near', () => {
    beforeAll(async () => {
      const insert =
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), $4::jsonb, 'test', 'public', 'synthetic')`);
      await database().query(insert, ['here', 120.38, 36.07, '{"name":"here","wifi":true,"stalls_male":3}']);
      await database().query(insert, ['east', 120.39, 36.07, '{"name":"east","wifi":false,"stalls_male":3}']);
      await database().query(insert, ['north', 120.38, 36.08, '{"name":"north","wifi":true,"stalls_male":5}']);
      await database().query(insert, ['north-east', 120.41, 36.1, '{"name":"north-east","wifi":true}']);
    });
    const near = async (query: string) => {
      const { body } = await json(`/nearby?layer=toilets&lon=120.38&lat=36.07&${query}`);
      return body.features.map((feature: { id: string; distanceM: number }) => [feature.id, feature.distanceM]);
    };

    // Inverse geodesics on WGS 84 by PROJ's `geod -I +ellps=WGS84` (Karney 2013). On a sphere the second were 899.2.
    const GEODESICS = [
      ['here', 0],
      ['east', 900.8],
      ['north', 1109.6],
      ['north-east', 4287.4],
    ];

    it('nearest first, in metres on the spheroid', async () => {
      expect(await near('radius=5000')).toEqual(GEODESICS);
    });

    it('within the radius, to the metre', async () => {
      expect(await near('radius=901')).toEqual(GEODESICS.slice(0, 2));
      expect(await near('radius=900')).toEqual(GEODESICS.slice(0, 1));
    });

    it('up to the limit, the last of them too', async () => {
      for (const limit of [1, 2, 3])
        expect(await near(`radius=5000&limit=${String(limit)}`)).toEqual(GEODESICS.slice(0, limit));
    });

    it('by attributes, several together', async () => {
      expect((await near('radius=5000&wifi=true')).map(([id]: string[]) => id)).toEqual([
        'here',
        'north',
        'north-east',
      ]);
      expect((await near('radius=5000&wifi=true&stalls_male=3')).map(([id]: string[]) => id)).toEqual(['here']);
    });

    it('by a filter in CQL2 beside them, a spatial one too', async () => {
      const ids = async (filter: string) =>
        (await near(`radius=5000&stalls_male=3&filter=${encodeURIComponent(filter)}`)).map(([id]: string[]) => id);
      expect(await ids('wifi = false')).toEqual(['east']);
      expect(await ids('S_INTERSECTS(geom, BBOX(120.37, 36.06, 120.385, 36.09))')).toEqual(['here']);
    });

    it.each([
      ['lat=36', 'layer'],
      ['layer=toilets&lat=36', 'lon'],
      ['layer=toilets&lon=120&lat=x', 'lat'],
      ['layer=toilets&lon=120&lat=91', 'lat'],
      ['layer=toilets&lon=120&lat=36&radius=50001', 'radius'],
      ['layer=toilets&lon=120&lat=36&limit=101', 'limit'],
      ['layer=toilets&lon=120&lat=36&limit=1.5', 'limit'],
      ['layer=toilets&lon=120&lat=36&colour=red', 'colour'],
      ['layer=toilets&lon=120&lat=36&wifi=maybe', 'wifi'],
      ['layer=toilets&lon=120&lat=36&stalls_male=1.5', 'stalls_male'],
      ['layer=toilets&lon=120&lat=36&wifi=true&wifi=false', 'wifi'],
      ['layer=toilets&lon=120&lat=36&__proto__=1', '__proto__'],
    ])('and refuses %s for its %s', async (query, parameter) => {
      expect(await json(`/nearby?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'bad-parameter', parameter },
      });
    });

    it('listing the attributes there are where one is unknown', async () => {
      const { body } = await json('/nearby?layer=toilets&lon=120&lat=36&colour=red&lang=en');
      expect(body.detail).toMatch(/name.*wifi/);
    });
  });

  describe('answers errors', () => {
    it('in the language asked for, with the id of the request', async () => {
      const { body, headers } = await json('/nowhere', {
        'Accept-Language': 'en-GB,en;q=0.9',
        'X-Request-Id': 'abc-1',
      });
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(body).toEqual({
        type: 'about:blank',
        title: 'Not found',
        status: 404,
        code: 'unknown-route',
        detail: 'There is nothing at /nowhere.',
        requestId: 'abc-1',
      });
      expect((await json('/nowhere?lang=zh', { 'Accept-Language': 'en' })).body.detail).toContain('没有');
      expect(await json('/layers/toilets', { 'X-Request-Id': 'a b\tc' })).toMatchObject({ status: 200 });
      expect(await json('/tiles/toilets.json?lang=fr')).toMatchObject({
        status: 400,
        body: { parameter: 'lang' },
      });
    });

    it('of broken escapes and of methods that change things', async () => {
      expect(await json('/layers/%ff')).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
      const response = await fetch(`${service.url}/layers`, { method: 'POST' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    });

    it('of its own with nothing but an id, and tells the log the rest', async () => {
      const catalogue = await loadCatalogue();
      const web = await openToServe(database());
      const broken = await serve({
        db: { ...(web ?? database()), query: () => Promise.reject(new Error('secret detail')) },
        catalogue,
      });
      const response = await broken.get('/layers/toilets/items/x?lang=en');
      const body = await response.text();
      expect(response.status).toBe(500);
      expect(body).not.toContain('secret');
      expect(body).not.toContain('.ts');
      const id: string = JSON.parse(body).requestId;
      expect(broken.log.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({
          level: 'error',
          requestId: id,
          error: expect.objectContaining({ message: 'secret detail' }),
        }),
      );
      await broken.close();
      await web?.close();
    });
  });

  describe('speaks HTTP', () => {
    it('to other sites, which may read everything', async () => {
      const options = await fetch(service.url + TILE, {
        method: 'OPTIONS',
        headers: { Origin: 'https://department.example' },
      });
      expect([options.status, options.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
      expect((await service.get('/layers')).headers.get('access-control-allow-origin')).toBe('*');
    });

    it('HEAD as GET without the body', async () => {
      const get = await raw(service.url + TILE);
      const head = await raw(service.url + TILE, {}, 'HEAD');
      expect(head.body).toHaveLength(0);
      expect([head.status, head.headers['content-length'], head.headers['etag']]).toEqual([
        200,
        String(get.body.length),
        get.headers['etag'],
      ]);
    });

    it('without guessing of types, and without a word on what it is made with', async () => {
      const { headers } = await service.get('/config.json');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('compressed for long answers', async () => {
      const answer = await raw(`${service.url}/layers`, { 'accept-encoding': 'br' });
      expect(JSON.parse(brotliDecompressSync(answer.body).toString()).layers.length).toBeGreaterThan(0);
    });

    it('of its health', async () => {
      expect(await json('/healthz')).toMatchObject({
        status: 200,
        body: { status: 'ok', database: 'up', databaseKind: database().kind },
      });
      expect(await json('/readyz')).toMatchObject({ status: 200 });
    });

    it('finds by name', async () => {
      expect(await json('/search?q=')).toMatchObject({ status: 400, body: { parameter: 'q' } });
      expect(await json('/search?q=x&layers=toilet')).toMatchObject({ status: 404 });
      expect((await json('/search?q=%E5%8E%95')).body).toMatchObject({ query: '厕', hits: expect.any(Array) });
    });
  });
});
