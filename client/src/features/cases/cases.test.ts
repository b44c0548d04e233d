import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { CaseRecord, Figure } from '../../../../tiles/cases/case.ts';
import type { RuleField } from '../../../../tiles/cases/rule.ts';
import { RULES } from '../../../../tiles/cases/index.ts';
import type { Columns } from '../../../../tiles/api/wire.ts';
import { en } from '../../i18n/en.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/keys.ts';
import { agrees, extentOf, filtersOf, measureLink, rowsWhere } from './entities.ts';
import { formatFigure } from './figures.ts';
import { ANY_CASE, fittingCases, groupCases } from './list.ts';
import { problemsOf, nextRow, refusal } from './rule-input.ts';

const language = signal<Language>('zh');
addMessages({ en });
const i18n = createI18n(language);

describe('a figure', () => {
  const format = (value: number, qualifier: Figure['qualifier'], zh: string, en = zh) =>
    formatFigure({ value, qualifier, unit: { zh, en } }, i18n);

  it('is worded as its source words it', () => {
    expect(format(5000, 'over', '项')).toBe('超过 5,000 项');
    expect(format(120, 'exact', '座')).toBe('120 座');
    expect(format(93, 'exact', '%')).toBe('93%');
    language.value = 'en';
    expect(format(80, 'about', '%')).toBe('about 80%');
    language.value = 'zh';
  });

  it('keeps every digit', () => {
    expect(format(3.40126, 'exact', '元/斤')).toBe('3.40126 元/斤');
    expect(format(97_100_000_000, 'exact', '元')).toBe('97,100,000,000 元');
  });
});

describe('entities on the map', () => {
  const columns: Columns = {
    layer: 'toilets',
    count: 3,
    ids: ['a', 'b', 'c'],
    lon: [120.1, 120.2, 120.3],
    lat: [36.1, 36.3, 36.2],
    columns: {
      case: { kind: 'dictionary', values: ['public-toilets', 'other'], data: [0, 0, 1] },
      free: { kind: 'dictionary', values: ['true', 'false'], data: [0, 1, -1] },
      stalls: { kind: 'number', data: [4, 6.5, null] },
    },
  };

  it('are counted, summed and told apart as the figure says', () => {
    expect(measureLink({ layer: 'toilets', measure: 'count', where: { case: 'public-toilets' } }, columns)).toBe(2);
    expect(
      measureLink(
        { layer: 'toilets', measure: 'count', where: { case: ['public-toilets', 'other'], free: true } },
        columns,
      ),
    ).toBe(1);
    expect(measureLink({ layer: 'toilets', measure: 'sum', attribute: 'stalls' }, columns)).toBe(10.5);
    expect(measureLink({ layer: 'toilets', measure: 'distinct', attribute: 'free' }, columns)).toBe(2);
    expect(measureLink({ layer: 'toilets', measure: 'sum', attribute: 'missing' }, columns)).toBeNull();
    expect(rowsWhere({ missing: 'x' }, columns)).toEqual([]);
  });

  it('agree with the source whatever the last digits of a sum', () => {
    expect(agrees(8795.6, 8795.600000000002)).toBe(true);
    expect(agrees(120, 121)).toBe(false);
  });

  it('have an extent to fly to', () => {
    expect(extentOf([0, 1], columns)).toEqual([120.1, 36.1, 120.2, 36.3]);
    expect(extentOf([], columns)).toBeNull();
  });

  it('become the filter a reader would have set', () => {
    const text = { type: 'string' as const, title: { zh: '', en: '' } };
    expect(
      filtersOf(
        { case: 'x', kind: ['a', 'b'], laggard: true, nodes: 3 },
        { attributes: { case: text, nodes: { ...text, type: 'integer' } } },
      ),
    ).toEqual({
      case: { kind: 'choice', values: ['x'] },
      kind: { kind: 'choice', values: ['a', 'b'] },
      laggard: { kind: 'flag', on: true },
      nodes: { kind: 'range', from: 3, to: 3 },
    });
  });
});

describe('the list', () => {
  const text = (zh: string) => ({ zh, en: `${zh} in English` });
  const record = (number: number, theme: CaseRecord['theme'], district: string, title: string): CaseRecord => ({
    number,
    id: `c${number}`,
    theme,
    district,
    title: text(title),
    agency: text('某局'),
    places: [],
    summary: text(''),
    figures: [],
    layers: [],
  });
  const cases = [
    record(1, 'governance', '370202', '网格'),
    record(5, 'construction', '370202', '公厕'),
    record(15, 'governance', '370200', '审计'),
  ];

  it('finds words in either language, and a case by its number', () => {
    expect(fittingCases(cases, { ...ANY_CASE, words: 'english 公厕' }).map(({ id }) => id)).toEqual(['c5']);
    expect(fittingCases(cases, { ...ANY_CASE, words: '5' }).map(({ id }) => id)).toEqual(['c5']);
    expect(fittingCases(cases, { ...ANY_CASE, theme: 'governance', district: '370202' }).map(({ id }) => id)).toEqual([
      'c1',
    ]);
  });

  it('groups by theme, by district or not at all', () => {
    expect(groupCases(cases, 'theme').map(({ key, cases: own }) => [key, own.length])).toEqual([
      ['governance', 2],
      ['construction', 1],
    ]);
    expect(groupCases(cases, 'number')).toHaveLength(1);
  });
});

describe('a rule’s form', () => {
  const title = { zh: '', en: '' };
  const rows: RuleField = {
    id: 'rows',
    title,
    type: 'table',
    columns: [
      { id: 'unit', title, type: 'text' },
      { id: 'found', title, type: 'number', minimum: 0, step: 1 },
    ],
  };

  it('names every problem by its place', () => {
    const problems = problemsOf([rows, { id: 'due', title, type: 'date' }], {
      rows: [
        { unit: ' ', found: 1.5 },
        { unit: 'a', found: -1 },
      ],
      due: '2017-13-01',
    });
    expect(problems.map(({ path, key }) => `${path} ${key}`)).toEqual([
      'rows[1].unit case.error.text',
      'rows[1].found case.error.whole',
      'rows[2].found case.error.below',
      'due case.error.date',
    ]);
  });

  it('finds the field that a rule refuses', () => {
    const message = 'rows[2].found: 5 closed of only 3 found.';
    expect(refusal([rows], message)).toEqual({ field: rows.columns?.[1], row: 2 });
    expect(refusal([rows], 'whatever')).toEqual({ field: null, row: null });
  });

  it('adds a row like the last, and a first one that is valid', () => {
    expect(nextRow(rows, [{ unit: 'a', found: 3 }])).toEqual({ unit: 'a', found: 3 });
    expect(nextRow(rows, [])).toEqual({ unit: '', found: 0 });
  });

  it('can draw every field of every rule', () => {
    for (const { inputs } of Object.values(RULES)) {
      for (const field of inputs) expect(['number', 'choice', 'date', 'flag', 'text', 'table']).toContain(field.type);
    }
  });
});
