import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { FileExists, PartFile, type FilePlace } from '../platform/files/part-file.ts';
import { ArchiveContents } from './pmtiles/contents.ts';
import { buildDirectories } from './pmtiles/directory.ts';
import { serializeHeader, type ArchiveHeader } from './pmtiles/header.ts';

/** Bytes gathered before they are written: tiles are small, and a call for each is slow. */
const GATHERED = 1024 * 1024;
const COPIED = 4 * 1024 * 1024;

export class ArchiveExists extends FileExists {
  override readonly name = 'ArchiveExists';
}

export interface Finishing extends Pick<ArchiveHeader, 'minzoom' | 'maxzoom' | 'bounds' | 'center' | 'tileKind'> {
  readonly metadata: object;
}

export interface Finished {
  readonly tiles: number;
  readonly distinct: number;
  readonly bytes: number;
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
  async finish({ metadata, ...known }: Finishing): Promise<Finished> {
    await this.#flush();
    const { entries, tileCount, distinctCount, dataLength } = this.#contents;
    const { root, leaves } = buildDirectories(entries, gzipSync);
    const description = gzipSync(JSON.stringify(metadata));
    const header = serializeHeader({
      ...known,
      rootLength: root.length,
      metadataLength: description.length,
      leavesLength: leaves.length,
      dataLength,
      tileCount,
      entryCount: entries.length,
      distinctCount,
    });
    const archive = await PartFile.create(this.#place);
    try {
      for (const part of [header, root, description, leaves]) await archive.handle.appendFile(part);
      await copy(this.#tiles.handle, archive.handle, dataLength);
      await archive.finish();
    } finally {
      await archive.discard();
    }
    await this.discard();
    return {
      tiles: tileCount,
      distinct: distinctCount,
      bytes: header.length + root.length + description.length + leaves.length + dataLength,
    };
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

async function copy(from: FileHandle, to: FileHandle, length: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(COPIED, length));
  for (let position = 0; position < length; ) {
    const { bytesRead } = await from.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) throw new Error('The file of tiles is shorter than what was written to it.');
    await to.appendFile(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
