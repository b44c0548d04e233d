import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { READABLE, type ImportOptions } from '../../../server/analysis/network/import/import.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import type { MessageValues } from '../../../server/platform/messages/index.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { NetworkScriptMessage } from '../../cli/messages/network.ts';

export interface Fault {
  readonly message: NetworkScriptMessage;
  readonly values?: MessageValues;
}

/** As `is_layer_id` of the database has it. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 48;
const DEFAULT_ID = 'streets';
/** What is generated comes from the generator alone. */
const PROVENANCES = ['imported', 'official', 'approximate'] as const satisfies readonly ImportOptions['provenance'][];

const OPTIONS = {
  id: { type: 'string', default: DEFAULT_ID },
  'title-zh': { type: 'string' },
  'title-en': { type: 'string' },
  'source-zh': { type: 'string' },
  'source-en': { type: 'string' },
  datum: { type: 'string' },
  provenance: { type: 'string', default: PROVENANCES[0] },
  replace: { type: 'boolean', default: false },
} as const;

type Values = Readonly<Partial<Record<keyof typeof OPTIONS, string | boolean>>>;

/** Reads the arguments of `npm run network:import`; names every fault at once. The path is taken from `folder`. */
export function parseCommand(
  args: readonly string[],
  folder = '.',
): { readonly options: ImportOptions } | { readonly faults: readonly Fault[] } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return {
      faults: [
        { message: 'unknown-option', values: { detail: error instanceof Error ? error.message : String(error) } },
      ],
    };
  }
  const { values, positionals } = parsed;
  const read = new Reader(values);
  const path = read.path(positionals);
  const id = read.id(values.id);
  const datum = values.datum === undefined ? null : read.choice('datum', values.datum, DATUMS);
  const provenance = read.choice('provenance', values.provenance, PROVENANCES);
  const title = read.both('title');
  const source = read.both('source');
  if (read.faults.length > 0 || provenance === null) return { faults: read.faults };
  return {
    options: {
      path: resolve(folder, path),
      id,
      datum,
      provenance,
      replace: values.replace,
      ...(title === null ? {} : { title }),
      ...(source === null ? {} : { source }),
    },
  };
}

class Reader {
  readonly faults: Fault[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  path([path, ...more]: readonly string[]): string {
    if (path === undefined) this.faults.push({ message: 'no-file' });
    else if (!READABLE.some((end) => path.toLowerCase().endsWith(end)))
      this.faults.push({ message: 'file-type', values: { file: path, types: READABLE.join(' ') } });
    if (more.length > 0) this.faults.push({ message: 'more-files', values: { files: more.join(' ') } });
    return path ?? '';
  }

  id(id: string): string {
    if (!ID.test(id) || id.length > MAX_ID_LENGTH)
      this.faults.push({ message: 'bad-id', values: { id, max: MAX_ID_LENGTH } });
    return id;
  }

  choice<T extends string>(option: string, value: string, allowed: readonly T[]): T | null {
    const found = allowed.find((each) => each === value);
    if (found === undefined)
      this.faults.push({ message: 'bad-choice', values: { option, value, choices: allowed.join(' | ') } });
    return found ?? null;
  }

  /** A text in both languages, or none. */
  both(name: 'title' | 'source'): Text | null {
    const zh = this.#values[`${name}-zh`];
    const en = this.#values[`${name}-en`];
    if (typeof zh === 'string' && typeof en === 'string') return { zh, en };
    if (zh === en) return null;
    const [given, missing] = zh === undefined ? ['en', 'zh'] : ['zh', 'en'];
    this.faults.push({ message: 'one-language', values: { given: `${name}-${given}`, missing: `${name}-${missing}` } });
    return null;
  }
}
