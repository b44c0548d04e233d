import { describe, expect, it } from 'vitest';
import { BadParameter, problemOf } from '../platform/http/errors.ts';
import { SearchParameters } from '../platform/http/query.ts';
import { testCatalogue } from '../testing/layers.ts';
import { readFilters, readFilterText } from './filters.ts';

const toilets = testCatalogue.layers.filter(({ id }) => id === 'toilets');
const read = (query: Record<string, string>, layers = toilets) =>
  readFilters(new SearchParameters(new URLSearchParams(query)), layers);
const many = (count: number, condition: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => condition(n)).join(' OR ');
const told = (query: Record<string, string>, layers = toilets) => {
  try {
    read(query, layers);
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    return (['zh', 'en'] as const).map((lang) => problemOf(error, lang, 'id'));
  }
  return [];
};

describe('a filter that costs too much', () => {
  it.each([
    ['functions', many(40, (n) => `CASEI(ACCENTI(name)) LIKE '%${n}x%'`)],
    [
      'dates',
      many(60, (n) => `opened = DATE('2017-03-${String((n % 28) + 1).padStart(2, '0')}') AND stalls_male = ${n}`),
    ],
    ['geometries beside each other', many(11, (n) => `S_EQUALS(geom, geom) AND stalls_male = ${n}`)],
    [
      'positions',
      `S_TOUCHES(geom, MULTIPOINT(${Array.from({ length: 600 }, (_, n) => `${n % 90} ${n % 60}`).join()}))`,
    ],
  ])('for its %s is refused with its cost and the bound, in both languages', (_what, filter) => {
    for (const problem of told({ filter })) {
      expect(problem).toMatchObject({ status: 400, code: 'bad-parameter', parameter: 'filter' });
      expect(problem.detail).toMatch(/\b[5-9]\d\d\b.*\b500\b|\b\d{4}\b.*\b500\b/);
    }
    expect(told({ filter })).toHaveLength(2);
  });

  it('is told as the filter of its layer where it is one', () => {
    const filter = many(40, (n) => `CASEI(ACCENTI(name)) LIKE '%${n}x%'`);
    expect(told({ 'filter.toilets': filter })[1]).toMatchObject({ parameter: 'filter.toilets' });
  });

  it('is refused in a study too', () => {
    const [layer] = toilets;
    if (layer === undefined) throw new Error('The catalogue has toilets.');
    const answer = readFilterText(
      many(40, (n) => `CASEI(ACCENTI(name)) LIKE '%${n}x%'`),
      layer,
    );
    expect('problem' in answer).toBe(true);
  });

  it('is refused where the layers of a request cost too much together', () => {
    const layers = toilets.flatMap((layer) => Array.from({ length: 20 }, (_, n) => ({ ...layer, id: `toilets-${n}` })));
    const filter = many(20, (n) => `CASEI(ACCENTI(name)) LIKE '%${n}x%'`);
    expect(told({ filter }, layers.slice(0, 5))).toEqual([]);
    expect(told({ filter }, layers)[1]?.detail).toMatch(/\b4\d{3}\b.*\b4000\b/);
  });

  it('is none of those that people write', () => {
    const districts = Array.from({ length: 300 }, (_, n) => `'3702${n}'`).join();
    const ring = Array.from({ length: 250 }, (_, n) => {
      const angle = (2 * Math.PI * (n % 249)) / 249;
      return `${(120.4 + Math.cos(angle)).toFixed(3)} ${(36.2 + Math.sin(angle)).toFixed(3)}`;
    }).join();
    for (const filter of [
      `district IN (${districts}) AND CASEI(name) LIKE '%bay%' AND wifi = TRUE`,
      `S_WITHIN(geom, POLYGON((${ring}))) AND opened >= DATE('2017-01-01')`,
      many(50, (n) => `name LIKE '%${n}号%'`),
    ])
      expect(told({ filter })).toEqual([]);
  });
});
