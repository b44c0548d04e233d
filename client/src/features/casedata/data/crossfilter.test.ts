import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Query } from './crossfilter.ts';
import { toggleFilter } from './filters.ts';
import { datasetOf, FIVE } from './fixture.ts';
import { toDay } from '../../../../../tiles/day.ts';

const ALL: Query = { filters: {}, window: null, bbox: null };
const counts = (query: Partial<Query>, id: string, where: 'inView' | 'everywhere' = 'inView') => {
  const { values } = FIVE.dimensions.get(id) ?? { values: [] };
  const counted = evaluate(FIVE, { ...ALL, ...query }).byDimension.get(id)?.[where];
  return Object.fromEntries(values.map((value, code) => [value, counted?.[code]]));
};

describe('crossfilter', () => {
  it('counts everything where nothing is filtered', () => {
    expect(evaluate(FIVE, ALL).selected).toEqual(Uint32Array.of(0, 1, 2, 3, 4));
    expect(counts({}, 'category')).toEqual({ litter: 3, order: 2 });
  });

  it('leaves a chart’s own filter out of its counts, and applies it to every other', () => {
    const query = { filters: { category: ['litter'] } };
    expect(counts(query, 'category')).toEqual({ litter: 3, order: 2 });
    expect(counts(query, 'state')).toEqual({ solved: 1, open: 2 });
    expect(evaluate(FIVE, { ...ALL, ...query }).selected).toEqual(Uint32Array.of(0, 1, 4));
  });

  it('takes any of an attribute’s values, and all attributes at once', () => {
    expect(evaluate(FIVE, { ...ALL, filters: { category: ['litter', 'order'], state: ['solved'] } }).selected).toEqual(
      Uint32Array.of(0, 2, 3),
    );
    expect(counts({ filters: { category: ['order'], state: ['open'] } }, 'category')).toEqual({ litter: 2, order: 0 });
    expect(counts({ filters: { category: ['order'], state: ['open'] } }, 'district')).toEqual({ 370202: 0, 370203: 0 });
  });

  it('counts rows in view apart from all rows', () => {
    const bbox = [120.3, 36, 120.5, 36.08] as const;
    expect(counts({ bbox }, 'district')).toEqual({ 370202: 2, 370203: 0 });
    expect(counts({ bbox }, 'district', 'everywhere')).toEqual({ 370202: 2, 370203: 3 });
    const { inView, selected } = evaluate(FIVE, { ...ALL, bbox });
    expect([inView.length, selected.length]).toEqual([2, 5]);
  });

  it('shows the whole course of time beside a window, and leaves undated rows out of any window', () => {
    const window = { from: toDay('2017-01-09'), to: toDay('2017-01-31') };
    const { selected, byDay } = evaluate(FIVE, { ...ALL, window });
    expect(selected).toEqual(Uint32Array.of(1, 2));
    expect(byDay.inView.reduce((sum, n) => sum + n)).toBe(4);
    expect(byDay.inView[7]).toBe(2);
  });

  it('finds nothing for a value that no row has', () => {
    expect(evaluate(FIVE, { ...ALL, filters: { category: ['unheard-of'] } }).selected).toHaveLength(0);
  });

  it('agrees with a plain scan of every row', () => {
    const row = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('solved', 'open'),
      fc.constantFrom('370202', '370203'),
      fc.constantFrom('2017-01-01', '2017-01-02', null),
      fc.constant(null),
      fc.double({ min: 120, max: 121, noNaN: true }),
      fc.double({ min: 36, max: 37, noNaN: true }),
    );
    const some = fc.option(fc.subarray(['a', 'b', 'c'], { minLength: 1 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), some, fc.boolean(), (rows, categories, narrow) => {
        const data = datasetOf(rows);
        const bbox = narrow ? ([120, 36, 120.5, 36.5] as const) : null;
        const result = evaluate(data, {
          filters: categories === null ? {} : { category: categories },
          window: null,
          bbox,
        });
        const inBox = (each: (typeof rows)[number]) => bbox === null || (each[5] <= 120.5 && each[6] <= 36.5);
        const inCategory = (each: (typeof rows)[number]) => categories === null || categories.includes(each[0]);
        expect(result.inView).toHaveLength(rows.filter((each) => inBox(each) && inCategory(each)).length);
        data.dimensions.get('category')?.values.forEach((value, code) => {
          expect(result.byDimension.get('category')?.inView[code]).toBe(
            rows.filter((each) => each[0] === value && inBox(each)).length,
          );
        });
      }),
    );
  });

  it('takes at most 16 ms for 43,000 rows', () => {
    const data = datasetOf(
      Array.from({ length: 43_137 }, (_, i) => [
        `c${i % 9}`,
        i % 6 === 0 ? 'open' : 'solved',
        `3702${10 + (i % 10)}`,
        `2017-${String(1 + (i % 12)).padStart(2, '0')}-10`,
        i % 30,
        120 + (i % 1000) / 1000,
        36 + (i % 997) / 997,
      ]),
    );
    const query: Query = {
      filters: { category: ['c1', 'c2', 'c3'], state: ['solved'] },
      window: { from: toDay('2017-02-01'), to: toDay('2017-11-30') },
      bbox: [120.1, 36.1, 120.9, 36.9],
    };
    evaluate(data, query);
    const times = Array.from({ length: 9 }, () => {
      const start = process.cpuUsage();
      evaluate(data, query);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    // CPU time, and the best of several runs: a busy machine must not fail the test.
    expect(Math.min(...times)).toBeLessThan(16);
  });
});

describe('ticking a value', () => {
  it('adds it, takes it away, and leaves no empty filter behind', () => {
    const once = toggleFilter({}, 'state', 'open');
    expect(toggleFilter(once, 'state', 'solved')).toEqual({ state: ['open', 'solved'] });
    expect(toggleFilter(once, 'state', 'open')).toEqual({});
  });
});
