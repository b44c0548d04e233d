import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { createApp } from '../../app/create-app.ts';
import { enPlan } from '../../i18n/en-plan.ts';
import { addMessages } from '../../i18n/i18n.ts';
import { zhPlan } from '../../i18n/zh-plan.ts';
import { peopleOfText } from './format.ts';
import { parseMapPart } from './state/address.ts';
import { departureText } from './when.ts';
import { wordsOf } from './words.ts';

addMessages({ zh: zhPlan, en: enPlan });
const app = createApp(parseMapPart(''), signal('light' as const));

it('Chinese has no space after a unit or a closing bracket, and one after a time', () => {
  app.i18n.words.value = wordsOf(null);
  const ride = { mode: 'transit', date: '2026-11-30', depart: '08:00' } as const;
  expect(departureText(app, { ...ride, window: 60 })).toBe(
    '，2026年11月30日（周一 8:00）起每分钟出发一次，60 次的中位数',
  );
  expect(departureText(app, { ...ride, window: 1 })).toBe('，2026年11月30日（周一 8:00）出发');
  expect(departureText(app, { mode: 'drive', depart: '08:00' })).toBe('，8:00 出发');
  const of = { people: 900, unconnectedPeople: 112 };
  expect(peopleOfText(app, 700, of)).toBe('700 人，共 900 人，其中 112 人未接入路网');
  app.i18n.words.value = wordsOf('家庭');
  expect(peopleOfText(app, 700, of)).toBe('700 户，共 900 户，其中 112 户未接入路网');
});
