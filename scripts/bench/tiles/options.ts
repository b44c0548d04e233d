/** What `npm run bench:tiles` is asked for. */
import { parseBenchOptions, UnknownArgument, type BenchOptions } from '../options.ts';

const PARTS = [
  'bounded',
  'costs',
  'uncached',
  'cached',
  'freshness',
  'downloads',
  'overload',
  'others',
  'export',
] as const;
export type TilesPart = (typeof PARTS)[number];

export interface TilesBenchOptions extends BenchOptions<TilesPart> {
  readonly points: number;
}

const POINTS = { full: 1_000_000, quick: 20_000 } as const;

/** Reads the arguments. Throws `UnknownArgument`. */
export function parseTilesOptions(args: readonly string[]): TilesBenchOptions {
  const { more, ...options } = parseBenchOptions(args, PARTS, ['points']);
  const points = more.points === undefined ? POINTS[options.quick ? 'quick' : 'full'] : Number(more.points);
  if (!Number.isInteger(points) || points < 1000 || points > 20_000_000) throw new UnknownArgument(more.points);
  return { ...options, points };
}
