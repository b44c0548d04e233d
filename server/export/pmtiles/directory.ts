import { EntryList, type Entry } from './entries.ts';

/** Bytes that a reader fetches first: the header and the root directory are to be among them. */
export const HEAD_LENGTH = 16384;
export const HEADER_LENGTH = 127;
export const ROOT_MAX_LENGTH = HEAD_LENGTH - HEADER_LENGTH;

/** Entries of a leaf directory, to begin with: about as many bytes as of the root. */
const LEAF_ENTRIES = 4096;
/** More are not tried as a root alone: lengths of tiles differ, which takes a byte an entry at the least. */
const ROOT_MAX_ENTRIES = 4 * ROOT_MAX_LENGTH;

export interface Directories {
  readonly root: Uint8Array;
  /** One after the other; empty where the root says it all. */
  readonly leaves: Uint8Array;
  readonly leafCount: number;
}

/**
 * The directories of an archive. A root that would be too long lists leaf directories instead, as small as a root that
 * is short enough allows: a reader then fetches the root, one leaf, and the tile. `compress` is gzip. Throws
 * `RangeError` where there is no entry.
 */
export function buildDirectories(entries: EntryList, compress: (bytes: Uint8Array) => Uint8Array): Directories {
  if (entries.length === 0) throw new RangeError('An archive has at least one tile.');
  if (entries.length <= ROOT_MAX_ENTRIES) {
    const root = compress(serializeDirectory(entries));
    if (root.length <= ROOT_MAX_LENGTH) return { root, leaves: new Uint8Array(0), leafCount: 0 };
  }
  for (let leafEntries = LEAF_ENTRIES; ; leafEntries = Math.ceil(leafEntries * 1.25)) {
    const directories = withLeaves(entries, leafEntries, compress);
    if (directories.root.length <= ROOT_MAX_LENGTH) return directories;
  }
}

function withLeaves(entries: EntryList, leafEntries: number, compress: (bytes: Uint8Array) => Uint8Array): Directories {
  const root = new EntryList();
  const leaves: Uint8Array[] = [];
  let offset = 0;
  for (let start = 0; start < entries.length; start += leafEntries) {
    const leaf = compress(serializeDirectory(entries, start, Math.min(start + leafEntries, entries.length)));
    root.push({ tileId: entries.at(start).tileId, offset, length: leaf.length, runLength: 0 });
    leaves.push(leaf);
    offset += leaf.length;
  }
  return { root: compress(serializeDirectory(root)), leaves: concat(leaves, offset), leafCount: leaves.length };
}

/** Entries from `start` to before `end` as the specification's chapter 4.2 has them, not compressed. */
export function serializeDirectory(entries: EntryList, start = 0, end = entries.length): Uint8Array {
  const out = new VarintWriter();
  const each = (write: (entry: Entry, previous: Entry | null) => void): void => {
    let previous: Entry | null = null;
    for (let index = start; index < end; index += 1) {
      const entry = entries.at(index);
      write(entry, previous);
      previous = entry;
    }
  };
  out.write(end - start);
  each((entry, previous) => out.write(entry.tileId - (previous?.tileId ?? 0)));
  each((entry) => out.write(entry.runLength));
  each((entry) => out.write(entry.length));
  // 0 says that the bytes follow those of the entry before.
  each((entry, previous) =>
    out.write(previous !== null && entry.offset === previous.offset + previous.length ? 0 : entry.offset + 1),
  );
  return out.bytes();
}

class VarintWriter {
  #buffer = new Uint8Array(4096);
  #length = 0;

  /** Seven bits a byte, the lowest first. Numbers beyond 32 bits are divided, not shifted. */
  write(value: number): void {
    if (this.#length + 10 > this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#length] = (rest % 0x80) | 0x80;
      this.#length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length] = rest;
    this.#length += 1;
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
