import { describe, expect, it } from 'vitest';
import { queryJson } from './index.ts';
import { isTile } from './is-tile.ts';

describe('bytes of a function', () => {
  it.each([
    ['nothing', [], true],
    ['one empty layer', [0x1a, 0], true],
    ['two layers', [0x1a, 1, 7, 0x1a, 2, 7, 7], true],
    ['a long layer', [0x1a, 0x80, 1, ...Array.from({ length: 128 }, () => 7)], true],
    ['a layer that is cut off', [0x1a, 3, 7], false],
    ['a length that is cut off', [0x1a, 0x80], false],
    ['a length without end', [0x1a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], false],
    ['something compressed', [0x1f, 0x8b, 8, 0], false],
    ['text', [...Buffer.from('<html>')], false],
  ])('are a tile or not: %s', (_, bytes, isOne) => {
    expect(isTile(Uint8Array.from(bytes))).toBe(isOne);
  });
});

describe('parameters as json', () => {
  it.each([
    [{ a: '1', b: 'x', c: '', d: 'true', e: 'null' }, '{"a":1,"b":"x","c":"","d":true,"e":null}'],
    [{ a: '12345678901234567890' }, '{"a":12345678901234567890}'],
    [{ a: '1e999' }, '{"a":"1e999"}'],
    [{ a: `1${'0'.repeat(100)}` }, `{"a":"1${'0'.repeat(100)}"}`],
    [{ a: '{"b":[1]}' }, '{"a":{"b":[1]}}'],
    [{ a: '['.repeat(500) + ']'.repeat(500) }, JSON.stringify({ a: '['.repeat(500) + ']'.repeat(500) })],
    [{ a: '"\\u0000"' }, JSON.stringify({ a: '"\\u0000"' })],
    [{ a: 'x\0y' }, '{"a":"xy"}'],
    [{ 'q"': '1' }, '{"q\\"":1}'],
  ])('%j', (parameters, text) => {
    expect(queryJson(parameters as Record<string, string>)).toBe(text);
  });
});
