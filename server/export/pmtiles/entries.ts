/** Entries of an archive's directories. */

export interface Entry {
  readonly tileId: number;
  /** Of a tile: in the tile data. Of a leaf directory: in the section of leaf directories. */
  readonly offset: number;
  readonly length: number;
  /** Tiles in a row that have these bytes; 0 marks a leaf directory. */
  readonly runLength: number;
}

/** Entries in their order, in 24 bytes each: an archive may have millions. */
export class EntryList {
  #tileIds = new Float64Array(1024);
  #offsets = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #runLengths = new Uint32Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  push({ tileId, offset, length, runLength }: Entry): void {
    if (this.#count === this.#tileIds.length) this.#grow();
    this.#tileIds[this.#count] = tileId;
    this.#offsets[this.#count] = offset;
    this.#lengths[this.#count] = length;
    this.#runLengths[this.#count] = runLength;
    this.#count += 1;
  }

  /** Throws `RangeError` where there is none. */
  at(index: number): Entry {
    if (index < 0 || index >= this.#count) throw new RangeError(`There is no entry ${String(index)}.`);
    return {
      tileId: this.#tileIds[index] ?? 0,
      offset: this.#offsets[index] ?? 0,
      length: this.#lengths[index] ?? 0,
      runLength: this.#runLengths[index] ?? 0,
    };
  }

  /** The last entry stands for one tile more. */
  extendLast(): void {
    const last = this.#count - 1;
    this.#runLengths[last] = (this.#runLengths[last] ?? 0) + 1;
  }

  #grow(): void {
    const size = this.#tileIds.length * 2;
    const larger = <T extends Float64Array | Uint32Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    this.#tileIds = larger(new Float64Array(size), this.#tileIds);
    this.#offsets = larger(new Float64Array(size), this.#offsets);
    this.#lengths = larger(new Uint32Array(size), this.#lengths);
    this.#runLengths = larger(new Uint32Array(size), this.#runLengths);
  }
}
