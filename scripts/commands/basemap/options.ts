import { resolve } from 'node:path';
import { parseBbox } from '../../../server/platform/http/query.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { BasemapScriptMessage } from '../../cli/messages/basemap.ts';

export interface BasemapCommand {
  /** An extract of OpenStreetMap, or a raster of heights. */
  readonly path: string;
  readonly kind: 'osm' | 'dem';
  /** Where heights are from; empty where it is not said. */
  readonly source: string;
  /** Coordinate system of heights in place of the file's own. */
  readonly crs: string | null;
  /** `city` is the bounds of the city; null all of the extract. */
  readonly clip: Bbox | 'city' | null;
  /** Null for the place where the service looks for it. */
  readonly out: string | null;
}

const EXTRACT = '.pbf';
const HEIGHTS = /\.tiff?$/i;

/** Reads the arguments of `npm run basemap:import`. Paths are taken from `folder`. */
export function parseBasemapCommand(
  args: readonly string[],
  folder = '.',
): Command<BasemapCommand, BasemapScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      dem: { type: 'string' },
      source: { type: 'string' },
      crs: { type: 'string' },
      clip: { type: 'string' },
      out: { type: 'string' },
    },
    read: ({ dem, source, crs, clip: box, out }, [extract, ...more], errors): BasemapCommand | null => {
      const path = dem ?? extract;
      if (path === undefined) errors.add('no-file');
      else if (dem !== undefined && extract !== undefined) errors.add('two-kinds', { file: extract, dem });
      else if (dem !== undefined && !HEIGHTS.test(dem)) errors.add('dem-type', { file: dem });
      else if (dem === undefined && !path.toLowerCase().endsWith(EXTRACT)) errors.add('file-type', { file: path });
      if (dem === undefined)
        for (const [option, value] of Object.entries({ source, crs }))
          if (value !== undefined) errors.add('only-with-dem', { option: `--${option}` });
      if (more.length > 0) errors.add('more-files', { files: more.join(' ') });
      const clip = box === undefined || box === 'city' ? (box ?? null) : parseBbox(box);
      if (box !== undefined && (clip === null || (clip !== 'city' && clip[0] > clip[2])))
        errors.add('bad-clip', { value: box });
      if (out !== undefined && !out.toLowerCase().endsWith('.pmtiles')) errors.add('bad-out', { file: out });
      if (path === undefined) return null;
      return {
        path: resolve(folder, path),
        kind: dem === undefined ? 'osm' : 'dem',
        source: source ?? '',
        crs: crs ?? null,
        clip,
        out: out === undefined ? null : resolve(folder, out),
      };
    },
  });
}
