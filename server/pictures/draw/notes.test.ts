import { describe, expect, it } from 'vitest';
import { createCanvas } from '@napi-rs/canvas';
import { findFonts, useFont } from './fonts.ts';
import { aboutNotesHeight, NOTE, noteLines, wrapNotes } from './notes.ts';

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

describe('the height of notes', () => {
  const pen = createCanvas(1, 1).getContext('2d');
  useFont(pen, NOTE.sizePx);
  const measured = (text: string): number => pen.measureText(text).width;

  it.each([
    [
      '审图号：鲁SG(2026)001号',
      '部分数据为合成',
      '© OpenStreetMap contributors (ODbL)',
      '数据来源：市城市管理局；市教育局；市民政局',
    ],
    [
      'Map review no. 鲁SG(2026)001',
      'Partly synthetic data',
      'Sources: Bureau of Urban Management; Bureau of Education',
    ],
    [],
  ])('is known without their fonts, with a line to spare at most', (...texts) => {
    const notes = { texts, color: '', paper: '' };
    for (const width of [64, 200, 333, 600, 1280]) {
      for (const height of [64, 200, 1280]) {
        const spare = aboutNotesHeight(notes, { width, height }) - noteLines(notes, { width, height }, measured).height;
        expect(spare).toBeGreaterThanOrEqual(0);
        if (width >= 200) expect(spare).toBeLessThan(NOTE.lineHeight * 1.01);
      }
    }
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
