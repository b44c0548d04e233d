import { expect, it } from 'vitest';
import { parseCommand } from './command.ts';

it.each([['--help'], ['-h'], ['--what', '--help']])(
  '%j asks how the command is used, and for nothing else',
  (...args) => {
    const read = (): never => {
      throw new Error('Nothing else is read.');
    };
    expect(parseCommand(args, { options: {}, hasFiles: false, read })).toEqual({ errors: [] });
  },
);
