import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TileJson } from '../../../tiles/api/tile-sets.ts';
import type { LayerList } from '../../../tiles/api/wire.ts';
import { createCatalogue } from '../../layers/catalogue.ts';
import { testCity } from '../../testing/city.ts';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { insertFixtures } from '../../testing/fixtures.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { makeTestSource, type TestSource } from '../../testing/source-database.ts';

const FUNCTIONS = `create schema "地图";
create function "地图"."Tile ""f"""(z integer, x integer, y integer, query json) returns bytea language sql stable as $$
  select ST_AsMVT(t, 'own', 4096, 'geom') from (
    select ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(0, 0), 3857), ST_TileEnvelope(0, 0, 0)) as geom, z as z, query::text as asked
  ) as t $$;
comment on function "地图"."Tile ""f"""(integer, integer, integer, json) is '{
  "name": "Places", "description": "What is there", "attribution": "City <b>", "minzoom": 2, "maxzoom": 17,
  "bounds": [120, 35, 121, 37],
  "vector_layers": [{ "id": "own", "geometry_type": "Point", "fields": { "z": "Number", "asked": "The request" } }] }';
create function "地图".plain(z int, x int, y int) returns bytea language sql stable as $$ select null::bytea $$;
create function "地图".with_hash(z int, x int, y int, query jsonb) returns table (mvt bytea, key text) language sql stable as $$
  select ST_AsMVT(t, 'hashed'), 'a' from (select ST_MakePoint(1, 1) as geom, query ->> 'year' as year) as t $$;
create function "地图".named(z int, x int, y int, year int default 2020, note text default 'none') returns bytea
  language sql stable as $$ select ST_AsMVT(t, 'named') from (select ST_MakePoint(1, 1) as geom, year, note) as t $$;
create function "地图".plain(z int, x int, y int, query jsonb) returns bytea language sql stable as $$ select null::bytea $$;
comment on function "地图".plain(int, int, int, jsonb) is '空 | Nothing at all';
create function "地图".needs(z int, x int, y int, year int) returns bytea language sql stable as $$ select null::bytea $$;
create function "地图".secret(z int, x int, y int) returns bytea language sql stable as $$ select null::bytea $$;
revoke execute on function "地图".secret from public;
create function "地图".other(z int, x int) returns bytea language sql stable as $$ select null::bytea $$;
create function "地图".texts(z int, x int, y int) returns text language sql stable as $$ select '' $$;
create function "地图".raises(z int, x int, y int) returns bytea language plpgsql as $$ begin raise exception 'secret of the house'; end $$;
create function "地图".writes(z int, x int, y int) returns bytea language plpgsql as $$
  begin create table "地图".trace (id int); return null; end $$;
create function "地图".slow(z int, x int, y int) returns bytea language sql as $$ select '\\x'::bytea from pg_sleep(600) $$;
create function "地图".huge(z int, x int, y int) returns bytea language sql stable as $$
  select convert_to(repeat('x', 50000000), 'UTF8') $$;
create function "地图".garbage(z int, x int, y int) returns bytea language sql stable as $$ select '\\x1f8b0800'::bytea $$;
create function "地图".misses(z int, x int, y int) returns bytea language plpgsql as $$
  begin return (select geom from nowhere_to_be_found); end $$`;

describe('functions that give tiles', () => {
  let db: Suite;
  let source: TestSource;
  let service: TestService;
  const catalogue = createCatalogue(
    testCatalogue.layers,
    testCity,
    [],
    [
      {
        id: 'by-year',
        function: 'gis.地图.with_hash',
        title: { zh: '按年', en: 'By year' },
        geometry: 'Polygon',
        minzoom: 4,
      },
      { id: 'lost-function', function: 'gis.地图.gone' },
    ],
  );

  beforeAll(async () => {
    db = await openSuite('server', 'functions that give tiles');
    await insertFixtures(db, testCatalogue);
    source = await makeTestSource();
    await source.owner(
      'set search_path = public, extensions',
      FUNCTIONS,
      `grant usage on schema "地图" to ${source.role}`,
    );
    service = await serve(
      { db, catalogue },
      { SOURCES: `gis=${source.url}`, STATEMENT_TIMEOUT_MS: '2000', CHENGTU_LANG: 'en' },
    );
  });
  afterAll(async () => {
    await service.close();
    await source.remove();
    await db.close();
  });

  async function json<T>(path: string): Promise<T> {
    const answer = await service.get(path);
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as T;
  }

  async function problem(path: string): Promise<readonly [status: number, code: string, detail: string]> {
    const answer = await service.get(`${path}${path.includes('?') ? '&' : '?'}lang=en`);
    const { code, detail } = (await answer.json()) as { code: string; detail: string };
    return [answer.status, code, detail];
  }

  async function features(path: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await service.get(path);
    expect([answer.status, answer.headers.get('x-cache')], path).toEqual([200, 'miss']);
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer())));
    const [layer] = Object.values(layers);
    return { layer: layer?.name, ...layer?.feature(0).properties };
  }

  it('are listed, served or with what is in the way and what removes it', async () => {
    const { sources = [] } = await json<LayerList>('/layers?sources=all');
    const functions = sources[0]?.functions ?? [];
    const named = (name: string, query = '') =>
      functions.find((each) => each.function === `gis.地图.${name}` && each.arguments.includes(query));
    expect(functions.filter(({ isServed }) => isServed).map((each) => each.layer)).toEqual(
      expect.arrayContaining(['tile-f', 'by-year', 'named', 'plain', 'raises', 'writes', 'slow', 'huge', 'garbage']),
    );
    expect(functions.some((each) => /other|texts/.test(each.function))).toBe(false);
    expect(named('secret')).toMatchObject({
      mayExecute: false,
      obstacles: [
        {
          code: 'no-execute',
          cure: [`grant execute on function "地图".secret(z integer, x integer, y integer) to ${source.role};`],
        },
      ],
    });
    expect(named('needs')).toMatchObject({ isServed: false, obstacles: [{ code: 'bad-arguments' }] });
    expect(named('plain', 'jsonb')).toMatchObject({ isServed: true });
    expect(functions.filter((each) => each.function === 'gis.地图.plain')).toHaveLength(2);
    expect(functions.find(({ obstacles }) => obstacles[0]?.code === 'overloaded')).toMatchObject({
      function: 'gis.地图.plain',
      arguments: 'z integer, x integer, y integer',
    });
    expect(named('raises')?.advices).toMatchObject([
      { code: 'unknown-geometry', cure: ['{"id":"raises","function":"gis.地图.raises","geometry":"Polygon"}'] },
    ]);
    expect(named('with_hash')?.advices).toEqual([]);
    expect(sources[0]?.problem?.en).toContain('gis.地图.gone');
    await source.owner(`grant execute on function "地图".secret to ${source.role}`);
    await service.server.sources.refresh();
    expect(service.server.registry.get('secret')).toBeDefined();
  });

  it('are collections with tiles of one matrix set and without items, and the answer says why', async () => {
    const collection = await json<{ links: { rel: string }[] }>('/ogc/collections/plain');
    expect(collection).not.toHaveProperty('itemType');
    expect(collection.links.map(({ rel }) => rel)).not.toContain('items');
    expect((await json<{ tilesets: object[] }>('/ogc/collections/plain/tiles')).tilesets).toHaveLength(1);
    for (const path of ['items', 'items/1', 'queryables', 'sortables', 'schema']) {
      const answer = await service.get(`/ogc/collections/plain/${path}?lang=en`);
      expect([answer.status, await answer.json()], path).toMatchObject([
        404,
        { code: 'no-items', detail: expect.stringContaining('/ogc/collections/plain/tiles') as unknown },
      ]);
    }
    expect(await (await service.get('/ogc/collections/plain?f=html&lang=en')).text()).toContain('Tiles only');
  });

  it('have titles, zooms and TileJSON by their comments, and by a layer file', async () => {
    expect(await json('/layers/tile-f')).toMatchObject({
      title: { zh: 'Places', en: 'Places' },
      geometry: 'Point',
      sourceLayer: 'own',
      minzoom: 2,
      maxzoom: 17,
      bbox: [120, 35, 121, 37],
      tilesOnly: true,
      maxAgeS: null,
    });
    const tileJson = await json<TileJson>('/tiles/tile-f.json?year=2020&filter=1');
    expect(tileJson).toMatchObject({
      name: 'Places',
      description: 'What is there',
      attribution: 'City &lt;b&gt;',
      minzoom: 2,
      maxzoom: 17,
      bounds: [120, 35, 121, 37],
      vector_layers: [{ id: 'own', fields: { z: 'Number', asked: 'The request' } }],
    });
    expect(tileJson.tiles[0]).toMatch(/\/tiles\/tile-f\/\{z\}\/\{x\}\/\{y\}\.mvt\?year=2020&filter=1$/);
    expect(await json('/layers/plain')).toMatchObject({ title: { zh: '空', en: 'Nothing at all' } });
    expect(await json('/layers/by-year')).toMatchObject({
      title: { en: 'By year' },
      geometry: 'Polygon',
      sourceLayer: 'with_hash',
      minzoom: 4,
    });
    const style = await json<{ layers: { source?: string; 'source-layer'?: string }[] }>(
      '/styles/light.json?layers=tile-f',
    );
    expect(style.layers.filter(({ source: of }) => of === 'tile-f').map((each) => each['source-layer'])).toContain(
      'own',
    );
  });

  it('get the parameters of the request as Martin passes them, whatever they are called', async () => {
    const asked =
      'year=2020&name=%E5%8E%95%E6%89%80&big=12345678901234567890&list=[1,2]&filter=a%3D1&datetime=x&quoted=%22a%22';
    expect(JSON.parse(String((await features(`/tiles/tile-f/3/1/2.mvt?${asked}`))['asked']))).toEqual({
      year: 2020,
      name: '厕所',
      big: Number('12345678901234567890'),
      list: [1, 2],
      filter: 'a=1',
      datetime: 'x',
      quoted: 'a',
    });
    expect((await features(`/tiles/tile-f/3/1/2.mvt?big=12345678901234567890`))['asked']).toContain(
      '12345678901234567890',
    );
    expect(await features('/tiles/by-year/5/1/2.mvt?year=1999')).toEqual({ layer: 'hashed', year: '1999' });
    expect(await features('/tiles/named/5/1/2.mvt')).toEqual({ layer: 'named', year: 2020, note: 'none' });
    expect(await features('/tiles/named/5/1/2.mvt?note=it%27s&year=7')).toEqual({
      layer: 'named',
      year: 7,
      note: "it's",
    });
    const [status, code, detail] = await problem('/tiles/named/5/1/2.mvt?year=old');
    expect([status, code]).toEqual([400, 'bad-parameter']);
    expect(detail).toContain('“old” of year is no integer');
  });

  it('give an empty tile for nothing, and are beside other layers in a tile', async () => {
    expect((await service.get('/tiles/plain/3/1/2.mvt')).status).toBe(204);
    const answer = await service.get('/tiles/tile-f,districts/6/53/25.mvt?filter.districts=name%3D%27x%27');
    expect(answer.status).toBe(200);
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer())));
    expect(Object.keys(layers)).toContain('own');
  });

  it.each([
    ['raises', 502, 'function-failed', 'P0001'],
    ['writes', 502, 'function-writes', 'only reads its sources'],
    ['slow', 503, 'query-timeout', 'longer than 2 s'],
    ['huge', 502, 'function-too-large', '47.7 MB'],
    ['garbage', 502, 'function-no-tile', 'no vector tile'],
    ['misses', 502, 'function-failed', '42P01'],
  ])('that misbehave (%s) get a plain answer, and nobody else notices', async (name, status, code, words) => {
    const [gotStatus, gotCode, detail] = await problem(`/tiles/${name}/3/1/2.mvt`);
    expect([gotStatus, gotCode]).toEqual([status, code]);
    expect(detail).toContain(words);
    expect(detail).not.toContain('secret of the house');
    expect((await service.get('/tiles/tile-f/3/1/2.mvt')).status).toBe(200);
    expect((await service.get('/readyz')).status).toBe(200);
  });

  it('say what they cannot do', async () => {
    for (const path of [
      '/layers/tile-f/items/a',
      '/layers/tile-f/columns',
      '/nearby?layer=tile-f&lon=120&lat=36',
      '/counts?layers=tile-f',
      '/counts?layers=tile-f&bbox=120,36,121,37',
    ])
      expect([path, ...(await problem(path))]).toEqual([
        path,
        422,
        'not-of-a-function',
        expect.stringContaining('no features to ask for'),
      ]);
    expect(Object.keys(await json<object>('/counts'))).not.toContain('tile-f');
    expect(Object.keys(await json<object>('/counts?bbox=120,36,121,37'))).not.toContain('tile-f');
    expect((await problem('/tiles/tile-f/CGCS2000Quad/3/1/2.mvt'))[2]).toContain('WebMercatorQuad');
    expect((await problem('/tiles/tile-f,districts/3/1/2.mvt?datetime=2020-01-01'))[2]).toContain('no past moments');
  });

  it('that are gone leave the layers, and nothing ends in a 500', async () => {
    await source.owner('drop function "地图".named');
    expect((await problem('/tiles/named/5/1/2.mvt'))[0]).toBe(502);
    await expect.poll(async () => (await service.get('/tiles/named/5/1/2.mvt')).status, { interval: 100 }).toBe(404);
  });
});
