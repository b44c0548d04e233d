import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBasemapCommand } from './options.ts';

describe('the arguments of an import of a base map', () => {
  it('name an extract, taken from the folder it is called in; all else has defaults', () => {
    expect(parseBasemapCommand(['shandong.osm.pbf'], '/data')).toEqual({
      options: { path: resolve('/data/shandong.osm.pbf'), clip: null, out: null },
    });
    expect(parseBasemapCommand(['a.osm.pbf', '--clip', '119.5,35.5,121,37', '--out', 'b.pmtiles'], '/data')).toEqual({
      options: {
        path: resolve('/data/a.osm.pbf'),
        clip: [119.5, 35.5, 121, 37],
        out: resolve('/data/b.pmtiles'),
      },
    });
    expect(parseBasemapCommand(['a.osm.pbf', '--clip', 'city'])).toMatchObject({ options: { clip: 'city' } });
  });

  it.each([
    [[], 'no-file'],
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
