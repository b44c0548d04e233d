/** The arguments of `npm run drill:failover`. */
import { parseBenchOptions, UnknownArgument } from '../../bench/options.ts';
import { LOSSES, type Loss } from './cluster.ts';

export interface FailoverOptions {
  readonly rounds: number;
  /** How the primary is lost, round by round in turn. */
  readonly losses: readonly Loss[];
  /** Features of the file that is loaded in each round. */
  readonly features: number;
  readonly seed: number;
  readonly json: string | null;
}

const DEFAULTS = { rounds: 10, features: 5000 } as const;
const MOST = { rounds: 1000, features: 200_000, seed: 2 ** 32 - 1 } as const;

/** Throws `UnknownArgument`. */
export function parseOptions(args: readonly string[]): FailoverOptions {
  const { parts, quick, json, more } = parseBenchOptions(args, LOSSES, ['rounds', 'features', 'seed']);
  if (quick) throw new UnknownArgument('--quick');
  return {
    losses: [...parts],
    rounds: numberOf(more.rounds, MOST.rounds) ?? DEFAULTS.rounds,
    features: numberOf(more.features, MOST.features) ?? DEFAULTS.features,
    seed: numberOf(more.seed, MOST.seed) ?? Math.floor(Math.random() * 1e6),
    json,
  };
}

/** Null where it is not given. Throws `UnknownArgument`. */
function numberOf(text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > most) throw new UnknownArgument(text);
  return Number(text);
}
