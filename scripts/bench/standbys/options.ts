/** The arguments of `npm run bench:standbys`. */
import { parseBenchOptions, UnknownArgument, type BenchOptions } from '../options.ts';

const PARTS = ['scaling', 'freshness'] as const;
export type StandbysPart = (typeof PARTS)[number];

export interface StandbysBenchOptions extends BenchOptions<StandbysPart> {
  readonly points: number;
  /** Percent of a core that each standby gets. */
  readonly share: number;
}

const POINTS = { full: 300_000, quick: 20_000 } as const;
const SHARE = 25;

/** Reads the arguments. Throws `UnknownArgument`. */
export function parseStandbysOptions(args: readonly string[]): StandbysBenchOptions {
  const { more, ...options } = parseBenchOptions(args, PARTS, ['points', 'share']);
  const points = numberOf(more.points, [1000, 20_000_000]) ?? POINTS[options.quick ? 'quick' : 'full'];
  return { ...options, points, share: numberOf(more.share, [5, 100]) ?? SHARE };
}

function numberOf(text: string | undefined, [least, most]: readonly [number, number]): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new UnknownArgument(text);
  return value;
}
