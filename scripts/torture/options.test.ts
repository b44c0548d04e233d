import { describe, expect, it } from 'vitest';
import { UnknownArgument } from '../bench/options.ts';
import { ATTACKS } from './attack.ts';
import { parseOptions } from './options.ts';

describe('the arguments of npm run torture', () => {
  it('name attacks, databases, the seed, the time and the one input to repeat', () => {
    const text =
      '--only routes,clock --database server --seed 7 --minutes 2.5 --input 12 --schemathesis --json out.json';
    expect(parseOptions(text.split(' '))).toEqual({
      only: new Set(['routes', 'clock']),
      databases: ['server'],
      seed: 7,
      minutes: 2.5,
      input: 12,
      schemathesis: true,
      json: 'out.json',
    });
  });

  it('may be left out: then all is tried, with a seed that the table tells', () => {
    const { only, databases, seed, input } = parseOptions([]);
    expect([only, databases, input]).toEqual([new Set(ATTACKS), ['embedded', 'server'], null]);
    expect(Number.isInteger(seed)).toBe(true);
  });

  it.each([
    ['--only nothing'],
    ['--seed x'],
    ['--minutes -1'],
    ['--minutes 1e9'],
    ['--input 1.5.2'],
    ['--quick'],
    ['more'],
  ])('are refused where they mean nothing: %s', (text) => {
    expect(() => parseOptions(text.split(' '))).toThrow(UnknownArgument);
  });
});
