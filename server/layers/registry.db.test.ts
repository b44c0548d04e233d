import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import type { Database, SqlFile } from '../platform/db/types.ts';
import { openToServe } from '../testing/databases.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { CORNER, insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';

const { z, x, y } = tileAt(CORNER, 12);
const TILE = `/tiles/toilets/${z}/${x}/${y}.mvt`;
const BOTH = `/tiles/zones,toilets/${z}/${x}/${y}.mvt`;
const found = testCatalogue.get('toilets');
if (found === undefined) throw new Error('The test catalogue has toilets.');
const TOILETS: LayerDefinition = found;
const WITH_STALLS: LayerDefinition = { ...TOILETS, tileAttributes: ['stalls_male'] };

/** Holds back the statements of tiles while it is closed. */
class Gate {
  #opened: Promise<void> = Promise.resolve();
  open: () => void = () => undefined;
  waiting = 0;

  close(): void {
    this.#opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  on(db: Database): Database {
    const pass = async ({ name = '' }: SqlFile): Promise<void> => {
      if (!/^(layers\/sql\/tile-|tiles )/.test(name)) return;
      this.waiting += 1;
      await this.#opened;
      this.waiting -= 1;
    };
    return {
      ...db,
      query: async (sql, ...more) => pass(sql).then(() => db.query(sql, ...more)),
    };
  }
}

describeDatabases('a registry that changes while the service runs', { embedded: 'full' }, (database) => {
  const gate = new Gate();
  let web: Database | null;
  let service: TestService;

  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    web = await openToServe(database());
    service = await serve({ db: gate.on(web ?? database()), catalogue: testCatalogue });
  });
  beforeEach(() => service.server.registry.set(TOILETS, FEATURE_TABLE));
  afterAll(async () => {
    await service.close();
    await web?.close();
  });

  const json = async (path: string): Promise<Record<string, unknown>> =>
    (await (await service.get(path)).json()) as Record<string, unknown>;
  const tile = async (path = TILE) => {
    const response = await service.get(path);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const layers = response.status === 200 ? new VectorTile(new PbfReader(bytes)).layers : {};
    const names = Object.values(layers).flatMap((layer) =>
      Array.from({ length: layer.length }, (_, n) => Object.keys(layer.feature(n).properties)).flat(),
    );
    return {
      status: response.status,
      cache: response.headers.get('x-cache'),
      etag: response.headers.get('etag'),
      layers: Object.keys(layers),
      properties: new Set(names),
    };
  };

  it('serves a layer that is added, everywhere and at once', async () => {
    service.server.registry.remove('toilets');
    expect([(await tile()).status, (await service.get('/layers/toilets')).status]).toEqual([404, 404]);
    service.server.registry.set(TOILETS, FEATURE_TABLE);
    expect(await tile()).toMatchObject({ status: 200, layers: ['toilets'] });
    const layers = (await json('/layers'))['layers'];
    expect(layers).toContainEqual(expect.objectContaining({ id: 'toilets', count: expect.any(Number) }));
    expect((await json('/styles/light.json'))['sources']).toHaveProperty('toilets');
    expect(await json('/counts?layers=toilets')).toEqual({ toilets: (await json('/layers/toilets'))['count'] });
    const near = await json(`/nearby?layer=toilets&lon=${CORNER.lon}&lat=${CORNER.lat}&radius=50000&limit=1`);
    expect(near['features']).toHaveLength(1);
  });

  it('makes tiles anew by a changed definition, with other ETags, those of several layers too', async () => {
    const before = [await tile(), await tile(BOTH)];
    expect([(await tile()).cache, (await tile(BOTH)).cache]).toEqual(['hit', 'hit']);
    expect(before.map(({ properties }) => properties.has('stalls_male'))).toEqual([false, false]);
    service.server.registry.set(WITH_STALLS, FEATURE_TABLE);
    const after = [await tile(), await tile(BOTH)];
    expect(after.map(({ cache }) => cache)).toEqual(['miss', 'miss']);
    expect(after.map(({ properties }) => properties.has('stalls_male'))).toEqual([true, true]);
    expect(after.every(({ etag }, n) => etag !== before[n]?.etag)).toBe(true);
    expect([(await tile()).etag, (await tile()).cache]).toEqual([after[0]?.etag, 'hit']);
  });

  it('keeps tiles of other layers in memory', async () => {
    const path = `/tiles/zones/${z}/${x}/${y}.mvt`;
    await tile(path);
    service.server.registry.set(WITH_STALLS, FEATURE_TABLE);
    expect((await tile(path)).cache).toBe('hit');
  });

  it('draws a layer from its new minzoom on, also where a tile without it is in memory', async () => {
    service.server.registry.set({ ...TOILETS, minzoom: z + 1 }, FEATURE_TABLE);
    expect([await tile(), await tile()]).toMatchObject([{ status: 204 }, { status: 204, cache: 'hit' }]);
    service.server.registry.set(TOILETS, FEATURE_TABLE);
    expect(await tile()).toMatchObject({ status: 200, cache: 'miss' });
  });

  it('describes a changed definition: list, TileJSON, style and columns', async () => {
    const paths = ['/layers', '/tiles/toilets.json', '/styles/light.json', '/layers/toilets'];
    const tags = async () => Promise.all(paths.map(async (path) => (await service.get(path)).headers.get('etag')));
    const before = await tags();
    const columns = '/layers/toilets/columns?properties=opened';
    expect((await json(columns))['columns']).toMatchObject({ opened: { kind: 'date' } });
    const { opened, ...others } = TOILETS.attributes;
    if (opened === undefined) throw new Error('Toilets have a date.');
    const { format: _, ...text } = opened;
    service.server.registry.set(
      {
        ...TOILETS,
        attributes: { ...others, opened: text },
        title: { zh: '公厕', en: 'Conveniences' },
        style: { ...TOILETS.style, color: { light: '#123456', dark: '#654321' } },
      },
      FEATURE_TABLE,
    );
    expect((await tags()).map((tag, n) => tag !== before[n])).toEqual([true, true, true, true]);
    expect((await json(columns))['columns']).toMatchObject({ opened: { kind: 'dictionary' } });
  });

  it('does not keep a tile that was being made, and answers a later request by the new definition', async () => {
    const { entries } = service.server.handler.stats();
    gate.close();
    const before = tile();
    await expect.poll(() => gate.waiting).toBe(1);
    service.server.registry.set(WITH_STALLS, FEATURE_TABLE);
    const after = tile();
    await expect.poll(() => gate.waiting).toBe(2);
    gate.open();
    expect([(await before).properties.has('stalls_male'), (await after).properties.has('stalls_male')]).toEqual([
      false,
      true,
    ]);
    expect(service.server.handler.stats().entries).toBe(entries + 1);
    expect(await tile()).toMatchObject({ cache: 'hit', etag: (await after).etag });
  });

  it('forgets a layer that is removed, and every tile of it', async () => {
    await tile();
    await tile(BOTH);
    const { entries } = service.server.handler.stats();
    service.server.registry.remove('toilets');
    expect(service.server.handler.stats().entries).toBe(entries - 2);
    const gone = [
      TILE,
      BOTH,
      '/layers/toilets',
      '/tiles/toilets.json',
      '/layers/toilets/columns',
      '/counts?layers=toilets',
    ];
    expect(await Promise.all(gone.map(async (path) => (await service.get(path)).status))).toEqual(gone.map(() => 404));
    expect((await json('/styles/light.json'))['sources']).not.toHaveProperty('toilets');
  });

  it('tells open maps which layer has changed, and all maps by which definitions they are drawn', async () => {
    const response = await service.get('/events?layers=toilets');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const read = async (part: string): Promise<string> => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
      return text;
    };
    expect(await read('event: hello')).toContain(service.server.registry.digest);
    service.server.registry.remove('zones');
    service.server.registry.set(WITH_STALLS, FEATURE_TABLE);
    const data = JSON.stringify({ layer: 'toilets', definitions: service.server.registry.digest });
    expect(await read(`event: layers\ndata: ${data}\n\n`)).not.toContain('"layer":"zones"');
    await reader?.cancel();
  });
});
