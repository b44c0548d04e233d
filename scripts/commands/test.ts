/**
 * `npm test`: lint and types, units, then database and browser tests side by side: each of these two waits half of its
 * time. Every part runs even where an earlier one failed, so that one run shows all there is to mend; the exit status
 * is 1 when any failed.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { TEST } from '../cli/messages/test.ts';
import { ensurePrerequisites, MissingPrerequisite } from '../testing/prerequisites.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const lang = consoleLanguage(process.env);

interface Step {
  readonly name: 'lint' | 'types' | 'unit' | 'db' | 'browser';
  readonly script: readonly string[];
}

/** Groups one after the other; the steps of a group at the same time. */
const GROUPS: readonly (readonly Step[])[] = [
  [
    { name: 'lint', script: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
    { name: 'types', script: ['node_modules/typescript/bin/tsc', '-b'] },
  ],
  [
    {
      name: 'unit',
      script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', `--maxWorkers=${availableParallelism()}`],
    },
  ],
  [
    { name: 'browser', script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'browser'] },
    { name: 'db', script: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'db'] },
  ],
];

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}

/** The first step of a group writes as it goes on; the others' output comes whole when they end. */
async function runStep({ name, script }: Step, isLive: boolean): Promise<boolean> {
  const title = say(TEST[name], lang);
  if (isLive) console.log(`\n${say(TEST.step, lang, { name: title })}`);
  const startedAt = Date.now();
  const { status, signal, output } = await run(script, isLive);
  if (!isLive) console.log(`\n${say(TEST.step, lang, { name: title })}\n${output}`);
  const passed = status === 0;
  console.log(
    say(TEST[passed ? 'passed' : 'failed'], lang, {
      name: title,
      seconds: seconds(startedAt),
      status: status ?? signal ?? '?',
    }),
  );
  return passed;
}

function run(
  script: readonly string[],
  isLive: boolean,
): Promise<{ status: number | null; signal: NodeJS.Signals | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, {
      cwd: ROOT,
      stdio: isLive ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, output: Buffer.concat(chunks).toString() }));
  });
}

async function main(): Promise<number> {
  try {
    ensurePrerequisites(process.env, (packages) =>
      console.log(say(TEST.installing, lang, { packages: packages.join(' ') })),
    );
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error;
    console.error(say(TEST.missing, lang, { missing: error.missing.join(', '), command: error.command }));
    return 1;
  }
  const startedAt = Date.now();
  const failed: string[] = [];
  for (const group of GROUPS) {
    const passed = await Promise.all(group.map((step, index) => runStep(step, index === 0)));
    failed.push(...group.filter((_, index) => passed[index] === false).map(({ name }) => say(TEST[name], lang)));
  }
  if (failed.length > 0) {
    console.error(`\n${say(TEST['some-failed'], lang, { names: failed.join(', ') })}`);
    return 1;
  }
  console.log(`\n${say(TEST['all-passed'], lang, { seconds: seconds(startedAt) })}`);
  return 0;
}

process.exitCode = await main();
