/** Nearly right inputs to every reader, with parts that are repeated to great length. */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RUN } from '../../../server/platform/run.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import type { Random } from '../../../server/testing/random.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { breakJson, mutateBytes, mutateText } from '../fuzz/mutate.ts';
import { weirdText } from '../fuzz/values.ts';
import type { ParseAnswer, ParseTask } from '../parse/child.ts';
import { PARSERS, type Parser } from '../parse/parsers.ts';

const CHILD = fileURLToPath(new URL('../parse/child.ts', import.meta.url));
const HEAP_MB = 1024;

export interface ParserLimits {
  /** An input that takes longer is one that takes for ever. */
  readonly watchdogMs: number;
  /** Length of the longest inputs. */
  readonly mostBytes: number;
}

const FULL: ParserLimits = { watchdogMs: 5000, mostBytes: 300_000 };

export const parsers: Attack = {
  name: 'parsers',
  about: TORTURE['about-parsers'],
  databases: ['embedded'],
  share: 3,
  run: (context) => attackParsers(context, FULL),
};

export async function attackParsers(
  { inputs, folder }: Pick<AttackContext, 'inputs' | 'folder'>,
  { watchdogMs, mostBytes }: ParserLimits,
): Promise<Outcome> {
  const tally = new Tally();
  await mkdir(folder, { recursive: true });
  const seeds = new Map(await Promise.all(PARSERS.map(async ({ name, seeds: of }) => [name, await of()] as const)));
  const counts = { read: 0, refused: 0, thrown: 0 };
  const reader = new Reader(folder);
  try {
    for (const { index, random } of inputs()) {
      const parser = PARSERS[index % PARSERS.length] ?? oneOf(random, PARSERS);
      // The first inputs are the seeds themselves, which have to be read.
      const isSeed = index < PARSERS.length;
      const seed = oneOf(random, seeds.get(parser.name) ?? []);
      const bytes = isSeed ? seed : inputOf(parser, seed, random, mostBytes);
      const { answer, ms } = await reader.read({ parser: parser.name, bytes }, watchdogMs);
      tally.try();
      tally.wait(ms);
      const values = {
        parser: parser.name,
        length: bytes.length,
        begin: JSON.stringify(bytes.toString().slice(0, 80)),
      };
      if (typeof answer === 'string') {
        tally.fail(
          'not-survived',
          index,
          bothLanguages(TORTURE[`parser-${answer}`], {
            ...values,
            seconds: watchdogMs / 1000,
          }),
        );
        continue;
      }
      counts[answer.kind] += 1;
      if (answer.kind === 'thrown' || (isSeed && answer.kind !== 'read'))
        tally.fail('wrong', index, bothLanguages(TORTURE['parser-throws'], { ...values, said: answer.said }));
    }
  } finally {
    reader.close();
  }
  tally.note(bothLanguages(TORTURE['parser-counts'], { ...counts, parsers: PARSERS.length }));
  return tally.outcome();
}

function inputOf({ name }: Parser, seed: Buffer, random: Random, most: number): Buffer {
  if (random.below(4) === 0) return mutateBytes(seed, random, most);
  if (random.below(30) === 0) return Buffer.from(weirdText(random));
  const text = seed.toString();
  if (/json|study|coverage|isochrones|areas|lines/.test(name) && random.below(3) === 0) return breakJson(text, random);
  let changed = text;
  for (let n = 1 + random.below(3); n > 0; n -= 1) changed = mutateText(changed, random, most).slice(0, most * 2);
  return Buffer.from(changed);
}

interface Read {
  readonly answer: ParseAnswer | 'hangs' | 'died';
  readonly ms: number;
}

const LOOK_AGAIN_MS = 1000;

/** A process that reads, started again where it had to be ended. */
class Reader {
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `limitMs`: of the processor's time, so that a busy machine ends nothing that would have come to its end. */
  async read(task: ParseTask, limitMs: number): Promise<Read> {
    const child = (this.#child ??= await startReader(this.#folder));
    const startedAt = performance.now();
    const usedBefore = processorMs(child.pid ?? 0);
    return new Promise((resolve) => {
      const end = (answer: Read['answer']): void => {
        clearTimeout(limit);
        child.removeAllListeners('message').removeAllListeners('exit');
        if (typeof answer === 'string') this.close();
        resolve({ answer, ms: performance.now() - startedAt });
      };
      const look = (): void => {
        const used = processorMs(child.pid ?? 0);
        if (used === null || usedBefore === null || used - usedBefore >= limitMs) end('hangs');
        else limit = setTimeout(look, LOOK_AGAIN_MS);
      };
      let limit = setTimeout(look, limitMs);
      child.once('message', (answer: ParseAnswer) => end(answer));
      child.once('exit', () => end('died'));
      child.send(task);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

const TICK_MS = 10;

/** Processor time that a process has taken, as Linux tells; null elsewhere. */
function processorMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

function startReader(folder: string): Promise<ChildProcess> {
  const child = fork(RUN, [CHILD, folder], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`The process that reads ended with status ${String(status)}.`)));
    child.once('message', () => {
      child.removeAllListeners('exit');
      resolve(child);
    });
  });
}
