import { describe, expect, it } from 'vitest';
import { parseLoadCommand, unknownLayer } from './options.ts';

describe('the arguments of data:load', () => {
  it('have defaults for all but the layer and the file', () => {
    expect(parseLoadCommand(['--layer', 'toilets', 'a.csv'], '/data')).toEqual({
      options: {
        layer: 'toilets',
        path: '/data/a.csv',
        datum: 'wgs84',
        provenance: 'imported',
        replace: false,
        ignoreUnknown: false,
        idAttribute: null,
      },
    });
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
