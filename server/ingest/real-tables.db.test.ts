/** Tables and files as cities, portals and spreadsheets write them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { createCatalogue, loadCatalogue } from '../layers/catalogue.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { readItem } from '../layers/feature-table/items.ts';
import { readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { ensureLayers } from './layers.ts';
import { loadFile } from './load.ts';
import type { LoadOptions, LoadReport } from './load.ts';
import { LoadErrors } from './types.ts';
import type { LoadError } from './types.ts';

const DEFAULTS = {
  layer: 'wild-points',
  datum: 'wgs84',
  replace: true,
  provenance: 'imported',
  idAttribute: null,
  ignoreUnknown: false,
} as const;

function wild(id: string, geometry: LayerDefinition['geometry']): LayerDefinition {
  return {
    id,
    title: { zh: '野外', en: 'Wild' },
    description: { zh: '试验。', en: 'A trial.' },
    theme: 'facilities',
    geometry,
    attributes: {
      name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 },
      kind: { type: 'string', title: { zh: '类型', en: 'Kind' }, maxLength: 300 },
      count: { type: 'integer', title: { zh: '数量', en: 'Count' } },
      value: { type: 'number', title: { zh: '数值', en: 'Value' } },
      ok: { type: 'boolean', title: { zh: '可用', en: 'Usable' } },
      day: { type: 'string', title: { zh: '日期', en: 'Day' }, format: 'date' },
      at: { type: 'string', title: { zh: '时间', en: 'At' }, format: 'date-time' },
    },
    required: [],
    name: { zh: 'name' },
    owner: { zh: '试验', en: 'Trial' },
    visibility: 'public',
    source: { zh: '试验', en: 'Trial' },
    minzoom: 0,
    maxzoom: 16,
    tileAttributes: [],
    style: { color: { light: '#0067a3', dark: '#5ab4e8' }, order: geometry === 'Point' ? 205 : 15 },
    filters: [],
  };
}

describeDatabases('real tables', { embedded: 'full' }, (database) => {
  let folder: string;
  let catalogue: Catalogue;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-tables-'));
    const qingdao = await loadCatalogue();
    catalogue = createCatalogue(
      [...qingdao.layers, wild('wild-points', 'Point'), wild('wild-areas', 'Polygon')],
      qingdao.city,
    );
    await ensureLayers(database(), catalogue);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => database().query(sqlText('truncate feature')));

  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const load = (path: string, options: Partial<LoadOptions> = {}): Promise<LoadReport> =>
    loadFile(database(), catalogue, { ...DEFAULTS, path, ...options });
  const csv = async (text: string, options: Partial<LoadOptions> = {}): Promise<LoadReport> =>
    load(await file('table.csv', text), options);
  const json = async (features: readonly object[], options: Partial<LoadOptions> = {}): Promise<LoadReport> =>
    load(await file('file.geojson', JSON.stringify({ type: 'FeatureCollection', features })), options);
  const held = async (layer = 'wild-points') => {
    const rows = await database().query(
      sqlText(
        'select feature_id, ST_X(ST_Centroid(geom)) as lon, ST_Y(ST_Centroid(geom)) as lat, attributes::text as attributes from feature where layer_id = $1 order by feature_id',
      ),
      [layer],
    );
    return rows.map((row) => ({
      id: readText(row, 'feature_id'),
      lon: Math.round(readNumber(row, 'lon') * 1e7) / 1e7,
      lat: Math.round(readNumber(row, 'lat') * 1e7) / 1e7,
      attributes: JSON.parse(readText(row, 'attributes')) as Record<string, unknown>,
    }));
  };
  const valuesOf = async (attribute: string, layer?: string) =>
    (await held(layer)).map(({ attributes }) => attributes[attribute]);
  const districts = (): Promise<LoadReport> =>
    json([area('370215', '即墨区', 120, 36), area('370211', '黄岛区', 120.2, 36)], { layer: 'districts' });

  it('of car parks load with a name, a number of places, or neither', async () => {
    const table = 'id,name,lon,lat,capacity\n1,某路停车场,120.3601,36.0702,85\n2,,120.3611,36.0712,\n';
    expect((await csv(table, { layer: 'parking' })).count).toBe(2);
    expect(await held('parking')).toMatchObject([
      { attributes: { name: '某路停车场', capacity: 85 } },
      { attributes: {} },
    ]);
  });

  it('of stations load with lines and kinds that no list has, kept as they are, and say so', async () => {
    const table = '编号,名称,类别,线路,经度,纬度\nx1,试验站,车站,1号线,120.36,36.08\nx2,换乘,枢纽,2号线,120.37,36.08\n';
    const report = await csv(table, { layer: 'metro-stations' });
    expect((await held('metro-stations')).map(({ attributes }) => attributes)).toEqual([
      { name: '试验站', kind: 'station', line: '1号线' },
      { name: '换乘', kind: '枢纽', line: '2' },
    ]);
    expect(report.notes).toContainEqual({
      message: 'values-unlisted',
      params: { property: 'line', count: 1, values: '1号线 × 1' },
    });
  });

  it('have their columns found by what cities call them, and say how each was taken', async () => {
    const table =
      '编号,公厕名称,经度（WGS84）,纬度（WGS84）,公厕等级,男蹲位数（个）,是否无障碍,开放时段\nw1,中山路公厕,120.31,36.06,一类,5,是,5:00-23:00\n';
    const report = await csv(table, { layer: 'toilets' });
    expect(await held('toilets')).toMatchObject([
      {
        lon: 120.31,
        attributes: {
          name: '中山路公厕',
          grade: 'first',
          stalls_male: 5,
          accessible: true,
          opening_hours: '5:00-23:00',
        },
      },
    ]);
    const taken = report.columns?.params?.columns;
    expect(taken).toContain('经度（WGS84） → {used-position}');
    expect(taken).toContain('公厕名称 → name');
  });

  it('take what somebody says of their columns', async () => {
    const table = 'nr,wo_x,wo_y,bez,bemerkung\n1,120.3,36.1,甲,乙\n';
    const report = await csv(table, {
      idAttribute: 'nr',
      lon: 'wo_x',
      lat: 'wo_y',
      map: new Map([
        ['bez', 'name'],
        ['bemerkung', ''],
      ]),
    });
    expect(await held()).toEqual([{ id: '1', lon: 120.3, lat: 36.1, attributes: { name: '甲' } }]);
    expect(report.notes).toContainEqual({ message: 'dropped', params: { names: 'bemerkung' } });
  });

  it('are refused where the names of columns say another datum', async () => {
    const table = 'id,name,gcj02_lng,gcj02_lat\n1,a,120.31,36.06\n';
    expect(await errorsOf(csv(table))).toMatchObject([{ feature: 0, message: 'datum-named' }]);
    expect((await csv(table, { datum: 'gcj02' })).count).toBe(1);
  });

  it('may have both coordinates in one column, latitude first as portals write it', async () => {
    await csv('id;name;geo_point_2d\n1;a;36.06, 120.38\n');
    await csv('id,name,the_geom\n2,b,"{""type"":""Point"",""coordinates"":[120.39,36.07]}"\n', { replace: false });
    expect((await held()).map(({ lon, lat }) => [lon, lat])).toEqual([
      [120.38, 36.06],
      [120.39, 36.07],
    ]);
  });

  it('have decimal commas where all values agree', async () => {
    const report = await csv('id;name;lon;lat;value\n1;Säule;120,3840;36,0620;3,5\n2;b;120,3850;36,0630;1.234,5\n');
    expect(await held()).toMatchObject([
      { lon: 120.384, lat: 36.062, attributes: { value: 3.5 } },
      { lon: 120.385, lat: 36.063, attributes: { value: 1234.5 } },
    ]);
    expect(report.notes).toContainEqual({ message: 'decimal-comma' });
  });

  it('with decimal commas of three digits alone are read so where commas separate nothing else', async () => {
    await csv('id;name;lon;lat\n1;a;120,384;36,062\n');
    expect(await held()).toMatchObject([{ lon: 120.384, lat: 36.062 }]);
    expect(await errorsOf(csv('id,name,lon,lat\n1,a,"120,384","36,062"\n'))).toMatchObject([
      { message: 'position-not-number' },
    ]);
  });

  it('with shapes have the decimal sign of their numbers, or ask', async () => {
    const table = (value: string) => `id;name;wkt;value\n1;a;POINT (120.3 36.1);${value}\n`;
    await csv(table('3,5'));
    expect(await valuesOf('value')).toEqual([3.5]);
    expect(await errorsOf(csv(table('1,234')))).toMatchObject([{ property: 'value', message: 'number-ambiguous' }]);
    await csv(table('1,234'), { decimal: 'comma' });
    expect(await valuesOf('value')).toEqual([1.234]);
    // Coordinates of a map program beside numbers of an office.
    const both = 'id;name;lon;lat;value\n1;a;120.3845;36.0621;3,5\n';
    expect(await errorsOf(csv(both))).toMatchObject([{ property: 'value', message: 'type-wrong' }]);
    await csv(both, { decimal: 'comma' });
    expect(await held()).toMatchObject([{ lon: 120.3845, attributes: { value: 3.5 } }]);
    await csv(table('1,234'), { decimal: 'point' });
    expect(await valuesOf('value')).toEqual([1234]);
  });

  it('have numbers as spreadsheets and people write them', async () => {
    const rows = ['"1,234","1,234.5"', '12.0,0', '１２,１.５', '1 234,3', '1e3,1E-3', ' 7 ,+.5', 'NULL,N/A'];
    const report = await csv(
      `id,name,lon,lat,count,value\n${rows.map((row, n) => `${String(n)},a,120.38,36.06,${row}`).join('\n')}\n`,
    );
    expect(await valuesOf('count')).toEqual([1234, 12, 12, 1234, 1000, 7, undefined]);
    expect(await valuesOf('value')).toEqual([1234.5, 0, 1.5, 3, 0.001, 0.5, undefined]);
    expect(report.notes).toContainEqual({
      message: 'read-as-empty',
      params: { property: 'count', value: 'NULL', count: 1 },
    });
  });

  it('have times as databases and spreadsheets write them, in the city’s time', async () => {
    const rows = [
      '2017-03-04 08:00:00,2017-03-04 08:00:00',
      '2017/3/4,2017/3/4 8:00',
      '20170304,2017-03-04T08:00:00',
      '2017年3月4日,2017/3/4 8:00 AM',
      '2017-03-03T20:00:00Z,2017-03-04T00:00:00Z',
    ];
    const report = await csv(
      `id,name,lon,lat,day,at\n${rows.map((row, n) => `${String(n)},a,120.38,36.06,${row}`).join('\n')}\n`,
    );
    expect(await valuesOf('day')).toEqual(Array<string>(5).fill('2017-03-04'));
    expect((await valuesOf('at')).map((at) => Date.parse(String(at)))).toEqual(
      Array<number>(5).fill(Date.UTC(2017, 2, 4)),
    );
    expect(report.notes).toContainEqual({
      message: 'time-left-out',
      params: { property: 'day', value: '2017-03-04 08:00:00', count: 2 },
    });
  });

  it('that leave the order of day and month open are asked about it', async () => {
    const table = (day: string) => `id,name,lon,lat,day\n1,a,120.38,36.06,03/04/2017\n2,b,120.38,36.06,${day}\n`;
    expect(await errorsOf(csv(table('04/05/2017')))).toMatchObject([
      { feature: 1, property: 'day', message: 'date-ambiguous', params: { dmy: '2017-04-03', mdy: '2017-03-04' } },
      { feature: 2 },
    ]);
    await csv(table('04/05/2017'), { dateOrder: 'mdy' });
    expect(await valuesOf('day')).toEqual(['2017-03-04', '2017-04-05']);
    const report = await csv(table('25/04/2017'));
    expect(await valuesOf('day')).toEqual(['2017-04-03', '2017-04-25']);
    expect(report.notes.map(({ message }) => message)).toContain('date-order-taken');
  });

  it('with bare numbers for days are asked what they count', async () => {
    const table = 'id,name,lon,lat,day\n1,a,120.38,36.06,42798\n';
    expect(await errorsOf(csv(table))).toMatchObject([
      { property: 'day', message: 'date-number', params: { numbers: 'excel', day: '2017-03-04' } },
    ]);
    await csv(table, { dateNumbers: 'excel' });
    expect(await valuesOf('day')).toEqual(['2017-03-04']);
  });

  it('in GeoJSON have texts for numbers and numbers for texts where nothing is lost', async () => {
    await json([point('1', { name: 'x', count: '12', value: '3.5', ok: 'true' })]);
    await json([point('2', { name: 42, kind: 3.5, ok: 1 })], { replace: false });
    expect((await held()).map(({ attributes }) => attributes)).toEqual([
      { name: 'x', count: 12, value: 3.5, ok: true },
      { name: '42', kind: '3.5', ok: true },
    ]);
    expect(await errorsOf(json([point('1', { ok: 2 })]))).toMatchObject([{ property: 'ok', message: 'type-wrong' }]);
  });

  it('never have whole numbers rounded', async () => {
    const table = (count: string) => `id,name,lon,lat,count\n1,a,120.38,36.06,${count}\n`;
    for (const digits of ['9007199254740993', '123456789012345678901234567890'])
      expect(await errorsOf(csv(table(digits)))).toMatchObject([
        { property: 'count', message: 'number-rounded', params: { value: digits } },
      ]);
    const big = (properties: string) =>
      `{"type":"FeatureCollection","features":[{"type":"Feature","id":"1","properties":{${properties}},"geometry":{"type":"Point","coordinates":[120.38,36.06]}}]}`;
    const path = await file('big.geojson', big('"name":"big","count":9007199254740993'));
    expect(await errorsOf(load(path))).toMatchObject([
      { property: 'count', message: 'number-rounded', params: { value: '9007199254740993' } },
    ]);
    await load(await file('text.geojson', big('"name":9007199254740993')));
    expect(await valuesOf('name')).toEqual(['9007199254740993']);
  });

  it('that other programs wrote whole numbers into answer with all their digits', async () => {
    await json([point('1', { name: 'a' })]);
    await database().query(
      sqlText(`update feature set attributes = '{"count": 9007199254740993, "name": "a"}' where feature_id = '1'`),
    );
    const layer = catalogue.get('wild-points');
    if (layer === undefined) throw new Error('No layer.');
    expect((await readItem(database(), layer, '1'))?.properties).toEqual({ count: '9007199254740993', name: 'a' });
  });

  it('of areas become points inside them where points are wanted, and say so', async () => {
    // A point in the middle of its box would lie outside this one.
    const bent = {
      type: 'Polygon',
      coordinates: [
        [
          [120, 36],
          [120.3, 36],
          [120.3, 36.01],
          [120.01, 36.01],
          [120.01, 36.3],
          [120, 36.3],
          [120, 36],
        ],
      ],
    };
    const report = await json([{ type: 'Feature', id: 'a', properties: { name: 'L' }, geometry: bent }]);
    expect(report.notes).toContainEqual({ message: 'areas-to-points', params: { count: 1 } });
    const [row] = await database().query(
      sqlText(
        `select ST_Contains(ST_GeomFromGeoJSON($1), geom) and GeometryType(geom) = 'POINT' as inside from feature`,
      ),
      [JSON.stringify(bent)],
    );
    expect(row?.inside).toBe(true);
  });

  it('of areas that cross themselves are refused there too', async () => {
    const crossing = [
      [
        [120, 36],
        [120.1, 36.1],
        [120.1, 36],
        [120, 36.1],
        [120, 36],
      ],
    ];
    const feature = { type: 'Feature', id: 'a', properties: {}, geometry: { type: 'Polygon', coordinates: crossing } };
    expect(await errorsOf(json([feature]))).toMatchObject([{ feature: 1, id: 'a', message: 'geometry-invalid' }]);
  });

  it('have names of districts in the place of codes, and names that are none', async () => {
    await districts();
    const report = await csv(
      '编号,名称,经度,纬度,所属区\n1,a,120.1,36.1,即墨区\n2,b,120.1,36.1,青岛市黄岛区\n3,c,120.3,36.1,高新区\n4,d,120.1,36.1,370215000000\n5,e,130,36.1,高新区\n',
      { layer: 'toilets' },
    );
    expect(await valuesOf('district', 'toilets')).toEqual(['370215', '370211', '370211', '370215', undefined]);
    expect(report.notes).toContainEqual({
      message: 'area-unnamed',
      params: { property: 'district', count: 2, names: '高新区' },
    });
  });

  it('without ids get lasting ones of their content when asked', async () => {
    const plain = [
      point(null, { name: '甲' }),
      point(null, { name: '乙' }, 120.39),
      point(null, { name: '乙' }, 120.4),
    ];
    const missing = await errorsOf(json(plain));
    expect(missing.map(({ message }) => message)).toEqual(['id-missing', 'id-missing', 'id-missing']);
    await json(plain, { idsFromContent: true });
    const before = (await held()).map(({ id, lon }) => [id, lon]);
    expect(before).toHaveLength(3);
    // Another order, another kind of file, other digits for the same places.
    await csv('name,lon,lat\n乙,120.40000000001,36.06\n甲,120.38,36.06\n乙,120.39,36.06\n', { idsFromContent: true });
    expect((await held()).map(({ id, lon }) => [id, lon])).toEqual(before);
  });

  it('with the same content twice get two ids', async () => {
    const report = await json(
      [point(null, { name: '甲' }), point(null, { name: '甲' }), point('own', { name: '甲' })],
      {
        idsFromContent: true,
      },
    );
    const ids = (await held()).map(({ id }) => id);
    expect(report.count).toBe(3);
    expect(ids).toContain('own');
    expect(ids.filter((id) => /^c[\da-f]{16}(?:-2)?$/.test(id))).toHaveLength(2);
  });

  it('with one bad row load the others when asked, and write it with its reason, to be mended and loaded', async () => {
    const rows = Array.from({ length: 5 }, (_, n) => `${String(n)},n${String(n)},120.300${String(n)},36.07`);
    const table = `id,name,lon,lat\n${rows.join('\n')}\n6,"n ""6""",,\n7,n7,36.07,120.36\n`;
    expect(await errorsOf(csv(table))).toHaveLength(2);
    expect(await held()).toEqual([]);
    const path = join(folder, 'left-out.csv');
    const report = await csv(table, { faulty: { path, language: 'en' } });
    expect(report).toMatchObject({ count: 5, added: 5 });
    expect(report.leftOut.map(({ feature }) => feature)).toEqual([6, 7]);
    const written = await readFile(path, 'utf8');
    expect(written.split('\r\n')).toEqual([
      '\ufeffid,name,lon,lat,load_faults',
      '6,"n ""6""",,,has no geometry',
      '7,n7,36.07,120.36,"the position (36.07, 120.36) looks swapped: longitude comes first, then latitude"',
      '',
    ]);
    await writeFile(path, written.replace('"n ""6""",,', 'n6,120.31,36.07').replace('36.07,120.36', '120.36,36.07'));
    expect(await load(path, { replace: false })).toMatchObject({ added: 2 });
    expect(await held()).toHaveLength(7);
  });

  it('with one bad feature of GeoJSON do so too', async () => {
    const path = join(folder, 'left-out.geojson');
    const features = [point('a', { name: '甲', count: 1 }), point('b', { name: '乙', count: 'viele' }), point('a', {})];
    expect(await json(features, { faulty: { path, language: 'zh' } })).toMatchObject({ count: 1 });
    const written = JSON.parse(await readFile(path, 'utf8')) as {
      features: { id: string; properties: Record<string, unknown> }[];
    };
    expect(written.features).toMatchObject([
      { id: 'b', properties: { count: 'viele', load_faults: 'count: 应为整数，实为 “viele”' } },
      { id: 'a' },
    ]);
  });

  it('with faults of the whole file, or in every row, load nothing', async () => {
    const faulty = { path: join(folder, 'none.csv'), language: 'en' } as const;
    expect(await errorsOf(csv('id,name,colour,lon,lat\n1,a,red,120,36\n2,b,,120,36\n', { faulty }))).toMatchObject([
      { message: 'unknown' },
    ]);
    expect(await errorsOf(csv('id,name,lon,lat\n1,a,,\n', { faulty }))).toMatchObject([
      { message: 'geometry-missing' },
    ]);
    await expect(readFile(faulty.path)).rejects.toThrow('ENOENT');
  });

  it('that replace a layer keep what it has under the ids of rows left out', async () => {
    await csv('id,name,lon,lat\n1,a,120.3,36\n2,b,120.3,36\n3,c,120.3,36\n');
    const faulty = { path: join(folder, 'kept.csv'), language: 'en' } as const;
    expect(await csv('id,name,lon,lat\n1,x,120.3,36\n2,y,,\n', { faulty })).toMatchObject({ count: 1, removed: 1 });
    expect((await held()).map(({ id, attributes }) => [id, attributes.name])).toEqual([
      ['1', 'x'],
      ['2', 'b'],
    ]);
  });
});

function point(id: string | null, properties: object, lon = 120.38) {
  return {
    type: 'Feature',
    ...(id === null ? {} : { id }),
    properties,
    geometry: { type: 'Point', coordinates: [lon, 36.06] },
  };
}

function area(id: string, name: string, west: number, south: number) {
  const [east, north] = [west + 0.2, south + 0.2];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    type: 'Feature',
    id,
    properties: { name, code: id },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

async function errorsOf(loading: Promise<unknown>): Promise<readonly LoadError[]> {
  const error: unknown = await loading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LoadErrors)) throw new Error('The file was loaded, or failed otherwise.', { cause: error });
  return error.errors;
}
