import { extname, resolve } from 'node:path';
import type { LoadOptions } from '../../../server/ingest/load.ts';
import type { LoadMessage } from '../../../server/ingest/messages.ts';
import { PROFILES } from '../../../server/ingest/profiles/profile.ts';
import type { ProfileId } from '../../../server/ingest/profiles/profile.ts';
import { encodingNamed } from '../../../server/ingest/encoding/decoder.ts';
import { READABLE } from '../../../server/ingest/read-file.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import { parseCommand, type Command, type CommandError } from '../../cli/command.ts';

/** Reads the arguments of `npm run data:load`. Paths are taken from `folder`. */
export function parseLoadCommand(args: readonly string[], folder = '.'): Command<LoadOptions, LoadMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      layer: { type: 'string' },
      datum: { type: 'string', default: 'wgs84' },
      replace: { type: 'boolean', default: false },
      provenance: { type: 'string', default: 'imported' },
      id: { type: 'string' },
      encoding: { type: 'string' },
      'header-row': { type: 'string' },
      table: { type: 'string' },
      sheet: { type: 'string' },
      crs: { type: 'string' },
      'ignore-unknown': { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
    read: (values, [path, ...more], errors): LoadOptions | null => {
      const choice = <T extends string>(option: 'datum' | 'provenance' | 'profile', allowed: readonly T[]) =>
        errors.choice<T>(values[option], allowed, (value, detail) => unknown(`--${option} ${value}`, detail));
      const datum = choice('datum', DATUMS);
      const provenance = choice('provenance', PROVENANCES);
      const profile = choice('profile', profileIds());
      const { layer, encoding, crs, table = values.sheet } = values;
      if (encoding !== undefined && encodingNamed(encoding) === null) errors.add('encoding-label', { value: encoding });
      const headerRow = values['header-row'] === undefined ? undefined : Number(values['header-row']);
      if (headerRow !== undefined && !(Number.isSafeInteger(headerRow) && headerRow > 0))
        errors.add('header-row-number', { value: values['header-row'] ?? '' });
      if (path === undefined) errors.add('no-file');
      else if (!READABLE.includes(extname(path).toLowerCase()))
        errors.add('file-type', { file: path, ends: READABLE.join(' ') });
      for (const option of [...more, ...(layer === undefined ? ['--layer'] : [])])
        errors.list.push(unknown(option, '?'));
      if (path === undefined || layer === undefined || datum === undefined || provenance === undefined) return null;
      return {
        layer,
        path: resolve(folder, path),
        datum,
        provenance,
        replace: values.replace,
        ignoreUnknown: values['ignore-unknown'],
        idAttribute: values.id ?? null,
        ...(encoding === undefined ? {} : { encoding }),
        ...(headerRow === undefined ? {} : { headerRow }),
        ...(table === undefined ? {} : { table }),
        ...(crs === undefined ? {} : { crs }),
        ...(profile === undefined ? {} : { profile }),
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
