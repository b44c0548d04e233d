/** The arguments of `npm run drill:restore`. */
import { parseBenchOptions, UnknownArgument } from '../../bench/options.ts';

/** How the log leaves the server: by `archive_command`; by `pg_receivewal` too; and commits wait for that. */
export const LOGS = ['archive', 'stream', 'sync'] as const;
export type Log = (typeof LOGS)[number];

export interface RestoreOptions {
  /** Features beside those of the demonstration city. */
  readonly features: number;
  readonly log: Log;
  readonly archiveTimeoutS: number;
  readonly json: string | null;
}

const DEFAULTS = { features: 100_000, archiveTimeoutS: 60 } as const;
const MOST = { features: 100_000_000, archiveTimeoutS: 3600 } as const;

/** Throws `UnknownArgument`. */
export function parseOptions(args: readonly string[]): RestoreOptions {
  const { parts, quick, json, more } = parseBenchOptions(args, [], ['features', 'log', 'archive-timeout']);
  if (quick || parts.size > 0) throw new UnknownArgument('--quick');
  const log = LOGS.find((each) => each === (more.log ?? 'stream'));
  if (log === undefined) throw new UnknownArgument(more.log);
  return {
    features: numberOf(more.features, MOST.features) ?? DEFAULTS.features,
    log,
    archiveTimeoutS: numberOf(more['archive-timeout'], MOST.archiveTimeoutS) ?? DEFAULTS.archiveTimeoutS,
    json,
  };
}

/** Null where it is not given. Throws `UnknownArgument`. */
function numberOf(text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > most) throw new UnknownArgument(text);
  return Number(text);
}
