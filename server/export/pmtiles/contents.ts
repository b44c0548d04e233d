import { EntryList } from './entries.ts';

/** Where the bytes of a tile are, or are to be written. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * Which tiles an archive has and where their bytes lie: the same bytes once, whatever tiles have them, and tiles in a
 * row with the same bytes as one entry. Tiles come in the order of their ids, so that the archive is clustered.
 */
export class ArchiveContents {
  readonly entries = new EntryList();
  readonly #places = new Map<string, Place>();
  #dataLength = 0;
  #tileCount = 0;
  #nextTileId = 0;

  /** Length of all distinct tiles, one after the other. */
  get dataLength(): number {
    return this.#dataLength;
  }

  get tileCount(): number {
    return this.#tileCount;
  }

  get distinctCount(): number {
    return this.#places.size;
  }

  /**
   * Notes a tile. `hash` tells its bytes from all others. True where they are new: the caller appends them to the tile
   * data. Throws `RangeError` for a tile out of order or without bytes.
   */
  add(tileId: number, hash: string, length: number): boolean {
    if (tileId < this.#nextTileId)
      throw new RangeError(`Tile ${String(tileId)} comes after tile ${String(this.#nextTileId - 1)}.`);
    if (length <= 0) throw new RangeError(`Tile ${String(tileId)} has no bytes: it is left out.`);
    this.#nextTileId = tileId + 1;
    this.#tileCount += 1;
    const known = this.#places.get(hash);
    const place = known ?? { offset: this.#dataLength, length };
    if (known === undefined) {
      this.#places.set(hash, place);
      this.#dataLength += length;
    }
    if (this.#follows(tileId, place)) this.entries.extendLast();
    else this.entries.push({ tileId, ...place, runLength: 1 });
    return known === undefined;
  }

  #follows(tileId: number, place: Place): boolean {
    if (this.entries.length === 0) return false;
    const last = this.entries.at(this.entries.length - 1);
    return last.offset === place.offset && last.tileId + last.runLength === tileId;
  }
}
