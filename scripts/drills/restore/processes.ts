/** Programs of PostgreSQL, which run as the user of the server, and their files. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Empty: the user of this process. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Rejects with what the program has said where it fails. */
export function runAs(
  user: User,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    // pg_ctl leaves the server behind, which would hold a pipe open: the end of the program counts.
    const child = spawn(program, args, {
      cwd: '/',
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (status) => {
      child.stderr.destroy();
      if (status === 0) resolve();
      else reject(new Error(`${program} ended with status ${String(status)}: ${said.join('')}`));
    });
  });
}

/** False for one that has ended, though nobody has asked yet how. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

/** Bytes of the files in a folder, and in those in it. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** PostgreSQL refuses to run as root; Debian's packages bring a user for it. */
export function userOfServers(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}
