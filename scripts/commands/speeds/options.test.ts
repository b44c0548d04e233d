import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseSpeedsCommand } from './options.ts';

it('takes a file, from the folder it is called in, and the network', () => {
  expect(parseSpeedsCommand(['speeds.csv'], '/data')).toEqual({
    options: { network: 'roads', path: resolve('/data/speeds.csv') },
  });
  expect(parseSpeedsCommand(['--remove', '--network', 'bay'])).toEqual({ options: { network: 'bay', path: null } });
});

it.each([
  [[], 'no-file'],
  [['a.csv', 'b.csv'], 'more-files'],
  [['a.csv', '--remove'], 'file-and-remove'],
  [['a.csv', '--netwrok', 'bay'], 'unknown-option'],
])('refuses %j: %s', (args, message) => {
  expect(parseSpeedsCommand(args)).toMatchObject({ errors: [{ message }] });
});
