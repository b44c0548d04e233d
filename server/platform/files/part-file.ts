import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** There is a file already that may not be replaced, or something that is not a plain file, such as a folder. */
export abstract class FileExists extends Error {
  readonly isPlainFile: boolean;

  constructor(path: string, isPlainFile: boolean) {
    super(`${path} exists.`);
    this.isPlainFile = isPlainFile;
  }
}

/** Where a file is to be. */
export interface FilePlace {
  readonly path: string;
  readonly mayReplace: boolean;
  /** What writing rejects with where something is there that may not be replaced. */
  readonly Exists: new (
    path: string,
    isPlainFile: boolean,
  ) => FileExists;
}

/**
 * A file being written, beside the place where it will be. It appears under its name whole, once all of it is on the
 * disk. Whatever happens before, `discard` leaves nothing, and so does the end of the process.
 */
export class PartFile {
  readonly handle: FileHandle;
  readonly #place: FilePlace;
  readonly #partPath: string;
  readonly #removeAtExit = (): void => rmSync(this.#partPath, { force: true });

  private constructor(place: FilePlace, partPath: string, handle: FileHandle) {
    this.#place = place;
    this.#partPath = partPath;
    this.handle = handle;
    process.on('exit', this.#removeAtExit);
  }

  /**
   * Rejects with `Exists`, or the file system's error where nothing can be written there. `mode`: who may read it,
   * where that is not everybody.
   */
  static async create(place: FilePlace, mode?: number): Promise<PartFile> {
    await refuseExisting(place);
    const { path } = place;
    const partPath = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
    return new PartFile(place, partPath, await open(partPath, 'wx+', mode));
  }

  /** Gives the file its name. Rejects with `Exists` where something has come there meanwhile. */
  async finish(): Promise<void> {
    const { path } = this.#place;
    await this.handle.sync();
    await refuseExisting(this.#place);
    await rename(this.#partPath, path);
    await syncFolder(dirname(path));
    await this.discard();
  }

  /** Leaves nothing of what is not finished. Does no harm to what is. */
  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.#partPath, { force: true });
    process.off('exit', this.#removeAtExit);
  }
}

async function refuseExisting({ path, mayReplace, Exists }: FilePlace): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && (!mayReplace || !found.isFile())) throw new Exists(path, found.isFile());
}

/** So that the name outlasts a power cut as well. Not every file system can do that for a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
