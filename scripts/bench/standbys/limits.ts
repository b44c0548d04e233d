/** What a server may take: one core, and of it a share, so that one machine can hold several servers and their load. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeOf } from '../processes.ts';

/** Short, so that a server that has used up its share waits for some milliseconds alone. */
const PERIOD_US = 20_000;

const ROOT = '/sys/fs/cgroup';
const V1 = join(ROOT, 'cpu');

/** Pins a process, and all that it has started or will start, to one core. */
export function pin(pid: number, core: number): void {
  for (const each of treeOf(pid)) {
    const { status, stderr } = spawnSync('taskset', ['-p', '-c', String(core), String(each)], { encoding: 'utf8' });
    // Others may have ended meanwhile.
    if (status !== 0 && each === pid) throw new Error(`taskset: ${stderr}`);
  }
}

/**
 * Gives a process, and all that it has started or will start, a share of a core's time by a control group.
 * @param share percent of one core
 * @returns what removes the group once the processes have ended; null where this process may make none
 */
export function limit(pid: number, share: number, name: string): (() => void) | null {
  const isV1 = existsSync(join(V1, 'cpu.cfs_quota_us'));
  const group = join(isV1 ? V1 : ROOT, name);
  const quotaUs = String(Math.round((PERIOD_US * share) / 100));
  try {
    if (!isV1 && !readFileSync(join(ROOT, 'cgroup.subtree_control'), 'utf8').split(/\s/).includes('cpu')) return null;
    mkdirSync(group);
    if (isV1) {
      writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US));
      writeFileSync(join(group, 'cpu.cfs_quota_us'), quotaUs);
    } else writeFileSync(join(group, 'cpu.max'), `${quotaUs} ${String(PERIOD_US)}`);
    const procs = join(group, 'cgroup.procs');
    writeFileSync(procs, String(pid));
    for (const each of treeOf(pid).slice(1)) attempt(() => writeFileSync(procs, String(each)));
    return () => rmdirSync(group);
  } catch {
    attempt(() => rmdirSync(group));
    return null;
  }
}

/** Others may have ended meanwhile, and the group may not be there. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}
