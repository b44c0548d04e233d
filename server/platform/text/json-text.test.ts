import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseJsonBytes } from './json-text.ts';

const parse = (text: string): unknown => parseJsonBytes(new TextEncoder().encode(text));
const placeOf = (text: string): readonly [number, number] | null => {
  try {
    parse(text);
    return null;
  } catch (error) {
    return error instanceof JsonSyntaxError ? [error.line, error.column] : [NaN, NaN];
  }
};

describe('JSON', () => {
  it.each([
    ['', 1, 1],
    ['  ', 1, 3],
    ['{', 1, 2],
    ['{"a":1,}', 1, 8],
    ['[1,2', 1, 5],
    ['[1 2]', 1, 4],
    ['{"a" 1}', 1, 6],
    ['{a:1}', 1, 2],
    ['{"a":\n  tru}', 2, 3],
    ['[01]', 1, 3],
    ['[1.]', 1, 3],
    ['{} {}', 1, 4],
    ['["\\x"]', 1, 2],
    ['[NaN]', 1, 2],
    ["['a']", 1, 2],
    ['[,]', 1, 2],
    ['["a\nb"]', 1, 2],
    ['["\\u12g4"]', 1, 2],
    ['{"a\\', 1, 2],
  ] as const)('%j is wrong at line %i, character %i', (text, line, column) => {
    expect(placeOf(text)).toEqual([line, column]);
  });

  it.each([
    ['sixty letters', 'a'.repeat(60)],
    ['a million letters', 'a'.repeat(1_000_000)],
    ['a million escapes', '\\n\\u0041'.repeat(500_000)],
  ])('reads a string of %s that does not end in linear time', (_, letters) => {
    expect(placeOf(`{"${letters}`)).toEqual([1, 2]);
    expect(placeOf(`\n["${letters}`)).toEqual([2, 2]);
  });

  it('gives no place, but line 0, for bytes that are not UTF-8', () => {
    expect(() => parseJsonBytes(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(expect.objectContaining({ line: 0 }));
  });

  it('finds an error in every text that is cut off, and none past its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const piece = text.slice(0, cut % (text.length + 1));
        const place = placeOf(piece);
        if (place === null) expect(() => JSON.parse(piece)).not.toThrow();
        else expect(place[1]).toBeLessThanOrEqual(piece.length + 1);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
