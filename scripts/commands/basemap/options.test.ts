import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBasemapCommand } from './options.ts';

describe('the arguments of an import of a base map', () => {
  it('name an extract, taken from the folder it is called in; all else has defaults', () => {
    expect(parseBasemapCommand(['shandong.osm.pbf'], '/data')).toEqual({
      options: { path: resolve('/data/shandong.osm.pbf'), kind: 'osm', source: '', crs: null, clip: null, out: null },
    });
    expect(parseBasemapCommand(['a.osm.pbf', '--clip', '119.5,35.5,121,37', '--out', 'b.pmtiles'], '/data')).toEqual({
      options: {
        path: resolve('/data/a.osm.pbf'),
        kind: 'osm',
        source: '',
        crs: null,
        clip: [119.5, 35.5, 121, 37],
        out: resolve('/data/b.pmtiles'),
      },
    });
    expect(parseBasemapCommand(['a.osm.pbf', '--clip', 'city'])).toMatchObject({ options: { clip: 'city' } });
    expect(parseBasemapCommand(['poa_osm.pbf'])).toMatchObject({ options: { kind: 'osm' } });
  });

  it('name a raster of heights instead, with its source', () => {
    expect(parseBasemapCommand(['--dem', 'h.tif', '--source', 'Survey 2020', '--crs', 'EPSG:4549'], '/data')).toEqual({
      options: {
        path: resolve('/data/h.tif'),
        kind: 'dem',
        source: 'Survey 2020',
        crs: 'EPSG:4549',
        clip: null,
        out: null,
      },
    });
  });

  it.each([
    [[], 'no-file'],
    [['--dem', 'h.asc'], 'dem-type'],
    [['a.osm.pbf', '--dem', 'h.tif'], 'two-kinds'],
    [['a.osm.pbf', '--source', 'Survey'], 'only-with-dem'],
    [['a.shp'], 'file-type'],
    [['a.osm.pbf', 'b.osm.pbf'], 'more-files'],
    [['a.osm.pbf', '--clip', 'here'], 'bad-clip'],
    [['a.osm.pbf', '--clip', '121,35,119,37'], 'bad-clip'],
    [['a.osm.pbf', '--out', 'b.mbtiles'], 'bad-out'],
    [['a.osm.pbf', '--clipp', 'city'], 'unknown-option'],
  ] as const)('%j are refused: %s', (args, message) => {
    expect(parseBasemapCommand(args)).toMatchObject({ errors: [{ message }] });
  });
});
