/** The arguments that all benchmarks share. */
import { parseArgs } from 'node:util';

export interface BenchOptions<Part extends string> {
  readonly parts: ReadonlySet<Part>;
  /** Few requests and few points: shows that everything runs, measures little. */
  readonly quick: boolean;
  /** File that the result is written to as JSON. */
  readonly json: string | null;
}

/** An argument that the benchmark does not know; the message is its name. */
export class UnknownArgument extends Error {
  override readonly name = 'UnknownArgument';
}

/**
 * Reads `--only`, `--quick`, `--json` and what else a benchmark has a value for. Throws `UnknownArgument`.
 * @returns the options, and the values of `more` as texts
 */
export function parseBenchOptions<Part extends string, More extends string = never>(
  args: readonly string[],
  parts: readonly Part[],
  more: readonly More[] = [],
): BenchOptions<Part> & { readonly more: Readonly<Partial<Record<More, string>>> } {
  const texts = Object.fromEntries(['only', 'json', ...more].map((name) => [name, { type: 'string' } as const]));
  const values = parse(args, { ...texts, quick: { type: 'boolean' } });
  const textOf = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const given: Partial<Record<More, string>> = {};
  for (const name of more) {
    const text = textOf(name);
    if (text !== undefined) given[name] = text;
  }
  return {
    parts: new Set(listOf(textOf('only'), parts)),
    quick: values['quick'] === true,
    json: textOf('json') ?? null,
    more: given,
  };
}

/** Values of a comma-separated list, all of them where there is no list. Throws `UnknownArgument`. */
export function listOf<T extends string>(text: string | undefined, all: readonly T[]): readonly T[] {
  if (text === undefined) return all;
  const wanted = text.split(',').map((item) => item.trim());
  const unknown = wanted.find((item) => !all.some((each) => each === item));
  if (unknown !== undefined) throw new UnknownArgument(unknown);
  return all.filter((each) => wanted.includes(each));
}

function parse(
  args: readonly string[],
  options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>,
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UnknownArgument(error instanceof Error ? error.message : String(error));
  }
}
