import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the arguments of the drill', () => {
  it('are few features and a streamed log without any', () => {
    expect(parseOptions([])).toEqual({ features: 100_000, log: 'stream', archiveTimeoutS: 60, json: null });
  });

  it('name features, the way of the log and a file', () => {
    const args = ['--features', '10000000', '--log', 'sync', '--archive-timeout', '5', '--json', 'out.json'];
    expect(parseOptions(args)).toEqual({ features: 10_000_000, log: 'sync', archiveTimeoutS: 5, json: 'out.json' });
  });

  it.each([['--quick'], ['--features', '0'], ['--log', 'paper'], ['--archive-timeout', 'x'], ['--only', 'archive']])(
    'refuse %s %s',
    (...args) => {
      expect(() => parseOptions(args)).toThrow();
    },
  );
});
