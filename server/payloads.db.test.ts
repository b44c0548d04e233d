import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileAt } from '../tiles/tile/tile.ts';
import type { Problem } from '../tiles/api/wire.ts';
import { replaceSearchTerms } from './search/index.ts';
import { createCatalogue } from './layers/catalogue.ts';
import type { LayerDefinition } from '../tiles/layer/layer.ts';
import { sqlText } from './platform/db/sql.ts';
import { testCity } from './testing/city.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { ensureLayers } from './ingest/layers.ts';
import { testCatalogue } from './testing/layers.ts';
import { ALL_PAYLOADS } from './testing/payloads.ts';
import { serve, type TestService } from './testing/serve.ts';

const AT = { lon: 120.384, lat: 36.062 };
const AROUND = `lon=${AT.lon}&lat=${AT.lat}&radius=40000`;
const TEXTS = ALL_PAYLOADS.map(({ text }) => text);
/** JSON of PostgreSQL holds no character of these, so that no feature can have them. */
const STORED = TEXTS.filter((text) => !text.includes('\0'));
/** Shows each of them by itself. */
const ZOOM = 18;

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
}

describeDatabases('names, attributes and titles of any text', { embedded: 'full' }, (database) => {
  let service: TestService;
  let folder: string;
  const toilets = testCatalogue.get('toilets');
  if (toilets === undefined) throw new Error('The test has toilets.');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-payloads-'));
    await ensureLayers(database(), testCatalogue);
    // By number in one layer, by the text itself in the other.
    await database().query(
      sqlText(`
        insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select layer, case layer when 'toilets' then 'p' || n else text end,
          ST_SetSRID(ST_MakePoint($2::float8 + n * 1e-4, $3::float8), 4326),
          jsonb_build_object('name', text, 'address', text, '__proto__', text, 'constructor', text), text, 'public', 'official'
        from unnest($1::text[]) with ordinality as given (text, n), unnest(array['toilets', 'reports']) as layer`),
      [STORED, AT.lon, AT.lat],
    );
    await replaceSearchTerms(
      database(),
      STORED.map((text, n) => ({ id: `p${n + 1}`, attributes: { name: text, address: text } })),
      { layer: toilets, replace: true, onProgress: () => undefined },
    );
    // A layer for each text, of which the database holds nothing: titles come from its definition.
    const titled = TEXTS.map((text, n): LayerDefinition => {
      const both = { zh: text, en: text };
      return { ...toilets, id: `titled-${n}`, title: both, description: both, source: both, owner: both };
    });
    service = await serve({
      db: database(),
      catalogue: createCatalogue([...testCatalogue.layers, ...titled], testCity),
    });
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  /** The path goes as it is: `fetch` would resolve dots. */
  const get = (path: string): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(service.url);
      httpRequest({ hostname, port, path, agent: false }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text: bytes.toString(), bytes });
        });
      })
        .on('error', reject)
        .end();
    });
  const json = async (path: string): Promise<unknown> => {
    const { status, headers, text } = await get(path);
    expect([status, headers['content-type'], headers['x-content-type-options']], path).toEqual([
      200,
      expect.stringMatching(/^application\/(geo\+)?json/),
      'nosniff',
    ]);
    return JSON.parse(text);
  };

  it('are more than two hundred', () => {
    expect(ALL_PAYLOADS.length).toBeGreaterThan(200);
    expect(STORED.length).toBeGreaterThan(200);
  });

  it('come back as they are from the item, by number and by the text as its id', async () => {
    for (const [n, text] of STORED.entries()) {
      const item = await json(`/layers/toilets/items/p${n + 1}`);
      expect(item).toMatchObject({ id: `p${n + 1}`, properties: { name: text, address: text }, owner: text });
      // Own properties, whatever they are called.
      const { properties } = item as { properties: object };
      expect(Object.getOwnPropertyDescriptor(properties, '__proto__')?.value).toBe(text);
      expect(Object.getOwnPropertyDescriptor(properties, 'constructor')?.value).toBe(text);
      const id = encodeURIComponent(text).replaceAll('.', '%2E');
      expect(await json(`/layers/reports/items/${id}`), text).toMatchObject({ id: text, properties: { name: text } });
    }
  });

  it('are in every list as they are', async () => {
    const { ids, columns } = (await json('/layers/toilets/columns?properties=name')) as {
      ids: string[];
      columns: { name: { values: string[]; data: number[] } };
    };
    const { values, data } = columns.name;
    const names = new Map(ids.map((id, i) => [id, values[data[i] ?? -1]]));
    expect(STORED.map((_, n) => names.get(`p${n + 1}`))).toEqual(STORED);
    const reports = (await json('/layers/reports/columns')) as { ids: string[] };
    expect(reports.ids.sort()).toEqual([...STORED].sort());
    const near: unknown[] = [];
    for (let from = 0; from < STORED.length; from += 100) {
      const lon = AT.lon + (from + 50.5) * 1e-4;
      const { features } = (await json(`/nearby?layer=toilets&lon=${lon}&lat=${AT.lat}&radius=20000&limit=100`)) as {
        features: { properties: { name: string } }[];
      };
      near.push(...features.map(({ properties }) => properties.name));
    }
    expect([...new Set(near)].sort()).toEqual([...STORED].sort());
  });

  it('are in tiles as they are', async () => {
    const names: unknown[] = [];
    const first = tileAt(AT, ZOOM);
    const last = tileAt({ ...AT, lon: AT.lon + STORED.length * 1e-4 }, ZOOM);
    for (let { x } = first; x <= last.x; x += 1) {
      const { bytes } = await get(`/tiles/toilets/${ZOOM}/${x}/${first.y}.mvt?properties=name`);
      const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers['toilets'];
      for (let n = 0; n < (layer?.length ?? 0); n += 1) names.push(layer?.feature(n).properties['name']);
    }
    expect([...new Set(names)].sort()).toEqual([...STORED].sort());
  });

  it('are searched and filtered for as texts', async () => {
    for (const text of STORED.filter((each) => each.trim() !== '')) {
      const found = (await json(`/search?q=${encodeURIComponent(text)}&limit=50`)) as { query: string };
      expect(found.query).toBe(text.trim());
      const filter = encodeURIComponent(JSON.stringify({ op: '=', args: [{ property: 'name' }, text] }));
      expect(await json(`/counts?layers=toilets&filter-lang=cql2-json&filter=${filter}`), text).toEqual({ toilets: 1 });
      // Values of hand-written addresses lose the blanks around them.
      if (text !== text.trim()) continue;
      const byName = `/nearby?layer=toilets&${AROUND}&limit=1&name=${encodeURIComponent(text)}`;
      expect(await json(byName), text).toMatchObject({ features: [{ properties: { name: text } }] });
    }
  });

  it('are titles of layers as they are, in lists, TileJSON and styles', async () => {
    const { layers } = (await json('/layers?lang=en')) as { layers: { id: string; title: unknown }[] };
    for (const [n, text] of TEXTS.entries()) {
      const layer = layers.find(({ id }) => id === `titled-${n}`);
      expect(layer, text).toMatchObject({ title: { zh: text, en: text }, owner: { zh: text, en: text } });
    }
    const { vector_layers: described } = (await json(
      `/tiles/${TEXTS.slice(0, 40)
        .map((_, n) => `titled-${n}`)
        .join()}.json`,
    )) as {
      vector_layers: { description: string }[];
    };
    for (const [n, { description }] of described.entries()) expect(description).toContain(TEXTS[n]);
    // Attributions are HTML wherever they are shown.
    for (const path of ['/styles/light.json', '/tiles/titled-0,titled-1,titled-26.json']) {
      const attributions = (await get(path)).text.match(/"attribution":"(?:[^"\\]|\\.)*"/g) ?? [];
      expect(attributions.length, path).toBeGreaterThan(0);
      for (const attribution of attributions) expect(attribution, path).not.toMatch(/[<>]/);
    }
  });

  describe('in addresses', () => {
    it.each([
      ['a layer', (text: string) => `/layers/${text}`],
      ['an item', (text: string) => `/layers/toilets/items/${text}`],
      ['a parameter', (text: string) => `/nearby?layer=toilets&${AROUND}&${text}=${text}`],
      ['a filter', (text: string) => `/counts?layers=toilets&filter=${text}`],
      ['a layer of a filter', (text: string) => `/counts?filter.${text}=${text}`],
      ['a property', (text: string) => `/layers/toilets/columns?properties=${text}`],
      ['layers of a tile', (text: string) => `/tiles/${text}/1/0/0.mvt`],
      ['a moment', (text: string) => `/tiles/toilets/1/0/0.mvt?datetime=${text}`],
      ['a case', (text: string) => `/cases/${text}`],
      ['a job', (text: string) => `/analysis/jobs/${text}/result`],
      ['a page', (text: string) => `/docs/${text}`],
      ['nothing', (text: string) => `/${text}`],
    ])('are answered where %s stands, and no page runs them', async (_, address) => {
      for (const text of TEXTS) {
        const answer = await get(address(encodeURIComponent(text)));
        expect(answer.status, text).toBeLessThan(500);
        const type = answer.headers['content-type'] ?? '';
        if (type.startsWith('text/html')) {
          expect(answer.headers['content-security-policy'], text).toBeDefined();
          expect(answer.text, text).not.toMatch(/pwned\(\)<\/script>|<[a-z]+[^>]*\son\w+=pwned/i);
        } else if (answer.status >= 400) {
          expect(type, text).toMatch(/^application\/problem\+json/);
          expect((JSON.parse(answer.text) as Problem).status).toBe(answer.status);
        }
      }
    });
  });

  it('change no prototype of the process', () => {
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
