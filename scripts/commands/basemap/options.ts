import { resolve } from 'node:path';
import { parseBbox } from '../../../server/platform/http/query.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { BasemapScriptMessage } from '../../cli/messages/basemap.ts';

export interface BasemapCommand {
  readonly path: string;
  /** `city` is the bounds of the city; null all of the extract. */
  readonly clip: Bbox | 'city' | null;
  /** Null for the place where the service looks for it. */
  readonly out: string | null;
}

const EXTRACT = '.osm.pbf';

/** Reads the arguments of `npm run basemap:import`. Paths are taken from `folder`. */
export function parseBasemapCommand(
  args: readonly string[],
  folder = '.',
): Command<BasemapCommand, BasemapScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      clip: { type: 'string' },
      out: { type: 'string' },
    },
    read: ({ clip: box, out }, [path, ...more], errors): BasemapCommand | null => {
      if (path === undefined) errors.add('no-file');
      else if (!path.toLowerCase().endsWith(EXTRACT)) errors.add('file-type', { file: path });
      if (more.length > 0) errors.add('more-files', { files: more.join(' ') });
      const clip = box === undefined || box === 'city' ? (box ?? null) : parseBbox(box);
      if (box !== undefined && (clip === null || (clip !== 'city' && clip[0] > clip[2])))
        errors.add('bad-clip', { value: box });
      if (out !== undefined && !out.toLowerCase().endsWith('.pmtiles')) errors.add('bad-out', { file: out });
      if (path === undefined) return null;
      return { path: resolve(folder, path), clip, out: out === undefined ? null : resolve(folder, out) };
    },
  });
}
