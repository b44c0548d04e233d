import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import type { Language } from './keys.ts';
import { enPlan } from './en-plan.ts';
import { enBrief } from './en-brief.ts';
import { enFound } from './en-found.ts';
import { en as enMap } from './en.ts';
import { addMessages, createI18n, translate } from './i18n.ts';
import type { Message, MessageKey } from './keys.ts';
import { zhPrint } from './zh-print.ts';
import { enPrint } from './en-print.ts';
import { zhPlan } from './zh-plan.ts';
import { zhBrief } from './zh-brief.ts';
import { zhFound } from './zh-found.ts';
import { zh as zhMap } from './zh.ts';

const zh: Readonly<Record<MessageKey, Message>> = { ...zhMap, ...zhPlan, ...zhBrief, ...zhFound, ...zhPrint };
const en: Readonly<Record<MessageKey, Message>> = { ...enMap, ...enPlan, ...enBrief, ...enFound, ...enPrint };

addMessages({ en: enMap });

const forms = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other]);
const places = (message: Message) =>
  [...new Set(forms(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe('messages', () => {
  const keys = Object.keys(zh) as MessageKey[];

  it('exist in both languages with the same placeholders, and none is empty', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(places(en[key]), key).toEqual(places(zh[key]));
      for (const text of [...forms(en[key]), ...forms(zh[key])]) expect(text.trim(), key).not.toBe('');
    }
  });

  it('hold no Chinese on the English side, but for the name of the language to switch to', () => {
    const chinese = keys.filter((key) => forms(en[key]).some((text) => /\p{Script=Han}/u.test(text)));
    expect(chinese).toEqual(['tool.language']);
  });

  it('of another page are available once it has added them', async () => {
    // What a page adds stays added: for this test the module is read anew.
    vi.resetModules();
    const fresh = await import('./i18n.ts');
    expect(() => fresh.translate('zh', 'plan.title')).toThrow('plan.title');
    fresh.addMessages({ zh: zhPlan });
    expect(fresh.translate('zh', 'plan.title')).toBe(zhPlan['plan.title']);
    expect(Object.keys(zhMap).filter((key) => Object.hasOwn(zhPlan, key))).toEqual([]);
  });

  it('are Chinese until those of the other language have come, and change at once then', async () => {
    vi.resetModules();
    const fresh = await import('./i18n.ts');
    const { t } = fresh.createI18n(signal<Language>('en'));
    expect([fresh.speaks('en'), t('map.home')]).toEqual([false, zhMap['map.home']]);
    fresh.addMessages({ en: enMap });
    expect([fresh.speaks('en'), t('map.home')]).toEqual([true, enMap['map.home']]);
  });

  it('credit synthetic and approximate data in both languages', () => {
    for (const texts of [zh, en]) {
      const words = (key: MessageKey) => forms(texts[key]).join(' ').toLowerCase();
      expect(words('map.credits')).toContain(words('provenance.synthetic'));
      expect(words('map.credits')).toContain(words('provenance.approximate'));
    }
  });

  it('tell one from many in English and group long numbers', () => {
    expect(translate('en', 'search.results', { n: 1 })).toBe('1 result');
    expect(translate('en', 'search.results', { n: 12345 })).toBe('12,345 results');
    expect(translate('zh', 'search.results', { n: 2 })).toBe('找到 2 条结果');
  });
});

describe('formatting', () => {
  const language = signal<Language>('zh');
  const { date, distance, text } = createI18n(language);

  it('follows the language', () => {
    expect(date('2017-03-01')).toBe('2017年3月1日');
    language.value = 'en';
    expect(date('2017-03-01')).toBe('1 March 2017');
    language.value = 'zh';
  });

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
    'shows the clocks of the city to a reader in %s',
    (readersZone) => {
      const before = process.env.TZ;
      process.env.TZ = readersZone;
      try {
        expect(date('2017-03-04T17:30:00Z')).toBe('2017年3月5日 01:30');
        expect(date('2017-03-05T01:30:00+08:00')).toBe('2017年3月5日 01:30');
        // Without an offset it is the city's.
        expect(date('2017-03-05T01:30:00')).toBe('2017年3月5日 01:30');
        expect(date('2017-03-04T12:30:00-05:00')).toBe('2017年3月5日 01:30');
        expect(date('2017-03-05T00:00:00+08:00')).toBe('2017年3月5日 00:00');
        expect(date('2017-03-05')).toBe('2017年3月5日');
        const boston = createI18n(signal<Language>('en'), signal('America/New_York'));
        expect(boston.date('2017-03-12T06:59:00Z')).toBe('12 March 2017 at 01:59');
        expect(boston.date('2017-03-12T07:00:00Z')).toBe('12 March 2017 at 03:00');
        expect(boston.cityDay(new Date('2017-03-05T03:00:00Z'))).toBe('2017-03-04');
        expect(createI18n(language).cityDay(new Date('2017-03-04T17:30:00Z'))).toBe('2017-03-05');
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );

  it('shows a text that is not a date as it is', () => {
    expect(date('2017 spring')).toBe('2017 spring');
  });

  it('gives metres below a kilometre, then kilometres', () => {
    expect(distance(236.4)).toBe('236 m');
    expect(distance(1240)).toBe('1.2 km');
    expect(distance(15_600)).toBe('16 km');
  });

  it('falls back to Chinese where the English side is empty', () => {
    language.value = 'en';
    expect(text({ zh: '市南区', en: '' })).toBe('市南区');
    language.value = 'zh';
  });
});
