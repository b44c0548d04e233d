import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { enBrief } from '../../i18n/en-brief.ts';
import { enPlan } from '../../i18n/en-plan.ts';
import { zhBrief } from '../../i18n/zh-brief.ts';
import { zhPlan } from '../../i18n/zh-plan.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/keys.ts';
import { fill } from '../../../../tiles/i18n.ts';
import { groupName, wordsOf } from './words.ts';

const answer = (group: string | null): string[] => [
  fill(zhPlan['plan.answer'], { ...wordsOf(group).zh, n: 5 }),
  fill(enPlan['plan.answer'] as string, { ...wordsOf(group).en, n: 5 }),
];

describe('whom the texts are about', () => {
  it('everybody, a group by what it is, and households by a unit of their own', () => {
    expect(answer(null)).toEqual(['的居民能到，5 人不能', 'of residents can get there; 5 people cannot']);
    expect(answer('学龄人口')).toEqual([
      '的学龄人口能到，5 人不能',
      'of people of school age can get there; 5 people cannot',
    ]);
    expect(answer('独居户')[0]).toBe('的独居户能到，5 户不能');
    expect(answer('户籍人口')[0]).toBe('的户籍人口能到，5 人不能');
    expect(answer('户数')).toEqual(['的家庭能到，5 户不能', 'of households can get there; 5 households cannot']);
  });

  it('are named where scenarios are compared too', () => {
    const gained = (group: string | null) => [
      fill(zhPlan['plan.answer.gained'], { ...wordsOf(group).zh, name: '现状', n: 9 }),
      fill(enPlan['plan.answer.gained'] as string, { ...wordsOf(group).en, name: 'A', n: 9 }),
    ];
    expect(gained(null)).toEqual([
      '能到的居民比“现状”多 9 人',
      'Among residents, 9 more people can get there than in “A”',
    ]);
    expect(gained('家庭')).toEqual([
      '能到的家庭比“现状”多 9 户',
      'Among households, 9 more households can get there than in “A”',
    ]);
    expect(gained('60+')[1]).toBe('Among people aged 60 and over, 9 more people can get there than in “A”');
  });

  it.each([
    ['school-age', '学龄人口', 'people of school age'],
    ['60+', '60 岁及以上人口', 'people aged 60 and over'],
    ['65岁以上', '65 岁及以上人口', 'people aged 65 and over'],
    ['60 岁及以上', '60 岁及以上人口', 'people aged 60 and over'],
    ['0-14', '0–14 岁人口', 'people aged 0 to 14'],
    ['老年', '老年人口', 'people (老年)'],
    ['残疾人', '残疾人', 'people (残疾人)'],
    ['women', '“women”人群', 'people (women)'],
    ['households', '家庭', 'households'],
    ['低保家庭', '低保家庭', 'households (低保家庭)'],
    ['户籍人口', '户籍人口', 'people (户籍人口)'],
    ['户外工作者', '户外工作者', 'people (户外工作者)'],
  ])('%s is %s, %s', (group, zh, en) => {
    expect([groupName(group, 'zh'), groupName(group, 'en')]).toEqual([zh, en]);
  });

  it('stands apart from the character before it where it begins with a number', () => {
    addMessages({ zh: zhPlan });
    const i18n = createI18n(signal<Language>('zh'));
    i18n.words.value = wordsOf('60 岁及以上');
    expect(i18n.t('plan.answer', { n: 5 })).toBe('的 60 岁及以上人口能到，5 人不能');
    i18n.words.value = wordsOf('学龄人口');
    expect(i18n.t('plan.answer', { n: 5 })).toBe('的学龄人口能到，5 人不能');
  });

  it('leave the texts about everybody as they were, and no placeholder of theirs open', () => {
    expect(fill(zhBrief['plan.column.people'], wordsOf(null).zh)).toBe('人口（人）');
    expect(fill(enBrief['plan.column.people'] as string, wordsOf(null).en)).toBe('people');
    expect(fill(zhBrief['plan.column.people'], wordsOf('户数').zh)).toBe('家庭（户）');
    const known = new Set(Object.keys(wordsOf(null).zh));
    expect(Object.keys(wordsOf('x').en).sort()).toEqual([...known].sort());
    for (const text of [...Object.values(zhPlan), ...Object.values(zhBrief)].flatMap((each) =>
      typeof each === 'string' ? [each] : Object.values(each),
    ))
      for (const [, name] of text.matchAll(/\{(who|population|counted|heads?|count)\}/gi))
        expect(known.has(name ?? ''), text).toBe(true);
  });
});
