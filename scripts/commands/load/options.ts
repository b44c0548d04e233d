import { extname, resolve } from 'node:path';
import type { LoadOptions } from '../../../server/ingest/load.ts';
import type { LoadMessage } from '../../../server/ingest/messages.ts';
import { PROFILES } from '../../../server/ingest/profiles/profile.ts';
import type { ProfileId } from '../../../server/ingest/profiles/profile.ts';
import { ENCODINGS, READABLE } from '../../../server/ingest/read-file.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import { ORIGIN_OPTIONS, readOrigin } from './origin-options.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import { parseCommand, type Command, type CommandError } from '../../cli/command.ts';

/** Reads the arguments of `npm run data:load`. Paths are taken from `folder`. */
export function parseLoadCommand(args: readonly string[], folder = '.'): Command<LoadOptions, LoadMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      layer: { type: 'string' },
      datum: { type: 'string' },
      replace: { type: 'boolean', default: false },
      provenance: { type: 'string', default: 'imported' },
      id: { type: 'string' },
      encoding: { type: 'string' },
      'ignore-unknown': { type: 'boolean', default: false },
      profile: { type: 'string' },
      ...ORIGIN_OPTIONS,
    },
    read: (values, [path, ...more], errors): LoadOptions | null => {
      const choice = <T extends string>(
        option: 'datum' | 'provenance' | 'encoding' | 'profile',
        allowed: readonly T[],
      ) => errors.choice<T>(values[option], allowed, (value, detail) => unknown(`--${option} ${value}`, detail));
      const datum = choice('datum', DATUMS);
      const provenance = choice('provenance', PROVENANCES);
      const encoding = choice('encoding', ENCODINGS);
      const profile = choice('profile', profileIds());
      const { layer } = values;
      if (path === undefined) errors.add('no-file');
      else if (!READABLE.includes(extname(path).toLowerCase())) errors.add('file-type', { file: path });
      for (const option of [...more, ...(layer === undefined ? ['--layer'] : [])])
        errors.list.push(unknown(option, '?'));
      const origin = readOrigin(values, errors);
      if (path === undefined || layer === undefined || provenance === undefined) return null;
      return {
        layer,
        path: resolve(folder, path),
        datum: datum ?? null,
        provenance,
        replace: values.replace,
        ignoreUnknown: values['ignore-unknown'],
        idAttribute: values.id ?? null,
        ...(encoding === undefined ? {} : { encoding }),
        ...(profile === undefined ? {} : { profile }),
        ...(origin === undefined ? {} : { origin }),
      };
    },
  });
}

function unknown(option: string, detail: string): CommandError<LoadMessage> {
  return { message: 'unknown-option', values: { option, detail } };
}

function profileIds(): ProfileId[] {
  return Object.keys(PROFILES).filter((id): id is ProfileId => Object.hasOwn(PROFILES, id));
}

/** What to say of a layer that the catalogue does not have. */
export function unknownLayer(layer: string, known: readonly string[]): CommandError<LoadMessage> {
  const near = nearMatches(layer, known);
  return near.length > 0
    ? { message: 'unknown-layer-near', values: { layer, near: near.join(', ') } }
    : { message: 'unknown-layer', values: { layer, layers: known.join(', ') } };
}
