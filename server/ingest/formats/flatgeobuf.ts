import { createReadStream } from 'node:fs';
import { isDegrees, readCrs, toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { namedId } from '../named-id.ts';
import { ChunkMaker, fileError, FileErrors } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import { sizeOf } from '../text-file.ts';
import type { LoadError, SourceFeature } from '../types.ts';
import { ByteReader } from './byte-reader.ts';
import { featureTable, headerOf, readGeometry, readValues } from './flatgeobuf-tables.ts';
import type { FgbHeader } from './flatgeobuf-tables.ts';

interface FlatGeobufOptions {
  readonly idAttribute: string | null;
  readonly crs?: string;
}

/** "fgb", the version of the format twice around it, and the patch. */
const MAGIC = '6667620366676200';
const MAX_BYTES = 500_000_000;
const NODE_BYTES = 40n;

/** A FlatGeobuf of any size, read as it comes. Rejects with `FileErrors`. */
export async function openFlatGeobuf(path: string, options: FlatGeobufOptions): Promise<FeatureReader> {
  const bytes = await sizeOf(path);
  const stream = createReadStream(path, { highWaterMark: 1 << 16 });
  let header;
  try {
    header = await readHeader(new ByteReader(stream));
  } finally {
    stream.destroy();
  }
  const crs = crsOf(header, options.crs);
  const { idAttribute } = options;
  return {
    properties: header.columns.map(({ name }) => name),
    notes: [],
    chunks: (signal) => chunksOf(path, bytes, { crs, idAttribute }, signal),
    close: () => Promise.resolve(),
  };
}

async function readHeader(reader: ByteReader): Promise<FgbHeader> {
  const magic = await reader.read(8);
  if (magic?.toString('hex', 0, 7) !== MAGIC.slice(0, 14)) throw malformed('magic bytes');
  const table = await readSized(reader);
  if (table === null) throw malformed('header');
  return guarded(() => headerOf(table));
}

/** A table behind its size in bytes; null at the end of the file. */
async function readSized(reader: ByteReader): Promise<Buffer | null> {
  const size = await reader.read(4);
  if (size === null) return null;
  const bytes = size.readUInt32LE(0);
  if (bytes < 8 || bytes > MAX_BYTES) throw malformed(`${bytes} bytes`);
  const table = await reader.read(bytes);
  if (table === null) throw malformed('cut off');
  return table;
}

function crsOf({ crs }: FgbHeader, named: string | undefined): Crs | null {
  if (named !== undefined) return readCrs(named);
  if (crs === null) return null;
  const texts = [...(crs.code > 0 ? [`${crs.org ?? 'EPSG'}:${crs.code}`] : []), ...(crs.wkt === null ? [] : [crs.wkt])];
  for (const text of texts) {
    try {
      const found = readCrs(text);
      return isDegrees(found) ? null : found;
    } catch (error) {
      const message = error instanceof FileErrors ? error.errors[0]?.message : undefined;
      if (message !== 'crs-unknown') throw error;
    }
  }
  if (texts.length > 0) throw fileError('crs-unknown', { crs: crs.name ?? texts[0] ?? '' });
  return null;
}

async function* chunksOf(
  path: string,
  bytes: number,
  { crs, idAttribute }: { readonly crs: Crs | null; readonly idAttribute: string | null },
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) });
  const reader = new ByteReader(stream);
  const maker = new ChunkMaker();
  let number = 0;
  try {
    const header = await readHeader(reader);
    await skipIndex(reader, header);
    for (let table = await readSized(reader); table !== null; table = await readSized(reader)) {
      number += 1;
      const errors: LoadError[] = [];
      const current = table;
      const feature = guarded(() => toFeature(current, header, number, idAttribute));
      maker.add(crs === null ? feature : toDegrees(feature, crs, errors), table.length, errors);
      if (maker.isFull) yield maker.take(reader.position / bytes);
    }
    if (header.count > 0n && header.count !== BigInt(number)) throw malformed(`${number} / ${header.count}`);
  } finally {
    stream.destroy();
  }
  if (!maker.isEmpty) yield maker.take(1);
}

/** The index is a tree of boxes over all features; reading all needs none of it. */
async function skipIndex(reader: ByteReader, { count, nodeSize }: FgbHeader): Promise<void> {
  if (nodeSize === 0 || count === 0n) return;
  let nodes = count;
  let level = count;
  do {
    level = (level + BigInt(nodeSize) - 1n) / BigInt(nodeSize);
    nodes += level;
  } while (level > 1n);
  for (let left = Number(nodes * NODE_BYTES); left > 0; ) {
    const part = Math.min(left, 1 << 20);
    if ((await reader.read(part)) === null) throw malformed('index');
    left -= part;
  }
}

function toFeature(bytes: Buffer, header: FgbHeader, number: number, idAttribute: string | null): SourceFeature {
  const table = featureTable(bytes);
  const { id, rest } = namedId(readValues(table, header.columns), idAttribute);
  return { number, id, geometry: readGeometry(table, header.geometryType), properties: rest, text: true };
}

/** Offsets of a damaged file lead outside of it. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw malformed(error.message);
    throw error;
  }
}

function malformed(detail: string): FileErrors {
  return fileError('flatgeobuf-malformed', { detail });
}
