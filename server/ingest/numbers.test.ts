import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, readCoordinate, readNumberText } from './numbers.ts';
import type { DecimalNotation } from './numbers.ts';

const PIECES = { zh: '个', en: 'spaces' };
const read = (text: string, type: 'integer' | 'number', decimal: DecimalNotation = null, unit?: typeof PIECES) => {
  const result = readNumberText(text, { type, ...(unit === undefined ? {} : { unit }) }, decimal);
  return 'value' in result ? result.value : result.problem;
};

describe('a number in a table', () => {
  it.each([
    ['12', 12],
    ['12.0', 12],
    ['1e3', 1000],
    ['1.2E+3', 1200],
    ['１２', 12],
    ['－１２', -12],
    ['−7', -7],
    ['+7', 7],
    [' 7 ', 7],
    ['007', 7],
    ['1 234', 1234],
    ['1 234 567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ["1'234", 1234],
    ['1.5', 'not-a-number'],
    ['1,5', 'not-a-number'],
    ['1,234', 'ambiguous'],
    ['1.234', 'not-a-number'],
    ['12,34,5', 'not-a-number'],
    ['1,23', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['五', 'not-a-number'],
    ['1 2', 'not-a-number'],
    ['1e999', 'not-a-number'],
    ['', 'not-a-number'],
    ['-', 'not-a-number'],
    ['.', 'not-a-number'],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 'rounded'],
    ['9,007,199,254,740,993', 'rounded'],
    ['9007199254740993.0', 'rounded'],
    ['9.007199254740993e15', 'rounded'],
    ['123456789012345678901234567890', 'rounded'],
  ])('%j is the whole number %j', (text, value) => {
    expect(read(text, 'integer')).toBe(value);
  });

  it.each([
    ['3,5', 'comma', 3.5],
    ['1.234,5', 'comma', 1234.5],
    ['1.234', 'comma', 1234],
    ['3.5', 'comma', 'not-a-number'],
    ['1,234.5', 'comma', 'not-a-number'],
    ['3,5', 'point', 'not-a-number'],
    ['1,234', 'point', 1234],
    ['1,234.5', 'point', 1234.5],
    ['1,234', 'comma', 1.234],
    ['1,234', null, 'ambiguous'],
    ['1.234', null, 1.234],
    ['1,234.5', null, 1234.5],
    ['3,5', 'mixed', 'not-a-number'],
    ['1,234', 'mixed', 'not-a-number'],
    ['3.5', 'mixed', 3.5],
    ['+.5', null, 0.5],
    ['5.', null, 5],
    ['1E-3', null, 0.001],
    ['１．５', null, 1.5],
    ['45%', null, 'not-a-number'],
    ['￥3', null, 'not-a-number'],
    ['9007199254740993', null, 'rounded'],
    // 2^60, which JSON writes with other digits at its end.
    ['1152921504606846976', null, 'rounded'],
    ['1152921504606846977', null, 'rounded'],
    ['1e20', null, 1e20],
    ['120.38400000000000034', null, 120.384],
  ] as const)('%j in a file of decimal sign %s is %j', (text, decimal, value) => {
    expect(read(text, 'number', decimal)).toBe(value);
  });

  it('may say the unit of its attribute again, and no other', () => {
    expect(read('85个', 'integer', null, PIECES)).toBe(85);
    expect(read('85 spaces', 'integer', null, PIECES)).toBe(85);
    expect(read('85米', 'integer', null, PIECES)).toBe('not-a-number');
    expect(read('45％', 'number', null, { zh: '%', en: '%' })).toBe(45);
    expect(read('￥3.5', 'number', null, { zh: '元', en: 'yuan' })).toBe(3.5);
  });

  it('is read back from whatever way it is grouped, in both decimal signs', () => {
    const group = (digits: string, sign: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, sign);
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom(['.', ',', 'point'] as const, [',', '.', 'comma'] as const),
        fc.constantFrom('', ' ', '\u00a0', '\u202f', "'", 'other'),
        (whole, hundredths, [decimal, other, notation], between) => {
          const sign = whole < 0 ? '-' : '';
          const separator = between === 'other' ? other : between;
          const fraction = String(hundredths).padStart(2, '0');
          const digits = String(Math.abs(whole));
          const text = `${sign}${group(digits, separator)}${decimal}${fraction}`;
          expect(read(text, 'number', notation)).toBe(Number(`${sign}${digits}.${fraction}`) + 0);
        },
      ),
    );
  });

  it('is the exact one, or refused, however long and however it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.constantFrom('', '.0', 'e0'), (value, end) => {
        const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(read(`${String(value)}${end}`, 'integer')).toBe(isSafe ? Number(value) : 'rounded');
      }),
    );
  });

  it('agrees with JavaScript on every number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value), 'number')).toBe(value + 0);
      }),
    );
  });

  it('never is another one than a text says, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789.,-+e '％万") });
    fc.assert(
      fc.property(text, fc.constantFrom(null, 'point', 'comma', 'mixed'), (each, decimal) => {
        const value = read(each, 'number', decimal);
        if (typeof value !== 'number') return;
        // Its digits, without zeros that say nothing, are those of the text.
        const digits = (of: string): string =>
          of
            .replace(/e.*$/i, '')
            .replace(/\D/g, '')
            .replace(/^0+|0+$/g, '');
        if (!/e/i.test(each)) expect(digits(each).startsWith(digits(value.toPrecision(15))) || value === 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the decimal sign of a file', () => {
  it.each([
    [['120,3840', '36,062'], 'comma'],
    [['120.384', '36.0'], 'point'],
    [['120,384', '36,062'], null],
    [['1,234,567'], 'point'],
    [['1.234,5', '7'], 'comma'],
    [['0,123'], 'comma'],
    [['3,5', '3.5'], 'mixed'],
    [['12', '', 'x'], null],
  ] as const)('of %j is %s', (texts, decimal) => {
    expect(decimalOf(texts)).toBe(decimal);
  });
});

describe('a coordinate', () => {
  it.each([
    ['120,384', 'comma', 120.384],
    ['120,384', null, null],
    ['120.384', 'comma', null],
    ['120.384', null, 120.384],
    ['１２０．３８', null, 120.38],
    ['1,234.5', 'point', null],
    ['0x78', null, null],
    ['东经120度', null, null],
    ['120', 'comma', 120],
  ] as const)('%j in a file of decimal sign %s is %j', (text, decimal, value) => {
    expect(readCoordinate(text, decimal)).toBe(value);
  });
});
