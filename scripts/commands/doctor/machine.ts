/** What the machine has, and what the settings ask of it. */
import { existsSync, readFileSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../../../server/platform/config.ts';
import type { Finding } from './finding.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** What a process takes beside what its settings allow: code, connections, answers on their way. */
const PROCESS_MB = 300;
/** Files and connections that one process may have open. */
const LEAST_FILES = 4096;
const FREE_BYTES = { weak: 2 * GIB, wrong: 200 * MIB } as const;

export interface Machine {
  readonly memoryBytes: number;
  readonly cores: number;
  /** Null where the system does not say. */
  readonly openFiles: number | null;
  readonly freeBytes: number | null;
  /** Why nothing can be written to the folder of the service; null where something can. */
  readonly homeProblem: string | null;
}

export async function readMachine(home: string): Promise<Machine> {
  return {
    memoryBytes: totalmem(),
    cores: availableParallelism(),
    openFiles: openFilesOf(),
    freeBytes: await freeBytesOf(home),
    homeProblem: await homeProblemOf(home),
  };
}

export function machineFindings(
  { memoryBytes, cores, openFiles, freeBytes, homeProblem }: Machine,
  { home, workers, tileCacheMb, analysis, host, trustProxy, operatorToken }: Config,
): Finding[] {
  const askedMb = workers * (PROCESS_MB + tileCacheMb + analysis.threads * analysis.memoryMb);
  const memory = { asked: gigabytes(askedMb * MIB), has: gigabytes(memoryBytes) };
  return [
    askedMb * MIB > memoryBytes
      ? { severity: 'weak', message: 'memory-short', values: memory }
      : { severity: 'good', message: 'memory', values: memory },
    ...(workers > cores ? [{ severity: 'note', message: 'workers-many', values: { workers, cores } } as const] : []),
    ...(openFiles !== null && openFiles < LEAST_FILES
      ? [{ severity: 'weak', message: 'files-few', values: { files: openFiles, least: LEAST_FILES } } as const]
      : []),
    ...(freeBytes === null ? [] : [diskFinding(home, freeBytes)]),
    ...(homeProblem === null
      ? []
      : [{ severity: 'wrong', message: 'home-unwritable', values: { home, reason: homeProblem } } as const]),
    ...(host !== '127.0.0.1' && host !== 'localhost' && host !== '::1' && !trustProxy
      ? [{ severity: 'note', message: 'open-host', values: { host } } as const]
      : []),
    ...(trustProxy && operatorToken === undefined ? [{ severity: 'note', message: 'no-token' } as const] : []),
  ];
}

function diskFinding(home: string, freeBytes: number): Finding {
  const values = { home, free: gigabytes(freeBytes) };
  if (freeBytes < FREE_BYTES.wrong) return { severity: 'wrong', message: 'disk-full', values };
  if (freeBytes < FREE_BYTES.weak) return { severity: 'weak', message: 'disk-short', values };
  return { severity: 'good', message: 'disk', values };
}

function openFilesOf(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}

/** Of the folder, or of the nearest that exists: before the first start there is none. */
async function freeBytesOf(home: string): Promise<number | null> {
  if (!existsSync(home)) return dirname(home) === home ? null : freeBytesOf(dirname(home));
  const { bavail, bsize } = await statfs(home);
  return bavail * bsize;
}

/** Of the folder, or of the nearest that exists, in which the first start makes it. */
async function homeProblemOf(home: string): Promise<string | null> {
  if (!existsSync(home)) return dirname(home) === home ? null : homeProblemOf(dirname(home));
  try {
    // With a slash at its end a file is no folder.
    await access(`${home}/`, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function gigabytes(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}
