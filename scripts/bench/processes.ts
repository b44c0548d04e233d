/** What processes of this machine take, as Linux counts it. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;
/** A process that works for less in a second rests. */
const QUIET_MS = 80;

/** Once it answers, the service gets ready what first requests would wait for. */
export async function settled(pid: number): Promise<void> {
  for (let before = -Infinity; ; ) {
    const now = cpuMsOf(treeOf(pid));
    if (now - before <= QUIET_MS) return;
    before = now;
    await sleep(1000);
  }
}

/** A process and all that it has started; none of one that has ended. */
export function treeOf(root: number): number[] {
  const children = readOf(root, `task/${String(root)}/children`)?.trim();
  if (children === undefined) return [];
  return [root, ...(children === '' ? [] : children.split(' ').flatMap((pid) => treeOf(Number(pid))))];
}

/** What those that have ended took is in the sum of who started them. */
export function cpuMsOf(pids: readonly number[]): number {
  const ticksOf = (pid: number): number => {
    const fields = readOf(pid, 'stat')?.split(') ').at(-1)?.split(' ') ?? [];
    // utime, stime, and those of children that have ended.
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  };
  return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * TICK_MS;
}

export function memoryMbOf(pids: readonly number[]): number {
  const kbOf = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readOf(pid, 'status') ?? '')?.[1] ?? 0);
  return pids.reduce((sum, pid) => sum + kbOf(pid), 0) / 1024;
}

function readOf(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
