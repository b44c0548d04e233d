import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { PartFile } from '../platform/files/part-file.ts';
import { BackupExists } from './errors.ts';
import { sealOf } from './seal.ts';

/** Half the size of the text at a third of the time of the usual level 6: the database waits while this works. */
const LEVEL = 3;
/** It holds what not everybody may see. */
const MODE = 0o600;

/** A backup being written: see `PartFile`. */
export class BackupFile {
  readonly #file: PartFile;
  readonly #gzip: Gzip = createGzip({ level: LEVEL });
  readonly #hash = createHash('sha256');
  #bytes = 0;
  readonly #written: Promise<void>;

  private constructor(file: PartFile) {
    this.#file = file;
    // Not a stream of the handle: that keeps the handle from being closed.
    this.#written = pipeline(this.#gzip, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        this.#hash.update(chunk);
        this.#bytes += chunk.length;
        await file.handle.appendFile(chunk);
      }
    });
    // `write` and `finish` wait for it too, and tell.
    this.#written.catch(() => undefined);
  }

  /** Rejects with `BackupExists`, or the file system's error where nothing can be written there. */
  static async create(path: string, mayReplace: boolean): Promise<BackupFile> {
    return new BackupFile(await PartFile.create({ path, mayReplace, Exists: BackupExists }, MODE));
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
    await this.#file.handle.appendFile(seal);
    await this.#file.finish();
    return this.#bytes + seal.length;
  }

  /** Leaves nothing of what is not finished. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    await this.#file.discard();
  }
}
