import { describe, expect, it } from 'vitest';
import { consoleLanguage } from '../platform/messages/index.ts';
import { parseCommand, unknownLayer } from './command.ts';
import { parseWkt } from './read-csv.ts';

describe('the arguments of data:load', () => {
  it('have defaults for all but the layer and the file', () => {
    expect(parseCommand(['--layer', 'toilets', 'a.csv'], '/data')).toEqual({
      options: {
        layer: 'toilets',
        path: '/data/a.csv',
        datum: 'wgs84',
        provenance: 'imported',
        replace: false,
        ignoreUnknown: false,
        idAttribute: null,
      },
    });
  });

  it('are faulted all at once', () => {
    const parsed = parseCommand(['a.xlsx', '--datum', 'utm', '--provenance', 'rumour', '--encoding', 'latin1']);
    expect('faults' in parsed ? parsed.faults.map((fault) => fault.params?.option ?? fault.message) : []).toEqual([
      '--datum utm',
      '--provenance rumour',
      '--encoding latin1',
      'file-type',
      '--layer',
    ]);
  });

  it('name the layers a mistyped one may stand for, else all', () => {
    expect(unknownLayer('toilts', ['schools', 'toilets'])).toEqual({
      message: 'unknown-layer-near',
      params: { layer: 'toilts', near: 'toilets' },
    });
    expect(unknownLayer('xyz', ['schools', 'toilets'])).toEqual({
      message: 'unknown-layer',
      params: { layer: 'xyz', layers: 'schools, toilets' },
    });
  });

  it('refuse an option that is not known', () => {
    expect(parseCommand(['--layr', 'toilets', 'a.csv'])).toMatchObject({ faults: [{ message: 'unknown-option' }] });
  });
});

describe('the language of the console', () => {
  it.each([
    [{}, 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'C.UTF-8' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB' }, 'en'],
    [{ LANG: 'en_US', CHENGTU_LANG: 'zh' }, 'zh'],
  ] as const)('of %j is %s', (env, language) => {
    expect(consoleLanguage(env)).toBe(language);
  });
});

describe('well-known text', () => {
  it.each([
    ['POINT(120.3 36.1)', { type: 'Point', coordinates: [120.3, 36.1] }],
    ['SRID=4326;point z (1e2 -3.5 7)', { type: 'Point', coordinates: [100, -3.5, 7] }],
    [
      'MULTIPOINT (1 2, 3 4)',
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'LINESTRING (1 2, 3 4)',
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'POLYGON ((0 0, 1 0, 1 1, 0 0), (0 0, 1 0, 1 1, 0 0))',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))',
      {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        ],
      },
    ],
  ])('reads %s', (text, geometry) => {
    expect(parseWkt(text)).toEqual(geometry);
  });

  it.each(['', 'POINT', 'POINT EMPTY', 'POINT 1 2', 'POINT (1 2', 'CIRCLE (1 2)', 'POINT (a b)'])(
    'refuses %j',
    (text) => {
      expect(parseWkt(text)).toBeNull();
    },
  );
});
