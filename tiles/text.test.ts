import { describe, expect, it } from 'vitest';
import { formatDecimal, trimEndOf } from './text.ts';

describe('a text without signs at its end', () => {
  it.each([
    ['a--', '-', 'a'],
    ['--a', '-', '--a'],
    ['a.-.', '.-', 'a'],
    ['...', '.', ''],
    ['', '.', ''],
  ])('%j without %j is %j', (text, signs, trimmed) => {
    expect(trimEndOf(text, signs)).toBe(trimmed);
  });

  it('looks once at each sign of a long one', () => {
    const text = `${'0'.repeat(1_000_000)}1`;
    expect(trimEndOf(text, '0')).toBe(text);
  });
});

describe('a decimal number', () => {
  it.each([
    [100, '100'],
    [0.00001, '0.00001'],
    [0.000001, '0'],
    [120.3826, '120.3826'],
    [-7.5, '-7.5'],
  ])('%d has no zeros at its end', (value, text) => {
    expect(formatDecimal(value, 5)).toBe(text);
  });
});
