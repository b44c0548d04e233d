import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../../tiles/layer/layer.ts';
import { createI18n } from '../i18n/i18n.ts';
import { formatAttribute } from './attribute.ts';
import { anchorOf, directionTo } from './geometry.ts';

const i18n = createI18n(signal('zh' as const));
const title = { zh: '', en: '' };
const areas = { 370202: { zh: '市南区', en: 'Shinan' } };
const format = (attribute: Omit<Attribute, 'title'>, value: string | number | boolean | null) =>
  formatAttribute({ ...attribute, title }, value, areas, i18n);

describe('a value of an attribute', () => {
  it('shows labels for codes and names for areas', () => {
    expect(format({ type: 'string', values: { first: { zh: '一类', en: 'Class 1' } } }, 'first')).toBe('一类');
    expect(format({ type: 'string', format: 'district' }, '370202')).toBe('市南区');
    expect(format({ type: 'string', format: 'subdistrict' }, '370202999')).toBe('370202999');
  });

  it('groups numbers, keeps years whole, and adds units', () => {
    expect(format({ type: 'number', unit: { zh: 'm²', en: 'm²' } }, 12345.5)).toBe('12,345.5 m²');
    expect(format({ type: 'number', unit: { zh: '%', en: '%' } }, 93)).toBe('93%');
    expect(format({ type: 'integer' }, 2017)).toBe('2017');
    expect(format({ type: 'integer' }, 41654)).toBe('41,654');
  });

  it('is in English on an English page: known values of open lists, one of a unit', () => {
    const english = createI18n(signal('en' as const));
    const inEnglish = (attribute: Omit<Attribute, 'title'>, value: string | number) =>
      formatAttribute({ ...attribute, title }, value, areas, english);
    expect(inEnglish({ type: 'string', english: { 家电: 'Home appliances' } }, '家电')).toBe('Home appliances');
    expect(inEnglish({ type: 'string', english: { 家电: 'Home appliances' } }, '新材料')).toBe('新材料');
    expect(format({ type: 'string', english: { 家电: 'Home appliances' } }, '家电')).toBe('家电');
    for (const [unit, one] of [
      ['floors', '1 floor'],
      ['classes', '1 class'],
      ['person checks', '1 person check'],
      ['m²', '1 m²'],
      ['t/day', '1 t/day'],
    ] as const) {
      expect(inEnglish({ type: 'integer', unit: { zh: '', en: unit } }, 1)).toBe(one);
      expect(inEnglish({ type: 'integer', unit: { zh: '', en: unit } }, 2)).toBe(`2 ${unit}`);
    }
    expect(inEnglish({ type: 'integer', unit: { zh: ':00', en: ':00' } }, 4)).toBe('4:00');
  });

  it('says yes, no and nothing', () => {
    expect(format({ type: 'boolean' }, true)).toBe('是');
    expect(format({ type: 'boolean' }, false)).toBe('否');
    expect(format({ type: 'string' }, null)).toBe('—');
  });
});

describe('geometry', () => {
  it('names the direction one has to walk', () => {
    const from = { lon: 120.38, lat: 36.07 };
    expect(directionTo(from, { lon: 120.38, lat: 36.1 })).toBe('n');
    expect(directionTo(from, { lon: 120.42, lat: 36.07 })).toBe('e');
    expect(directionTo(from, { lon: 120.35, lat: 36.045 })).toBe('sw');
  });

  it('anchors lines on the line and areas in their box', () => {
    expect(
      anchorOf(
        {
          type: 'LineString',
          coordinates: [
            [0, 0],
            [1, 5],
            [2, 0],
          ],
        },
        [0, 0, 2, 5],
      ),
    ).toEqual({ lon: 1, lat: 5 });
    expect(anchorOf({ type: 'Polygon', coordinates: [] }, [0, 0, 2, 4])).toEqual({ lon: 1, lat: 2 });
  });
});
