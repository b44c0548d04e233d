import { resolve } from 'node:path';
import { trimEndOf } from '../../../tiles/text.ts';
import { parseCommand, type Command } from '../../cli/command.ts';
import type { AnalyseMessage } from '../../cli/messages/analyse.ts';

export interface AnalyseOptions {
  readonly study: string;
  /** Null: the result goes to the standard output. */
  readonly out: string | null;
  readonly csv: string | null;
  readonly geojson: string | null;
  readonly arrow: string | null;
  readonly parquet: string | null;
  /** Null: computed here. */
  readonly server: string | null;
  readonly timeLimitS: number;
  readonly memoryMb: number;
}

const DEFAULTS = { timeLimitS: 86_400, memoryMb: 4096 } as const;

/** Reads the arguments of `npm run analyse`. Paths are taken from `folder`. */
export function parseAnalyseCommand(args: readonly string[], folder = '.'): Command<AnalyseOptions, AnalyseMessage> {
  return parseCommand(args, {
    hasFiles: true,
    options: {
      out: { type: 'string' },
      csv: { type: 'string' },
      geojson: { type: 'string' },
      arrow: { type: 'string' },
      parquet: { type: 'string' },
      server: { type: 'string' },
      'time-limit': { type: 'string' },
      memory: { type: 'string' },
    },
    read: (values, [study, ...more], errors): AnalyseOptions | null => {
      const whole = (option: 'time-limit' | 'memory', usual: number, min: number, max: number): number => {
        const text = values[option];
        if (text === undefined) return usual;
        if (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
        errors.add('bad-number', { option, value: text, min, max });
        return usual;
      };
      const path = (text: string | undefined): string | null => (text === undefined ? null : resolve(folder, text));
      const { server } = values;
      if (study === undefined || more.length > 0) errors.add('no-study');
      if (server !== undefined && !isHttp(server)) errors.add('bad-server', { value: server });
      return {
        study: resolve(folder, study ?? ''),
        out: path(values.out),
        csv: path(values.csv),
        geojson: path(values.geojson),
        arrow: path(values.arrow),
        parquet: path(values.parquet),
        server: server === undefined ? null : trimEndOf(server, '/'),
        timeLimitS: whole('time-limit', DEFAULTS.timeLimitS, 1, 864_000),
        memoryMb: whole('memory', DEFAULTS.memoryMb, 64, 1_048_576),
      };
    },
  });
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
