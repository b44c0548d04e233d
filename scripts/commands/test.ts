/**
 * `npm test`: what `npm run check` checks, units, database and browser tests. Three lanes of parts keep two cores busy:
 * browser and database tests wait half of their time, and the rest goes on beside them. Every part runs even where an
 * earlier one failed, so that one run shows all there is to mend; the exit status is 1 when any failed.
 *
 * `npm run test:all` (`--full`) does every test in full, and every database suite on both kinds of database.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { RUN } from '../../server/platform/run.ts';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { TEST } from '../cli/messages/test.ts';
import { ensurePrerequisites, MissingPrerequisite } from '../testing/prerequisites.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const lang = consoleLanguage(process.env);
const isFull = process.argv.includes('--full');

type PartName =
  | 'format'
  | 'lint'
  | 'patterns'
  | 'arrows'
  | 'unused'
  | 'licences'
  | 'types'
  | 'build'
  | 'unit'
  | 'db'
  | 'browser';

interface Part {
  readonly name: PartName;
  readonly command: readonly [program: string, ...args: readonly string[]];
}

interface Outcome {
  readonly name: PartName;
  readonly passed: boolean;
  readonly ms: number;
  readonly output: string;
}

/** What is repeated of a failed part, in characters: whoever keeps only the end of a long output finds the reason. */
const MOST_REPEATED = 4000;

/** A script of package.json, so that a part is checked here as it is by hand. */
const script = (name: PartName, run: string = name): Part => ({ name, command: ['npm', 'run', '--silent', run] });

const BUILD: Part = {
  name: 'build',
  command: [process.execPath, RUN, 'scripts/commands/build-client.ts'],
};

/**
 * The parts of a lane run one after another, and the lanes side by side. Parts that start the service wait for the
 * client build, else each would build one itself.
 */
const LANES: readonly { readonly waits: boolean; readonly parts: readonly Part[] }[] = [
  { waits: true, parts: [script('browser', 'test:browser')] },
  { waits: true, parts: [script('db', 'test:db')] },
  {
    waits: false,
    parts: [
      script('types'),
      script('lint'),
      script('patterns'),
      script('arrows'),
      script('unused'),
      script('licences'),
      script('format'),
      script('unit', 'test:unit'),
    ],
  },
];

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** The output of a part is printed whole when it ends: that of two lanes would mix. */
async function runPart({ name, command }: Part): Promise<Outcome> {
  const title = say(TEST[name], lang);
  const startedAt = performance.now();
  const { status, signal, output } = await run(command);
  const ms = performance.now() - startedAt;
  const passed = status === 0;
  console.log(`\n${say(TEST.step, lang, { name: title })}\n${output.trimEnd()}`);
  console.log(
    say(TEST[passed ? 'passed' : 'failed'], lang, {
      name: title,
      seconds: seconds(ms),
      status: status ?? signal ?? '?',
    }),
  );
  return { name, passed, ms, output };
}

/** The reasons of a failed part: vitest's failed tests, all named before one is explained, else the last lines. */
function reasons(output: string): string {
  const plain = stripVTControlCharacters(output);
  const start = plain.search(/^⎯+ Failed (?:Suites|Tests) /m);
  if (start < 0) return plain.slice(-MOST_REPEATED);
  const names = new Set(plain.match(/^ FAIL .*$/gm) ?? []);
  return `${[...names].join('\n')}\n${plain.slice(start, start + MOST_REPEATED)}`;
}

async function runLane(parts: readonly Part[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const part of parts) outcomes.push(await runPart(part));
  return outcomes;
}

function run([program, ...args]: Part['command']): Promise<{
  status: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(isFull ? { TEST_EFFORT: 'full' } : {}) },
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, output: Buffer.concat(chunks).toString() }));
  });
}

function report(outcomes: readonly Outcome[], ms: number): void {
  const failures = outcomes.filter(({ passed }) => !passed);
  for (const { name, output } of failures)
    console.log(`\n${say(TEST.step, lang, { name: say(TEST[name], lang) })}\n${reasons(output).trim()}`);
  console.log('');
  for (const { name, passed, ms: partMs } of outcomes)
    console.log(`${passed ? '✓' : '✗'} ${seconds(partMs).padStart(7)}  ${say(TEST[name], lang)}`);
  const failed = failures.map(({ name }) => say(TEST[name], lang));
  if (failed.length > 0)
    console.error(`\n${say(TEST['some-failed'], lang, { names: failed.join(', '), seconds: seconds(ms) })}`);
  else console.log(`\n${say(TEST['all-passed'], lang, { seconds: seconds(ms) })}`);
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
  console.log(say(TEST[isFull ? 'begins-full' : 'begins'], lang));
  const startedAt = performance.now();
  const build = runPart(BUILD);
  const lanes = LANES.map(async ({ waits, parts }) => {
    if (waits) await build;
    return runLane(parts);
  });
  const outcomes = [await build, ...(await Promise.all(lanes)).flat()];
  report(outcomes, performance.now() - startedAt);
  return outcomes.every(({ passed }) => passed) ? 0 : 1;
}

if (asksForHelp(process.argv.slice(2))) console.log(helpText('test', lang));
else process.exitCode = await main();
