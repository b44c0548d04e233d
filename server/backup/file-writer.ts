import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { BackupExists } from './errors.ts';
import { sealOf } from './seal.ts';

/** Half the size of the text at a third of the time of the usual level 6: the database waits while this works. */
const LEVEL = 3;

/**
 * A backup being written, beside the place where it will be. It appears under its name whole, once all of it is on the
 * disk. Whatever happens before, `discard` leaves nothing, and so does the end of the process.
 */
export class BackupFile {
  readonly #path: string;
  readonly #mayReplace: boolean;
  readonly #partPath: string;
  readonly #handle: FileHandle;
  readonly #gzip: Gzip = createGzip({ level: LEVEL });
  readonly #hash = createHash('sha256');
  #bytes = 0;
  readonly #written: Promise<void>;
  readonly #removeAtExit = (): void => rmSync(this.#partPath, { force: true });

  private constructor(path: string, mayReplace: boolean, partPath: string, handle: FileHandle) {
    this.#path = path;
    this.#mayReplace = mayReplace;
    this.#partPath = partPath;
    this.#handle = handle;
    // Not a stream of the handle: that keeps the handle from being closed.
    this.#written = pipeline(this.#gzip, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        this.#hash.update(chunk);
        this.#bytes += chunk.length;
        await handle.appendFile(chunk);
      }
    });
    // `write` and `finish` wait for it too, and tell.
    this.#written.catch(() => undefined);
    process.on('exit', this.#removeAtExit);
  }

  /** Rejects with `BackupExists`, or the file system's error where nothing can be written there. */
  static async create(path: string, mayReplace: boolean): Promise<BackupFile> {
    await refuseExisting(path, mayReplace);
    const partPath = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
    // It holds what not everybody may see.
    return new BackupFile(path, mayReplace, partPath, await open(partPath, 'wx', 0o600));
  }

  /** Rejects where the file cannot be written, as on a full disk. */
  async write(text: string): Promise<void> {
    if (!this.#gzip.write(text)) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }

  /** Seals the file and gives it its name. @returns its size in bytes */
  async finish(): Promise<number> {
    this.#gzip.end();
    await this.#written;
    const seal = sealOf(this.#hash.digest('hex'));
    await this.#handle.appendFile(seal);
    await this.#handle.sync();
    await refuseExisting(this.#path, this.#mayReplace);
    await rename(this.#partPath, this.#path);
    await syncFolder(dirname(this.#path));
    await this.discard();
    return this.#bytes + seal.length;
  }

  /** Leaves nothing of what is not finished. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    await this.#handle.close();
    await rm(this.#partPath, { force: true });
    process.off('exit', this.#removeAtExit);
  }
}

/** Rejects with `BackupExists`. */
async function refuseExisting(path: string, mayReplace: boolean): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && (!mayReplace || !found.isFile())) throw new BackupExists(path, found.isFile());
}

/** So that the name outlasts a power cut as well. Not every file system can do that for a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
