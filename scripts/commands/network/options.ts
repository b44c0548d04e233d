import { resolve } from 'node:path';
import { READABLE, type ImportOptions } from '../../../server/analysis/network/import/import.ts';
import { ELEVATION_FILES } from '../../../server/analysis/network/import/elevation.ts';
import { isStoredId, MAX_ID_LENGTH } from '../../../server/analysis/stored-id.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import { parseCommand, type Command, type CommandErrors, type OptionValues } from '../../cli/command.ts';
import type { NetworkScriptMessage } from '../../cli/messages/network.ts';
import { textOption } from '../../cli/text-option.ts';

const DEFAULT_ID = 'roads';
/** Only the generator makes synthetic networks. */
const PROVENANCES = ['imported', 'official', 'approximate'] as const satisfies readonly ImportOptions['provenance'][];

const OPTIONS = {
  id: { type: 'string', default: DEFAULT_ID },
  'title-zh': { type: 'string' },
  'title-en': { type: 'string' },
  'source-zh': { type: 'string' },
  'source-en': { type: 'string' },
  datum: { type: 'string' },
  elevation: { type: 'string' },
  provenance: { type: 'string', default: PROVENANCES[0] },
  replace: { type: 'boolean', default: false },
} as const;

type Values = OptionValues<typeof OPTIONS>;

/** Reads the arguments of `npm run network:import`. The path is taken from `folder`. */
export function parseNetworkCommand(
  args: readonly string[],
  folder = '.',
): Command<Omit<ImportOptions, 'city'>, NetworkScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: OPTIONS,
    read: (values, files, errors): Omit<ImportOptions, 'city'> | null => {
      const read = new Reader(values, errors);
      const path = read.path(files);
      const id = read.id(values.id);
      const datum = read.choice('datum', DATUMS);
      const elevation = read.elevation();
      const provenance = read.choice('provenance', PROVENANCES);
      const title = textOption('title', values, errors);
      const source = textOption('source', values, errors);
      if (provenance === undefined) return null;
      return {
        path: resolve(folder, path),
        id,
        datum: datum ?? null,
        provenance,
        replace: values.replace,
        ...(elevation === null ? {} : { elevation: resolve(folder, elevation) }),
        ...(title === null ? {} : { title }),
        ...(source === null ? {} : { source }),
      };
    },
  });
}

class Reader {
  readonly #values: Values;
  readonly #errors: CommandErrors<NetworkScriptMessage>;

  constructor(values: Values, errors: CommandErrors<NetworkScriptMessage>) {
    this.#values = values;
    this.#errors = errors;
  }

  path([path, ...more]: readonly string[]): string {
    if (path === undefined) this.#errors.add('no-file');
    else if (!READABLE.some((end) => path.toLowerCase().endsWith(end)))
      this.#errors.add('file-type', { file: path, types: READABLE.join(' ') });
    if (more.length > 0) this.#errors.add('more-files', { files: more.join(' ') });
    return path ?? '';
  }

  id(id: string): string {
    if (!isStoredId(id)) this.#errors.add('bad-id', { id, max: MAX_ID_LENGTH });
    return id;
  }

  elevation(): string | null {
    const { elevation: path } = this.#values;
    if (path !== undefined && !ELEVATION_FILES.some((end) => path.toLowerCase().endsWith(end)))
      this.#errors.add('file-type', { file: path, types: ELEVATION_FILES.join(' ') });
    return path ?? null;
  }

  choice<T extends string>(option: 'datum' | 'provenance', allowed: readonly T[]): T | undefined {
    return this.#errors.choice(this.#values[option], allowed, (value, choices) => ({
      message: 'bad-choice',
      values: { option, value, choices },
    }));
  }
}
