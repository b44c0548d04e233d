/** `npm run bench:standbys`: how reads scale with standbys, and how soon an edit comes from one. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import {
  STANDBYS_BENCH,
  STANDBYS_DETAILS,
  STANDBYS_FIGURES,
  STANDBYS_STEPS,
} from '../../cli/messages/bench-standbys.ts';
import { runFromConsole } from '../runner.ts';
import { machineLines, markdownTable, verdictOf } from '../table.ts';
import { parseStandbysOptions } from './options.ts';
import { NoPostgres, runStandbysBench, type StandbysResult } from './run.ts';

await runFromConsole({
  name: 'bench:standbys',
  usage: STANDBYS_BENCH.usage,
  parse: parseStandbysOptions,
  run: runStandbysBench,
  stepText: (step) => STANDBYS_STEPS[step],
  render,
  explain: (error) => (error instanceof NoPostgres ? STANDBYS_BENCH['no-postgres'] : null),
});

function render({ machine, figures, quick, share }: StandbysResult, lang: Lang): string {
  return [
    ...machineLines(machine, lang),
    '',
    ...markdownTable(figures, { figures: STANDBYS_FIGURES, details: STANDBYS_DETAILS }, lang),
    '',
    verdictOf(figures, lang),
    ...(share < 100 ? [say(STANDBYS_BENCH.limited, lang, { share })] : [say(STANDBYS_BENCH.pinned, lang)]),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}
