/** What `npm run bench:tiles` is asked for. */
import { parseArgs } from 'node:util';
import { UnknownArgument } from '../service/options.ts';

export const PLANE_PARTS = ['bounded', 'uncached', 'cached', 'freshness', 'overload', 'others'] as const;
export type PlanePart = (typeof PLANE_PARTS)[number];

export interface PlaneOptions {
  readonly parts: ReadonlySet<PlanePart>;
  readonly points: number;
  /** Short runs: shows that everything runs, measures little. */
  readonly quick: boolean;
  /** File that the result is written to as JSON. */
  readonly json: string | null;
}

const POINTS = { full: 1_000_000, quick: 20_000 } as const;

/** Reads the arguments. Throws `UnknownArgument`. */
export function parsePlaneOptions(args: readonly string[]): PlaneOptions {
  const { only, points, json, quick } = parse(args);
  const wanted =
    only === undefined
      ? PLANE_PARTS
      : only.split(',').map((part) => PLANE_PARTS.find((each) => each === part.trim()) ?? unknown(part));
  const count = points === undefined ? POINTS[quick ? 'quick' : 'full'] : Number(points);
  if (!Number.isInteger(count) || count < 1000 || count > 20_000_000) unknown(points ?? '');
  return { parts: new Set(wanted), points: count, quick, json: json ?? null };
}

function parse(args: readonly string[]): { only?: string; points?: string; json?: string; quick: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        points: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UnknownArgument(error instanceof Error ? error.message : String(error));
  }
}

function unknown(argument: string): never {
  throw new UnknownArgument(argument);
}
