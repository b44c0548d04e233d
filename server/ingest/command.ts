import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROVENANCES } from '../../tiles/layer/layer.ts';
import { nearMatches } from '../platform/text/near-matches.ts';
import type { LoadOptions } from './load.ts';
import { PROFILES } from './profiles/profile.ts';
import type { ProfileId } from './profiles/profile.ts';
import { ENCODINGS, READABLE } from './read-file.ts';
import { DATUMS } from './types.ts';
import type { Message } from './types.ts';

export type Command = { readonly options: LoadOptions } | { readonly faults: readonly Message[] };

/** Reads the arguments of `npm run data:load`; names every fault at once. Paths are taken from `folder`. */
export function parseCommand(args: readonly string[], folder = '.'): Command {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        layer: { type: 'string' },
        datum: { type: 'string', default: 'wgs84' },
        replace: { type: 'boolean', default: false },
        provenance: { type: 'string', default: 'imported' },
        id: { type: 'string' },
        encoding: { type: 'string' },
        'ignore-unknown': { type: 'boolean', default: false },
        profile: { type: 'string' },
      },
    });
  } catch (error) {
    return {
      faults: [
        {
          message: 'unknown-option',
          params: { option: args.join(' '), detail: error instanceof Error ? error.message : String(error) },
        },
      ],
    };
  }
  const { values, positionals } = parsed;
  const faults: Message[] = [];
  const choice = <T extends string>(
    option: string,
    value: string | undefined,
    allowed: readonly T[],
  ): T | undefined => {
    if (value === undefined) return undefined;
    const found = allowed.find((item) => item === value);
    if (found === undefined)
      faults.push({
        message: 'unknown-option',
        params: { option: `--${option} ${value}`, detail: allowed.join(' | ') },
      });
    return found;
  };
  const datum = choice('datum', values.datum, DATUMS);
  const provenance = choice('provenance', values.provenance, PROVENANCES);
  const encoding = choice('encoding', values.encoding, ENCODINGS);
  const profile = choice('profile', values.profile, profileIds());
  const [path, ...more] = positionals;
  if (path === undefined) faults.push({ message: 'no-file' });
  else if (!READABLE.includes(extname(path).toLowerCase()))
    faults.push({ message: 'file-type', params: { file: path } });
  for (const option of more) faults.push({ message: 'unknown-option', params: { option, detail: '?' } });
  if (values.layer === undefined)
    faults.push({ message: 'unknown-option', params: { option: '--layer', detail: '?' } });
  if (
    faults.length > 0 ||
    path === undefined ||
    values.layer === undefined ||
    datum === undefined ||
    provenance === undefined
  )
    return { faults };
  return {
    options: {
      layer: values.layer,
      path: resolve(folder, path),
      datum,
      provenance,
      replace: values.replace,
      ignoreUnknown: values['ignore-unknown'],
      idAttribute: values.id ?? null,
      ...(encoding === undefined ? {} : { encoding }),
      ...(profile === undefined ? {} : { profile }),
    },
  };
}

function profileIds(): ProfileId[] {
  return Object.keys(PROFILES).filter((id): id is ProfileId => Object.hasOwn(PROFILES, id));
}

/** What to say of a layer that the catalogue does not have. */
export function unknownLayer(layer: string, known: readonly string[]): Message {
  const near = nearMatches(layer, known);
  return near.length > 0
    ? { message: 'unknown-layer-near', params: { layer, near: near.join(', ') } }
    : { message: 'unknown-layer', params: { layer, layers: known.join(', ') } };
}
