import { extname, resolve } from 'node:path';
import type { LoadOptions } from '../../../server/ingest/load.ts';
import type { LoadMessage } from '../../../server/ingest/messages.ts';
import { PROFILES } from '../../../server/ingest/profiles/profile.ts';
import type { ProfileId } from '../../../server/ingest/profiles/profile.ts';
import { encodingNamed } from '../../../server/ingest/encoding/decoder.ts';
import { DECIMAL_SIGNS } from '../../../server/ingest/numbers.ts';
import { READABLE } from '../../../server/ingest/read-file.ts';
import { DATE_NUMBERS, DATE_ORDERS } from '../../../server/ingest/times.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import { ORIGIN_OPTIONS, readOrigin } from './origin-options.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import { parseCommand, type Command, type CommandError, type CommandErrors } from '../../cli/command.ts';

export interface LoadCommand extends Omit<LoadOptions, 'faulty'> {
  /** Where faulty features are written that are left out. */
  readonly faultyPath?: string;
  /** Lists every error, however many there are. */
  readonly listsAll?: boolean;
}

const ID_SOURCES = ['file', 'content'] as const;

/** Reads the arguments of `npm run data:load`. Paths are taken from `folder`. */
export function parseLoadCommand(args: readonly string[], folder = '.'): Command<LoadCommand, LoadMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      layer: { type: 'string' },
      datum: { type: 'string' },
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
      ...ORIGIN_OPTIONS,
      map: { type: 'string', multiple: true },
      lon: { type: 'string' },
      lat: { type: 'string' },
      ids: { type: 'string' },
      decimal: { type: 'string' },
      'date-order': { type: 'string' },
      'date-numbers': { type: 'string' },
      'skip-faulty': { type: 'string' },
      'all-faults': { type: 'boolean', default: false },
    },
    read: (values, [path, ...more], errors): LoadCommand | null => {
      const choice = <T extends string>(
        option: 'datum' | 'provenance' | 'profile' | 'ids' | 'decimal' | 'date-order' | 'date-numbers',
        allowed: readonly T[],
      ) => errors.choice<T>(values[option], allowed, (value, detail) => unknown(`--${option} ${value}`, detail));
      const datum = choice('datum', DATUMS);
      const provenance = choice('provenance', PROVENANCES);
      const profile = choice('profile', profileIds());
      const ids = choice('ids', ID_SOURCES);
      const decimal = choice('decimal', DECIMAL_SIGNS);
      const dateOrder = choice('date-order', DATE_ORDERS);
      const dateNumbers = choice('date-numbers', DATE_NUMBERS);
      const { layer, lon, lat, encoding, crs, table = values.sheet } = values;
      const map = readMap(values.map ?? [], errors);
      if ((lon === undefined) !== (lat === undefined)) errors.add('lon-and-lat');
      const faulty = values['skip-faulty'];
      if (faulty !== undefined && path !== undefined && resolve(folder, faulty) === resolve(folder, path))
        errors.add('faulty-file-taken', { file: faulty });
      if (encoding !== undefined && encodingNamed(encoding) === null) errors.add('encoding-label', { value: encoding });
      const headerRow = values['header-row'] === undefined ? undefined : Number(values['header-row']);
      if (headerRow !== undefined && !(Number.isSafeInteger(headerRow) && headerRow > 0))
        errors.add('header-row-number', { value: values['header-row'] ?? '' });
      if (path === undefined) errors.add('no-file');
      else if (!READABLE.includes(extname(path).toLowerCase()))
        errors.add('file-type', { file: path, ends: READABLE.join(' ') });
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
        ...(headerRow === undefined ? {} : { headerRow }),
        ...(table === undefined ? {} : { table }),
        ...(crs === undefined ? {} : { crs }),
        ...(profile === undefined ? {} : { profile }),
        ...(origin === undefined ? {} : { origin }),
        ...(map.size === 0 ? {} : { map }),
        ...(lon === undefined || lat === undefined ? {} : { lon, lat }),
        ...(ids === 'content' ? { idsFromContent: true } : {}),
        ...(decimal === undefined ? {} : { decimal }),
        ...(dateOrder === undefined ? {} : { dateOrder }),
        ...(dateNumbers === undefined ? {} : { dateNumbers }),
        ...(faulty === undefined ? {} : { faultyPath: resolve(folder, faulty) }),
        ...(values['all-faults'] ? { listsAll: true } : {}),
      };
    },
  });
}

/** `列=attribute`, of which the column may have equals signs; without an attribute the column is left out. */
function readMap(pairs: readonly string[], errors: CommandErrors<LoadMessage>): Map<string, string> {
  const map = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const column = pair.slice(0, at).trim();
    if (at <= 0 || column === '') errors.add('map-wrong', { value: pair });
    else if (map.has(column)) errors.add('map-twice', { column });
    else map.set(column, pair.slice(at + 1).trim());
  }
  return map;
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
