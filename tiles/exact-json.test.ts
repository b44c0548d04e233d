import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRounded, quoteRounded } from './exact-json.ts';

describe('whole numbers of JSON', () => {
  it.each([
    ['{"a":9007199254740993}', '{"a":"9007199254740993"}'],
    ['[-9007199254740993,1]', '[-"9007199254740993",1]'.replace('-"', '"-')],
    ['{"a":9007199254740991}', '{"a":9007199254740991}'],
    ['{"a":"9007199254740993"}', '{"a":"9007199254740993"}'],
    ['{"a\\"9007199254740993":1}', '{"a\\"9007199254740993":1}'],
    ['{"a\\\\":9007199254740993}', '{"a\\\\":"9007199254740993"}'],
    ['[120.38400000000000034]', '[120.38400000000000034]'],
    ['[0.9007199254740993]', '[0.9007199254740993]'],
    ['[1e20]', '[1e20]'],
  ])('%s becomes %s', (json, exact) => {
    expect(quoteRounded(json)).toBe(exact);
  });

  it('come back with all their digits, and everything else as it was', () => {
    const scalar = fc.oneof(
      fc.bigInt(),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), scalar), (values) => {
        const entries = Object.entries(values);
        const json = `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`).join(',')}}`;
        const read = JSON.parse(quoteRounded(json)) as Record<string, unknown>;
        for (const [key, value] of entries) {
          if (typeof value === 'bigint') expect(String(read[key])).toBe(String(value));
          else expect(read[key]).toEqual(typeof value === 'number' ? value + 0 : value);
        }
      }),
    );
  });

  it('are rounded where their digits are not those of the number', () => {
    expect(['9007199254740992', '9007199254740993', '123', '-9007199254740993', '1e30'].map(isRounded)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
