import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { OverviewFigure } from '../../../tiles/api/overview.ts';
import { en } from '../i18n/en.ts';
import { addMessages, createI18n } from '../i18n/i18n.ts';
import { classesOf, colorsOf } from '../../../tiles/style/figure-colors.ts';
import { formatClass, formatFigure, sentenceOf } from './figure.ts';

const text = (en: string) => ({ zh: en, en });
addMessages({ en });
const i18n = createI18n(signal('en'));
const zh = createI18n(signal('zh'));
const figure = (part: Partial<OverviewFigure>): OverviewFigure => ({
  id: 'x',
  kind: 'reach',
  title: text('Title'),
  people: 1000,
  city: 0.5,
  demand: { title: text('People'), provenance: 'synthetic' },
  values: {},
  ...part,
});

describe('the sentence of a figure', () => {
  const values = { a: 0.1, b: 0.49, c: 0.5, d: 1, e: null };

  it('counts the subdistricts where less than half of the people reach one', () => {
    const reach = figure({ place: { zh: '小学', en: 'a primary school' }, minutes: 15, values });
    expect(sentenceOf(reach, { city: 'Qingdao', areas: 5 }, i18n)).toBe(
      'In 2 of Qingdao’s 5 subdistricts, most people cannot walk to a primary school in 15 minutes',
    );
    expect(sentenceOf(reach, { city: '青岛', areas: 5 }, zh)).toBe(
      '青岛 5 个街道中，2 个有过半居民步行 15 分钟到不了小学',
    );
  });

  it('counts those above the city where there is nothing to reach', () => {
    expect(sentenceOf(figure({ kind: 'rate', city: 0.495, values }), { city: 'Qingdao', areas: 5 }, i18n)).toBe(
      'Title: 2 of Qingdao’s 5 subdistricts are above the city’s 0.495',
    );
  });
});

describe('the classes of a figure', () => {
  it('are fifths for shares, from none to everybody', () => {
    const classes = classesOf(figure({}), 'light');
    expect(classes.map((each) => formatClass('reach', each, i18n))).toEqual([
      '0–20%',
      '20–40%',
      '40–60%',
      '60–80%',
      '80–100%',
    ]);
    expect(new Set(classes.map(({ color }) => color)).size).toBe(5);
  });

  it('hold as many areas each for amounts, at numbers that a legend can write', () => {
    const values = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`a${n}`, n * 1.2345]));
    const classes = classesOf(figure({ kind: 'rate', values }), 'dark');
    expect(classes.map(({ from }) => from)).toEqual([0, 25, 49, 74, 99]);
    expect(classes.at(-1)?.to).toBeNull();
  });

  it('are fewer where values repeat, and one where all are the same', () => {
    expect(classesOf(figure({ kind: 'rate', values: { a: 0, b: 0, c: 0, d: 3 } }), 'light')).toHaveLength(2);
    expect(classesOf(figure({ kind: 'rate', values: { a: 0, b: 0 } }), 'light')).toHaveLength(1);
    expect(classesOf(figure({ kind: 'rate', values: {} }), 'light')).toHaveLength(1);
  });

  it('colour every area with a value, and no other', () => {
    const colors = colorsOf(figure({ values: { a: 0, b: 0.2, c: 1, d: null } }), 'light');
    const [first, second, , , last] = classesOf(figure({}), 'light').map(({ color }) => color);
    expect(colors).toEqual({ a: first, b: second, c: last });
  });
});

it('a value has its unit, and nobody is said in words', () => {
  expect(formatFigure('reach', 0.463, i18n)).toBe('46%');
  expect(formatFigure('density', 12_345.6, i18n)).toBe('12,300 people/km²');
  expect(formatFigure('rate', 3.456, i18n)).toBe('3.46');
  expect(formatFigure('reach', null, zh)).toBe('无居民');
});
