import { describe, expect, it } from 'vitest';
import { consoleLanguage } from '../messages/cli.ts';
import { parseCommand } from './command.ts';
import { faultLines } from './report.ts';
import { parseWkt } from './wkt.ts';

describe('the arguments of data:load', () => {
  it('have defaults for all but the layer and the file', () => {
    expect(parseCommand(['--layer', 'toilets', 'a.csv'])).toEqual({
      options: { layer: 'toilets', path: 'a.csv', datum: 'wgs84', provenance: 'imported', replace: false, ignoreUnknown: false, idAttribute: null },
    });
  });

  it('are faulted all at once', () => {
    const parsed = parseCommand(['a.xlsx', '--datum', 'utm', '--provenance', 'rumour', '--encoding', 'latin1']);
    expect('faults' in parsed ? parsed.faults.map((fault) => fault.params?.option ?? fault.message) : []).toEqual([
      '--datum utm', '--provenance rumour', '--encoding latin1', 'file-type', '--layer',
    ]);
  });

  it('refuse an option that is not known', () => {
    expect(parseCommand(['--layr', 'toilets', 'a.csv'])).toMatchObject({ faults: [{ message: 'unknown-option' }] });
  });
});

describe('the list of faults', () => {
  it('shows the first fifty and counts the rest', () => {
    const faults = Array.from({ length: 120 }, (_, n) => ({ feature: n + 1, message: 'id-missing' as const }));
    const lines = faultLines('en', faults);
    expect(lines).toHaveLength(52);
    expect(lines[0]).toBe('The file has 120 faults; nothing was loaded:');
    expect(lines[51]).toBe('  … and 70 more');
  });

  it('names feature, id, property and reason in both languages', () => {
    const fault = { feature: 3, id: 'a2', property: 'stalls_male', message: 'type-wrong', params: { expected: '{type-integer}', value: '“五”' } } as const;
    expect(faultLines('zh', [fault])[1]).toBe('  第 3 个要素 (a2)，属性 stalls_male：应为整数，实为 “五”');
    expect(faultLines('en', [fault])[1]).toBe('  feature 3 (a2), property stalls_male: should be a whole number, but is “五”');
  });
});

describe('the language of the console', () => {
  it.each([
    [{}, 'zh'], [{ LANG: 'en_US.UTF-8' }, 'en'], [{ LANG: 'zh_CN.UTF-8' }, 'zh'], [{ LANG: 'C.UTF-8' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB' }, 'en'], [{ LANG: 'en_US', CHENGTU_LANG: 'zh' }, 'zh'],
  ] as const)('of %j is %s', (env, language) => {
    expect(consoleLanguage(env)).toBe(language);
  });
});

describe('well-known text', () => {
  it.each([
    ['POINT(120.3 36.1)', { type: 'Point', coordinates: [120.3, 36.1] }],
    ['SRID=4326;point z (1e2 -3.5 7)', { type: 'Point', coordinates: [100, -3.5, 7] }],
    ['MULTIPOINT (1 2, 3 4)', { type: 'MultiPoint', coordinates: [[1, 2], [3, 4]] }],
    ['LINESTRING (1 2, 3 4)', { type: 'LineString', coordinates: [[1, 2], [3, 4]] }],
    ['POLYGON ((0 0, 1 0, 1 1, 0 0), (0 0, 1 0, 1 1, 0 0))', { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]], [[0, 0], [1, 0], [1, 1], [0, 0]]] }],
    ['MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))', { type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]]] }],
  ])('reads %s', (text, geometry) => {
    expect(parseWkt(text)).toEqual(geometry);
  });

  it.each(['', 'POINT', 'POINT EMPTY', 'POINT 1 2', 'POINT (1 2', 'CIRCLE (1 2)', 'POINT (a b)'])('refuses %j', (text) => {
    expect(parseWkt(text)).toBeNull();
  });
});
