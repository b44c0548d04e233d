/** The arguments of `npm run torture`. */
import { DATABASES, type DatabaseKind } from '../bench/place.ts';
import { parseBenchOptions, listOf, UnknownArgument } from '../bench/options.ts';
import { ATTACKS, type AttackName } from './attack.ts';

export interface TortureOptions {
  readonly only: ReadonlySet<AttackName>;
  readonly databases: readonly DatabaseKind[];
  readonly seed: number;
  /** Minutes of all inputs together. Faults take as long as they take besides. */
  readonly minutes: number;
  /** The one input, or round, to repeat; null for all. */
  readonly input: number | null;
  readonly schemathesis: boolean;
  readonly json: string | null;
}

const DEFAULT_MINUTES = 15;
const MOST_MINUTES = 10_000;
const MOST_SEED = 2 ** 32 - 1;

/** Throws `UnknownArgument`. */
export function parseOptions(args: readonly string[]): TortureOptions {
  const rest = args.filter((arg) => arg !== '--schemathesis');
  const { parts, quick, json, more } = parseBenchOptions(rest, ATTACKS, ['database', 'seed', 'minutes', 'input']);
  if (quick) throw new UnknownArgument('--quick');
  return {
    only: parts,
    databases: listOf(more.database, DATABASES),
    seed: numberOf(more.seed, MOST_SEED) ?? Math.floor(Math.random() * 1e6),
    minutes: numberOf(more.minutes, MOST_MINUTES) ?? DEFAULT_MINUTES,
    input: numberOf(more.input, MOST_SEED),
    schemathesis: rest.length < args.length,
    json,
  };
}

/** Null where it is not given. Throws `UnknownArgument`. */
function numberOf(text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,10}(?:\.\d{1,3})?$/.test(text) || Number(text) > most) throw new UnknownArgument(text);
  return Number(text);
}
