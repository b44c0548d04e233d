import { createHash } from 'node:crypto';
import { FileExists, PartFile, type FilePlace } from '../platform/files/part-file.ts';
import { assemble, type Finished, type Finishing } from './assemble.ts';
import { ArchiveContents } from './pmtiles/contents.ts';

/** Bytes gathered before they are written: tiles are small, and a call for each is slow. */
const GATHERED = 1024 * 1024;

export class ArchiveExists extends FileExists {
  override readonly name = 'ArchiveExists';
}

/**
 * A PMTiles archive being written. Tiles go to a file beside the archive's, as the directories that stand before them
 * are known last; the archive appears under its name whole, at the end. Whatever happens before, `discard` leaves
 * nothing, and so does the end of the process.
 */
export class ArchiveFile {
  readonly #place: FilePlace;
  readonly #contents = new ArchiveContents();
  readonly #tiles: PartFile;
  #gathered: Buffer[] = [];
  #gatheredLength = 0;

  private constructor(place: FilePlace, tiles: PartFile) {
    this.#place = place;
    this.#tiles = tiles;
  }

  /** Rejects with `ArchiveExists`, or the file system's error where nothing can be written there. */
  static async create(path: string, mayReplace: boolean): Promise<ArchiveFile> {
    const place = { path, mayReplace, Exists: ArchiveExists };
    return new ArchiveFile(place, await PartFile.create(place));
  }

  /** Adds a tile, compressed as its kind is; they come in the order of their ids. */
  async add(tileId: number, bytes: Buffer): Promise<void> {
    const hash = createHash('sha256').update(bytes).digest('base64');
    if (!this.#contents.add(tileId, hash, bytes.length)) return;
    this.#gathered.push(bytes);
    this.#gatheredLength += bytes.length;
    if (this.#gatheredLength >= GATHERED) await this.#flush();
  }

  get tileCount(): number {
    return this.#contents.tileCount;
  }

  get distinctCount(): number {
    return this.#contents.distinctCount;
  }

  get dataLength(): number {
    return this.#contents.dataLength;
  }

  /** Puts the archive together and gives it its name. Has at least one tile. */
  async finish(finishing: Finishing): Promise<Finished> {
    await this.#flush();
    const archive = await PartFile.create(this.#place);
    try {
      const finished = await assemble(archive.handle, this.#contents, this.#tiles.handle, finishing);
      await archive.finish();
      return finished;
    } finally {
      await archive.discard();
      await this.discard();
    }
  }

  /** Leaves nothing of what is not finished. */
  discard(): Promise<void> {
    return this.#tiles.discard();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredLength = 0;
    if (bytes.length > 0) await this.#tiles.handle.appendFile(bytes);
  }
}
