import { signal } from '@preact/signals';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EquityResult } from '../../../../../tiles/api/accessibility-results.ts';
import type { Study } from '../../../../../tiles/api/study.ts';
import type { LayerInfo } from '../../../../../tiles/api/wire.ts';
import { createApp } from '../../../app/create-app.ts';
import { en as enMap } from '../../../i18n/en.ts';
import { enBrief } from '../../../i18n/en-brief.ts';
import { enFound } from '../../../i18n/en-found.ts';
import { addMessages, createI18n } from '../../../i18n/i18n.ts';
import type { Language } from '../../../i18n/keys.ts';
import { zhBrief } from '../../../i18n/zh-brief.ts';
import { zhFound } from '../../../i18n/zh-found.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import { CELLS, NOTHING_FOUND } from '../fixture.ts';
import { parseMapPart } from '../state/address.ts';
import type { DecayKind } from '../state/types.ts';
import { wordsOf } from '../words.ts';
import type { Told } from './ask.ts';
import { decayOf } from './decay.ts';
import { partTable } from './tables.ts';
import { fittingName, nameWidth, offerText, opportunitiesAnswer, scopeText, shareOfUnserved } from './words.ts';

addMessages({ zh: { ...zhPlan, ...zhBrief, ...zhFound }, en: { ...enMap, ...enBrief, ...enFound } });

describe('the table of groups', () => {
  const row = (group: string | null, people: number, worst: number): EquityResult['groups'][number] => ({
    ...{ group, people, mean: 600, median: 500, gini: 0.4, palma: 2 },
    ...{ worstPeople: worst, worstShare: worst / people },
    ...{ unreachablePeople: 0, meanDifference: null, meanRatio: null },
  });
  const found: EquityResult = {
    kind: 'equity',
    of: 'cost',
    groups: [row(null, 1000, 400), row('60+', 200, 100), row('households', 380, 156)],
    gap: null,
  };

  it('sets no households beside persons: their number has a head of its own, their share of the unserved is none', () => {
    expect(found.groups.map((each) => shareOfUnserved(found, each))).toEqual([1, 0.25, null]);
    const [everybody] = found.groups as [EquityResult['groups'][number]];
    expect(shareOfUnserved({ ...found, groups: [row(null, 1000, 0)] }, everybody)).toBeNull();

    const app = createApp(parseMapPart(''), signal('light' as const));
    const told: Told = {
      study: { analyses: [{ kind: 'equity', within: 900 }] },
      result: { ...NOTHING_FOUND, results: [found] },
      // No way of travelling is named.
      catalogue: {} as Told['catalogue'],
    };
    // Whichever group is asked about.
    app.i18n.words.value = wordsOf('households');
    const table = partTable(app, 'equity', told, CELLS);
    expect(table?.header.slice(0, 2)).toEqual(['人群', '人数（户数）']);
    const rows = [...(table?.rows ?? [])];
    expect(rows.map((each) => [each[0], each[1], each[2], each.at(-1)])).toEqual([
      ['全体', 1000, 0.6, 1],
      ['60 岁及以上人口', 200, 0.5, 0.25],
      ['家庭', 380, 1 - 156 / 380, null],
    ]);
  });
});

describe('sentences about what has been found', () => {
  const language = signal<Language>('zh');
  const { t, words } = createI18n(language);
  afterEach(() => {
    language.value = 'zh';
    words.value = wordsOf(null);
  });
  /** As it is in both languages. */
  const both = (text: () => unknown): unknown[] =>
    (['zh', 'en'] as const).map((each) => {
      language.value = each;
      return text();
    });

  it('say that the share of a facility is one of those who get to any', () => {
    words.value = wordsOf(null);
    const sentence = (): string =>
      `${t('plan.found.huff.among')}2.5% ${t('plan.found.huff.answer', { name: '05-0096' })}`;
    expect(both(sentence)).toEqual([
      '能到设施的居民中，2.5% 去 05-0096，在各处中最多',
      'Of residents who can get to one, 2.5% go to 05-0096, more than to any other',
    ]);
  });

  it('begin with those who can reach none where the median says nothing else, and name what is weighted', () => {
    const attributes = {
      places: { type: 'number' as const, title: { zh: '学位', en: 'Places' }, unit: { zh: '个', en: 'seats' } },
    };
    const schools: Pick<LayerInfo, 'attributes'> = { attributes };
    const layersById = signal(new Map([['schools', schools as LayerInfo]]));
    const app = { ...createApp(parseMapPart(''), signal('light' as const)), layersById };
    app.i18n.words.value = wordsOf(null);
    const told = (decay: DecayKind, attribute?: string): { readonly study: Study } => ({
      study: {
        facilities: { layer: 'schools' },
        analyses: [
          {
            kind: 'opportunities',
            within: 900,
            decay: decayOf({ decay, parameter: null }),
            ...(attribute === undefined ? {} : { attribute }),
          },
        ],
      },
    });
    const sentence = (of: { readonly study: Study }, median: number | null): string => {
      const { figure, text } = opportunitiesAnswer(app, of, { median, none: 80, people: 150 });
      return `${figure} ${text}`;
    };
    expect(sentence(told('cumulative'), 2)).toBe('2 设施（处）：一半居民在 15 分钟内能到的不少于此数（中位数）');
    expect(sentence(told('gaussian'), 0.1234)).toBe(
      '0.123 设施（加权）：一半居民在 15 分钟内能到的不少于此数（中位数）',
    );
    expect(sentence(told('cumulative'), 0)).toBe('53.3% 的居民在 15 分钟内一处也到不了，因此中位数为 0');
    expect(sentence(told('cumulative'), null)).toMatch(/^— /);
    expect(offerText(app, told('cumulative', 'places'))).toBe('学位（个）');
    expect(offerText(app, told('power', 'places'))).toBe('学位（个，加权）');
    expect(offerText(app, told('power', 'unknown'))).toBe('unknown（加权）');
  });

  it('say of mean times whether they have a limit, and that of the Lorenz curve has one', () => {
    const of = { worst: 'A', best: 'B', n: 15, name: 'C', gini: 0.4, mean: '9 min', people: '5' };
    expect(both(() => t('plan.found.equity.answer', of))).toEqual([
      '是A平均比B多用的时间，不设时限',
      'longer on average for A than for B, without a time limit',
    ]);
    expect(both(() => t('plan.found.equity.caption', of))).toEqual([
      '各人群到最近设施：覆盖率按 15 分钟计，用时不设时限',
      'Groups and their nearest facility: served within 15 minutes, times without limit',
    ]);
    expect(both(() => t('plan.chart.lorenz.key', of))).toEqual([
      'C：基尼系数 0.4，60 分钟内的平均 9 min（5）',
      'C: Gini 0.4, mean 9 min of those within 60 min (5)',
    ]);
  });

  it('say that they are about the whole city where a district is asked about', async () => {
    const areas = { '370202': { zh: '市南区', en: 'Shinan' } };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ themes: [], layers: [], areas })));
    const app = createApp(parseMapPart(''), signal('light' as const));
    await app.catalogue.load();
    expect([scopeText(app, null), scopeText(app, '370202')]).toEqual([null, '以下为全市，不限于市南区。']);
  });
});

describe('names beside a chart', () => {
  it('are whole where there is room, and told apart where there is not', () => {
    expect(nameWidth('60 岁及以上人口')).toBeGreaterThan(nameWidth('aged 60+'));
    expect(fittingName('60 岁及以上人口', 110)).toBe('60 岁及以上人口');
    const [old, older] = ['people aged 60 and over', 'people aged 80 and over'].map((name) => fittingName(name, 130));
    expect([old, older]).toEqual(['60 and over', '80 and over']);
    expect(fittingName('people (low-income households)', 130)).toBe('(low-income househo…');
    expect(fittingName('很长的人群名称', 5)).toBe('…');
  });
});
