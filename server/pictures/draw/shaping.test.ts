import { describe, expect, it } from 'vitest';
import { radialOffset, shapeText, type ShapeOptions } from './shaping.ts';

/** A Chinese character is as wide as high, a Latin one half of it. */
const advance = (character: string): number => ((character.codePointAt(0) ?? 0) > 0x2e80 ? 10 : 5);
const options: ShapeOptions = { advance, sizePx: 10, maxWidthPx: 80, spacingPx: 0, justify: 'center' };
const linesOf = (text: string, more: Partial<ShapeOptions> = {}): string[] =>
  shapeText(text, { ...options, ...more }).lines.map((line) => line.text);

describe('a text', () => {
  it('stays on one line where it has room', () => {
    expect(linesOf('中山路街道')).toEqual(['中山路街道']);
  });

  it('is broken into lines of about the same length, Chinese between any two characters', () => {
    expect(linesOf('八大湖机关写字楼停车场')).toEqual(['八大湖机关写', '字楼停车场']);
  });

  it('is broken at blanks alone in English', () => {
    expect(linesOf('Chengyang District')).toEqual(['Chengyang', 'District']);
    expect(linesOf('Llanfairpwllgwyngyllgogerychwyrndrobwll')).toEqual(['Llanfairpwllgwyngyllgogerychwyrndrobwll']);
  });

  it('is as wide as its longest line, with its shorter ones in its middle', () => {
    const { width, height, lines } = shapeText('八大湖机关写字楼停车场', options);
    expect(width).toBe(60);
    expect(height).toBeCloseTo(24, 9);
    expect(lines.map(({ x }) => x)).toEqual([0, 5]);
  });

  it('has room between its letters, but none after the last', () => {
    expect(shapeText('城区', { ...options, spacingPx: 2 }).width).toBe(22);
  });

  it('of nothing has no lines', () => {
    expect(linesOf('')).toEqual([]);
    expect(linesOf('  ')).toEqual([]);
  });
});

describe('the offset of a text from its anchor', () => {
  it('leads away from it', () => {
    expect(radialOffset('left', 1)).toEqual([1, 0]);
    expect(radialOffset('right', 1)).toEqual([-1, 0]);
    expect(radialOffset('top', 1)[1]).toBeGreaterThan(0);
    expect(radialOffset('bottom', 1)[1]).toBeLessThan(0);
    expect(radialOffset('center', 1)).toEqual([0, 0]);
  });
});
