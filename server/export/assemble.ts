import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { ArchiveContents } from './pmtiles/contents.ts';
import { buildDirectories } from './pmtiles/directory.ts';
import { serializeHeader, type ArchiveHeader } from './pmtiles/header.ts';

const COPIED = 4 * 1024 * 1024;

export interface Finishing extends Pick<ArchiveHeader, 'minzoom' | 'maxzoom' | 'bounds' | 'center' | 'tileKind'> {
  readonly metadata: object;
}

export interface Finished {
  readonly tiles: number;
  readonly distinct: number;
  readonly bytes: number;
  /** Of the whole archive, in hexadecimal. */
  readonly sha256: string;
}

/** Writes an archive to an empty file: its tiles are those of `tiles`, as `contents` says. Has at least one tile. */
export async function assemble(
  archive: FileHandle,
  contents: ArchiveContents,
  tiles: FileHandle,
  { metadata, ...known }: Finishing,
): Promise<Finished> {
  const { entries, tileCount, distinctCount, dataLength } = contents;
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
  const hash = createHash('sha256');
  const append = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    await archive.appendFile(bytes);
  };
  for (const part of [header, root, description, leaves]) await append(part);
  const buffer = Buffer.allocUnsafe(Math.min(COPIED, dataLength));
  for (let position = 0; position < dataLength; ) {
    const wanted = Math.min(buffer.length, dataLength - position);
    const { bytesRead } = await tiles.read(buffer, 0, wanted, position);
    if (bytesRead === 0) throw new Error('The file of tiles is shorter than what was written to it.');
    await append(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
  return {
    tiles: tileCount,
    distinct: distinctCount,
    bytes: header.length + root.length + description.length + leaves.length + dataLength,
    sha256: hash.digest('hex'),
  };
}
