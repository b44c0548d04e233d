import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../../server/layers/catalogue.ts';
import { testCatalogue } from '../../../server/testing/layers.ts';
import { EXPORT } from '../../cli/messages/export.ts';
import { testCity } from '../../../server/testing/city.ts';
import { parseExportCommand } from './options.ts';
import { progressText } from './progress.ts';

/** The test catalogue; zones are internal, toilets begin at level 8. */
const catalogue = createCatalogue(
  testCatalogue.layers.map((layer) => {
    if (layer.id === 'zones') return { ...layer, visibility: 'internal' };
    return layer.id === 'toilets' ? { ...layer, minzoom: 8, maxzoom: 14 } : layer;
  }),
  testCity,
);

const AROUND = { region: '370200', folder: '/city', env: {} };

const errors = (...args: string[]) => {
  const parsed = parseExportCommand(args, catalogue, AROUND);
  return 'errors' in parsed ? parsed.errors : [];
};

describe('the arguments of tiles:export', () => {
  it('have defaults for all but the layers and the file', () => {
    expect(
      parseExportCommand(['--layers', 'toilets,districts,toilets', '--out', 'city.pmtiles'], catalogue, AROUND),
    ).toEqual({
      options: {
        kind: 'file',
        layers: [catalogue.get('toilets'), catalogue.get('districts')],
        out: '/city/city.pmtiles',
        force: false,
        minzoom: null,
        maxzoom: null,
        bbox: null,
        filter: null,
      },
    });
  });

  it('say which tiles', () => {
    expect(
      parseExportCommand(
        [
          '--layers',
          'toilets',
          '--out',
          '/a.pmtiles',
          '--minzoom',
          '9',
          '--maxzoom=12',
          '--bbox',
          '120,36,121,37',
          '--filter',
          "name='a'",
          '--force',
        ],
        catalogue,
        AROUND,
      ),
    ).toMatchObject({
      options: {
        out: '/a.pmtiles',
        force: true,
        minzoom: 9,
        maxzoom: 12,
        bbox: [120, 36, 121, 37],
        filter: "name='a'",
      },
    });
  });

  it('are refused all at once', () => {
    expect(
      errors('--layers', 'toilts,xyz,zones', '--minzoom', '1.5', '--maxzoom', '23', '--bbox', '121,37,120,36'),
    ).toEqual([
      { message: 'unknown-layer-near', values: { layer: 'toilts', near: 'toilets' } },
      { message: 'unknown-layer', values: { layer: 'xyz', layers: 'districts, streets, toilets, reports' } },
      { message: 'internal-layer', values: { layer: 'zones' } },
      { message: 'bad-zoom', values: { option: 'minzoom', value: '1.5', max: 22 } },
      { message: 'bad-zoom', values: { option: 'maxzoom', value: '23', max: 22 } },
      { message: 'bad-bbox', values: { value: '121,37,120,36' } },
      { message: 'no-out' },
    ]);
    expect(errors()).toEqual([{ message: 'no-layers' }, { message: 'no-out' }]);
  });

  it.each([
    [['--minzoom', '12', '--maxzoom', '10'], 'zooms-reversed'],
    [['--maxzoom', '7'], 'zoom-below-layers'],
    [['--minzoom', '15'], 'zoom-above-layers'],
  ])('%j are levels without tiles', (args, message) => {
    expect(errors('--layers', 'toilets', '--out', 'a.pmtiles', ...args).map((error) => error.message)).toEqual([
      message,
    ]);
  });

  it('may go beyond the levels of the layers where both ends are given', () => {
    expect(errors('--layers', 'toilets', '--out', 'a.pmtiles', '--minzoom', '15', '--maxzoom', '16')).toEqual([]);
  });

  describe('of a region', () => {
    const KEYS = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL: 'http://minio:9000' };
    const parse = (...args: string[]) => parseExportCommand(args, catalogue, { ...AROUND, env: KEYS });

    it('have defaults for all but the place: every public layer alone, by the code of the city', () => {
      expect(parse('--to', 'tiles')).toEqual({
        options: {
          kind: 'region',
          to: '/city/tiles',
          groups: ['districts', 'streets', 'toilets', 'reports'].map((id) => [catalogue.get(id)]),
          region: '370200',
          anew: false,
          pruneDays: null,
          minzoom: null,
          maxzoom: null,
          bbox: null,
          filter: null,
        },
      });
    });

    it('say which layers go together, and where to', () => {
      expect(
        parse(
          '--to',
          's3://tiles/china',
          '--layers',
          'toilets,districts+streets',
          '--prune',
          '7',
          '--region',
          'qd',
          '--anew',
        ),
      ).toMatchObject({
        options: {
          to: { url: 'http://minio:9000/tiles/china/', accessKeyId: 'key' },
          groups: [[{ id: 'toilets' }], [{ id: 'districts' }, { id: 'streets' }]],
          region: 'qd',
          pruneDays: 7,
          anew: true,
        },
      });
    });

    it.each([
      [['--to', 's3://tiles/a b'], 'bad-bucket'],
      [['--to', ' '], 'no-to'],
      [['--to', 'a', '--out', 'b.pmtiles'], 'not-with-to'],
      [['--to', 'a', '--force'], 'not-with-to'],
      [['--to', 'a', '--region', '../b'], 'bad-region'],
      [['--to', 'a', '--prune', 'week'], 'bad-days'],
      [['--to', 'a', '--layers', 'toilets,toilets+streets'], 'layer-twice'],
      [['--layers', 'toilets', '--out', 'a.pmtiles', '--prune', '7'], 'needs-to'],
    ])('%j are refused', (args, message) => {
      const parsed = parse(...args);
      expect('errors' in parsed && parsed.errors.map((error) => error.message)).toEqual([message]);
    });

    it('need the keys of a bucket', () => {
      expect(errors('--to', 's3://tiles')).toEqual([
        { message: 'no-credentials', values: { names: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY' } },
      ]);
    });
  });

  it('refuse an option that is not known', () => {
    expect(errors('--layrs', 'toilets').map((error) => error.message)).toEqual(['unknown-option']);
    expect(errors('toilets').map((error) => error.message)).toEqual(['unknown-option']);
  });
});

describe('the messages of tiles:export', () => {
  it('have the same values in both languages', () => {
    const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
    for (const [key, { zh, en }] of Object.entries(EXPORT)) expect(places(en), key).toEqual(places(zh));
  });

  it('tell the share, the rate and the time left', () => {
    expect(progressText({ z: 12, done: 500, total: 2000, tiles: 400 }, 10, 'en')).toBe(
      '25 %  level 12  500/2000, 400 with content, 50 per s, about 30 s left',
    );
    expect(progressText({ z: 12, done: 500, total: 200_500, tiles: 400 }, 10, 'zh')).toBe(
      '0%  第 12 级  500/200500，有内容 400，每秒 50，约剩 67 分',
    );
  });
});
