/**
 * `npm run bench:analysis`: network, edits, public transport, siting and the planners' page, every promise as a figure
 * of one run.
 */
import type { Lang } from '../../../server/platform/messages/index.ts';
import { say } from '../../../server/platform/messages/index.ts';
import {
  ANALYSIS_BENCH,
  ANALYSIS_DETAILS,
  ANALYSIS_FIGURES,
  ANALYSIS_STEPS,
} from '../../cli/messages/bench-analysis.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import { describeMachine, type Machine } from '../machine.ts';
import { parseBenchOptions, type BenchOptions } from '../options.ts';
import { runFromConsole } from '../runner.ts';
import { machineLines, markdownTable, verdictOf } from '../table.ts';
import { makeCity } from './city.ts';
import { benchEdits } from './edits.ts';
import { FULL, QUICK, type AnalysisFigure } from './figures.ts';
import { benchNetwork } from './network.ts';
import { benchPage } from './page.ts';
import { benchStreetEdits } from './street-edits.ts';
import { benchSiting } from './siting.ts';
import { benchTransit } from './transit.ts';

const PARTS = ['network', 'edits', 'streets', 'transit', 'siting', 'page'] as const;
type AnalysisPart = (typeof PARTS)[number];

interface AnalysisResult {
  readonly machine: Omit<Machine, 'databases'>;
  readonly quick: boolean;
  readonly figures: readonly AnalysisFigure[];
}

await runFromConsole({
  name: 'bench:analysis',
  usage: ANALYSIS_BENCH.usage,
  parse: (args) => parseBenchOptions(args, PARTS),
  run,
  stepText: (step) => ANALYSIS_STEPS[step],
  render,
});

/** All parts, one after the other, so that they do not slow each other down. */
async function run(
  { parts, quick }: BenchOptions<AnalysisPart>,
  tell: (step: AnalysisPart | 'city') => void,
): Promise<AnalysisResult> {
  const machine = describeMachine();
  const size = quick ? QUICK : FULL;
  const figures: AnalysisFigure[] = [];
  if (parts.has('network') || parts.has('edits') || parts.has('streets') || parts.has('transit')) {
    tell('city');
    const city = makeCity(size);
    if (parts.has('network')) {
      tell('network');
      figures.push(...(await benchNetwork(city, size)));
    }
    if (parts.has('edits')) {
      tell('edits');
      figures.push(...benchEdits(city, size));
    }
    if (parts.has('streets')) {
      tell('streets');
      figures.push(...benchStreetEdits(city, size));
    }
    if (parts.has('transit')) {
      tell('transit');
      figures.push(...(await benchTransit(city, size)));
    }
  }
  if (parts.has('siting')) {
    tell('siting');
    figures.push(...(await benchSiting(quick)));
  }
  if (parts.has('page')) {
    tell('page');
    figures.push(...(await benchPage(size)));
  }
  return { machine, quick, figures };
}

function render({ machine, figures, quick }: AnalysisResult, lang: Lang): string {
  return [
    ...machineLines(machine, lang),
    '',
    ...markdownTable(figures, { figures: ANALYSIS_FIGURES, details: ANALYSIS_DETAILS }, lang),
    '',
    verdictOf(figures, lang),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}
