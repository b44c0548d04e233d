import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FileExists, PartFile } from '../../platform/files/part-file.ts';
import type { ArchiveStore, StoredText } from './store.ts';

/** A lock older than this was left by a process that was killed: it is held for a few milliseconds. */
const LOCK_LEFT_MS = 10_000;
const LOCK_AGAIN_MS = 20;

class PublishedExists extends FileExists {
  override readonly name = 'PublishedExists';
}

/** A folder, such as one that a web server serves. */
export class FolderStore implements ArchiveStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async size(key: string): Promise<number | null> {
    const found = await stat(this.#path(key)).catch(nullIfMissing);
    return found?.isFile() === true ? found.size : null;
  }

  async put(key: string, path: string): Promise<void> {
    const to = this.#path(key);
    await mkdir(dirname(to), { recursive: true });
    // Another export may store the same. What a killed process leaves is removed with old archives.
    const part = `${to}.${randomBytes(6).toString('hex')}.part`;
    await copyFile(path, part, constants.COPYFILE_FICLONE);
    const file = await open(part, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, to);
  }

  async fetch(key: string, path: string): Promise<void> {
    await copyFile(this.#path(key), path, constants.COPYFILE_FICLONE);
  }

  async readText(key: string): Promise<StoredText | null> {
    const text = await readFile(this.#path(key), 'utf8').catch(nullIfMissing);
    return text === null ? null : { text, version: versionOf(text) };
  }

  async replaceText(key: string, text: string, before: StoredText | null): Promise<boolean> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    const unlock = await lock(`${path}.lock`);
    try {
      const now = await this.readText(key);
      if (now?.version !== before?.version) return false;
      const file = await PartFile.create({ path, mayReplace: true, Exists: PublishedExists });
      try {
        await file.handle.appendFile(text);
        await file.finish();
      } finally {
        await file.discard();
      }
      return true;
    } finally {
      await unlock();
    }
  }

  async list(prefix: string): Promise<{ readonly key: string; readonly modifiedAt: Date }[]> {
    const files = (await readdir(this.#folder, { recursive: true }).catch(nullIfMissing)) ?? [];
    const keys = files.map((file) => file.split(sep).join('/')).filter((key) => key.startsWith(prefix));
    const found = await Promise.all(
      keys.map(async (key) => ({ key, file: await stat(this.#path(key)).catch(() => null) })),
    );
    return found.flatMap(({ key, file }) => (file?.isFile() === true ? [{ key, modifiedAt: file.mtime }] : []));
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  #path(key: string): string {
    return join(this.#folder, ...key.split('/'));
  }
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Waits until nobody else holds it. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    const file = await open(path, 'wx').catch((error: unknown) => {
      if (isCode(error, 'EEXIST')) return null;
      throw error;
    });
    if (file !== null) {
      await file.close();
      return () => rm(path, { force: true });
    }
    const held = await stat(path).catch(nullIfMissing);
    if (held !== null && Date.now() - held.mtimeMs > LOCK_LEFT_MS) await rm(path, { force: true });
    await pause(LOCK_AGAIN_MS);
  }
}

function nullIfMissing(error: unknown): null {
  if (isCode(error, 'ENOENT')) return null;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
