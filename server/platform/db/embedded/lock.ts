import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that owns the embedded database of a home folder, and where it listens. */
export interface LockHolder {
  readonly pid: number;
  /** Start time in kernel ticks, so that a process number used again is not taken for the owner; null off Linux. */
  readonly startedAt: string | null;
  /** The process that started the owner; an owner without it is about to end. */
  readonly parent: number;
  /** As `startedAt`. Locks of releases up to 0.5.0 lack it. */
  readonly parentStartedAt?: string | null;
  readonly socketFolder: string;
}

const LOCK_FILE = 'database.lock';
/** In place of the start time of a process that has ended and that its parent has not waited for. */
const ENDED = 'ended';

/** Takes the lock, or returns its living holder. A lock whose holder is dead is taken over. */
export async function takeLock(home: string, socketFolder: string): Promise<LockHolder | null> {
  await mkdir(home, { recursive: true });
  const mine = join(home, `${LOCK_FILE}.${process.pid}`);
  const holder: LockHolder = {
    pid: process.pid,
    startedAt: startOf(process.pid),
    parent: process.ppid,
    parentStartedAt: startOf(process.ppid),
    socketFolder,
  };
  try {
    await writeFile(mine, JSON.stringify(holder), { mode: 0o600 });
    for (;;) {
      try {
        // A link appears whole or not at all, so that nobody ever reads a half-written lock.
        await link(mine, join(home, LOCK_FILE));
        return null;
      } catch (error) {
        if (!isExists(error)) throw error;
      }
      const other = await readLock(home);
      if (other !== null && isRunning(other)) return other;
      await rm(join(home, LOCK_FILE), { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

export async function releaseLock(home: string): Promise<void> {
  const holder = await readLock(home);
  if (holder?.pid === process.pid) await rm(join(home, LOCK_FILE), { force: true });
}

/** Ends an owner at once. What it has committed stays, and its write-ahead log brings it back. */
export function killHolder({ pid }: LockHolder): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

export async function readLock(home: string): Promise<LockHolder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(home, LOCK_FILE), 'utf8'));
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
}

export function isRunning({ pid, startedAt }: LockHolder): boolean {
  return isSame(pid, startedAt);
}

/** True where the owner still runs but the process that started it does not: it will close by itself soon. */
export function isOrphan({ parent, parentStartedAt }: LockHolder): boolean {
  return !isSame(parent, parentStartedAt ?? null);
}

/** Whether a process lives and is the one that started then. A zombie owns nothing any more. */
function isSame(pid: number, startedAt: string | null): boolean {
  return isAlive(pid) && (startedAt === null ? startOf(pid) !== ENDED : startOf(pid) === startedAt);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // State Z is a zombie. Field 22 of stat is the start time; two fields were cut off.
    return fields[0] === 'Z' ? ENDED : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function isExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function isHolder(value: unknown): value is LockHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'parent' in value &&
    typeof value.parent === 'number' &&
    'startedAt' in value &&
    (value.startedAt === null || typeof value.startedAt === 'string') &&
    'socketFolder' in value &&
    typeof value.socketFolder === 'string'
  );
}
