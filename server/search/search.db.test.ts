import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFile } from '../ingest/load.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { registryOf } from '../layers/registry.ts';
import { testCatalogue } from '../testing/layers.ts';
import { search } from './search.ts';

const square = (lon: number, lat: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [lon, lat],
      [lon + 0.2, lat],
      [lon + 0.2, lat + 0.2],
      [lon, lat + 0.2],
      [lon, lat],
    ],
  ],
});
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] });
const feature = (id: string, geometry: object, properties: object) => ({ type: 'Feature', id, geometry, properties });

const CITY = {
  districts: [
    feature('370202', square(120.2, 36), { name: '市南区', name_en: 'Shinan District', code: '370202' }),
    feature('370212', square(120.5, 36), { name: '崂山区', name_en: 'Laoshan District', code: '370212' }),
  ],
  streets: [
    feature('370202001', square(120.2, 36), {
      name: '香港中路街道',
      name_en: 'Xianggangzhonglu Subdistrict',
      code: '370202001',
      district: '370202',
    }),
  ],
  toilets: [
    feature('t1', point(120.3, 36.1), {
      name: '五四广场公厕',
      name_en: 'Toilet, May Fourth Square',
      district: '370202',
      address: '东海西路35号',
    }),
    feature('t2', point(120.3, 36.1), { name: '市南区图书馆公厕', name_en: 'Toilet, Library', district: '370202' }),
    feature('t3', point(120.6, 36.1), { name: '崂山公厕', district: '370212', address: '香港东路1号' }),
    ...Array.from({ length: 60 }, (_, n) =>
      feature(`n${n}`, point(120.6, 36.1), { name: `移动厕所${n}号`, district: '370212' }),
    ),
  ],
  reports: Array.from({ length: 40 }, (_, n) => feature(`R-2017-${n}`, point(120.3, 36.1), { name: '市南区占道经营' })),
} as const;

describeDatabases('search', { embedded: 'full' }, (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-search-'));
    for (const [layer, features] of Object.entries(CITY)) {
      const path = join(folder, `${layer}.geojson`);
      await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }));
      await loadFile(database(), testCatalogue, {
        layer,
        path,
        datum: 'wgs84',
        replace: true,
        provenance: 'synthetic',
        idAttribute: null,
        ignoreUnknown: false,
      });
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const hits = async (q: string, limit = 10, layers?: readonly string[]) =>
    (await search(database(), registryOf(testCatalogue), { q, limit, ...(layers === undefined ? {} : { layers }) }))
      .hits;
  const first = async (q: string) => (await hits(q))[0]?.id;

  it.each([
    ['a Chinese name', '市南区', '370202'],
    ['its beginning', '市南', '370202'],
    ['a part of it', '广场', 't1'],
    ['pinyin', 'shinanqu', '370202'],
    ['pinyin with spaces and capitals', 'Shi Nan', '370202'],
    ['a part in pinyin', 'guangchang', 't1'],
    ['initials', 'lsq', '370212'],
    ['the beginning of initials', 'xgzl', '370202001'],
    ['English', 'laoshan district', '370212'],
    ['an English word inside', 'library', 't2'],
    ['a code', '370202001', '370202001'],
    ['an address', '东海西路', 't1'],
    ['an id', 't3', 't3'],
    ['the id of a report, though reports have no terms', 'R-2017-7', 'R-2017-7'],
    ['a numbered name', '移动厕所59号', 'n59'],
    ['a mistyped English word', 'Libary', 't2'],
    ['letters in the wrong order', 'laoshna', '370212'],
    ['a missing letter in pinyin', 'shinnqu', '370202'],
    ['a character of the same sound', '五四广厂', 't1'],
  ])('finds by %s: %s', async (_, q, id) => {
    expect(await first(q)).toBe(id);
  });

  it('puts exact before beginning before part before similar', async () => {
    const found = await hits('崂山区');
    expect(found[0]).toMatchObject({ id: '370212', score: 1 });
    const scores = (await hits('laoshan')).map((hit) => hit.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect((await hits('shinanqu')).map((hit) => hit.id).slice(0, 2)).toEqual(['370202', 't2']);
  });

  it('tells where each hit is, in both languages', async () => {
    const [hit] = await hits('五四广场公厕');
    expect(hit).toMatchObject({
      layer: 'toilets',
      id: 't1',
      name: { zh: '五四广场公厕', en: 'Toilet, May Fourth Square' },
      context: { zh: '市南区 · 东海西路35号', en: 'Shinan District · 东海西路35号' },
      lon: 120.3,
      lat: 36.1,
      bbox: [120.3, 36.1, 120.3, 36.1],
    });
  });

  it('keeps to the layers and the number asked for', async () => {
    expect((await hits('市南', 10, ['toilets'])).map((hit) => hit.id)).toEqual(['t2']);
    expect(await hits('移动厕所', 5)).toHaveLength(5);
    expect(await hits('市南', 10, [])).toEqual([]);
  });

  it.each(['', '   ', '！？', "'; drop table feature; --", '%', '\\', '\u{10ffff}', 'x'.repeat(500)])(
    'answers %j without an error',
    async (q) => {
      expect(Array.isArray(await hits(q))).toBe(true);
    },
  );

  it('finds no feature that is gone', async () => {
    await database().query(sqlText("delete from feature where feature_id = 't2'"));
    expect((await hits('library')).map((hit) => hit.id)).not.toContain('t2');
  });

  describe('after a second load', () => {
    it('finds a feature by its new name only', async () => {
      const path = join(folder, 'renamed.csv');
      await writeFile(path, 'id,name,lon,lat,district\nt1,奥帆中心公厕,120.3,36.1,370202\n');
      await loadFile(database(), testCatalogue, {
        layer: 'toilets',
        path,
        datum: 'wgs84',
        replace: false,
        provenance: 'imported',
        idAttribute: null,
        ignoreUnknown: false,
      });
      expect(await first('奥帆中心')).toBe('t1');
      expect((await hits('五四广场')).map((hit) => hit.id)).not.toContain('t1');
    });
  });
});
