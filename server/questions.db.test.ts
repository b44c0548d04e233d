import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Columns, Counts, NearbyResult, Problem } from '../tiles/api/wire.ts';
import { createCatalogue } from './layers/catalogue.ts';
import { sqlText } from './platform/db/sql.ts';
import { testCity } from './testing/city.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { testCatalogue } from './testing/layers.ts';
import { serve, type TestService } from './testing/serve.ts';

const toilets = testCatalogue.get('toilets');
if (toilets === undefined) throw new Error('No toilets.');
const catalogue = createCatalogue(
  [
    {
      ...toilets,
      attributes: {
        ...toilets.attributes,
        at: { type: 'string', title: { zh: '时间', en: 'At' }, format: 'date-time' },
      },
    },
  ],
  testCity,
);

/** 1 to 5 lie in one district and carry one day, however it is written; 6 and 7 lie beside the antimeridian. */
const PLACES = [
  ['1', 120.38, 36.06, '2017-03-04T17:30:00Z'],
  ['2', 120.38, 36.06, '2017-03-05T01:30:00+08:00'],
  ['3', 120.38, 36.06, '2017-03-05T01:30:00'],
  ['4', 120.38, 36.06, '2017-03-04T12:30:00-05:00'],
  ['5', 120.38, 36.06, '2017-03-05T00:00:00+08:00'],
  ['6', 179.5, 0, null],
  ['7', -179.5, 0, null],
] as const;

interface District {
  readonly properties: { readonly name: string };
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** As well-known text. */
function wktOf({ type, coordinates }: District['geometry']): string {
  const ring = (positions: readonly (readonly number[])[]) => `(${positions.map((at) => at.join(' ')).join(',')})`;
  const polygon = (rings: readonly (readonly (readonly number[])[])[]) => `(${rings.map(ring).join(',')})`;
  return type === 'Polygon'
    ? `POLYGON${polygon(coordinates as number[][][])}`
    : `MULTIPOLYGON(${(coordinates as number[][][][]).map(polygon).join(',')})`;
}

describeDatabases('questions', { embedded: 'daily' }, (database) => {
  let service: TestService;
  let districts: readonly District[];

  beforeAll(async () => {
    await database().query(sqlText(`select ensure_layer('toilets')`));
    for (const [id, lon, lat, at] of PLACES)
      await database().query(
        sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
          values ('toilets', $1, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), jsonb_strip_nulls(jsonb_build_object('name', 'Toilet ' || $1, 'wifi', true, 'at', $4::text)), 't', 'public', 'official')`),
        [id, lon, lat, at],
      );
    const file = new URL('../data/cities/qingdao/base/districts.geojson', import.meta.url);
    districts = (JSON.parse(await readFile(file, 'utf8')) as { features: readonly District[] }).features;
    service = await serve({ db: database(), catalogue });
  });
  afterAll(() => service.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const answer = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await post(path, body);
    expect([response.status, response.status === 200 ? '' : await response.text()]).toEqual([200, '']);
    return (await response.json()) as T;
  };

  describe('by POST', () => {
    it('take the area of every real district, as text and as JSON', async () => {
      let sum = 0;
      for (const { geometry } of districts) {
        const filter = { op: 's_within', args: [{ property: 'geom' }, geometry] };
        const byJson = await answer<Counts>('/counts', { layers: ['toilets'], filter });
        const byText = await answer<Counts>('/counts', { layers: 'toilets', 'filter.toilets': JSON.stringify(filter) });
        expect(byText).toEqual(byJson);
        sum += byJson.toilets ?? 0;
      }
      expect(sum).toBe(5);
    });

    it('as in an address: the border of every real district, with all that a program may encode of it', async () => {
      let sum = 0;
      for (const { geometry, properties } of districts) {
        const filter = `S_WITHIN(geom, ${wktOf(geometry)}) AND name <> '${properties.name}'`;
        const { toilets: count = 0 } = await answer<Counts>('/counts', { layers: ['toilets'], filter });
        for (const asked of [
          `filter=${encodeURIComponent(filter)}`,
          new URLSearchParams({ 'filter.toilets': filter }),
        ]) {
          const response = await service.get(`/counts?layers=toilets&${asked.toString()}`);
          expect([properties.name, response.status, await response.json()]).toEqual([
            properties.name,
            200,
            { toilets: count },
          ]);
        }
        const tile = await service.get(`/tiles/toilets/12/3417/1607.mvt?filter=${encodeURIComponent(filter)}`);
        expect([properties.name, tile.status]).toEqual([properties.name, count > 0 ? 200 : 204]);
        sum += count;
      }
      expect(sum).toBe(5);
    });

    it('longer ones in an address learn the limit, and where to send them', async () => {
      const filter = `name <> '${'区'.repeat(48_000)}'`;
      const raw = new URLSearchParams({ filter: filter.replaceAll('区', 'x') });
      const long = await service.get(`/counts?layers=toilets&lang=en&${raw.toString()}`);
      expect([long.status, ((await long.json()) as Problem).detail]).toEqual([
        400,
        expect.stringMatching(/48000 characters.*48010.*POST to \/counts.*400000/),
      ]);
      expect(await answer('/counts', { layers: ['toilets'], filter })).toEqual({ toilets: 7 });
    });

    it('answer as by GET: counts, nearby and columns', async () => {
      const filter = `at = DATE('2017-03-05')`;
      const get = async (path: string): Promise<unknown> => (await service.get(path)).json();
      const asked = `filter=${encodeURIComponent(filter)}`;
      expect(await answer('/counts', { layers: ['toilets'], bbox: [120, 36, 121, 37], filter })).toEqual(
        await get(`/counts?layers=toilets&bbox=120,36,121,37&${asked}`),
      );
      const near = { layer: 'toilets', lon: 120.38, lat: 36.06, radius: 100, wifi: true, filter };
      const nearby = await answer<NearbyResult>('/nearby', near);
      expect(nearby.features).toHaveLength(5);
      expect(nearby).toEqual(await get(`/nearby?layer=toilets&lon=120.38&lat=36.06&radius=100&wifi=true&${asked}`));
      const columns = await answer<Columns>('/layers/toilets/columns', { properties: ['at'], filter });
      expect(columns.ids).toEqual(['1', '2', '3', '4', '5']);
      expect(columns).toEqual(await get(`/layers/toilets/columns?properties=at&${asked}`));
    });

    it('are kept by nobody', async () => {
      const response = await post('/counts', { layers: ['toilets'] });
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    });

    it.each([
      ['/counts', '[1]', 'body-malformed', 'object'],
      ['/counts', '{"layers":', 'body-malformed', 'line 1'],
      ['/counts', { layers: ['toilets'], filter: { op: 'nope', args: [] } }, 'bad-parameter', 'nope'],
      ['/counts', { layers: ['toilets'], bbox: [1, 2, 3] }, 'bad-parameter', '1,2,3'],
      ['/counts', { layers: ['toilets'], filter: `name = '${'x'.repeat(400_001)}'` }, 'bad-parameter', '400000'],
      ['/nearby', { layer: 'toilets', lon: 'east', lat: 36 }, 'bad-parameter', 'east'],
      ['/nearby', { layer: 'toilets', lon: 120 }, 'bad-parameter', 'lat'],
      ['/nearby', { layer: 'toilets', lon: 120, lat: 36, wi_fi: true }, 'bad-parameter', 'wi_fi'],
    ])('say what is wrong: %s %j', async (path, body, code, named) => {
      const response = await post(path, body, { 'Accept-Language': 'en' });
      expect(response.status).toBe(400);
      const problem = (await response.json()) as Problem;
      expect(problem.code).toBe(code);
      expect(problem.detail).toContain(named);
    });

    it('are bounded as other bodies', async () => {
      expect((await post('/counts', JSON.stringify({ x: 'x'.repeat(1 << 20) }))).status).toBe(413);
      expect((await post('/counts', 'layers=toilets', { 'Content-Type': 'text/plain' })).status).toBe(415);
      expect((await post('/search', {})).status).toBe(405);
    });

    it('are described, with filters as text or object', async () => {
      const api = (await (await service.get('/openapi.json?lang=en')).json()) as Record<string, unknown>;
      const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
      ajv.addSchema(api, 'api');
      const counts = ajv.compile({ $ref: 'api#/components/schemas/getCountsBody' });
      expect(counts({ layers: ['toilets'], bbox: [1, 2, 3, 4], filter: { op: 'not', args: [] } })).toBe(true);
      expect(counts({ 'filter.toilets': 'x'.repeat(100_000) })).toBe(true);
      expect(counts({ filter: 5 })).toBe(false);
      const nearby = ajv.compile({ $ref: 'api#/components/schemas/getNearbyBody' });
      expect(nearby({ layer: 'toilets', lon: 1, lat: 2 })).toBe(true);
      expect(nearby({ layer: 'toilets', lon: 1 })).toBe(false);
    });
  });

  describe('about days', () => {
    it('take the day of the city for every way of writing a time', async () => {
      const columns = (await (await service.get('/layers/toilets/columns?properties=at')).json()) as Columns;
      expect(columns.columns.at?.data).toEqual([17230, 17230, 17230, 17230, 17230, null, null]);
      for (const filter of [
        `at = DATE('2017-03-05')`,
        `at >= '2017-03-05' AND at < '2017-03-06'`,
        `at >= TIMESTAMP('2017-03-04T16:00:00Z') AND at < TIMESTAMP('2017-03-05T16:00:00Z')`,
        `T_INTERSECTS(at, INTERVAL('2017-03-05', '2017-03-05'))`,
      ])
        expect(await answer<Counts>('/counts', { layers: ['toilets'], filter }), filter).toEqual({ toilets: 5 });
    });
  });

  describe('about boxes across the antimeridian', () => {
    it.each([
      ['179,-1,-179,1', 2],
      ['179,-1,180,1', 1],
      ['-180,-1,-179,1', 1],
      ['120,-1,-179,40', 7],
      ['-179,-1,179,1', 0],
      ['180,-1,-179,1', 1],
    ])('%s', async (bbox, count) => {
      expect(await (await service.get(`/counts?layers=toilets&bbox=${bbox}`)).json()).toEqual({ toilets: count });
      const filter = encodeURIComponent(`name LIKE 'T%'`);
      expect(await (await service.get(`/counts?layers=toilets&bbox=${bbox}&filter=${filter}`)).json()).toEqual({
        toilets: count,
      });
    });
  });
});
