import { open, type FileHandle } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { KnownTiles } from '../known-tiles.ts';
import { HEADER_LENGTH } from './directory.ts';
import { EntryList } from './entries.ts';

/** An archive is not one, or not one of those that this service writes. */
export class NotAnArchive extends Error {
  override readonly name = 'NotAnArchive';
}

/** Opens an archive that `assemble` wrote: with one level of leaf directories at the most, gzipped. */
export async function openArchive(path: string): Promise<KnownTiles> {
  const file = await open(path, 'r');
  try {
    const { entries, dataOffset } = await readDirectories(file);
    return {
      lastId: Infinity,
      *idsWithin(first, end) {
        for (let index = Math.max(0, lastUpTo(entries, first)); index < entries.length; index += 1) {
          const { tileId, runLength } = entries.at(index);
          if (tileId >= end) return;
          for (let id = Math.max(tileId, first); id < Math.min(tileId + runLength, end); id += 1) yield id;
        }
      },
      async read(id) {
        const index = lastUpTo(entries, id);
        if (index < 0) return null;
        const { tileId, runLength, offset, length } = entries.at(index);
        return id < tileId + runLength ? readAt(file, dataOffset + offset, length) : null;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead < length) throw new NotAnArchive(`The file ends before byte ${String(position + length)}.`);
  return bytes;
}

async function readDirectories(
  file: FileHandle,
): Promise<{ readonly entries: EntryList; readonly dataOffset: number }> {
  const header = await readAt(file, 0, HEADER_LENGTH);
  if (header.toString('latin1', 0, 7) !== 'PMTiles') throw new NotAnArchive('The file is no PMTiles archive.');
  const number = (offset: number): number => Number(header.readBigUInt64LE(offset));
  const root = parseDirectory(gunzipSync(await readAt(file, number(8), number(16))));
  const leavesOffset = number(40);
  const entries = new EntryList();
  for (let index = 0; index < root.length; index += 1) {
    const entry = root.at(index);
    if (entry.runLength > 0) {
      entries.push(entry);
      continue;
    }
    const leaf = parseDirectory(gunzipSync(await readAt(file, leavesOffset + entry.offset, entry.length)));
    for (let place = 0; place < leaf.length; place += 1) entries.push(leaf.at(place));
  }
  return { entries, dataOffset: number(56) };
}

/** Reads what `serializeDirectory` writes (PMTiles 3, chapter 4.2). */
function parseDirectory(bytes: Uint8Array): EntryList {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at];
      if (byte === undefined) throw new NotAnArchive('A directory of the archive ends early.');
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const count = next();
  const column = (): number[] => Array.from({ length: count }, next);
  const [gaps, runs, lengths, places] = [column(), column(), column(), column()];
  const entries = new EntryList();
  let tileId = 0;
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    tileId += gaps[index] ?? 0;
    const place = places[index] ?? 0;
    const length = lengths[index] ?? 0;
    const offset = place === 0 ? end : place - 1;
    end = offset + length;
    entries.push({ tileId, offset, length, runLength: runs[index] ?? 0 });
  }
  return entries;
}

/** Index of the last entry whose tile is `id` or before it; -1 where there is none. */
function lastUpTo(entries: EntryList, id: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries.at(middle).tileId <= id) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
