import { describe, expect, it } from 'vitest';
import { findFonts } from './fonts.ts';
import { wrapNotes } from './furniture.ts';

const widthOf = (text: string): number => [...text].length;

describe('notes on a picture', () => {
  it('break between any two Chinese characters, and at blanks', () => {
    expect(wrapNotes('审图号：鲁SG(2026)001号 数据', 11, 9, widthOf)).toEqual(['审图号：鲁', 'SG(2026)001', '号 数据']);
    expect(wrapNotes('Partly synthetic data', 10, 9, widthOf)).toEqual(['Partly', 'synthetic', 'data']);
  });

  it('are no wider than the picture, however long a word is', () => {
    for (const line of wrapNotes(`a ${'x'.repeat(50)} b`, 12, 9, widthOf)) expect(line.length).toBeLessThanOrEqual(12);
  });

  it('end in “…” where there is no room for more lines', () => {
    const lines = wrapNotes('一二三四五六七八九十'.repeat(3), 10, 2, widthOf);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(widthOf(lines[1] ?? '')).toBeLessThanOrEqual(10);
  });
});

describe('the fonts of a machine', () => {
  it('are those of known families, Latin before Chinese', () => {
    expect(findFonts(['WenQuanYi Micro Hei', 'DejaVu Sans', 'DejaVu Serif'])).toEqual({
      families: '"DejaVu Sans","WenQuanYi Micro Hei",sans-serif',
      hasChinese: true,
    });
  });

  it('lack Chinese where none has it', () => {
    expect(findFonts(['DejaVu Sans']).hasChinese).toBe(false);
    expect(findFonts([])).toEqual({ families: 'sans-serif', hasChinese: false });
    expect(findFonts(['方正黑体']).hasChinese).toBe(true);
  });
});
