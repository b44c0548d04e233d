import { describe, expect, it } from 'vitest';
import type { RuleField } from './rule.ts';
import { readChoice, readFlag, readNumber, readTable, readText, round } from './read.ts';

const title = { zh: '项', en: 'Field' };
const fields: readonly RuleField[] = [
  { id: 'people', title, type: 'number', minimum: 0, maximum: 10, step: 1 },
  { id: 'kind', title, type: 'choice', choices: { a: title, b: title } },
  { id: 'due', title, type: 'date' },
  { id: 'rows', title, type: 'table', columns: [{ id: 'n', title, type: 'number', minimum: 1 }] },
];

describe('reading the inputs of a rule', () => {
  it('takes values within their range', () => {
    expect(readNumber(fields, { people: 3 }, 'people')).toBe(3);
    expect(readChoice(fields, { kind: 'a' }, 'kind')).toBe('a');
    expect(readText(fields, { due: '2017-12-31' }, 'due')).toBe('2017-12-31');
    expect(readTable(fields, { rows: [{ n: 1 }] }, 'rows')[0]?.number('n')).toBe(1);
  });

  it.each([
    ['below the minimum', () => readNumber(fields, { people: -1 }, 'people'), /^people: -1 is below 0/],
    ['above the maximum', () => readNumber(fields, { people: 11 }, 'people'), /^people: 11 is above 10/],
    ['not whole', () => readNumber(fields, { people: 1.5 }, 'people'), /^people: 1.5 is not a whole number/],
    ['missing', () => readNumber(fields, {}, 'people'), /^people: a number is needed/],
    ['not a number', () => readNumber(fields, { people: Number.NaN }, 'people'), /^people/],
    ['an unknown choice', () => readChoice(fields, { kind: 'toString' }, 'kind'), /^kind: one of a, b/],
    ['no such day', () => readText(fields, { due: '2017-02-30' }, 'due'), /^due: a date/],
    ['no table', () => readTable(fields, { rows: 3 }, 'rows'), /^rows: a table/],
    ['not a flag', () => readFlag([{ id: 'ok', title, type: 'flag' }], { ok: 'yes' }, 'ok'), /^ok: true or false/],
    ['a bad cell', () => readTable(fields, { rows: [{ n: 1 }, { n: 0 }] }, 'rows')[1]?.number('n'), /^rows\[2\]\.n/],
  ])('refuses a value that is %s', (_, read, message) => {
    expect(read).toThrow(RangeError);
    expect(read).toThrow(message);
  });

  it('rounds sums of decimals to what is printed', () => {
    expect(round(0.1 + 0.2, 2)).toBe(0.3);
    expect(round(-1.005 * 1, 2)).toBeCloseTo(-1, 1);
  });
});
