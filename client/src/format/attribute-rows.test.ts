import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../../tiles/layer/layer.ts';
import { attributeRows, facilityFirst, isChineseAmidEnglish } from './attribute-rows.ts';

const text: Attribute = { type: 'string', title: { zh: '', en: '' } };
const layer = {
  name: { zh: 'name', en: 'name_en' },
  attributes: {
    name: text,
    name_en: text,
    case: text,
    road: text,
    note: text,
    note_en: text,
    level: { ...text, type: 'integer' },
  },
} as const;
const shown = (properties: Record<string, string | number | null>, language: 'zh' | 'en') =>
  attributeRows(layer, properties, language).map(({ id, value }) => [id, value]);

describe('the attributes shown of a feature', () => {
  it('leave out the name, the id of the case, and what is empty', () => {
    expect(shown({ name: '甲', name_en: 'A', case: 'toilets', road: '', level: null }, 'zh')).toEqual([]);
    expect(shown({ level: 0 }, 'zh')).toEqual([['level', 0]]);
  });

  it('hold one of a pair, in the language of the page', () => {
    const pair = { note: '注', note_en: 'Note', level: 1 };
    expect(shown(pair, 'zh')).toEqual([
      ['note', '注'],
      ['level', 1],
    ]);
    expect(shown(pair, 'en')).toEqual([
      ['note', 'Note'],
      ['level', 1],
    ]);
  });

  it('hold the other one where a language is missing', () => {
    expect(shown({ note: '注' }, 'en')).toEqual([['note', '注']]);
    expect(shown({ note_en: 'Note' }, 'zh')).toEqual([['note_en', 'Note']]);
    expect(shown({ note_en: 'Note' }, 'en')).toEqual([['note', 'Note']]);
  });
});

it('marks Chinese on an English page as such', () => {
  expect(isChineseAmidEnglish('湛山路', 'en')).toBe(true);
  expect(isChineseAmidEnglish('R0158', 'en')).toBe(false);
  expect(isChineseAmidEnglish('湛山路', 'zh')).toBe(false);
});

describe('the rows of a facility', () => {
  const rows = attributeRows(layer, { name: '甲', road: '路', note: '注', level: 3 }, 'zh');

  it('begin with what people ask for, in that order', () => {
    const facility = { kind: 'toilet', level: 'level', services: ['note'] } as const;
    const { needed, others } = facilityFirst({ ...layer, facility }, rows);
    expect([needed, others].map((part) => part.map(({ id }) => id))).toEqual([['level', 'note'], ['road']]);
  });

  it('are as the catalogue has them where the layer is none of facilities', () => {
    expect(facilityFirst(layer, rows)).toEqual({ needed: [], others: rows });
  });
});
