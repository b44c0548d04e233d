/**
 * `npm run drill:restore`: backs a PostgreSQL of its own up while it is edited, loses it, restores it, and tells how
 * long that takes and what is missing. Exit status 1 where a promise was broken.
 */
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { runFromConsole } from '../../bench/runner.ts';
import { FAILOVER } from '../../cli/messages/drill-failover.ts';
import { RESTORE_DRILL } from '../../cli/messages/drill-restore.ts';
import { MissingPrograms } from '../failover/missing-programs.ts';
import { parseOptions } from './options.ts';
import { runRestore, type RestoreStep } from './run.ts';
import { brokenPromises, renderResult } from './table.ts';

await runFromConsole({
  name: 'drill:restore',
  usage: RESTORE_DRILL.usage,
  parse: parseOptions,
  run: async (options, tell: (step: RestoreStep) => void) => {
    const result = await runRestore(options, tell);
    if (brokenPromises(result).length > 0) process.exitCode = 1;
    return result;
  },
  stepText: (step): Text => bothLanguages(RESTORE_DRILL[`step-${step.step}`], { ...step }),
  render: renderResult,
  explain: (error) =>
    error instanceof MissingPrograms ? bothLanguages(FAILOVER.missing, { packages: error.packages.join(' ') }) : null,
});
