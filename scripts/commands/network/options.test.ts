import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNetworkCommand } from './options.ts';

describe('the arguments of a network import', () => {
  it('name a file, taken from the folder it is called in; all else has defaults', () => {
    expect(parseNetworkCommand(['qingdao.osm.pbf'], '/data')).toEqual({
      options: {
        path: resolve('/data/qingdao.osm.pbf'),
        id: 'roads',
        datum: null,
        provenance: 'imported',
        replace: false,
      },
    });
    expect(
      parseNetworkCommand(
        [
          '--id',
          'roads-2024',
          '--datum',
          'gcj02',
          '--elevation',
          'heights.TIF',
          '--replace',
          '--title-zh',
          '路',
          '--title-en',
          'Roads',
          '--provenance',
          'official',
          'a.GEOJSON',
        ],
        '/',
      ),
    ).toEqual({
      options: {
        path: resolve('/a.GEOJSON'),
        id: 'roads-2024',
        datum: 'gcj02',
        elevation: resolve('/heights.TIF'),
        provenance: 'official',
        replace: true,
        title: { zh: '路', en: 'Roads' },
      },
    });
  });

  it.each([
    [[], ['no-file']],
    [['--unheard-of', 'a.json'], ['unknown-option']],
    [
      [
        'a.shp',
        'b.pbf',
        '--id',
        'Roads',
        '--datum',
        'nad27',
        '--provenance',
        'synthetic',
        '--title-zh',
        '路',
        '--source-en',
        'X',
      ],
      ['file-type', 'more-files', 'bad-id', 'bad-choice', 'bad-choice', 'one-language', 'one-language'],
    ],
    [['a.json', '--id', 'a'.repeat(49)], ['bad-id']],
    [['a.json', '--elevation', 'dem.png'], ['file-type']],
  ] as const)('%j: every error is named at once', (args, expected) => {
    const parsed = parseNetworkCommand(args);
    expect('errors' in parsed ? parsed.errors.map(({ message }) => message) : null).toEqual(expected);
  });
});
