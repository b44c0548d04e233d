import { describe, expect, it } from 'vitest';
import { textOf, zoomsOf } from './definition.ts';

describe('comments as titles', () => {
  it.each([
    ['公共厕所', { zh: '公共厕所', en: '公共厕所' }],
    ['公共厕所。', { zh: '公共厕所', en: '公共厕所' }],
    ['公厕 | Public toilets', { zh: '公厕', en: 'Public toilets' }],
    ['Public toilets | 公厕', { zh: '公厕', en: 'Public toilets' }],
    ['a | b | c', { zh: 'a | b | c', en: 'a | b | c' }],
    ['Number of stalls, both sexes, without those for wheelchairs', { zh: 'Number of stalls', en: 'Number of stalls' }],
    ['第一行\n第二行', { zh: '第一行', en: '第一行' }],
  ])('%j', (comment, title) => {
    expect(textOf(comment)?.title).toEqual(title);
  });

  it('say nothing where they are blank', () => {
    expect(textOf('  \n')).toBeNull();
  });
});

describe('zooms of a layer', () => {
  // 644 tiles at zoom 13, 2,576 at 14, 41,226 at 16.
  const CITY = [120, 36, 121, 37] as const;

  it.each([
    ['Point', 1_000_000, { minzoom: 0, maxzoom: 16 }],
    ['Point', 1000, { minzoom: 0, maxzoom: 14 }],
    ['Polygon', 500, { minzoom: 0, maxzoom: 14 }],
    ['Polygon', 300_000, { minzoom: 13, maxzoom: 14 }],
    ['LineString', 5_000_000, { minzoom: 14, maxzoom: 16 }],
  ] as const)('%s: %i in a city', (kind, rows, zooms) => {
    expect(zoomsOf(kind, rows, CITY)).toEqual(zooms);
  });

  it('are wide where nothing is known', () => {
    expect(zoomsOf('Polygon', null, null)).toEqual({ minzoom: 0, maxzoom: 16 });
  });
});
