/**
 * `npm run drill:failover`: loses the primary of a PostgreSQL under Patroni again and again, under load, and tells what
 * those who read and write notice of it. Exit status 1 where a promise was broken.
 */
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { runFromConsole } from '../../bench/runner.ts';
import { FAILOVER } from '../../cli/messages/drill-failover.ts';
import { MissingPrograms } from './missing-programs.ts';
import { parseOptions } from './options.ts';
import { runFailover, type FailoverStep } from './run.ts';
import { brokenPromises, renderResult } from './table.ts';

await runFromConsole({
  name: 'drill:failover',
  usage: FAILOVER.usage,
  parse: parseOptions,
  run: async (options, tell: (step: FailoverStep) => void) => {
    const result = await runFailover(options, tell);
    if (brokenPromises(result).length > 0) process.exitCode = 1;
    return result;
  },
  stepText: textOf,
  render: renderResult,
  explain: (error) =>
    error instanceof MissingPrograms ? bothLanguages(FAILOVER.missing, { packages: error.packages.join(' ') }) : null,
});

function textOf(step: FailoverStep): Text {
  switch (step.step) {
    case 'round':
      return bothLanguages(FAILOVER['step-round'], { ...step, loss: FAILOVER[`loss-${step.loss}`] });
    case 'back':
      return bothLanguages(FAILOVER['step-back'], { seconds: step.seconds.toFixed(1) });
    case 'joined':
      return bothLanguages(FAILOVER['step-joined'], { node: step.node, way: FAILOVER[step.way] });
    default:
      return FAILOVER[`step-${step.step}`];
  }
}
