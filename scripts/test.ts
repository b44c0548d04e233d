/**
 * `npm test`: lint, types, units, database tests and browser tests, one after the other. Every part runs even where an
 * earlier one failed, so that one run shows all there is to mend; the exit status is 1 when any failed.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { consoleLanguage, say } from '../server/messages/index.ts';
import { TEST } from './messages/test.ts';
import { ensurePrerequisites, MissingPrerequisite } from './testing/prerequisites.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const lang = consoleLanguage(process.env);

const STEPS = [
  { name: 'lint', script: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  { name: 'types', script: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'unit', script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'] },
  { name: 'db', script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'db'] },
  { name: 'browser', script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'browser'] },
] as const;

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}

function runStep(step: (typeof STEPS)[number]): boolean {
  const name = say(TEST[step.name], lang);
  console.log(`\n${say(TEST.step, lang, { name })}`);
  const startedAt = Date.now();
  const { status, signal } = spawnSync(process.execPath, step.script, { cwd: ROOT, stdio: 'inherit' });
  const passed = status === 0;
  console.log(say(TEST[passed ? 'passed' : 'failed'], lang, { name, seconds: seconds(startedAt), status: status ?? signal ?? '?' }));
  return passed;
}

function main(): number {
  try {
    ensurePrerequisites(process.env, (packages) => console.log(say(TEST.installing, lang, { packages: packages.join(' ') })));
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error;
    console.error(say(TEST.missing, lang, { missing: error.missing.join(', '), command: error.command }));
    return 1;
  }
  const startedAt = Date.now();
  const failed = STEPS.filter((step) => !runStep(step)).map((step) => say(TEST[step.name], lang));
  if (failed.length > 0) {
    console.error(`\n${say(TEST['some-failed'], lang, { names: failed.join(', ') })}`);
    return 1;
  }
  console.log(`\n${say(TEST['all-passed'], lang, { seconds: seconds(startedAt) })}`);
  return 0;
}

process.exitCode = main();
