import { basename, extname, resolve } from 'node:path';
import type { DemandImportOptions } from '../../../server/analysis/demand/import/import.ts';
import { IMPORT_KINDS, type GroupColumn, type ImportKind } from '../../../server/analysis/demand/import/source.ts';
import { RASTERS } from '../../../server/analysis/demand/import/pixels.ts';
import { encodingNamed } from '../../../server/ingest/encoding/decoder.ts';
import { DATUMS } from '../../../server/ingest/types.ts';
import { parseNumber } from '../../../server/platform/text/numbers.ts';
import { STUDY_LIMITS } from '../../../tiles/api/vocabulary.ts';
import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import { trimEndOf } from '../../../tiles/text.ts';
import { parseCommand, type Command, type CommandErrors, type OptionValues } from '../../cli/command.ts';
import type { DemandScriptMessage } from '../../cli/messages/demand.ts';

const OPTIONS = {
  id: { type: 'string' },
  'title-zh': { type: 'string' },
  'title-en': { type: 'string' },
  kind: { type: 'string' },
  people: { type: 'string' },
  groups: { type: 'string' },
  cell: { type: 'string' },
  h3: { type: 'string' },
  datum: { type: 'string' },
  'people-per-m2': { type: 'string' },
  floors: { type: 'string' },
  'land-use': { type: 'string' },
  spread: { type: 'string' },
  network: { type: 'string' },
  crs: { type: 'string' },
  provenance: { type: 'string', default: 'imported' },
  encoding: { type: 'string' },
  replace: { type: 'boolean', default: false },
} as const;

const TYPES: Readonly<Record<ImportKind, readonly string[]>> = {
  csv: ['.csv', '.parquet'],
  raster: RASTERS,
  buildings: ['.geojson', '.json', '.parquet'],
  layer: ['.geojson', '.json', '.parquet'],
};
/** Options that one kind alone knows. */
const ONLY_FOR = {
  'people-per-m2': 'buildings',
  floors: 'buildings',
  spread: 'layer',
  network: 'layer',
  crs: 'raster',
} as const satisfies Partial<Record<keyof typeof OPTIONS, ImportKind>>;
const SPREADS = ['even', 'streets'] as const;
const DEFAULT_NETWORK = 'roads';
const LIMITS = { cellM: [10, 10_000], h3: [4, 13], perM2: [1e-6, 10] } as const;

/** Reads the arguments of `npm run demand:import`. Paths are taken from `folder`. */
export function parseDemandCommand(
  args: readonly string[],
  folder = '.',
): Command<Omit<DemandImportOptions, 'city'>, DemandScriptMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: OPTIONS,
    read: (values, files, errors) => read(values, files, errors, folder),
  });
}

function read(
  values: OptionValues<typeof OPTIONS>,
  [path, ...more]: readonly string[],
  errors: CommandErrors<DemandScriptMessage>,
  folder: string,
): Omit<DemandImportOptions, 'city'> | null {
  const check = new Check(errors);
  for (const option of more) errors.add('unknown-option', { detail: option });
  if (path === undefined) errors.add('no-file');
  const chosen = check.choice('kind', values.kind, IMPORT_KINDS);
  const kind =
    path === undefined
      ? chosen
      : check.kindOf(path, chosen, values['people-per-m2'] !== undefined || values.floors !== undefined);
  for (const [option, only] of Object.entries(ONLY_FOR)) {
    if (values[option as keyof typeof ONLY_FOR] !== undefined && kind !== undefined && kind !== only)
      errors.add('only-for', { option, kind: only });
  }
  const cellM = check.number('cell', values.cell, LIMITS.cellM),
    h3 = check.number('h3', values.h3, LIMITS.h3, true);
  if (values.cell !== undefined && values.h3 !== undefined) errors.add('cell-or-h3');
  const spread = check.choice('spread', values.spread, SPREADS);
  const { encoding } = values;
  if (encoding !== undefined && encodingNamed(encoding) === null)
    errors.add('unknown-option', { detail: `--encoding ${encoding}` });
  const provenance = check.choice('provenance', values.provenance, PROVENANCES);
  const datum = check.choice('datum', values.datum, DATUMS),
    peoplePerM2 = check.number('people-per-m2', values['people-per-m2'], LIMITS.perM2);
  const groups = check.groups(values.groups);
  if (groups.length > 0 && kind === 'raster') errors.add('groups-of-raster');
  const id = values.id ?? (path === undefined ? '' : check.idOf(path));
  if (path === undefined || kind === undefined || provenance === undefined) return null;
  const title = values['title-zh'] ?? values['title-en'];
  return {
    path: resolve(folder, path),
    kind,
    id,
    provenance,
    replace: values.replace,
    cells: cellM !== undefined ? { sizeM: cellM } : h3 !== undefined ? { resolution: h3 } : null,
    datum: datum ?? null,
    people: values.people ?? null,
    ...(groups.length === 0 ? {} : { groups }),
    landUse: values['land-use'] ?? null,
    peoplePerM2: peoplePerM2 ?? null,
    floors: values.floors ?? null,
    crs: values.crs ?? null,
    streets:
      spread === 'streets' || (spread === undefined && values.network !== undefined)
        ? (values.network ?? DEFAULT_NETWORK)
        : null,
    ...(encoding === undefined ? {} : { encoding }),
    ...(title === undefined ? {} : { title: { zh: values['title-zh'] ?? title, en: values['title-en'] ?? title } }),
  };
}

class Check {
  readonly #errors: CommandErrors<DemandScriptMessage>;

  constructor(errors: CommandErrors<DemandScriptMessage>) {
    this.#errors = errors;
  }

  choice<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
    return this.#errors.choice(value, allowed, (found, choices) => ({
      message: 'one-of',
      values: { option, value: found, choices },
    }));
  }

  number(
    option: string,
    text: string | undefined,
    [least, most]: readonly [number, number],
    whole = false,
  ): number | undefined {
    if (text === undefined) return undefined;
    const value = parseNumber(text);
    if (value !== null && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    this.#errors.add(whole ? 'whole-number' : 'number', { option, value: text, least, most });
    return undefined;
  }

  /** `school-age=pupils,60+=old`: names and columns, each name once. */
  groups(text: string | undefined): readonly GroupColumn[] {
    if (text === undefined) return [];
    const groups = text.split(',').map((part) => {
      const at = part.indexOf('=');
      return { name: part.slice(0, Math.max(at, 0)).trim(), column: part.slice(at + 1).trim() };
    });
    const isWrong =
      groups.some(({ name, column }) => name === '' || column === '') ||
      new Set(groups.map(({ name }) => name)).size < groups.length ||
      groups.length > STUDY_LIMITS.groups;
    if (isWrong) this.#errors.add('groups-wrong', { value: text, most: STUDY_LIMITS.groups });
    return groups;
  }

  /** What was chosen, else what the file's name tells; GeoJSON is of buildings where options are about these. */
  kindOf(path: string, chosen: ImportKind | undefined, hasBuildings: boolean): ImportKind | undefined {
    const type = extname(path).toLowerCase();
    const fits = IMPORT_KINDS.filter((kind) => TYPES[kind].includes(type));
    if (fits.length === 0) this.#errors.add('file-type', { file: path });
    else if (chosen !== undefined && !fits.includes(chosen))
      this.#errors.add('kind-of-file', { kind: chosen, types: TYPES[chosen].join(', '), file: basename(path) });
    return chosen ?? (fits.includes('buildings') ? (hasBuildings ? 'buildings' : 'layer') : fits[0]);
  }

  idOf(path: string): string {
    const name = basename(path, extname(path))
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '');
    const id = trimEndOf(name.slice(0, 48), '-');
    if (id === '') this.#errors.add('id-needed', { file: basename(path) });
    return id;
  }
}
