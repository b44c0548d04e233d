/** What `npm run bench` is asked for. */
import { parseArgs } from 'node:util';

export const PARTS = ['start', 'tiles', 'nearby', 'search', 'load'] as const;
export type Part = (typeof PARTS)[number];

export const DATABASES = ['embedded', 'server'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

export interface BenchOptions {
  readonly parts: ReadonlySet<Part>;
  readonly databases: readonly DatabaseKind[];
  /** Few requests and few points: shows that everything runs, measures little. */
  readonly quick: boolean;
  /** File that the result is written to as JSON. */
  readonly json: string | null;
}

/** An argument that means nothing; the message is its name. */
export class UnknownArgument extends Error {
  override readonly name = 'UnknownArgument';
}

/** Reads the arguments. Throws `UnknownArgument`. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const values = parse(args);
  return {
    parts: new Set(listOf(values.only, PARTS)),
    databases: listOf(values.database, DATABASES),
    quick: values.quick,
    json: values.json ?? null,
  };
}

function parse(args: readonly string[]): { only?: string; database?: string; json?: string; quick: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        database: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UnknownArgument(error instanceof Error ? error.message : String(error));
  }
}

/** Values of a comma-separated list, all of them where there is no list. */
function listOf<T extends string>(text: string | undefined, all: readonly T[]): readonly T[] {
  if (text === undefined) return all;
  const wanted = text.split(',').map((item) => item.trim());
  const unknown = wanted.find((item) => !all.some((each) => each === item));
  if (unknown !== undefined) throw new UnknownArgument(unknown);
  return all.filter((each) => wanted.includes(each));
}
