import { describe, expect, it } from 'vitest';
import { patternsOfCode, patternsOfJson } from './collect.ts';
import { problemOf } from './verdict.ts';

const sourcesOf = (text: string): unknown[] => patternsOfCode('a.ts', text).map(({ pattern }) => pattern);
const problem = (source: string, flags = ''): Promise<string | null> =>
  problemOf({ file: 'a.ts', line: 1, text: source, pattern: { source, flags } });

describe('the collection of regular expressions', () => {
  it('finds literals, calls of RegExp and patterns of schemas, and no division', () => {
    const code = `
      const a = /a\\/b[/]/giu; // /no/
      const b = new RegExp('b+', 'y'), c = RegExp(\`c\`);
      const d = Type.String({ pattern: '^d$' });
      const e = 1 / 2 / 3;`;
    expect(sourcesOf(code)).toEqual([
      { source: 'a\\/b[/]', flags: 'giu' },
      { source: 'b+', flags: 'y' },
      { source: 'c', flags: '' },
      { source: '^d$', flags: 'u' },
    ]);
  });

  it('tells the line, and has no pattern where one is made when the code runs', () => {
    expect(patternsOfCode('a.ts', '\nnew RegExp(`^${id}`);')).toEqual([
      { file: 'a.ts', line: 2, text: 'new RegExp(`^${id}`)', pattern: null },
    ]);
  });

  it('finds the patterns of a city, its codes included', () => {
    const text = '{ "codes": { "district": "^1$" },\n "attributes": { "a": { "pattern": "^\\\\d+$" } } }';
    expect(patternsOfJson('city.json', text).map(({ line, pattern }) => [line, pattern?.source])).toEqual([
      [1, '^1$'],
      [2, '^\\d+$'],
    ]);
  });
});

describe('the check of a regular expression', () => {
  it.each([
    ['exponential', '"(?:[^"\\\\]+|\\\\.)*"'],
    ['3rd degree polynomial', '^\\s*(a)?\\s*(b)?\\s*c'],
    ['2nd degree polynomial', '0+$'],
    ['unsupported', '(\\w+):(?!\\d+[/#])\\S*@'],
  ])('refuses what is %s', async (kind, source) => {
    expect(await problem(source)).toContain(kind);
  });

  it('takes what is linear', async () => {
    expect(await problem('^[a-z]+(?:-[a-z]+)*$', 'i')).toBeNull();
  });

  it('refuses a pattern that is made when the code runs', async () => {
    expect(await problemOf({ file: 'a.ts', line: 1, text: 'new RegExp(x)', pattern: null })).toContain('literal');
  });
});
