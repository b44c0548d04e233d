import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import gcoord from 'gcoord';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { ensureLayers } from './layers.ts';
import { loadFile } from './load.ts';
import type { LoadOptions, LoadReport } from './load.ts';
import { LoadErrors } from './types.ts';
import type { LoadError } from './types.ts';

const FIXTURES = fileURLToPath(new URL('../../data/fixtures/load/', import.meta.url));
const DEFAULTS = {
  layer: 'toilets',
  datum: 'wgs84',
  replace: false,
  provenance: 'imported',
  idAttribute: null,
  ignoreUnknown: false,
} as const;

/** What a fixture's errors read like: feature number, property, message. */
const BAD: readonly (readonly [
  file: string,
  layer: string,
  errors: readonly (readonly [number, string | undefined, string])[],
])[] = [
  ['id-missing.geojson', 'toilets', [[1, undefined, 'id-missing']]],
  ['id-twice.geojson', 'toilets', [[3, undefined, 'id-twice']]],
  ['lon-lat-swapped.geojson', 'toilets', [[1, undefined, 'swapped']]],
  ['out-of-range.geojson', 'toilets', [[1, undefined, 'out-of-range']]],
  ['geometry-missing.geojson', 'toilets', [[1, undefined, 'geometry-missing']]],
  ['geometry-of-another-kind.geojson', 'toilets', [[1, undefined, 'geometry-kind']]],
  ['position-of-text.geojson', 'toilets', [[1, undefined, 'position-not-number']]],
  [
    'attributes-wrong.geojson',
    'toilets',
    [
      [1, 'district', 'pattern-mismatch'],
      [2, 'name', 'required'],
      [2, 'stalls_male', 'too-small'],
      [3, 'stalls_female', 'type-wrong'],
      [3, 'grade', 'value-not-allowed'],
    ],
  ],
  ['attribute-unknown.geojson', 'toilets', [[1, 'colour', 'unknown']]],
  ['provenance-unknown.geojson', 'toilets', [[1, 'provenance', 'provenance-unknown']]],
  ['crs-unknown.geojson', 'toilets', [[0, undefined, 'crs-unknown']]],
  ['crs-of-metres.geojson', 'toilets', [[1, undefined, 'crs-degrees']]],
  ['empty.geojson', 'toilets', [[0, undefined, 'file-empty']]],
  ['json-cut-off.geojson', 'toilets', [[0, undefined, 'json-malformed']]],
  ['single-feature.geojson', 'toilets', [[0, undefined, 'not-feature-collection']]],
  ['no-such-file.geojson', 'toilets', [[0, undefined, 'file-unreadable']]],
  ['ring-open.geojson', 'zones', [[1, undefined, 'ring-open']]],
  ['ring-short.geojson', 'zones', [[1, undefined, 'ring-short']]],
  ['ring-crossing-itself.geojson', 'zones', [[1, undefined, 'geometry-invalid']]],
  ['wkt-broken.csv', 'toilets', [[1, undefined, 'wkt-malformed']]],
  [
    'numbers-broken.csv',
    'toilets',
    [
      [1, 'stalls_male', 'type-wrong'],
      [2, undefined, 'position-not-number'],
    ],
  ],
  ['no-coordinates.csv', 'toilets', [[0, undefined, 'no-geometry-column']]],
  ['no-ids.csv', 'toilets', [[0, undefined, 'no-id-column']]],
  ['columns-twice.csv', 'toilets', [[0, undefined, 'column-twice']]],
  ['rows-of-other-lengths.csv', 'toilets', [[1, undefined, 'row-longer']]],
  [
    'ids-unusable.geojson',
    'toilets',
    [
      [2, undefined, 'id-unusable'],
      [3, undefined, 'id-unusable'],
      [4, undefined, 'id-unusable'],
    ],
  ],
  ['id-rounded.geojson', 'toilets', [[1, undefined, 'id-rounded']]],
  [
    'text-unstorable.geojson',
    'toilets',
    [
      [1, 'address', 'text-unstorable'],
      [2, 'address', 'text-unstorable'],
    ],
  ],
  ['infinite.geojson', 'toilets', [[1, 'stalls_male', 'type-wrong']]],
  ['crs-link.geojson', 'toilets', [[0, undefined, 'crs-unknown']]],
  ['metres.geojson', 'toilets', [[1, undefined, 'metres']]],
  ['ring-empty.geojson', 'zones', [[1, undefined, 'ring-short']]],
  [
    'edges-antipodal.geojson',
    'zones',
    [
      [1, undefined, 'edge-antipodal'],
      [3, undefined, 'edge-antipodal'],
    ],
  ],
  [
    'areas-empty.geojson',
    'zones',
    [
      [1, undefined, 'geometry-empty'],
      [2, undefined, 'geometry-empty'],
      [3, undefined, 'geometry-empty'],
    ],
  ],
  [
    'points-nowhere.csv',
    'toilets',
    [
      [1, undefined, 'geometry-empty'],
      [2, undefined, 'wkt-malformed'],
      [3, undefined, 'wkt-malformed'],
      [5, undefined, 'geometry-empty'],
    ],
  ],
  [
    'other-notations.csv',
    'toilets',
    [
      [1, undefined, 'position-not-number'],
      [2, 'stalls_male', 'type-wrong'],
      [3, 'opened', 'format-mismatch'],
      [4, undefined, 'position-not-number'],
    ],
  ],
];

describeDatabases('load', { embedded: 'daily' }, (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-load-'));
    await ensureLayers(database(), testCatalogue);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => database().query(sqlText('truncate feature')));

  const load = (options: Partial<LoadOptions> & Pick<LoadOptions, 'path'>): Promise<LoadReport> =>
    loadFile(database(), testCatalogue, { ...DEFAULTS, ...options });
  const fixture = (name: string, options: Partial<LoadOptions> = {}): Promise<LoadReport> =>
    load({ path: join(FIXTURES, name), ...options });

  it('loads GeoJSON with ids of texts and numbers, labels as values, and the provenance each feature states', async () => {
    const report = await fixture('points-good.geojson');
    expect(report).toMatchObject({ count: 3, added: 3, updated: 0, removed: 0 });
    const rows = await features(database(), 'toilets');
    expect(rows.map(({ id, provenance }) => [id, provenance])).toEqual([
      ['3', 'imported'],
      ['t1', 'imported'],
      ['t2', 'official'],
    ]);
    expect(rows[2]?.attributes).toEqual({ name: '香港中路公厕', district: '370202', grade: 'second' });
  });

  it('loads CSV with Chinese headers, in UTF-8 with a byte order mark and in GB18030 alike', async () => {
    await fixture('chinese-headers.csv');
    const utf8 = await features(database(), 'toilets');
    expect(utf8[0]).toMatchObject({
      id: 'c1',
      lon: 120.32,
      lat: 36.06,
      attributes: { name: '测试公厕一', stalls_male: 5, grade: 'first', address: '香港中路1号' },
    });
    expect(utf8[1]?.attributes).not.toHaveProperty('stalls_male');
    const report = await fixture('gb18030.csv', { replace: true });
    expect(report.notes).toContainEqual({
      message: 'decoded-names',
      params: { encoding: 'gb18030', names: expect.stringContaining('测试公厕一') as string },
    });
    const withoutFid = (rows: Awaited<ReturnType<typeof features>>) => rows.map(({ fid: _, ...row }) => row);
    expect(withoutFid(await features(database(), 'toilets'))).toEqual(withoutFid(utf8));
  });

  it('loads what spreadsheets call Unicode text: tabs in UTF-16', async () => {
    const path = join(folder, 'unicode.csv');
    await writeFile(path, '\uFEFF编号\t名称\t经度\t纬度\t区市\nu1\t甲\t120.32\t36.06\t370202\n', 'utf16le');
    expect((await load({ path })).notes).toContainEqual({
      message: 'decoded-names',
      params: { encoding: 'utf-16le', names: '甲' },
    });
    expect(await features(database(), 'toilets')).toMatchObject([{ id: 'u1', attributes: { name: '甲' } }]);
  });

  it('loads CSV with WKT, semicolons and points of several parts', async () => {
    await fixture('wkt.csv');
    expect((await features(database(), 'toilets')).map((row) => row.type)).toEqual(['POINT', 'MULTIPOINT']);
  });

  it('updates features of the same id and keeps the others, their numbers in tiles included', async () => {
    await fixture('points-good.geojson');
    const before = await features(database(), 'toilets');
    const report = await fixture('chinese-headers.csv');
    expect(report).toMatchObject({ added: 2, updated: 0 });
    expect(await fixture('points-good.geojson')).toMatchObject({ added: 0, updated: 3 });
    const after = await features(database(), 'toilets');
    expect(after).toHaveLength(5);
    expect(after.filter((row) => before.some((old) => old.id === row.id)).map((row) => row.fid)).toEqual(
      before.map((row) => row.fid),
    );
  });

  it('replaces the whole layer when asked', async () => {
    await fixture('points-good.geojson');
    expect(await fixture('chinese-headers.csv', { replace: true })).toMatchObject({ added: 2, removed: 3 });
    expect((await features(database(), 'toilets')).map((row) => row.id)).toEqual(['c1', 'c2']);
  });

  it('raises the revision of the layer, and of no other', async () => {
    const before = await revisions(database());
    await fixture('points-good.geojson');
    const after = await revisions(database());
    expect(after.toilets).toBeGreaterThan(before.toilets ?? 0);
    expect({ ...after, toilets: 0 }).toEqual({ ...before, toilets: 0 });
  });

  it('leaves unknown attributes out when told to, and says which', async () => {
    const report = await fixture('attribute-unknown.geojson', { ignoreUnknown: true });
    expect(report.notes).toContainEqual({ message: 'dropped', params: { names: 'colour' } });
    expect(report.count).toBe(2);
  });

  it('takes ids from a property that is no attribute', async () => {
    const path = join(folder, 'by-property.csv');
    await writeFile(path, 'osm_id,name,lon,lat,district\nn77,甲,120.32,36.06,370202\n');
    await load({ path, idAttribute: 'osm_id' });
    expect((await features(database(), 'toilets')).map((row) => row.id)).toEqual(['n77']);
  });

  it.each([
    ['gcj02', gcoord.GCJ02, 350, 550],
    ['bd09', gcoord.BD09, 1100, 1400],
  ] as const)('converts %s to within a metre, having moved it by hundreds', async (datum, from, least, most) => {
    const truth = { lon: 120.3826, lat: 36.0671 };
    const [lon, lat] = gcoord.transform([truth.lon, truth.lat], gcoord.WGS84, from);
    const path = join(folder, `${datum}.csv`);
    await writeFile(path, `id,name,lon,lat,district\na,甲,${lon},${lat},370202\n`);
    const report = await load({ path, datum });
    const moved = Number(report.notes.find((note) => note.message === 'converted')?.params?.metres);
    expect(moved).toBeGreaterThan(least);
    expect(moved).toBeLessThan(most);
    const [row] = await database().query(
      sqlText(
        "select ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography) as m from feature where feature_id = 'a'",
      ),
      [truth.lon, truth.lat],
    );
    expect(readNumber(row ?? {}, 'm')).toBeLessThan(1);
  });

  it('refuses what fits another datum clearly better, says which, and takes the one that is given', async () => {
    await fixture('known-districts.geojson', { layer: 'districts' });
    const path = join(folder, 'gcj02-unsaid.csv');
    // On both sides of the border at 120.2° E: GCJ-02 puts those to the west of it across.
    const rows = Array.from({ length: 36 }, (_, n) => {
      const [lon, lat] = [120.2 + (n % 2 === 0 ? -0.002 : 0.002), 36.02 + n * 0.0048];
      const at = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
      return `g${n},点${n},${at[0].toFixed(6)},${at[1].toFixed(6)},${n % 2 === 0 ? '370215' : '370211'}`;
    });
    await writeFile(path, ['id,name,lon,lat,district', ...rows].join('\n'));
    expect(await errorsOf(load({ path, datum: null }))).toMatchObject([
      { feature: 0, message: 'datum-wrong', params: { better: 'GCJ-02', option: 'gcj02', asked: 'wgs84' } },
    ]);
    expect(await features(database(), 'toilets')).toEqual([]);
    const told = async (options: Partial<LoadOptions>) =>
      (await load({ path, ...options })).notes.map(({ message }) => message);
    expect(await told({ datum: 'gcj02' })).toContain('datum-fits');
    expect(await told({ datum: 'wgs84' })).toContain('datum-doubtful');
    expect((await features(database(), 'toilets')).length).toBe(36);
  });

  it('says so where nothing tells the datum', async () => {
    for (const [datum, message] of [
      ['wgs84', 'datum-as-asked'],
      [null, 'datum-unknown'],
    ] as const) {
      const { notes } = await fixture('points-good.geojson', { datum });
      expect(notes.map((note) => note.message)).toContain(message);
      await database().query(sqlText('truncate feature'));
    }
  });

  it('fills district and subdistrict from where features lie, where the file says nothing of them', async () => {
    await fixture('known-districts.geojson', { layer: 'districts' });
    const path = join(folder, 'without-district.csv');
    await writeFile(path, 'id,name,lon,lat\na,甲,120.1,36.1\nb,乙,120.3,36.1\n');
    const report = await load({ path });
    expect(report.notes).toContainEqual({ message: 'placed-by-location', params: { property: 'district', count: 2 } });
    expect((await features(database(), 'toilets')).map((row) => row.attributes.district)).toEqual(['370215', '370211']);
  });

  it('reports a feature outside every district as such, and of a bad position the position alone', async () => {
    await fixture('known-districts.geojson', { layer: 'districts' });
    const path = join(folder, 'not-placed.csv');
    await writeFile(path, 'id,name,lon,lat\na,甲,120.1,36.1\nb,乙,125,36.1\nc,丙,36.1,120.1\n');
    expect((await errorsOf(load({ path }))).map((error) => [error.feature, error.property, error.message])).toEqual([
      [2, 'district', 'required-not-placed'],
      [3, undefined, 'swapped'],
    ]);
  });

  it('refuses a file of zero bytes, whatever its size', async () => {
    const path = join(folder, 'zeros.csv');
    await writeFile(path, '');
    await truncate(path, 20_000_000);
    expect(await errorsOf(load({ path }))).toMatchObject([{ feature: 0, message: 'csv-malformed' }]);
  });

  it('notices features far outside the city', async () => {
    await fixture('known-districts.geojson', { layer: 'districts' });
    const path = join(folder, 'outside.csv');
    await writeFile(path, 'id,name,lon,lat,district\na,甲,120.1,36.1,370215\nb,乙,116.4,39.9,370215\n');
    expect((await load({ path })).notes).toContainEqual({ message: 'outside-city', params: { count: 1, example: 2 } });
  });

  describe('of a bad file loads nothing and names every error', () => {
    it.each(BAD)('%s', async (file, layer, expected) => {
      const errors = await errorsOf(fixture(file, { layer }));
      expect(errors.map((error) => [error.feature, error.property, error.message])).toEqual(expected);
      expect(await features(database(), layer)).toEqual([]);
    });
  });

  it('tells how often an unknown attribute appears instead of an error for each', async () => {
    const [error] = await errorsOf(fixture('attribute-unknown.geojson'));
    expect(error?.params).toEqual({ count: 2 });
  });

  it('does not grow the table of features by loading them again and again', async () => {
    if (database().kind === 'server') return; // PostgreSQL has autovacuum.
    const paths = await Promise.all(
      [36.06, 36.07].map(async (lat) => {
        const path = join(folder, `again-${lat}.csv`);
        const lines = Array.from({ length: 1500 }, (_, n) => `m${n},甲${n},120.${1000 + n},${lat},370202`);
        await writeFile(path, ['id,name,lon,lat,district', ...lines].join('\n'));
        return path;
      }),
    );
    const loadBoth = async () => {
      for (const path of paths) await load({ path });
    };
    const size = async () =>
      readNumber(
        onlyRow(await database().query(sqlText("select pg_total_relation_size('feature_toilets') as size"))),
        'size',
      );
    await loadBoth();
    await loadBoth();
    const before = await size();
    await loadBoth();
    await loadBoth();
    expect(await size()).toBeLessThan(before * 1.2);
  });

  it('keeps what was there when a later part of the transaction fails', async () => {
    await fixture('points-good.geojson');
    const path = join(folder, 'many.csv');
    const lines = Array.from({ length: 5000 }, (_, n) => `m${n},甲${n},120.${1000 + n},36.06,370202`);
    await writeFile(path, ['id,name,lon,lat,district', ...lines].join('\n'));
    const failing = load({
      path,
      replace: true,
      onProgress: ({ phase, done }) => {
        if (phase === 'writing' && done > 2000) throw new Error('cut off');
      },
    });
    await expect(failing).rejects.toThrow('cut off');
    expect((await features(database(), 'toilets')).map((row) => row.id)).toEqual(['3', 't1', 't2']);
  });
});

async function errorsOf(loading: Promise<unknown>): Promise<readonly LoadError[]> {
  const error: unknown = await loading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LoadErrors)) throw new Error('The file was loaded, or failed otherwise.', { cause: error });
  return error.errors;
}

const FEATURES = sqlText(`
  select fid, feature_id, GeometryType(geom) as type, ST_X(ST_Centroid(geom)) as lon, ST_Y(ST_Centroid(geom)) as lat, attributes::text as attributes, provenance
  from feature where layer_id = $1 order by feature_id`);

async function features(db: Database, layer: string) {
  return (await db.query(FEATURES, [layer])).map((row) => ({
    fid: readNumber(row, 'fid'),
    id: readText(row, 'feature_id'),
    type: readText(row, 'type'),
    lon: readNumber(row, 'lon'),
    lat: readNumber(row, 'lat'),
    provenance: readText(row, 'provenance'),
    attributes: JSON.parse(readText(row, 'attributes')) as Record<string, unknown>,
  }));
}

async function revisions(db: Database): Promise<Record<string, number>> {
  const rows = await db.query(sqlText('select layer_id, revision from layer order by layer_id'));
  return Object.fromEntries(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'revision')]));
}
