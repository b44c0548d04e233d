/**
 * What tests need and what takes long to make. It is made once and kept between runs, in a folder whose name holds the
 * hash of everything it is made from.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { releaseLock, takeLock } from '../platform/db/embedded/lock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, '.chengtu/test');
/** A folder that no run has used for so long is removed when the next one is made. */
const KEPT_MS = 3 * 24 * 3_600_000;
const LOOK_AGAIN_MS = 100;

export interface PreparedOptions {
  readonly name: string;
  /** Hash of everything the content depends on. */
  readonly key: string;
  /** Fills the folder it is given. */
  readonly make: (folder: string) => Promise<void>;
  /** Folder of all that is kept. */
  readonly cache?: string;
}

const asked = new Map<string, Promise<string>>();

/**
 * The folder with the prepared content, to be read or copied, never written to. Of several processes that ask at the
 * same time one makes it and the others wait. What a killed process has left half made is made anew.
 */
export function prepared({ name, key, make, cache = CACHE }: PreparedOptions): Promise<string> {
  const target = join(cache, `${name}-${key.slice(0, 16)}`);
  // Within one process too only one may hold the lock.
  const before = asked.get(target);
  if (before !== undefined) return before;
  const folder = madeOnce(cache, name, target, make).finally(() => asked.delete(target));
  asked.set(target, folder);
  return folder;
}

async function madeOnce(cache: string, name: string, target: string, make: PreparedOptions['make']): Promise<string> {
  if (await isThere(target)) return target;
  const lock = `${target}.lock`;
  while ((await takeLock(lock, '')) !== null) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  try {
    if (await isThere(target)) return target;
    await removeUnused(cache, name);
    // A name of its own: something that a killed process has started may still write to its part.
    const part = `${target}.${process.pid}.part`;
    await mkdir(part, { recursive: true });
    try {
      await make(part);
      await rename(part, target);
    } finally {
      await rm(part, { recursive: true, force: true });
    }
    return target;
  } finally {
    await releaseLock(lock);
  }
}

/** Whether it is there. If so it counts as used now. */
async function isThere(folder: string): Promise<boolean> {
  const now = new Date();
  return utimes(folder, now, now).then(
    () => true,
    () => false,
  );
}

async function removeUnused(cache: string, name: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith(`${name}-`)) continue;
    const path = join(cache, entry);
    const usedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - usedAt > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Hash of files and folders, given by their paths from the root of the repository, and of some texts. Tests are left
 * out, and so are folders named `testing` inside of those given.
 */
export async function hashOf(paths: readonly string[], ...texts: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  for (const file of (await Promise.all(paths.map((path) => filesUnder(join(ROOT, path))))).flat().sort()) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files of a folder, or the file itself; none where there is nothing of that name. */
async function filesUnder(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(path, file).split(sep).includes('testing'));
}
