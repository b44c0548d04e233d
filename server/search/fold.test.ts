import { describe, expect, it } from 'vitest';
import { fold, spell } from './fold.ts';

describe('fold', () => {
  it('reads Chinese as pinyin and initials, whole words at a time', () => {
    expect(fold('市南区')).toEqual({
      folded: '市南区',
      latin: 'shinanqu',
      initials: 'snq',
      characters: ['市', '南', '区'],
    });
    expect(fold('重庆南路').latin).toBe('chongqingnanlu');
    expect(fold('即墨').latin).toBe('jimo');
  });

  it('keeps letters and digits beside Chinese characters', () => {
    expect(fold('M3号线 五四广场站')).toMatchObject({
      folded: 'm3号线五四广场站',
      latin: 'm3haoxianwusiguangchangzhan',
      initials: 'm3hxwsgcz',
    });
  });

  it('takes no account of full-width forms, case and punctuation, nor in Latin of accents', () => {
    expect(fold('Ｃａｆé, No．7')).toEqual({ folded: 'caféno7', latin: 'cafeno7', initials: null, characters: [] });
  });

  it('is empty for punctuation alone', () => {
    expect(fold(' —, ！ ').folded).toBe('');
  });

  it('spells words apart and without numbers', () => {
    expect(spell('招远街12号公厕')).toBe('zhaoyuanjiehaogongce');
    expect(spell('Toilet 12, May Fourth Square')).toBe('toilet may fourth square');
  });
});
