import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeLock } from '../platform/db/embedded/lock.ts';
import { createCluster } from './postgres.ts';
import { administrate } from './roles.ts';
import { removeDeadRuns } from './run-folder.ts';

let all: string;
beforeAll(() => {
  all = mkdtempSync(join(tmpdir(), 'chengtu-runs-'));
  chmodSync(all, 0o755);
});
afterAll(() => rmSync(all, { recursive: true }));

/** A process that ends by nothing but a signal. */
function start(folder: string): { readonly child: ChildProcess; readonly ended: Promise<NodeJS.Signals | null> } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: 'ignore',
  });
  return { child, ended: new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal))) };
}

it('a run that was killed loses its processes and its folder to the next, one that goes on keeps them', async () => {
  const [dead, living, broken, made] = ['dead', 'living', 'broken', 'made'].map((name) => {
    const folder = join(all, `chengtu-test-${name}`);
    mkdirSync(folder, { mode: 0o755 });
    return folder;
  }) as [string, string, string, string];
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(
    join(dead, 'database.lock'),
    JSON.stringify({ pid: gone, startedAt: '1', parent: 1, socketFolder: '' }),
  );
  await takeLock(living, '');
  spawnSync('touch', ['-d', '2 hours ago', broken]);
  const cluster = await createCluster(join(dead, 'postgres'));
  const [left, working] = [start(dead), start(living)];
  try {
    await removeDeadRuns(all);
    expect(await left.ended).toBe('SIGKILL');
    await expect(administrate(cluster.url, 'select 1')).rejects.toThrow('ENOENT');
    expect([dead, living, broken, made].map((folder) => existsSync(folder))).toEqual([false, true, false, true]);
    expect(working.child.exitCode ?? working.child.signalCode).toBeNull();
  } finally {
    working.child.kill('SIGKILL');
    left.child.kill('SIGKILL');
  }
});
