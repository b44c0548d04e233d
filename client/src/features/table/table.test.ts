import { describe, expect, it } from 'vitest';
import { signal } from '@preact/signals';
import type { Columns, LayerInfo } from '../../../../tiles/api/wire.ts';
import type { CaseData, LayerDefinition } from '../../../../tiles/layer/layer.ts';
import { hexagonAt, hexagonRadius, isInHexagon } from '../../format/hexagon.ts';
import { mercatorX, mercatorY } from '../../format/mercator.ts';
import { en } from '../../i18n/en.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/keys.ts';
import { parseAddress } from '../../state/address.ts';
import { formatMeasure } from '../../state/codecs/casedata.ts';
import { cellText, columnTitle, tableColumns, type TableColumn } from './columns.ts';
import { hasGeojson, tableCsv, tableGeojson, type TableFile } from './files.ts';
import { analysisFilters, askRows, MOST_ROWS, tableFilter } from './question.ts';
import { placeAfter } from './places.ts';
import { areaRows, measuresOf, sortedAreas } from './figures.ts';
import { nextSort, readRows, sortedRows } from './rows.ts';

const text = (zh: string, en = zh) => ({ zh, en });

const LAYER = {
  id: 'toilets',
  title: text('公共厕所', 'Public toilets'),
  geometry: 'Point',
  name: { zh: 'name', en: 'name_en' },
  attributes: {
    area_m2: { type: 'number', title: text('面积', 'Floor area'), unit: text('m²') },
    name_en: { type: 'string', title: text('英文名称', 'English name') },
    grade: {
      type: 'string',
      title: text('等级', 'Grade'),
      values: { a: text('一类', 'First'), b: text('二类', 'Second') },
    },
    street: { type: 'string', title: text('街道', 'Subdistrict'), format: 'subdistrict' },
    open: { type: 'boolean', title: text('开放', 'Open') },
    built: { type: 'string', title: text('建成', 'Built'), format: 'date' },
    name: { type: 'string', title: text('名称', 'Name') },
    fee: { type: 'string', title: text('收费', 'Fee') },
  },
  facility: { kind: 'toilet', fee: 'fee' },
  source: text('市城市管理局', 'Urban management bureau'),
  loads: [{ licence: 'CC BY 4.0' }, { licence: null }],
  provenance: { official: 3 },
  count: 3,
  bbox: [120, 36, 121, 37],
  filters: [],
} as unknown as LayerInfo;

const COLUMNS: Columns = {
  layer: 'toilets',
  count: 4,
  ids: ['a', 'b', 'c', 'd'],
  lon: [120.1, 120.2, 120.3, 120.4],
  lat: [36.1, 36.2, 36.3, 36.4],
  columns: {
    name: { kind: 'dictionary', values: ['栈桥', '=1+1', '八大关'], data: [0, 1, 2, -1] },
    name_en: { kind: 'dictionary', values: ['Pier'], data: [0, -1, -1, -1] },
    area_m2: { kind: 'number', data: [9, 80, null, 10] },
    grade: { kind: 'dictionary', values: ['b', 'x', 'a'], data: [0, 1, 2, 2] },
    street: { kind: 'dictionary', values: ['1', '2'], data: [0, 1, 1, -1] },
    open: { kind: 'dictionary', values: ['false', 'true'], data: [0, 1, -1, 1] },
    built: { kind: 'date', data: [17_226, null, 0, -1] },
  },
};

const AREAS = { 1: text('八大关街道', 'Badaguan'), 2: text('云南路街道', 'Yunnanlu') };
const rows = readRows(COLUMNS, LAYER);
addMessages({ en });
const i18n = (language: Language) => createI18n(signal(language));
const column = (id: string): TableColumn => {
  const found = tableColumns(LAYER).find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const sorted = (id: string, descending = false, language: Language = 'zh') =>
  [
    ...sortedRows({
      rows,
      column: column(id),
      descending,
      language,
      textOf: (value) => cellText(column(id), value, AREAS, i18n(language)),
      compare: new Intl.Collator('zh-CN', { numeric: true }).compare,
    }),
  ].map((row) => rows.ids[row]);

describe('the columns of the table', () => {
  it('begin with the name, then what people need, and show a bilingual pair once', () => {
    expect(tableColumns(LAYER).map(({ id }) => id)).toEqual([
      'name',
      'fee',
      'street',
      'area_m2',
      'grade',
      'open',
      'built',
    ]);
    expect(column('name').english).toBe('name_en');
  });

  it('have the unit in the head and not in the cells', () => {
    expect(columnTitle(column('area_m2'), i18n('en'))).toBe('Floor area (m²)');
    expect(cellText(column('area_m2'), 1234.5, AREAS, i18n('en'))).toBe('1,234.5');
    expect(cellText(column('street'), '1', AREAS, i18n('zh'))).toBe('八大关街道');
    expect(cellText(column('grade'), 'a', AREAS, i18n('en'))).toBe('First');
    expect(cellText(column('grade'), null, AREAS, i18n('en'))).toBe('');
  });
});

describe('the rows of the table', () => {
  it('hold values as the catalogue types them, dates as days of the calendar', () => {
    expect(['a', 'b', 'c', 'd'].map((_, row) => rows.value('open', row))).toEqual([false, true, null, true]);
    expect([0, 1, 2, 3].map((row) => rows.value('built', row))).toEqual([
      '2017-03-01',
      null,
      '1970-01-01',
      '1969-12-31',
    ]);
    expect(rows.value('toString', 0)).toBeNull();
  });

  it('are ordered by numbers as numbers, with rows without a value last either way', () => {
    expect(sorted('area_m2')).toEqual(['a', 'd', 'b', 'c']);
    expect(sorted('area_m2', true)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('are ordered as the catalogue lists values, by dates, and by names as the language has them', () => {
    expect(sorted('grade')).toEqual(['c', 'd', 'a', 'b']);
    expect(sorted('built')).toEqual(['d', 'c', 'a', 'b']);
    // Pinyin: ba da guan before yun nan lu.
    expect(sorted('street')).toEqual(['a', 'b', 'c', 'd']);
    expect(sorted('open')).toEqual(['b', 'd', 'a', 'c']);
    expect(sorted('name').at(-1)).toBe('d');
  });

  it('come back to their own order with the third click on a head', () => {
    const first = nextSort(null, 'name');
    const second = nextSort(first, 'name');
    expect([first, second, nextSort(second, 'name')]).toEqual([
      { column: 'name', descending: false },
      { column: 'name', descending: true },
      null,
    ]);
    expect(nextSort(second, 'grade')).toEqual({ column: 'grade', descending: false });
  });

  it('of a hexagon are those that its own borders hold, though the service is asked a little more', () => {
    const radius = hexagonRadius(9);
    const place = { kind: 'hexagon', zoom: 9, ...hexagonAt(mercatorX(120.1), mercatorY(36.1), radius) } as const;
    const own = readRows(COLUMNS, LAYER, (lon, lat) => isInHexagon(place, radius, lon, lat));
    expect(own.ids).toContain('a');
    expect(own.count).toBeLessThan(rows.count);
    expect(own.ids.map((_, row) => own.value('name', row))).toEqual(
      own.ids.map((id) => rows.value('name', rows.ids.indexOf(id))),
    );
    expect(tableFilter(LAYER, undefined, place)).toMatch(/^S_INTERSECTS\(geometry, ?POLYGON/i);
  });

  it('are walked with the keys a list has', () => {
    expect(placeAfter('ArrowDown', 99, 250)).toBe(100);
    expect(placeAfter('PageDown', 42, 250)).toBe(100);
    expect(placeAfter('PageDown', 210, 250)).toBe(250);
    expect(placeAfter('PageUp', 142, 250)).toBe(0);
    expect(placeAfter('End', 0, 250)).toBe(250);
    expect(placeAfter('a', 0, 250)).toBeNull();
  });
});

describe('the figures by area', () => {
  const caseData = { state: 'grade', closedStates: ['a'], figures: ['area_m2'] } as unknown as CaseData;
  const measures = measuresOf({ caseData });
  const ask = (people: Record<string, number> | undefined) =>
    areaRows({ rows, layer: { caseData }, attribute: 'street', measures, people, areas: ['9'] });
  const of = (areas: ReturnType<typeof ask>, code: string | null) => areas.find((area) => area.code === code)?.values;

  it('are records, records per 1,000 people, the share dealt with, and the mean of each figure', () => {
    expect(measures.map(formatMeasure)).toEqual(['count', 'rate', 'closed', 'mean:area_m2']);
    expect(measuresOf({}).map(formatMeasure)).toEqual(['count', 'rate']);
    const values = of(ask({ 1: 4000, 2: 4000 }), '2')?.map(({ value }) => value);
    expect(values?.slice(0, 2)).toEqual([2, 0.5]);
  });

  it('say why there is none, and where one tells too little', () => {
    const areas = ask({ 1: 4000, 2: 999, 9: 0 });
    expect(of(areas, '2')?.[1]).toEqual({ value: (2 / 999) * 1000, shortage: 'fewPeople' });
    expect(of(areas, '9')).toEqual([
      { value: 0, shortage: null },
      { value: null, shortage: 'nobody' },
      { value: null, shortage: 'noRecords' },
      { value: null, shortage: 'noRecords' },
    ]);
    expect(of(areas, '1')?.[2]).toMatchObject({ shortage: 'fewRecords' });
    expect(of(ask(undefined), '1')?.[1]).toEqual({ value: null, shortage: 'peopleUnknown' });
  });

  it('are ordered by any of them, areas without a value after those that have one, and rows of none last', () => {
    const order = (at: number, descending: boolean) =>
      sortedAreas(ask({ 1: 4000, 2: 4000, 9: 0 }), at, descending).map(({ code }) => code);
    expect(order(0, true)).toEqual(['2', '1', '9', null]);
    expect(order(0, false)).toEqual(['9', '1', '2', null]);
    expect(order(1, false)).toEqual(['1', '2', '9', null]);
  });
});

describe('what the table asks', () => {
  const layer = LAYER as Pick<LayerDefinition, 'attributes'>;

  it('is the filter of the layer within the area chosen', () => {
    const filters = { area_m2: { kind: 'range', from: 10, to: null } } as const;
    const area = { kind: 'subdistrict', code: '2' } as const;
    expect(tableFilter(layer, undefined, null)).toBeNull();
    expect(tableFilter(layer, {}, area)).toBe("street = '2'");
    expect(tableFilter(layer, filters, area)).toBe("area_m2 >= 10 AND street = '2'");
    expect(tableFilter(layer, { gone: { kind: 'flag', on: true } }, null)).toBeNull();
  });

  it('is what the case analysis counts, with its period, where the rows are those of the analysis', () => {
    const { analysis } = parseAddress('?a.f=grade:a,b;open:true&a.t=2017-01-01..2017-01-31');
    const cases = { ...LAYER, caseData: { date: 'built', areas: { grid: 'cell', subdistrict: 'street' } } as CaseData };
    const filters = analysisFilters(cases, analysis);
    expect(tableFilter(cases, filters, { kind: 'subdistrict', code: '2' })).toBe(
      "(grade IN ('a', 'b') AND open IN (TRUE) AND (built >= DATE('2017-01-01') AND built <= DATE('2017-01-31')))" +
        " AND street = '2'",
    );
  });

  it('is what lies in a box', () => {
    expect(tableFilter(LAYER, undefined, { kind: 'box', bbox: [120, 36, 121, 37] })).toBe(
      'S_INTERSECTS(geometry, BBOX(120, 36, 121, 37))',
    );
  });

  it('is nothing in an area that the layer does not know of', () => {
    expect(tableFilter(LAYER, undefined, { kind: 'grid', code: '1' })).toBe('FALSE');
  });

  it('is a count alone where the rows would be too many', async () => {
    const api = {
      counts: () => Promise.resolve({ toilets: MOST_ROWS + 1 }),
      columns: () => Promise.resolve(COLUMNS),
    };
    const large = { ...LAYER, count: 1_000_000 };
    const { signal: never } = new AbortController();
    expect(await askRows(api, { layer: large, filter: 'fee is null', place: null }, never)).toEqual({
      kind: 'many',
      count: MOST_ROWS + 1,
    });
    expect(await askRows(api, { layer: large, filter: null, place: null }, never)).toEqual({
      kind: 'many',
      count: 1_000_000,
    });
    const few = { ...api, counts: () => Promise.resolve({ toilets: 4 }) };
    expect((await askRows(few, { layer: large, filter: 'fee is null', place: null }, never)).kind).toBe('rows');
  });
});

describe('the files of the table', () => {
  const file = (language: Language): TableFile => ({
    layer: LAYER,
    columns: tableColumns(LAYER),
    rows,
    order: Uint32Array.of(1, 0),
    language,
    areas: AREAS,
    i18n: i18n(language),
    filter: 'area_m2 >= 10',
    address: 'https://maps.example/layers/toilets/columns',
    made: new Date('2026-11-30T08:00:00Z'),
  });

  it('are a CSV whose rows say where they come from, and that no spreadsheet runs', () => {
    const csv = [...tableCsv(file('zh'), true)].join('');
    expect(
      csv.startsWith(
        '\ufeff编号,名称,收费,街道,街道代码,面积 (m²),等级,开放,建成,经度,纬度,数据性质,数据来源,许可\r\n',
      ),
    ).toBe(true);
    expect(csv.split('\r\n').slice(1)).toEqual([
      "b,'=1+1,,云南路街道,2,80,x,是,,120.2,36.2,官方,市城市管理局,CC BY 4.0",
      'a,栈桥,,八大关街道,1,9,二类,否,2017-03-01,120.1,36.1,官方,市城市管理局,CC BY 4.0',
      '',
    ]);
    expect([...tableCsv(file('en'), false)].join('').split('\r\n')[2]).toContain('Pier,,Badaguan,1,9,Second,');
  });

  it('are GeoJSON with the attributes as the service holds them, its source, licence and filter inside', async () => {
    const pieces: string[] = [];
    for await (const piece of tableGeojson(file('en'), () => Promise.reject(new Error('not asked'))))
      pieces.push(piece);
    const collection = JSON.parse(pieces.join('')) as Record<string, unknown> & { features: Record<string, unknown>[] };
    expect(collection).toMatchObject({
      type: 'FeatureCollection',
      licence: 'CC BY 4.0',
      source: 'Urban management bureau',
      filter: 'area_m2 >= 10',
    });
    expect(collection.features.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(collection.features[1]).toMatchObject({
      geometry: { type: 'Point', coordinates: [120.1, 36.1] },
      properties: { grade: 'b', open: false, fee: null },
    });
  });

  it('ask for shapes one by one, so not for many', async () => {
    expect([hasGeojson({ geometry: 'Polygon' }, 501), hasGeojson({ geometry: 'Point' }, 501)]).toEqual([false, true]);
    const shape = {
      type: 'LineString',
      coordinates: [
        [120, 36],
        [121, 37],
      ],
    };
    const item = (id: string) => Promise.resolve({ id, geometry: shape, properties: { name: id } } as never);
    const pieces: string[] = [];
    const roads = { ...file('en'), layer: { ...LAYER, geometry: 'LineString' as const } };
    for await (const piece of tableGeojson(roads, item)) pieces.push(piece);
    const { features } = JSON.parse(pieces.join('')) as { features: unknown[] };
    expect(features).toMatchObject([
      { id: 'b', geometry: shape },
      { id: 'a', properties: { name: 'a' } },
    ]);
  });
});
