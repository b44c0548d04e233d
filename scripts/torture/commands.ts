/** The commands of the console, in processes that can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUN } from '../../server/platform/run.ts';
import { environmentOf } from '../testing/running-service.ts';
import type { AttackContext } from './attack.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly output: string;
  readonly ms: number;
}

export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Runs a script, given by its path from the root of the repository. It does not outlive the attack. */
export function runCommand(
  { defer }: Pick<AttackContext, 'defer'>,
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [RUN, join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...environmentOf({}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  defer(() => void child.kill('SIGKILL'));
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      resolve({ status, output: Buffer.concat(chunks).toString(), ms: performance.now() - startedAt }),
    );
  });
  return { child, ended };
}
