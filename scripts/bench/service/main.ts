/** `npm run bench`: start times, load times and request rates of this machine, beside what the project promises. */
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { BENCH, BENCH_STEPS } from '../../cli/messages/bench.ts';
import { runFromConsole } from '../runner.ts';
import { parseOptions } from './options.ts';
import { runBench } from './run.ts';
import { renderResult } from './table.ts';

await runFromConsole({
  name: 'bench',
  usage: BENCH.usage,
  parse: parseOptions,
  run: runBench,
  stepText: ({ step, database }) =>
    bothLanguages(BENCH['step-of-database'], { database: BENCH[database], step: BENCH_STEPS[step] }),
  render: renderResult,
});
