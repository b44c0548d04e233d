import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the arguments of the drill', () => {
  it('are ten rounds in turn without any', () => {
    expect(parseOptions([])).toMatchObject({
      rounds: 10,
      losses: ['server', 'node', 'frozen'],
      features: 5000,
      json: null,
    });
  });

  it('name ways, rounds and a seed', () => {
    const args = ['--only', 'frozen,server', '--rounds', '2', '--seed', '7', '--json', 'out.json'];
    expect(parseOptions(args)).toMatchObject({ rounds: 2, losses: ['server', 'frozen'], seed: 7, json: 'out.json' });
  });

  it.each([['--quick'], ['--rounds', '0'], ['--rounds', 'ten'], ['--only', 'disk'], ['--features', '9999999999']])(
    'refuse %s %s',
    (...args) => {
      expect(() => parseOptions(args)).toThrow();
    },
  );
});
