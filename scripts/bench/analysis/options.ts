/** What `npm run bench:analysis` is asked for. */
import { parseArgs } from 'node:util';
import { UnknownArgument } from '../service/options.ts';

export const ANALYSIS_PARTS = ['network', 'edits', 'siting', 'page'] as const;
export type AnalysisPart = (typeof ANALYSIS_PARTS)[number];

export interface AnalysisOptions {
  readonly parts: ReadonlySet<AnalysisPart>;
  readonly quick: boolean;
  /** File that the result is written to as JSON. */
  readonly json: string | null;
}

/** Reads the arguments. Throws `UnknownArgument`. */
export function parseAnalysisOptions(args: readonly string[]): AnalysisOptions {
  const { only, quick, json } = parse(args);
  const parts =
    only === undefined
      ? ANALYSIS_PARTS
      : only.split(',').map((part) => {
          const known = ANALYSIS_PARTS.find((each) => each === part.trim());
          if (known === undefined) throw new UnknownArgument(part);
          return known;
        });
  return { parts: new Set(parts), quick, json: json ?? null };
}

function parse(args: readonly string[]): { only?: string; json?: string; quick: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, json: { type: 'string' }, quick: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    throw new UnknownArgument(error instanceof Error ? error.message : String(error));
  }
}
