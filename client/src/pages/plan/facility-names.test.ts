import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../i18n/keys.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import { zhFound } from '../../i18n/zh-found.ts';
import { zhPlan } from '../../i18n/zh-plan.ts';
import { facilityNames } from './facility-names.ts';

describe('the names of facilities', () => {
  it('are those of their layer, with the id where several share one, and the id alone without one', () => {
    addMessages({ zh: { ...zhPlan, ...zhFound } });
    const place = { lon: 120, lat: 36, existing: true };
    const named = facilityNames(
      { i18n: createI18n(signal<Language>('zh')) },
      {
        facilities: [
          { id: 'a', name: { zh: '第一小学', en: 'First School' }, ...place },
          { id: 'b', name: { zh: '卫生院', en: 'Clinic' }, ...place },
          { id: 'c', name: { zh: '卫生院', en: 'Clinic' }, ...place },
          { id: 'd', ...place },
        ],
      },
    );
    expect(['a', 'b', 'c', 'd', 'unknown'].map(named)).toEqual([
      '第一小学',
      '卫生院（b）',
      '卫生院（c）',
      '设施 d',
      '设施 unknown',
    ]);
  });
});
