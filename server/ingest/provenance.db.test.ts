import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadGiven } from '../../scripts/qingdao/demo.ts';
import type { LayerInfo } from '../../tiles/api/layers.ts';
import type { TileJson } from '../../tiles/api/tile-sets.ts';
import { sqlText } from '../platform/db/sql.ts';
import { keptTables } from '../backup/tables.ts';
import { exportTiles } from '../export/export.ts';
import { createCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { archiveSource } from '../testing/archive.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';
import { ensureLayers } from './layers.ts';
import { loadFile, type LoadOptions, type LoadReport } from './load.ts';

const DEFAULTS = {
  layer: 'toilets',
  datum: 'wgs84',
  replace: false,
  provenance: 'imported',
  idAttribute: null,
  ignoreUnknown: false,
} as const;
const BUREAU = { source: { zh: '市城管局', en: 'City Bureau' }, licence: 'CC BY 4.0', asOf: '2024-05' };

function collection(ids: readonly string[], more: object = {}, properties: object = {}): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    ...more,
    features: ids.map((id, index) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [120.38 + index / 1000, 36.07] },
      properties: { name: id, district: '370202', ...properties },
    })),
  });
}

interface Style {
  readonly sources: Readonly<Record<string, { readonly attribution?: string }>>;
}

describeDatabases('the source of a layer', { embedded: 'full' }, (database) => {
  let folder: string;
  let service: TestService;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-provenance-'));
    await ensureLayers(database(), testCatalogue);
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    await database().query(sqlText('delete from feature'));
    await database().query(sqlText('truncate layer_load'));
    await database().query(sqlText('update layer set demo_hash = null, demo_edits = null'));
  });

  async function loadText(text: string, options: Partial<LoadOptions> = {}): Promise<LoadReport> {
    const path = join(folder, 'load.geojson');
    await writeFile(path, text);
    return loadFile(database(), testCatalogue, { ...DEFAULTS, path, ...options });
  }
  /** Demonstration data, as a start loads it: its source is what the definition of the layer says. */
  async function demonstrate(ids: readonly string[]): Promise<void> {
    await writeFile(join(folder, 'toilets.geojson'), collection(ids, {}, { provenance: 'synthetic' }));
    await loadGiven(database(), testCatalogue, { folder, provenance: 'synthetic' });
    await rm(join(folder, 'toilets.geojson'));
  }
  /** The source by all that names it, in both languages. */
  async function named(): Promise<{ zh: string; en: string }> {
    const read = async <T>(path: string): Promise<T> => (await (await service.get(path)).json()) as T;
    const layer = await read<LayerInfo>('/layers/toilets');
    const list = await read<{ readonly layers: readonly LayerInfo[] }>('/layers');
    expect(list.layers.find(({ id }) => id === 'toilets')?.source).toEqual(layer.source);
    for (const lang of ['zh', 'en'] as const) {
      const shown =
        layer.count === 0 && layer.source[lang] !== '测试' && layer.source[lang] !== 'Test' ? '' : layer.source[lang];
      expect((await read<TileJson>(`/tiles/toilets.json?lang=${lang}`)).attribution).toBe(escaped(shown));
      expect((await read<Style>(`/styles/light.json?lang=${lang}`)).sources['toilets']?.attribution).toBe(
        escaped(shown),
      );
    }
    return layer.source;
  }
  /** The metadata of an archive of toilets. */
  async function exported(catalogue: Catalogue): Promise<unknown> {
    const toilets = catalogue.get('toilets');
    if (toilets === undefined) throw new Error('There are no toilets.');
    const out = join(folder, 'city.pmtiles');
    await exportTiles(database(), registryOf(catalogue), {
      layers: [toilets],
      out,
      force: true,
      minzoom: null,
      maxzoom: 8,
      bbox: null,
      filter: null,
      lang: 'en',
      version: '1.2.3',
      concurrency: 1,
    });
    return new PMTiles(archiveSource(await readFile(out))).getMetadata();
  }
  const escaped = (text: string): string =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');

  it('is that of its definition for what came with the city, and for what nothing was noted of', async () => {
    expect(await named()).toEqual({ zh: '测试', en: 'Test' });
    await demonstrate(['a', 'b']);
    expect(await named()).toEqual({ zh: '测试', en: 'Test' });
  });

  it('is that of the file that has replaced it, with licence and date', async () => {
    await demonstrate(['a', 'b']);
    await loadText(collection(['c', 'd']), { replace: true, origin: BUREAU });
    expect(await named()).toEqual({
      zh: '市城管局（CC BY 4.0，数据截至 2024-05）',
      en: 'City Bureau (CC BY 4.0, as of 2024-05)',
    });
    const { loads } = await (await service.get('/layers/toilets')).json();
    expect(loads).toMatchObject([{ ...BUREAU, features: 2 }]);
  });

  it('is in the metadata of an export, and comes back with a backup', async () => {
    await demonstrate(['a', 'b']);
    await loadText(collection(['c', 'd']), { replace: true, origin: BUREAU });
    expect(await exported(testCatalogue)).toMatchObject({
      attribution: 'City Bureau (CC BY 4.0, as of 2024-05)',
    });
    expect((await keptTables(database())).map(({ name }) => name)).toContain('layer_load');
  });

  it('is not given, rather than a wrong one, where nobody says it', async () => {
    await demonstrate(['a', 'b']);
    const { origin } = await loadText(collection(['c', 'd']), { replace: true });
    expect(origin).toEqual({ source: null, licence: null, asOf: null });
    expect(await named()).toEqual({ zh: '来源未注明', en: 'Source not given' });
    await loadText(collection(['c', 'd']), { replace: true, origin: { source: BUREAU.source } });
    expect(await named()).toEqual(BUREAU.source);
  });

  it('changes with a load that changes no feature', async () => {
    await loadText(collection(['a']), { replace: true, origin: { source: { zh: '甲', en: 'A' } } });
    expect(await named()).toEqual({ zh: '甲', en: 'A' });
    await loadText(collection(['a']), { replace: true, origin: { source: { zh: '乙', en: 'B' } } });
    expect(await named()).toEqual({ zh: '乙', en: 'B' });
  });

  it('names all where a layer is mixed, and drops what has gone', async () => {
    await demonstrate(['a', 'b']);
    await loadText(collection(['b', 'c']), { origin: BUREAU });
    const mixed = await named();
    expect(mixed.zh).toBe('测试；市城管局（CC BY 4.0，数据截至 2024-05）');
    expect(mixed.en).toBe('Test; City Bureau (CC BY 4.0, as of 2024-05)');
    await database().query(sqlText("delete from feature where provenance = 'synthetic'"));
    expect((await named()).en).toBe('City Bureau (CC BY 4.0, as of 2024-05); some features edited since');
  });

  describe('of a layer that comes with the city, on a database that never held its files', () => {
    const generated = { zh: '合成数据，数量依据案例5', en: 'Synthetic, to the count of case 5' };
    const catalogue = createCatalogue(
      testCatalogue.layers.map((layer) =>
        layer.id === 'toilets' ? { ...layer, source: generated, comesWithCity: true } : layer,
      ),
      testCity,
    );
    const load = async (ids: readonly string[], options: Partial<LoadOptions> = {}): Promise<void> => {
      const path = join(folder, 'own.geojson');
      await writeFile(path, collection(ids));
      await loadFile(database(), catalogue, { ...DEFAULTS, path, ...options });
    };
    beforeAll(async () => {
      await service.close();
      service = await serve({ db: database(), catalogue });
    });
    afterAll(async () => {
      await service.close();
      service = await serve({ db: database(), catalogue: testCatalogue });
    });

    it('is none while it is empty, and not given once a file was loaded that says none', async () => {
      expect(await named()).toEqual({ zh: '暂无数据', en: 'No data yet' });
      await load(['a', 'b']);
      expect(await named()).toEqual({ zh: '来源未注明', en: 'Source not given' });
      await load(['a', 'b'], { replace: true, origin: { licence: 'CC BY 4.0' } });
      expect(await named()).toEqual({ zh: '来源未注明（CC BY 4.0）', en: 'Source not given (CC BY 4.0)' });
    });

    it('is not given of what somebody wrote by SQL', async () => {
      await load(['a']);
      await database().query(sqlText('truncate layer_load'));
      expect((await named()).en).toBe('Source not given');
    });

    it('is that of its definition for its own files, alone or beside others', async () => {
      await demonstrate(['a', 'b']);
      expect(await named()).toEqual(generated);
      await load(['c']);
      expect((await named()).en).toBe('Synthetic, to the count of case 5; Source not given');
    });

    it('is in an export as on the map', async () => {
      await load(['a', 'b']);
      expect(await exported(catalogue)).toMatchObject({ attribution: 'Source not given' });
    });
  });

  it('is replaced by a load that brings every feature of the layer, whether it was told to replace or not', async () => {
    await loadText(collection(['a', 'b']), { origin: { source: { zh: '甲', en: 'A' } } });
    await loadText(collection(['a', 'b', 'c']), { origin: { source: { zh: '乙', en: 'B' } } });
    expect((await named()).en).toBe('B');
  });

  it('is noted once for a source that is loaded from every day, with its last date', async () => {
    for (const [day, id] of [...'abcdef'].entries())
      await loadText(collection([id]), { origin: { ...BUREAU, asOf: `2024-05-0${String(day + 1)}` } });
    expect((await named()).en).toBe('City Bureau (CC BY 4.0, as of 2024-05-06)');
    const { loads } = await (await service.get('/layers/toilets')).json();
    expect(loads).toMatchObject([{ features: 6 }]);
  });

  it('names a few of many, and how many more there are', async () => {
    for (const id of 'abcdef') await loadText(collection([id]), { origin: { source: { zh: id, en: id } } });
    expect((await named()).en).toBe('a; b; c; d; 2 more sources');
  });

  it('says that features were edited, and nothing of a layer that was emptied', async () => {
    await loadText(collection(['a', 'b']), { origin: { source: BUREAU.source } });
    await database().query(
      sqlText(`update feature set attributes = attributes || '{"name": "甲"}' where feature_id = 'a'`),
    );
    expect(await named()).toEqual({
      zh: '市城管局；部分要素此后经过修改',
      en: 'City Bureau; some features edited since',
    });
    await database().query(sqlText('delete from feature'));
    expect(await named()).toEqual({ zh: '暂无数据', en: 'No data yet' });
  });

  it('is text everywhere, whatever is in it', async () => {
    const source = `<img src=x onerror="alert('1')"> & 'so'`;
    await loadText(collection(['a']), { origin: { source: { zh: source, en: source } } });
    expect((await named()).en).toBe(source);
  });

  it.each([
    [
      { copyright: '© OpenStreetMap contributors', timestamp: '2024-05-31T08:00:00Z' },
      '© OpenStreetMap contributors (as of 2024-05-31)',
    ],
    [{ metadata: { source: 'Portal', license: 'ODbL 1.0', date: '2024' } }, 'Portal (ODbL 1.0, as of 2024)'],
    [{ 来源: '统计局', 许可: '政府开放数据' }, '统计局 (政府开放数据)'],
    [{ attribution: 'A', source: 'two\nlines' }, 'A'],
  ])('is read from the file: %j', async (members, expected) => {
    const { origin } = await loadText(collection(['a'], members), { replace: true });
    expect(origin.source).not.toBeNull();
    expect((await named()).en).toBe(expected);
  });

  it.each([[{ timestamp: '2024-05-31' }], [{ source: 42 }], [{ source: '' }], [{ name: 'toilets' }]])(
    'is not read from %j',
    async (members) => {
      expect((await loadText(collection(['a'], members))).origin.source).toBeNull();
    },
  );

  describe('of a database from before loads were noted', () => {
    /** What the migration notes of the layers that it finds. */
    async function migrateAgain(): Promise<void> {
      const migration = await readFile(new URL('../../data/migrations/022_layer_loads.sql', import.meta.url), 'utf8');
      await database().query(sqlText('truncate layer_load'));
      await database().query(sqlText(migration.slice(migration.indexOf('insert into layer_load'))));
    }

    it('is that of the definition while demonstration data is there, and not given after it was replaced', async () => {
      await demonstrate(['a', 'b']);
      await migrateAgain();
      expect((await named()).en).toBe('Test');
      await database().query(sqlText("update feature set provenance = 'imported' where feature_id = 'a'"));
      await migrateAgain();
      expect((await named()).en).toBe('Test');
      await database().query(sqlText("update feature set provenance = 'imported'"));
      await migrateAgain();
      expect((await named()).en).toBe('Source not given');
    });
  });

  it('says nothing of edits that nobody may see', async () => {
    await loadText(collection(['a', 'b']), { origin: { source: BUREAU.source } });
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        values ('toilets', 'x', ST_SetSRID(ST_MakePoint(120.38, 36.07), 4326), '{"name": "x"}', 'a', 'internal', 'official')`),
    );
    expect((await named()).en).toBe('City Bureau');
  });
});
