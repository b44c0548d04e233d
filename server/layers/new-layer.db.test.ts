import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile } from '@mapbox/vector-tile';
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { legendOf } from '../../tiles/style/legend.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { loadCatalogue, type Catalogue } from './catalogue.ts';
import { QINGDAO_FOLDER } from './city.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { loadFile } from '../ingest/load.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { serve, type TestService } from '../testing/serve.ts';

/** The one new file. */
const BENCHES = `{
  "$schema": "../../../schemas/layer.schema.json",
  "id": "benches",
  "title": { "zh": "长椅", "en": "Benches" },
  "description": { "zh": "路边和公园里的长椅。", "en": "Benches beside roads and in parks." },
  "theme": "facilities",
  "geometry": "Point",
  "attributes": {
    "name": { "type": "string", "title": { "zh": "名称", "en": "Name" }, "maxLength": 100 },
    "material": {
      "type": "string",
      "title": { "zh": "材质", "en": "Material" },
      "values": { "wood": { "zh": "木", "en": "Wood" }, "stone": { "zh": "石", "en": "Stone" } }
    },
    "seats": { "type": "integer", "title": { "zh": "座位", "en": "Seats" }, "minimum": 1 }
  },
  "required": ["name"],
  "name": { "zh": "name" },
  "owner": { "zh": "市城市管理局", "en": "City Management Bureau" },
  "visibility": "public",
  "source": { "zh": "测试", "en": "Test" },
  "minzoom": 10,
  "maxzoom": 16,
  "tileAttributes": ["seats"],
  "style": {
    "color": { "light": "#0b6fa4", "dark": "#5ab4e0" },
    "by": {
      "attribute": "material",
      "values": {
        "wood": { "light": "#8c510a", "dark": "#d8b365" },
        "stone": { "light": "#555555", "dark": "#bbbbbb" }
      }
    },
    "order": 221,
    "size": 5,
    "glyph": "椅",
    "label": { "minzoom": 16 }
  },
  "filters": [{ "attribute": "material", "kind": "choice" }]
}
`;

const DATA = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 'b1',
      properties: { name: '八大关长椅', material: 'wood', seats: 3 },
      geometry: { type: 'Point', coordinates: [120.35, 36.05] },
    },
    {
      type: 'Feature',
      id: 'b2',
      properties: { name: '五四广场长椅', material: 'stone', seats: 4 },
      geometry: { type: 'Point', coordinates: [120.384, 36.062] },
    },
  ],
};

describeDatabases(
  'one new file in the catalogue, and nothing else, gives a new layer',
  { embedded: 'full' },
  (database) => {
    let folder: string;
    let catalogue: Catalogue;
    let service: TestService;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chengtu-city-'));
      await cp(QINGDAO_FOLDER, folder, { recursive: true });
      await writeFile(join(folder, 'layers/benches.json'), BENCHES);
      await writeFile(join(folder, 'benches.geojson'), JSON.stringify(DATA));
      catalogue = await loadCatalogue(folder);
      service = await serve({ db: database(), catalogue });
    });
    afterAll(async () => {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('its partition, and its load with checks', async () => {
      await ensureLayers(database(), catalogue);
      const report = await loadFile(database(), catalogue, {
        layer: 'benches',
        path: join(folder, 'benches.geojson'),
        datum: 'wgs84',
        replace: false,
        provenance: 'imported',
        idAttribute: null,
        ignoreUnknown: false,
      });
      expect(report.count).toBe(2);
    });

    it('its tiles', async () => {
      const { z, x, y } = tileAt({ lon: 120.384, lat: 36.062 }, 14);
      const response = await service.get(`/tiles/benches/${String(z)}/${String(x)}/${String(y)}.mvt`);
      const layer = new VectorTile(new PbfReader(await response.arrayBuffer())).layers['benches'];
      expect(layer?.length).toBe(1);
      expect({ ...layer?.feature(0).properties }).toEqual({
        id: 'b2',
        provenance: 'imported',
        name: '五四广场长椅',
        seats: 4,
        material: 'stone',
      });
    });

    it('its TileJSON', async () => {
      expect(await (await service.get('/tiles/benches.json?lang=en')).json()).toMatchObject({
        tilejson: '3.0.0',
        name: 'Benches',
        minzoom: 10,
        maxzoom: 16,
        attribution: 'Test',
        vector_layers: [{ id: 'benches', fields: { seats: 'Seats', material: 'Material' } }],
      });
    });

    it('its style in both themes', async () => {
      for (const theme of ['light', 'dark']) {
        const style = await (await service.get(`/styles/${theme}.json`)).json();
        expect(validateStyleMin(style)).toEqual([]);
        expect(style.sources.benches.tiles[0]).toContain('/tiles/benches/');
        expect(style.layers.map((layer: { id: string }) => layer.id)).toEqual(
          expect.arrayContaining(['benches:circle', 'benches:glyph', 'benches:label', 'benches:selected']),
        );
      }
    });

    it('its legend', () => {
      const layer = catalogue.get('benches');
      expect(layer && legendOf(layer, 'light')).toMatchObject({
        mark: 'circle',
        glyph: '椅',
        classes: [{ value: 'wood', label: { en: 'Wood' } }, { value: 'stone' }, { label: { en: 'Other' } }],
      });
    });

    it('its place in the list, its schema, its items, its counts and its neighbours', async () => {
      const list = await (await service.get('/layers')).json();
      expect(list.layers.find((layer: { id: string }) => layer.id === 'benches')).toMatchObject({
        count: 2,
        provenance: { imported: 2 },
        filters: [{ attribute: 'material' }],
      });
      expect(await (await service.get('/layers/benches')).json()).toMatchObject({
        schema: { properties: { seats: { minimum: 1 } } },
      });
      expect(await (await service.get('/layers/benches/items/b1')).json()).toMatchObject({
        id: 'b1',
        properties: { seats: 3 },
      });
      expect(await (await service.get('/counts?layers=benches')).json()).toEqual({ benches: 2 });
      const near = await (
        await service.get('/nearby?layer=benches&lon=120.38&lat=36.06&radius=5000&material=stone')
      ).json();
      expect(near.features.map((feature: { id: string }) => feature.id)).toEqual(['b2']);
    });

    it('its names in search', async () => {
      const found = await (await service.get(`/search?q=${encodeURIComponent('八大关长椅')}&layers=benches`)).json();
      expect(found.hits[0]).toMatchObject({ layer: 'benches', id: 'b1' });
    });
  },
);
