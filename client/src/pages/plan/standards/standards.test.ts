import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { ComplianceResult, ComplianceRow, Standard, StandardRule } from '../../../../../tiles/api/standard.ts';
import { createApp } from '../../../app/create-app.ts';
import { en as enMap } from '../../../i18n/en.ts';
import { enBrief } from '../../../i18n/en-brief.ts';
import { enFound } from '../../../i18n/en-found.ts';
import { enPlan } from '../../../i18n/en-plan.ts';
import { addMessages } from '../../../i18n/i18n.ts';
import { zhBrief } from '../../../i18n/zh-brief.ts';
import { zhFound } from '../../../i18n/zh-found.ts';
import { zhPlan } from '../../../i18n/zh-plan.ts';
import { standardTable } from '../brief/standard-table.ts';
import { createPainter, indicatorColors } from '../data/classes.ts';
import { COVERED, indicatorClasses, indicatorOf, OUTSIDE, peopleByClass, UNCOVERED } from '../data/indicator.ts';
import { CATALOGUE, CELLS } from '../fixture.ts';
import { parseMapPart } from '../state/address.ts';
import { matrixOf } from './matrix.ts';
import { bindingBeside, rulesFor, standardsFor, type StandardSummary } from './order.ts';
import { bindingText, demandedText, sourceOfRule, valueText } from './texts.ts';

addMessages({ zh: { ...zhPlan, ...zhBrief, ...zhFound }, en: { ...enMap, ...enPlan, ...enBrief, ...enFound } });
const [zh, en] = (['zh', 'en'] as const).map((language) =>
  createApp({ ...parseMapPart(''), language }, signal('light' as const)),
) as [ReturnType<typeof createApp>, ReturnType<typeof createApp>];

const TEXT = { zh: '规则', en: 'rule' };
const rule = (id: string, change: Partial<StandardRule> = {}): StandardRule => ({
  id,
  title: TEXT,
  clause: null,
  layer: 'toilets',
  demanded: { kind: 'within', minutes: 10 },
  unit: TEXT,
  certainty: 'unverified',
  reportOnly: true,
  ...change,
});
const row = (id: string, change: Partial<ComplianceRow> = {}): ComplianceRow => ({
  rule: id,
  scope: 'area',
  area: '370202001',
  value: 0.5,
  verdict: 'reported',
  people: 10,
  areaM2: 1e4,
  facilities: 1,
  numerator: 5,
  denominator: 10,
  cells: [[0, 2]],
  ...change,
});
const standard = (...rules: readonly StandardRule[]): Standard => ({
  id: 's',
  number: 'GB 1',
  year: 2018,
  title: TEXT,
  rules,
});
const QINGDAO = { city: '370200', place: { zh: '青岛市', en: 'Qingdao' } };
const known = CATALOGUE.standards[0] as StandardSummary;
const summary = (id: string, binds: StandardSummary['binds'], ...layers: readonly string[]): StandardSummary => ({
  ...known,
  id,
  binds,
  layers,
});

describe('the order of standards', () => {
  const list = [
    summary('a', QINGDAO, 'elderly-care'),
    summary('b', QINGDAO, 'schools'),
    summary('c', null, 'toilets'),
    summary('d', null, 'schools', 'toilets'),
  ];

  it('has what is about the layer first, and of that what binds', () => {
    const ids = (layer: string | null): string =>
      standardsFor(list, layer)
        .map(({ id }) => id)
        .join('');
    expect(ids('schools')).toBe('bdac');
    expect(ids('toilets')).toBe('cdab');
    expect(ids('wells')).toBe('abcd');
    expect(ids(null)).toBe('abcd');
  });

  it('knows what binds beside a recommended one, about a layer of both', () => {
    const beside = (index: number): string[] => bindingBeside(list, list[index] as StandardSummary).map(({ id }) => id);
    expect([beside(3), beside(2), beside(1)]).toEqual([['b'], [], []]);
  });

  it('of rules is the same', () => {
    const rules = [rule('x', { layer: 'schools' }), rule('y'), rule('z', { binds: QINGDAO })];
    expect(
      rulesFor(
        rules.map((each) => ({ rule: each })),
        'toilets',
      ).map((each) => each.rule.id),
    ).toEqual(['z', 'y', 'x']);
  });
});

describe('a rule in words', () => {
  it('says how sure its number is, and from where', () => {
    const read = rule('t', { certainty: 'text', clause: '7' });
    const regulation = { ...standard(read), number: '青岛市学前教育条例', version: '2018-11-30' };
    expect(sourceOfRule(zh, regulation, read)).toBe('原文：青岛市学前教育条例（2018-11-30）第 7 条，已通读。');
    const source = { page: { zh: '某页', en: 'a page' }, url: 'https://example.org/x', seen: '2026-11-30' };
    const quoted = rule('q', { certainty: 'quoted', source });
    expect(sourceOfRule(en, standard(quoted), quoted)).toBe(
      'The number is quoted from: a page https://example.org/x (seen 2026-11-30). The text was not seen.',
    );
    expect(sourceOfRule(zh, standard(rule('u')), rule('u'))).toContain('未核实');
    expect([bindingText(zh, QINGDAO), bindingText(en, QINGDAO)]).toEqual(['在青岛市有约束力', 'Binding in Qingdao']);
    expect([bindingText(zh, null), bindingText(en, { place: TEXT })]).toEqual([
      '推荐性，不具约束力',
      'Binding everywhere',
    ]);
  });

  it.each([
    [{ kind: 'within', minutes: 5, along: 'drive', share: 0.9 }, '要求：90% 的人口驾车 5 分钟内有设施。'],
    [{ kind: 'within', metres: 300, share: 1 }, '要求：100% 的人口沿路 300 米内有设施。'],
    [
      {
        kind: 'within-by-size',
        attribute: 'area_m2',
        classes: [
          { from: 5000, metres: 500 },
          { from: 2000, below: 5000, metres: 300 },
        ],
        along: 'line',
        of: 'ground',
        share: 0.8,
      },
      '要求：80% 的用地“area_m2”5,000 以上的直线 500 米、“area_m2”2,000 至不足 5,000 的直线 300 米内有设施。',
    ],
    [
      { kind: 'people-per-facility', people: 5000, size: { attribute: 'classes', min: 6 } },
      '要求：每 5,000 人至少一处，只计“classes”不小于 6 的。',
    ],
    [{ kind: 'area-per-person', attribute: 'land_m2', min: 0.2 }, '要求：人均“land_m2”至少 0.2 平方米。'],
    [
      {
        kind: 'area-per-household',
        attribute: 'floor_m2',
        per: 100,
        households: { layer: 'communities', attribute: 'households' },
        min: 20,
      },
      '要求：每 100 户“floor_m2”至少 20 平方米。',
    ],
    [{ kind: 'share', attribute: 'accessible', values: [true], min: 1 }, '要求：100% 的设施“accessible”为是。'],
    [{ kind: 'per-thousand', min: 3, per: 10_000 }, '要求：每 10,000 人至少 3 处。'],
    [{ kind: 'density', min: 3, max: 5 }, '要求：每平方公里 3–5 处。'],
  ] as const satisfies readonly (readonly [StandardRule['demanded'], string])[])('of %j is %s', (demanded, text) => {
    expect(demandedText(zh, rule('r', { demanded, reportOnly: false }))).toBe(text);
    expect(demandedText(en, rule('r', { demanded, reportOnly: false }))).toMatch(/^Requirement: .+\.$/);
  });

  it('without a threshold says what is reported, and that it is reported only', () => {
    expect(demandedText(en, rule('r'))).toBe(
      'Share of people with a facility within 10 minutes on foot. Reported only, no threshold.',
    );
  });

  it('has shares as percentages, and no number where there is none', () => {
    expect(valueText(zh, rule('r'), row('r', { value: 0.1234 }))).toBe('12.3%');
    expect(valueText(zh, rule('r', { demanded: { kind: 'density', min: 1 } }), row('r', { value: 0.1234 }))).toBe(
      '0.12',
    );
    expect(valueText(zh, rule('r'), row('r', { value: null }))).toBe('—');
  });
});

const WHOLE = row('a', { scope: 'whole', area: null, covered: [[0, 1]] });
const CHECKED: ComplianceResult = {
  kind: 'compliance',
  standard: standard(rule('a'), rule('b'), rule('c', { needs: TEXT })),
  by: 'subdistrict',
  outside: [],
  missing: [{ rule: 'c', needs: { zh: '菜市场', en: 'markets' }, lacks: { zh: '没有图层。', en: 'No layer.' } }],
  rows: [
    WHOLE,
    row('a'),
    row('a', { area: '370202002', cells: [[2, 3]] }),
    // Nobody lives there.
    row('a', { area: null, cells: [] }),
    row('b', { scope: 'whole', area: null }),
    row('b', { area: '370202002' }),
  ],
};

describe('a check-up', () => {
  it('puts indicators beside each other, area by area, and leaves a hole where one has no row', () => {
    const { indicators, areas } = matrixOf(CHECKED);
    expect(indicators.map((each) => each.rule.id)).toEqual(['a', 'b']);
    expect(areas.map(({ area, rows }) => [area, rows.map((each) => each?.rule)])).toEqual([
      ['370202001', ['a', undefined]],
      ['370202002', ['a', 'b']],
    ]);
  });

  it('is painted by whether a facility is within reach', () => {
    const indicator = indicatorOf(rule('a'), WHOLE);
    expect(indicatorOf(rule('a'), row('a'))).toBeNull();
    if (indicator === null) throw new Error('The whole has an indicator.');
    const classes = indicatorClasses(indicator, CELLS.count);
    expect([...classes]).toEqual([COVERED, UNCOVERED, ...Array.from({ length: CELLS.count - 2 }, () => OUTSIDE)]);
    expect(peopleByClass(classes, CELLS)[COVERED]).toBe(CELLS.people[0]);
    const cost = new Float32Array(CELLS.count).fill(Infinity);
    const pixels = createPainter(CELLS.count)({
      cost,
      before: null,
      withinS: 600,
      theme: 'light',
      chosen: null,
      indicator: classes,
      painting: null,
    });
    const hex = (cell: number): string =>
      `#${[...pixels.subarray(4 * cell, 4 * cell + 3)].map((each) => each.toString(16).padStart(2, '0')).join('')}`;
    const { covered, uncovered } = indicatorColors('light');
    expect([hex(0), hex(1), pixels[4 * 2 + 3]]).toEqual([covered, uncovered, 0]);
  });

  it('as a table has every figure, and a row without numbers for what lacks data', () => {
    const { header, rows } = standardTable(zh, { compliance: CHECKED, result: {} as never });
    const list = [...rows];
    expect(list.every(({ length }) => length === header.length)).toBe(true);
    const of = (index: number): Record<string, unknown> =>
      Object.fromEntries(header.map((name, column) => [name, list[index]?.[column]]));
    expect(list.length).toBe(7);
    expect(of(1)).toMatchObject({
      规则编号: 'a',
      区域代码: '370202001',
      值: 0.5,
      分子: 5,
      分母: 10,
      结论: '仅报告',
      确定程度: '未核实',
      约束力: '推荐性，不具约束力',
      版本: '2018',
    });
    expect(of(6)).toMatchObject({
      规则编号: 'c',
      值: null,
      分子: null,
      结论: '缺数据',
      缺少的数据: '没有图层。 菜市场',
    });
  });
});
