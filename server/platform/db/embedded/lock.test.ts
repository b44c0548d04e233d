import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { until } from '../../../testing/moments.ts';
import { isOrphan, isRunning, killHolder, type LockHolder } from './lock.ts';

const statOf = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
const stateOf = (pid: number): string => statOf(pid)[0] ?? '';
const startOf = (pid: number): string => statOf(pid)[19] ?? '';
const mine = (): LockHolder => ({
  pid: process.pid,
  startedAt: startOf(process.pid),
  parent: process.pid,
  parentStartedAt: startOf(process.pid),
  socketFolder: '',
});

describe.skipIf(!existsSync('/proc/self/stat'))('the owner of an embedded database', () => {
  it('runs and is no orphan while the process that started it lives', () => {
    expect([isRunning(mine()), isOrphan(mine())]).toEqual([true, false]);
    // As a lock of an earlier release says it.
    const { parentStartedAt: _, ...old } = mine();
    expect(isOrphan(old)).toBe(false);
  });

  it('is an orphan where another process has the number of the one that started it', () => {
    expect(isOrphan({ ...mine(), parentStartedAt: '1' })).toBe(true);
    expect(isRunning({ ...mine(), startedAt: '1' })).toBe(false);
  });

  it('is an orphan where the process that started it has ended, though nobody has taken note of its end', async () => {
    const shell = spawn('sh', ['-c', 'exec 3<&0; cat <&3 >&2 & exec 3<&-; echo $!; wait'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const parent = await new Promise<number>((resolve) =>
      shell.stdout.once('data', (line: Buffer) => resolve(Number(line.toString()))),
    );
    // A stopped shell takes note of nothing.
    shell.kill('SIGSTOP');
    await until(() => stateOf(shell.pid ?? 0) === 'T');
    shell.stdin.end();
    const { parentStartedAt: _, ...holder } = { ...mine(), parent };
    await until(() => isOrphan(holder));
    expect(existsSync(`/proc/${parent}`)).toBe(true);
    const ended = once(shell, 'exit');
    killHolder({ ...mine(), pid: shell.pid ?? 0 });
    expect(await ended).toEqual([null, 'SIGKILL']);
    // Nothing to end any more.
    killHolder({ ...mine(), pid: shell.pid ?? 0 });
  });
});
