/**
 * `npm run torture`: attacks a service that it starts itself, and tells what was tried, what was survived, what was
 * lost, and what was answered wrong. Exit status 1 where anything was.
 */
import { runFromConsole } from '../bench/runner.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import { didHarm } from './attack.ts';
import { parseOptions } from './options.ts';
import { runTorture } from './run.ts';
import { renderResult } from './table.ts';

await runFromConsole({
  name: 'torture',
  usage: TORTURE.usage,
  parse: parseOptions,
  run: async (options, tell) => {
    const result = await runTorture(options, tell);
    if (result.results.some(({ outcome }) => didHarm(outcome))) process.exitCode = 1;
    return result;
  },
  stepText: (text: Text) => text,
  render: renderResult,
});
