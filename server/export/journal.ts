import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { readAt } from './pmtiles/reader.ts';

/** A tile of an archive that is being made, and where its bytes lie in the file of tiles. */
export interface JournalRecord {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  /** SHA-256 of the bytes. */
  readonly hash: Buffer;
}

export interface Journal {
  /** The last tile tried; -1 where there was none. */
  readonly lastId: number;
  /** By id, in the order of ids. */
  readonly places: ReadonlyMap<number, { readonly offset: number; readonly length: number }>;
}

/** A batch: number of records, the last tile tried, the records, and the SHA-256 of all of it. */
const HEAD_LENGTH = 12;
const RECORD_LENGTH = 52;
const HASH_LENGTH = 32;

export async function appendBatch(file: FileHandle, lastId: number, records: readonly JournalRecord[]): Promise<void> {
  const bytes = Buffer.alloc(HEAD_LENGTH + records.length * RECORD_LENGTH);
  bytes.writeUInt32LE(records.length, 0);
  bytes.writeDoubleLE(lastId, 4);
  records.forEach(({ id, offset, length, hash }, index) => {
    const at = HEAD_LENGTH + index * RECORD_LENGTH;
    bytes.writeDoubleLE(id, at);
    bytes.writeDoubleLE(offset, at + 8);
    bytes.writeUInt32LE(length, at + 16);
    hash.copy(bytes, at + 20);
  });
  await file.appendFile(Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]));
}

/**
 * Reads a journal up to the first batch that is not whole, or whose tiles are not in `tiles` as it says: a power cut
 * may have left one file longer than the other.
 */
export async function readJournal(bytes: Buffer, tiles: FileHandle): Promise<Journal> {
  const places = new Map<number, { offset: number; length: number }>();
  let lastId = -1;
  /** Where the tiles end that were looked at: a tile that lies before has the same bytes as an earlier one. */
  let looked = 0;
  for (let at = 0; at + HEAD_LENGTH + HASH_LENGTH <= bytes.length; ) {
    const count = bytes.readUInt32LE(at);
    const end = at + HEAD_LENGTH + count * RECORD_LENGTH;
    if (end + HASH_LENGTH > bytes.length) break;
    const hash = createHash('sha256').update(bytes.subarray(at, end)).digest();
    if (!hash.equals(bytes.subarray(end, end + HASH_LENGTH))) break;
    const records = Array.from({ length: count }, (_, index) =>
      recordAt(bytes, at + HEAD_LENGTH + index * RECORD_LENGTH),
    );
    for (const record of records) {
      if (record.offset < looked) continue;
      const tile = await readAt(tiles, record.offset, record.length).catch(() => null);
      if (tile === null || !createHash('sha256').update(tile).digest().equals(record.hash)) return { lastId, places };
      looked = record.offset + record.length;
    }
    for (const { id, offset, length } of records) places.set(id, { offset, length });
    lastId = bytes.readDoubleLE(at + 4);
    at = end + HASH_LENGTH;
  }
  return { lastId, places };
}

function recordAt(bytes: Buffer, at: number): JournalRecord {
  return {
    id: bytes.readDoubleLE(at),
    offset: bytes.readDoubleLE(at + 8),
    length: bytes.readUInt32LE(at + 16),
    hash: bytes.subarray(at + 20, at + RECORD_LENGTH),
  };
}
