import { describe, expect, it } from 'vitest';
import { parseLoadCommand, unknownLayer } from './options.ts';

describe('the arguments of data:load', () => {
  it('have defaults for all but the layer and the file', () => {
    expect(parseLoadCommand(['--layer', 'toilets', 'a.csv'], '/data')).toEqual({
      options: {
        layer: 'toilets',
        path: '/data/a.csv',
        datum: null,
        provenance: 'imported',
        replace: false,
        ignoreUnknown: false,
        idAttribute: null,
      },
    });
  });

  it('say what a file leaves open', () => {
    const answers = [
      '--date-order',
      'dmy',
      '--date-numbers',
      'excel',
      '--decimal',
      'comma',
      '--lon',
      'x',
      '--lat',
      'y',
    ];
    const columns = ['--map', '公厕名称=name', '--map', '备注=', '--map', 'a=b=kind'];
    const rest = ['--ids', 'content', '--skip-faulty', 'bad.csv', '--all-faults'];
    expect(parseLoadCommand(['--layer', 'toilets', 'a.csv', ...answers, ...columns, ...rest], '/data')).toMatchObject({
      options: {
        dateOrder: 'dmy',
        dateNumbers: 'excel',
        decimal: 'comma',
        lon: 'x',
        lat: 'y',
        map: new Map([
          ['公厕名称', 'name'],
          ['备注', ''],
          ['a=b', 'kind'],
        ]),
        idsFromContent: true,
        faultyPath: '/data/bad.csv',
        listsAll: true,
      },
    });
  });

  it('are refused where they answer nothing', () => {
    const refused = (...args: readonly string[]) => {
      const parsed = parseLoadCommand(['--layer', 'toilets', 'a.csv', ...args], '/data');
      return 'errors' in parsed ? parsed.errors.map(({ message }) => message) : [];
    };
    expect(refused('--lon', 'x')).toEqual(['lon-and-lat']);
    expect(refused('--map', '名称')).toEqual(['map-wrong']);
    expect(refused('--map', 'a=name', '--map', 'a=kind')).toEqual(['map-twice']);
    expect(refused('--skip-faulty', './a.csv')).toEqual(['faulty-file-taken']);
    expect(refused('--date-order', 'ydm', '--ids', 'rows')).toEqual(['unknown-option', 'unknown-option']);
  });

  it('are refused all at once', () => {
    const parsed = parseLoadCommand([
      'a.xls',
      '--datum',
      'utm',
      '--provenance',
      'rumour',
      '--encoding',
      'klingon',
      '--header-row',
      '0',
    ]);
    expect('errors' in parsed ? parsed.errors.map((error) => error.values?.option ?? error.message) : []).toEqual([
      '--datum utm',
      '--provenance rumour',
      'encoding-label',
      'header-row-number',
      'file-type',
      '--layer',
    ]);
  });

  it('name the layers a mistyped one may stand for, else all', () => {
    expect(unknownLayer('toilts', ['schools', 'toilets'])).toEqual({
      message: 'unknown-layer-near',
      values: { layer: 'toilts', near: 'toilets' },
    });
    expect(unknownLayer('xyz', ['schools', 'toilets'])).toEqual({
      message: 'unknown-layer',
      values: { layer: 'xyz', layers: 'schools, toilets' },
    });
  });

  it('refuse an option that is not known', () => {
    expect(parseLoadCommand(['--layr', 'toilets', 'a.csv'])).toMatchObject({ errors: [{ message: 'unknown-option' }] });
  });
});
