import { expect, it } from 'vitest';
import { CommandErrors, parseCommand } from './command.ts';

it.each([['--help'], ['-h'], ['--what', '--help']])(
  '%j asks how the command is used, and for nothing else',
  (...args) => {
    const read = (): never => {
      throw new Error('Nothing else is read.');
    };
    expect(parseCommand(args, { options: {}, hasFiles: false, read })).toEqual({ errors: [] });
  },
);

it.each([
  [['--layr', 'toilets'], '--layr', '--layer'],
  [['--layer', 'toilets', '--replase=true'], '--replase', '--replace'],
  [['--xyz'], '--xyz', '--help'],
])('%j names the option that is not known, and what may be meant', (args, option, named) => {
  const parsed = parseCommand(args, {
    options: { layer: { type: 'string' }, replace: { type: 'boolean' } },
    hasFiles: true,
    read: () => ({}),
  });
  expect(parsed).toMatchObject({ errors: [{ message: 'unknown-option', values: { option } }] });
  expect(JSON.stringify(parsed)).toContain(named);
});

it('says which of the values that an option takes may be meant', () => {
  const errors = new CommandErrors<'unknown-option'>();
  const tell = (value: string, detail: string) =>
    ({ message: 'unknown-option', values: { option: value, detail } }) as const;
  expect(errors.choice('wgs48', ['wgs84', 'gcj02'], tell)).toBeUndefined();
  expect(errors.choice('utm', ['wgs84', 'gcj02'], tell)).toBeUndefined();
  expect(errors.choice(undefined, ['wgs84'], tell)).toBeUndefined();
  expect(errors.choice('gcj02', ['wgs84', 'gcj02'], tell)).toBe('gcj02');
  expect(errors.list.map(({ values }) => values?.['detail'])).toEqual([
    expect.stringMatching(/wgs84 \| gcj02.*wgs84/),
    'wgs84 | gcj02',
  ]);
});
