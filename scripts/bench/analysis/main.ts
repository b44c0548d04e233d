/** `npm run bench:analysis`: streets, edits, siting and the planner's page, every promise as a figure of one run. */
import { writeFile } from 'node:fs/promises';
import { consoleLanguage, say, type Lang } from '../../../server/platform/messages/index.ts';
import { parseAnalysisOptions } from './options.ts';
import { runAnalysisBench, type AnalysisBench } from './run.ts';
import { UnknownArgument } from '../service/options.ts';
import { markdownTable, verdictOf } from '../service/promised.ts';
import {
  ANALYSIS_BENCH,
  ANALYSIS_DETAILS,
  ANALYSIS_FIGURES,
  ANALYSIS_STEPS,
} from '../../cli/messages/bench-analysis.ts';
import { BENCH } from '../../cli/messages/bench.ts';

const lang = consoleLanguage(process.env);

async function main(): Promise<void> {
  const options = parseAnalysisOptions(process.argv.slice(2));
  const startedAt = performance.now();
  const result = await runAnalysisBench(options, (step) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
    console.error(say(ANALYSIS_BENCH.step, lang, { seconds, step: say(ANALYSIS_STEPS[step], lang) }));
  });
  console.log(`\n${render(result, lang)}`);
  if (options.json === null) return;
  await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  console.error(say(BENCH.written, lang, { file: options.json }));
}

function render({ machine, figures, quick }: AnalysisBench, language: Lang): string {
  const { cores, cpu, memoryGb, node, system, busyBefore } = machine;
  return [
    say(BENCH.machine, language, { cores, cpu, memory: memoryGb, node, system, busy: busyBefore.toFixed(1) }),
    '',
    ...markdownTable(figures, { figures: ANALYSIS_FIGURES, details: ANALYSIS_DETAILS }, language),
    '',
    verdictOf(figures, language),
    ...(quick ? [say(BENCH.quick, language)] : []),
  ].join('\n');
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  console.error(
    error instanceof UnknownArgument
      ? say(ANALYSIS_BENCH.usage, lang, { argument: message })
      : say(ANALYSIS_BENCH.failed, lang, { reason: message }),
  );
});
