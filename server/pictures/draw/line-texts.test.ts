import { describe, expect, it } from 'vitest';
import { anchorsOf, clipLine, mergeLines } from './line-anchors.ts';
import { glyphsOf } from './line-texts.ts';

const path = (...positions: number[]): Float64Array => Float64Array.from(positions);
const tile = { left: 0, top: 0, right: 512, bottom: 512 };
const options = { tile, spacingPx: 100, lengthPx: 40, sizePx: 10, maxAngleDeg: 45, enlarged: 1 };

describe('lines of the same text whose ends meet', () => {
  it('are one line, whatever their order', () => {
    const parts = [path(10, 0, 20, 0), path(0, 0, 10, 0), path(20, 0, 30, 5)];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const lines = order.map((index) => ({ text: '中山路', path: parts[index] ?? path() }));
      expect(mergeLines(lines).map((line) => [...line.path])).toEqual([[0, 0, 10, 0, 20, 0, 30, 5]]);
    }
  });

  it('stay apart under different texts', () => {
    const lines = mergeLines([
      { text: '中山路', path: path(0, 0, 10, 0) },
      { text: '南京路', path: path(10, 0, 20, 0) },
    ]);
    expect(lines).toHaveLength(2);
  });

  it('that close a ring end where they began', () => {
    const ring = mergeLines([
      { text: '环路', path: path(0, 0, 10, 0, 10, 10) },
      { text: '环路', path: path(10, 10, 0, 10, 0, 0) },
    ]);
    expect(ring).toHaveLength(1);
  });
});

describe('a line clipped to a tile', () => {
  it('ends at the edges, and begins anew where it comes back', () => {
    const parts = clipLine(path(-100, 10, 100, 10, 100, 600, 200, 600, 200, 100), tile);
    expect(parts.map((part) => [...part])).toEqual([
      [0, 10, 100, 10, 100, 512],
      [200, 512, 200, 100],
    ]);
  });

  it('outside of it is nothing', () => {
    expect(clipLine(path(-10, -10, 600, -10), tile)).toEqual([]);
    expect(clipLine(path(-10, 5, -10, 500), tile)).toEqual([]);
  });
});

describe('places of a text on a line', () => {
  it('stand as far apart as asked for, and leave room for the text at both ends', () => {
    const anchors = anchorsOf(path(10, 10, 500, 10), options);
    const xs = anchors.map(({ x }) => x);
    expect(xs.length).toBeGreaterThan(3);
    xs.slice(1).forEach((x, index) => expect(x - (xs[index] ?? 0)).toBeCloseTo(100, 6));
    for (const x of xs) expect(x - 20 >= 10 && x + 20 <= 500).toBe(true);
  });

  it('are in the middle of a short line, and nowhere on a shorter one', () => {
    expect(anchorsOf(path(10, 10, 60, 10), options).map(({ x }) => x)).toEqual([35]);
    expect(anchorsOf(path(10, 10, 45, 10), options)).toEqual([]);
  });

  it('keep off sharp bends', () => {
    expect(anchorsOf(path(10, 10, 35, 10, 35, 35), options)).toEqual([]);
  });
});

describe('letters along a line', () => {
  const advance = (): number => 1;
  const lettersOn = (line: Float64Array, text: string) =>
    glyphsOf(text, line, { x: 50, y: 50, segment: 0 }, { advance, sizePx: 10, spacing: 0 }) ?? [];

  it('read from left to right on a line that runs either way', () => {
    for (const line of [path(0, 50, 100, 50), path(100, 50, 0, 50)]) {
      const letters = lettersOn(line, '中山路');
      expect(letters.map(({ character }) => character)).toEqual(['中', '山', '路']);
      expect(letters.map(({ x }) => Math.round(x))).toEqual([40, 50, 60]);
      for (const { angle } of letters) expect(Math.cos(angle)).toBeCloseTo(1, 9);
    }
  });

  it('of Chinese stand upright and run down a steep line', () => {
    for (const line of [path(50, 0, 50, 100), path(50, 100, 50, 0)]) {
      const letters = lettersOn(line, '中山路');
      expect(letters.map(({ y }) => Math.round(y))).toEqual([40, 50, 60]);
      for (const { angle } of letters) expect(Math.cos(angle)).toBeCloseTo(1, 9);
    }
  });

  it('are left out where the line is too short', () => {
    expect(
      glyphsOf('中山路', path(40, 50, 60, 50), { x: 50, y: 50, segment: 0 }, { advance, sizePx: 10, spacing: 0 }),
    ).toBeNull();
  });
});
