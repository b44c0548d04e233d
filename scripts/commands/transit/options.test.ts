import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTransitCommand } from './options.ts';

const errorsOf = (args: readonly string[]): readonly string[] => {
  const command = parseTransitCommand(args);
  return 'errors' in command ? command.errors.map(({ message }) => message) : [];
};

describe('the arguments of an import of timetables', () => {
  it('name feeds, taken from the folder it is called in, and an id; all else has defaults', () => {
    expect(parseTransitCommand(['bus.zip', 'metro.ZIP', '--id', 'poa-transit'], '/data')).toEqual({
      options: {
        paths: [resolve('/data/bus.zip'), resolve('/data/metro.ZIP')],
        id: 'poa-transit',
        network: null,
        licence: '',
        provenance: 'imported',
        replace: false,
      },
    });
    const args = [
      'a.zip',
      '--id',
      'a',
      '--network',
      'roads',
      '--licence',
      'CC0',
      '--title-zh',
      '公交',
      '--title-en',
      'Buses',
    ];
    expect(parseTransitCommand(args)).toMatchObject({
      options: { network: 'roads', licence: 'CC0', title: { zh: '公交', en: 'Buses' } },
    });
  });

  it.each([
    [[], ['no-file', 'no-id']],
    [['a.csv', '--id', 'a'], ['file-type']],
    [
      ['a.zip', '--id', 'Buses', '--network', '-'],
      ['bad-id', 'bad-id'],
    ],
    [['a.zip', '--id', 'a', '--provenance', 'synthetic'], ['bad-choice']],
    [['a.zip', '--id', 'a', '--title-zh', '公交'], ['one-language']],
    [['a.zip', '--unheard-of'], ['unknown-option']],
  ])('%j are refused: %j', (args, errors) => {
    expect(errorsOf(args)).toEqual(errors);
  });
});
