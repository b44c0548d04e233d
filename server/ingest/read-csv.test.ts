import { describe, expect, it } from 'vitest';
import { consoleLanguage } from '../platform/messages/index.ts';
import { parseWkt } from './wkt.ts';

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

  const LENGTH = 200_000;
  it.each([
    ['spaces', `POINT${' '.repeat(LENGTH)}x`],
    ['spaces at the end', `POINT (1 2)${' '.repeat(LENGTH)}x`],
    ['brackets', `POINT ${'('.repeat(LENGTH)}`],
    ['digits', `POINT (${'1'.repeat(LENGTH)}`],
    ['digits in brackets', `POINT (${'1'.repeat(LENGTH)}x)`],
  ])('refuses text of a great many %s at once', (_, text) => {
    expect(parseWkt(text)).toBeNull();
  });
});
