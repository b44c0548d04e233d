import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyEmbedded } from '../../../testing/embedded-template.ts';
import { RUN } from '../../run.ts';
import { startEmbedded } from './supervisor.ts';

describe('the process of an embedded database', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chengtu-child-'));
    await copyEmbedded(home);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));
  const processes = async (): Promise<readonly string[]> => {
    const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(numbers.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    return lines.filter((line) => line.includes(home));
  };

  it('ends where the one that started it has gone before it listened', async () => {
    const child = fork(RUN, [fileURLToPath(new URL('child.ts', import.meta.url)), home, join(home, 'run'), '60000'], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'],
    });
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  // The moments of a start: the process is forked, reads its modules, opens the data, answers.
  const moments = it.runIf(existsSync('/proc/self/cmdline')).each([0, 100, 150, 200, 300]);
  moments('is not left behind where its start anew is ended after %d ms', async (ms) => {
    let restarted = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      restarted = resolve;
    });
    const embedded = await startEmbedded({
      home,
      whenRunning: 'fail',
      hungAfterMs: 0,
      statementLimitMs: 60_000,
      onRestart: () => restarted(),
    });
    const pid = embedded.pid();
    if (pid === null) throw new Error('The embedded database does not run.');
    process.kill(pid, 'SIGKILL');
    await told;
    await pause(ms);
    await embedded.close();
    expect(await processes()).toEqual([]);
  });
});
