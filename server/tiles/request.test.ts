import { describe, expect, it } from 'vitest';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { ApiError, toApiError } from '../platform/http/errors.ts';
import { say } from '../platform/messages/index.ts';
import { registryOf } from '../layers/registry.ts';
import { testCatalogue } from '../testing/layers.ts';
import { decideTile, type TileRequest } from './request.ts';
import { testCity } from '../testing/city.ts';

const registry = registryOf(testCatalogue);
const NOW = new Date('2026-11-24T04:00:00Z');
const decide = (
  layers: string,
  query: Record<string, string> | string = {},
  more: { z?: string; matrixSet?: string } = {},
): TileRequest =>
  decideTile(
    { layers, z: more.z ?? '12', x: '1', y: '1', matrixSet: more.matrixSet },
    new URLSearchParams(query),
    registry,
    NOW,
  );
const filters = (request: TileRequest): (string | null)[] =>
  request.layers.map(({ filter }) => (filter === null ? null : formatCql2(filter)));

/** Parameter and Chinese text of the error of a request. */
function refusal(
  layers: string,
  query: Record<string, string> | string,
  more = {},
): { status: number; parameter: string | undefined; zh: string; en: string } {
  try {
    decide(layers, query, more);
  } catch (error) {
    const apiError = toApiError(error);
    return {
      status: apiError.status,
      parameter: apiError.parameter,
      zh: say(apiError.text, 'zh', apiError.values),
      en: say(apiError.text, 'en', apiError.values),
    };
  }
  throw new Error('The request was not refused.');
}

describe('a tile request', () => {
  it('is of whole layers as they are now, where nothing else is said', () => {
    const request = decide('toilets,zones', 'v=17&token=x');
    expect(request).toMatchObject({
      matrixSet: 'WebMercatorQuad',
      asOf: null,
      key: 'WebMercatorQuad/12/1/1/toilets,zones',
    });
    expect(request.layers).toMatchObject([
      { layer: { id: 'toilets' }, filter: null, properties: null },
      { layer: { id: 'zones' }, filter: null, properties: null },
    ]);
  });

  it('is in a matrix set of its path, whose own ranges hold', () => {
    const request = decideTile(
      { layers: 'toilets', z: '0', x: '1', y: '0', matrixSet: 'CGCS2000Quad' },
      new URLSearchParams(),
      registry,
    );
    expect(request.key).toBe('CGCS2000Quad/0/1/0/toilets');
    expect(refusal('toilets', '', { matrixSet: 'CGCS2000Quad', z: '22' })).toMatchObject({
      status: 400,
      parameter: 'z',
    });
    expect(refusal('toilets', '', { matrixSet: 'Nowhere' })).toMatchObject({ status: 404, parameter: 'matrixSet' });
  });

  it('begins a layer at its minzoom, which is one of Web Mercator', () => {
    const late = registryOf({
      city: testCity,
      layers: testCatalogue.layers.map((layer) => ({ ...layer, minzoom: layer.id === 'toilets' ? 13 : 0 })),
    });
    const ids = (matrixSet: string, z: string): string[] =>
      decideTile({ layers: 'toilets,zones', z, x: '1', y: '1', matrixSet }, new URLSearchParams(), late).layers.map(
        ({ layer }) => layer.id,
      );
    expect([ids('WebMercatorQuad', '12'), ids('WebMercatorQuad', '13')]).toEqual([['zones'], ['toilets', 'zones']]);
    expect([ids('CGCS2000Quad', '11'), ids('CGCS2000Quad', '12')]).toEqual([['zones'], ['toilets', 'zones']]);
  });
});

describe('filters of a tile request', () => {
  it('are for every layer, or for one, or both together', () => {
    expect(filters(decide('toilets,zones', { filter: "name LIKE '%海%'" }))).toEqual([
      "name LIKE '%海%'",
      "name LIKE '%海%'",
    ]);
    expect(filters(decide('toilets,zones', { 'filter.toilets': 'wifi = true' }))).toEqual(['wifi = TRUE', null]);
    expect(filters(decide('toilets,zones', { filter: "name = 'a'", 'filter.toilets': 'wifi=true' }))).toEqual([
      "name = 'a' AND wifi = TRUE",
      "name = 'a'",
    ]);
  });

  it('are text or JSON, as `filter-lang` says or as they begin', () => {
    const json = '{"op":"=","args":[{"property":"wifi"},true]}';
    expect(decide('toilets', { filter: json }).key).toBe(decide('toilets', { filter: 'wifi = TRUE' }).key);
    expect(filters(decide('toilets', { filter: 'false', 'filter-lang': 'cql2-json' }))).toEqual(['FALSE']);
    expect(refusal('toilets', { filter: json, 'filter-lang': 'cql2-text' })).toMatchObject({
      status: 400,
      parameter: 'filter',
    });
    expect(refusal('toilets', { filter: json, 'filter-lang': 'ecql' })).toMatchObject({
      status: 400,
      parameter: 'filter-lang',
      zh: expect.stringContaining('cql2-text, cql2-json'),
    });
  });

  it('have one key for every spelling, and differ where they mean something else', () => {
    const key = (query: Record<string, string>): string => decide('toilets,zones', query).key;
    const one = key({ 'filter.toilets': "wifi = true and grade in ('first', 'second')" });
    expect(key({ 'filter.toilets': "grade IN ('second','first','first') AND NOT (wifi <> TRUE)" })).toBe(one);
    expect(key({ 'filter.toilets': "wifi = true and grade in ('first', 'third')" })).not.toBe(one);
    expect(key({ filter: 'true', properties: 'name,wifi' })).toBe(
      key({ properties: 'wifi,,name', 'filter.zones': '1 = 1' }),
    );
    expect(key({ filter: 'TRUE' })).toBe(key({}));
    // No string in a filter can pass for the end of its part of the key.
    expect(key({ 'filter.toilets': "name = 'x'", 'filter.zones': "name = 'y'" })).not.toBe(
      key({ 'filter.toilets': 'name = \'x",null],["zones","name = \'\'y\'' }),
    );
  });

  it.each([
    [
      'toilets',
      { filter: 'wifi' },
      'filter',
      '第 5 个字符：条件没有写完',
      'character 5: the filter ends too soon: expected a comparison',
    ],
    [
      'toilets',
      { filter: 'wifi + 1 = 2' },
      'filter',
      '第 6 个字符：不支持算术运算',
      'character 6: arithmetic is not supported',
    ],
    [
      'toilets',
      { filter: 'wify = true' },
      'filter',
      '第 1 个字符：图层“toilets”没有属性“wify”。相近的有：wifi',
      'Close to it: wifi.',
    ],
    [
      'toilets',
      { filter: 'qqqqqq = true' },
      'filter',
      '可用的有：id, provenance, geom, name',
      'It has: id, provenance, geom, name',
    ],
    [
      'toilets',
      { filter: "wifi = 'yes'" },
      'filter',
      "属性“wifi”是是否值（TRUE 或 FALSE），不能与 'yes'（文本）比较",
      "is TRUE or FALSE, which 'yes' (a text) cannot be compared with",
    ],
    ['toilets', { filter: "stalls_male LIKE '1%'" }, 'filter', '是数字', 'is a number'],
    ['toilets', { filter: 'geom = 1' }, 'filter', '是几何图形', 'is a geometry'],
    ['toilets', { filter: "opened > 'spring'" }, 'filter', '“spring”不是日期或时间', '“spring” is no date or time'],
    ['toilets', { filter: "1 = 'a'" }, 'filter', '数字', 'a number cannot be compared with a text'],
    [
      'toilets',
      { filter: "T_DURING(opened, INTERVAL('2017-01-01', '..'))" },
      'filter',
      '请用 T_INTERSECTS',
      'use T_INTERSECTS',
    ],
    ['toilets', { filter: 'S_WITHIN(wifi, POINT(1 2))' }, 'filter', '此处应为几何图形', 'here a geometry is expected'],
    [
      'toilets',
      { filter: 'S_WITHIN(geom, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))' },
      'filter',
      '只能用于 S_INTERSECTS',
      'S_INTERSECTS and S_DISJOINT only',
    ],
    [
      'toilets',
      { filter: 'S_WITHIN(geom, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))' },
      'filter',
      '自相交',
      'crosses or touches itself',
    ],
    [
      'toilets',
      { filter: '{"op":"=","args":[{"property":"wifi"}]}' },
      'filter',
      '的 args：此处应为两项的列表',
      'at args: expected a list of two',
    ],
    ['toilets', { filter: '{"op":' }, 'filter', 'JSON', 'not valid JSON'],
    [
      'toilets,zones',
      { filter: 'wifi = true' },
      'filter',
      '图层“zones”没有属性“wifi”',
      'layer “zones” has no attribute “wifi”',
    ],
    ['toilets', { 'filter.zones': 'TRUE' }, 'filter.zones', '请求的图层有：toilets', 'Asked for: toilets'],
    ['toilets', 'filter=TRUE&filter=TRUE', 'filter', '只能给一次', 'once only'],
  ])('of %s %j are refused in words', (layers, query, parameter, zh, en) => {
    expect(refusal(layers, query)).toEqual({
      status: 400,
      parameter,
      zh: expect.stringContaining(zh),
      en: expect.stringContaining(en),
    });
  });
});

describe('properties of a tile request', () => {
  const properties = (request: TileRequest): (readonly string[] | null)[] =>
    request.layers.map((layer) => layer.properties);

  it('are those that each layer has, in one order', () => {
    expect(properties(decide('toilets,zones', { properties: 'wifi,name,id' }))).toEqual([['name', 'wifi'], ['name']]);
    expect(decide('toilets', { properties: 'wifi,name' }).key).toBe(
      decide('toilets', { properties: 'name, wifi, provenance' }).key,
    );
    expect(properties(decide('toilets', { properties: '' }))).toEqual([[]]);
  });

  it('are known to one of the layers at least', () => {
    expect(properties(decide('toilets,zones', { properties: 'wifi' }))).toEqual([['wifi'], []]);
    expect(refusal('zones', { properties: 'wifi' })).toMatchObject({ status: 400, parameter: 'properties' });
    expect(refusal('toilets', { properties: 'name,wify' })).toMatchObject({
      zh: expect.stringContaining('“wify”。相近的有：wifi'),
    });
  });
});

describe('the moment of a tile request', () => {
  it.each([
    ['2026-03-01T08:00:00+08:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:00:00 08:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00.25Z', '2026-03-01T00:00:00.250Z'],
    ['2026-03-01', '2026-03-01T15:59:59.999Z'],
    ['2026-11-23', '2026-11-23T15:59:59.999Z'],
  ])('%s is %s', (datetime, moment) => {
    expect(decide('toilets', { datetime }).asOf?.toISOString()).toBe(moment);
  });

  it('is part of the key, in one spelling', () => {
    expect(decide('toilets', { datetime: '2026-03-01T08:00:00+08:00' }).key).toBe(
      decide('toilets', { datetime: '2026-03-01T00:00:00Z' }).key,
    );
    expect(decide('toilets', { datetime: '2026-03-01' }).key).not.toBe(decide('toilets').key);
  });

  it.each(['..', '2026-11-24', '2026-12-01', '2026-11-24T04:00:00Z', '9999-12-31T00:00:00Z'])(
    '%s is now',
    (datetime) => {
      expect(decide('toilets', { datetime })).toMatchObject({ asOf: null, key: decide('toilets').key });
    },
  );

  it.each([
    ['2026-03-01/2026-04-01', '时段'],
    ['../2026-04-01', '时段'],
    ['yesterday', '不是时间'],
    ['2026-02-30', '不是时间'],
    ['2026-03-01T08:00:00', '不是时间'],
    ['', '不是时间'],
  ])('%j is refused', (datetime, part) => {
    expect(refusal('toilets', { datetime })).toMatchObject({
      status: 400,
      parameter: 'datetime',
      zh: expect.stringContaining(part),
    });
  });
});

it('errors of filters are errors of the request', () => {
  expect(() => decide('toilets', { filter: '(' })).toThrow(ApiError);
});
