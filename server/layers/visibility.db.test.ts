import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue, loadCatalogue } from './catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import { loadFile } from '../ingest/load.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { testCity } from '../testing/city.ts';

const AT = { lon: 120.384, lat: 36.062 };
const OPEN = 'open',
  HIDDEN = 'hidden';
const { z, x, y } = tileAt(AT, 14);
const AROUND = `lon=${String(AT.lon)}&lat=${String(AT.lat)}&radius=500`;

const toilet = (id: string, name: string, lon: number) => ({
  type: 'Feature',
  id,
  properties: { name, district: '370202', case: 'public-toilets' },
  geometry: { type: 'Point', coordinates: [lon, AT.lat] },
});
const FILE = {
  type: 'FeatureCollection',
  features: [toilet(OPEN, '燕儿岛公厕', AT.lon), toilet(HIDDEN, '内部公厕', AT.lon + 0.0005)],
};

describeDatabases('what is internal', { embedded: 'full' }, (database) => {
  let folder: string;
  let service: TestService;
  let internal: TestService;

  beforeAll(async () => {
    const catalogue = await loadCatalogue();
    folder = await mkdtemp(join(tmpdir(), 'chengtu-visibility-'));
    const file = join(folder, 'toilets.geojson');
    await writeFile(file, JSON.stringify(FILE));
    await ensureLayers(database(), catalogue);
    await loadFile(database(), catalogue, {
      layer: 'toilets',
      path: file,
      datum: 'wgs84',
      replace: false,
      provenance: 'imported',
      idAttribute: null,
      ignoreUnknown: false,
    });
    await database().query(
      sqlText("update feature set visibility = 'internal' where layer_id = 'toilets' and feature_id = $1"),
      [HIDDEN],
    );
    service = await serve({ db: database(), catalogue });
    const closed = catalogue.layers.map((layer) =>
      layer.id === 'toilets' ? { ...layer, visibility: 'internal' as const } : layer,
    );
    internal = await serve({ db: database(), catalogue: createCatalogue(closed, testCity) });
  });
  afterAll(async () => {
    await service.close();
    await internal.close();
    await rm(folder, { recursive: true });
  });

  const body = async (path: string) => JSON.stringify(await (await service.get(path)).json());

  describe('of a public layer', () => {
    it('is in no tile', async () => {
      const response = await service.get(`/tiles/toilets/${String(z)}/${String(x)}/${String(y)}.mvt`);
      const layer = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers['toilets'];
      const ids = Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index).properties['id']);
      expect(ids).toEqual([OPEN]);
    });

    it('is no item', async () => {
      expect((await service.get(`/layers/toilets/items/${OPEN}`)).status).toBe(200);
      expect((await service.get(`/layers/toilets/items/${HIDDEN}`)).status).toBe(404);
    });

    it.each([`/nearby?layer=toilets&${AROUND}`, '/layers/toilets/columns?properties=name'])(
      'is not among the answers of %s',
      async (path) => {
        expect(await body(path)).toContain(OPEN);
        expect(await body(path)).not.toContain(HIDDEN);
      },
    );

    it('is not found, neither by name nor by id', async () => {
      expect(await body('/search?q=燕儿岛公厕')).toContain(OPEN);
      for (const q of ['内部公厕', 'nbgc', HIDDEN]) expect(await body(`/search?q=${q}`)).toContain('"hits":[]');
    });

    it('is not counted', async () => {
      expect(await body('/counts?layers=toilets&bbox=120,36,121,37')).toBe('{"toilets":1}');
      expect(await (await service.get('/layers/toilets')).json()).toMatchObject({ count: 1 });
    });
  });

  it.each([
    `/tiles/toilets/${String(z)}/${String(x)}/${String(y)}.mvt`,
    '/tiles/toilets.json',
    '/layers/toilets',
    `/layers/toilets/items/${OPEN}`,
    '/layers/toilets/columns',
    `/nearby?layer=toilets&${AROUND}`,
    '/counts?layers=toilets&bbox=120,36,121,37',
    '/search?q=公厕&layers=toilets',
  ])('as a layer does not exist for %s', async (path) => {
    expect((await internal.get(path)).status).toBe(404);
  });

  it('as a layer is in no list, style or search', async () => {
    for (const path of ['/layers', '/styles/light.json', '/search?q=燕儿岛公厕', '/counts?bbox=120,36,121,37']) {
      const text = await (await internal.get(path)).text();
      expect(text, path).not.toContain('"toilets"');
    }
  });
});
