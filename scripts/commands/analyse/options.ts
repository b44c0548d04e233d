import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { MessageValues } from '../../../server/platform/messages/index.ts';
import type { AnalyseMessage } from '../../cli/messages/analyse.ts';

export interface AnalyseOptions {
  readonly study: string;
  /** Null: the result goes to the standard output. */
  readonly out: string | null;
  readonly csv: string | null;
  readonly geojson: string | null;
  /** Null: computed here. */
  readonly server: string | null;
  readonly timeLimitS: number;
  readonly memoryMb: number;
}

export interface OptionFault {
  readonly message: AnalyseMessage;
  readonly values?: MessageValues;
}

const DEFAULTS = { timeLimitS: 86_400, memoryMb: 4096 } as const;

/** Reads the arguments; names every fault at once. Paths are taken from `folder`. */
export function parseCommand(
  args: readonly string[],
  folder = '.',
): { readonly options: AnalyseOptions } | { readonly faults: readonly OptionFault[] } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        csv: { type: 'string' },
        geojson: { type: 'string' },
        server: { type: 'string' },
        'time-limit': { type: 'string' },
        memory: { type: 'string' },
      },
    });
  } catch (error) {
    return {
      faults: [
        { message: 'unknown-option', values: { detail: error instanceof Error ? error.message : String(error) } },
      ],
    };
  }
  const {
    values,
    positionals: [study, ...more],
  } = parsed;
  const faults: OptionFault[] = [];
  const whole = (option: 'time-limit' | 'memory', usual: number, min: number, max: number): number => {
    const text = values[option];
    if (text === undefined) return usual;
    if (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    faults.push({ message: 'bad-number', values: { option, value: text, min, max } });
    return usual;
  };
  const path = (text: string | undefined): string | null => (text === undefined ? null : resolve(folder, text));
  if (study === undefined || more.length > 0) faults.push({ message: 'no-study' });
  if (
    values.server !== undefined &&
    !/^https?:$/.test(URL.canParse(values.server) ? new URL(values.server).protocol : '')
  )
    faults.push({ message: 'bad-server', values: { value: values.server } });
  const options: AnalyseOptions = {
    study: resolve(folder, study ?? ''),
    out: path(values.out),
    csv: path(values.csv),
    geojson: path(values.geojson),
    server: values.server?.replace(/\/+$/, '') ?? null,
    timeLimitS: whole('time-limit', DEFAULTS.timeLimitS, 1, 864_000),
    memoryMb: whole('memory', DEFAULTS.memoryMb, 64, 1_048_576),
  };
  return faults.length > 0 ? { faults } : { options };
}
