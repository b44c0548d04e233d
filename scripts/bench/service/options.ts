/** What `npm run bench` is asked for. */
import { listOf, parseBenchOptions, type BenchOptions } from '../options.ts';
import { DATABASES, type DatabaseKind } from '../place.ts';

export const PARTS = ['start', 'tiles', 'nearby', 'search', 'find', 'load'] as const;
export type Part = (typeof PARTS)[number];

export interface ServiceBenchOptions extends BenchOptions<Part> {
  readonly databases: readonly DatabaseKind[];
}

/** Reads the arguments. Throws `UnknownArgument`. */
export function parseOptions(args: readonly string[]): ServiceBenchOptions {
  const { more, ...options } = parseBenchOptions(args, PARTS, ['database']);
  return { ...options, databases: listOf(more.database, DATABASES) };
}
