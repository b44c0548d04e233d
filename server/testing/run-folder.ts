/**
 * Global set-up of all tests: the temporary files of a run lie in one folder, which goes with the run. A run that is
 * killed leaves its folder behind, and processes that work in it: PostgreSQL, services, a browser. The next run ends
 * them and removes the folder.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, readLock, takeLock } from '../platform/db/embedded/lock.ts';

const PREFIX = 'chengtu-test-';
/** A folder without a lock is one that is being made, or of which a killed process has removed a part. */
const MADE_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 50;

export default async function setup(): Promise<void> {
  const all = tmpdir();
  // Another project of this run has made it.
  if ((await readLock(all))?.pid === process.pid) return;
  await removeDeadRuns(all);
  const folder = mkdtempSync(join(all, PREFIX));
  // PostgreSQL runs as another user and has to pass through.
  chmodSync(folder, 0o755);
  await takeLock(folder, '');
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Removes the folders of runs that have ended without doing so, and ends the processes of theirs. */
export async function removeDeadRuns(all: string): Promise<void> {
  for (const name of readdirSync(all)) {
    const folder = join(all, name);
    if (!name.startsWith(PREFIX) || !(await isDead(folder))) continue;
    for (let pids = processesOf(folder); pids.length > 0; pids = processesOf(folder)) {
      for (const { pid, signal } of pids) end(pid, signal);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isDead(folder: string): Promise<boolean> {
  const found = statSync(folder, { throwIfNoEntry: false });
  // What belongs to somebody else is theirs to remove.
  if (found === undefined || found.uid !== process.getuid?.()) return false;
  const holder = await readLock(folder);
  return holder === null ? Date.now() - found.mtimeMs > MADE_WITHIN_MS : !isRunning(holder);
}

interface Left {
  readonly pid: number;
  readonly signal: NodeJS.Signals;
}

/** The processes that a run with this folder has started; off Linux none is found. */
function processesOf(folder: string): Left[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc').flatMap((pid): Left[] => {
    if (!/^\d+$/.test(pid)) return [];
    const [program = '', ...args] = read(`/proc/${pid}/cmdline`);
    if (program.endsWith('/postgres'))
      // Takes its sessions with it, which SIGKILL would leave for a while.
      return args.some((arg) => arg.startsWith(`${folder}/`)) ? [{ pid: Number(pid), signal: 'SIGQUIT' }] : [];
    return read(`/proc/${pid}/environ`).includes(`TMPDIR=${folder}`) ? [{ pid: Number(pid), signal: 'SIGKILL' }] : [];
  });
}

/** The texts of a file of /proc; none where the process has ended or is another user's. */
function read(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
