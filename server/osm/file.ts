/** Files of OpenStreetMap's PBF format: a sequence of blobs, each with a head of its own (fileformat.proto 1.5). */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { bytesOf, elementsOf, numberOf, readFields, readHeaderBlock, textOf } from './block.ts';
import type { OsmElement, OsmHeader } from './block.ts';

/** The format's own limits. */
export const MAX_HEAD_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;

/** Other features change what a file means: history, locations in ways. */
const FEATURES: ReadonlySet<string> = new Set(['OsmSchema-V0.6', 'DenseNodes']);
const HEAD = { type: 1, bytes: 3 };
const BLOB = { raw: 1, rawBytes: 2, zlib: 3 };
const COMPRESSIONS: Readonly<Record<number, string>> = { 4: 'lzma', 5: 'bzip2', 6: 'lz4', 7: 'zstd' };

export type OsmFileProblem = 'cut-off' | 'too-large' | 'unreadable' | 'compression' | 'features';

/** Why a file cannot be read. */
export class OsmFileError extends Error {
  override readonly name = 'OsmFileError';
  readonly problem: OsmFileProblem;
  /** Where in the file the blob begins that cannot be read, in bytes. */
  readonly offset: number;
  /** The features or the compression that are not supported, or what was found in place of a blob. */
  readonly detail: string;

  constructor(problem: OsmFileProblem, offset: number, detail: string, cause?: unknown) {
    super(`The blob at byte ${offset}: ${problem} (${detail})`, { cause });
    this.problem = problem;
    this.offset = offset;
    this.detail = detail;
  }
}

interface Blob {
  readonly type: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const unzip = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflate);

/**
 * The elements of a file that are of the types asked for, in its order, one blob at a time. Rejects with `OsmFileError`
 * for what is damaged or not supported; that of elements comes while they are taken.
 */
export async function* readOsmFile(
  path: string,
  types: readonly OsmElement['type'][],
): AsyncGenerator<Iterable<OsmElement>> {
  const file = await open(path, 'r');
  try {
    const wanted = new Set(types);
    for await (const blob of blobsOf(file)) {
      if ((blob.offset === 0) !== (blob.type === 'OSMHeader'))
        throw new OsmFileError('unreadable', blob.offset, blob.type);
      if (blob.offset === 0) checkFeatures(blob);
      else yield elementsIn(blob, wanted);
    }
  } finally {
    await file.close();
  }
}

/**
 * The box that a file says it was cut to: west, south, east, north, in degrees; null where it says none. Rejects with
 * `OsmFileError` where the file does not begin with a header.
 */
export async function readOsmBounds(path: string): Promise<OsmHeader['bounds']> {
  const file = await open(path, 'r');
  try {
    for await (const { type, offset, bytes } of blobsOf(file)) {
      if (type !== 'OSMHeader') throw new OsmFileError('unreadable', offset, type);
      return attempt(offset, () => readHeaderBlock(bytes)).bounds;
    }
    return null;
  } finally {
    await file.close();
  }
}

function checkFeatures({ offset, bytes }: Blob): void {
  const { features } = attempt(offset, () => readHeaderBlock(bytes));
  const unknown = features.filter((feature) => !FEATURES.has(feature));
  if (unknown.length > 0) throw new OsmFileError('features', offset, unknown.join(', '));
}

function* elementsIn({ offset, bytes }: Blob, types: ReadonlySet<OsmElement['type']>): Generator<OsmElement> {
  try {
    yield* elementsOf(bytes, types);
  } catch (error) {
    throw unreadable(offset, error);
  }
}

async function* blobsOf(file: FileHandle): AsyncGenerator<Blob> {
  const { size } = await file.stat();
  const read = async (length: number, position: number, offset: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead < length) throw new OsmFileError('cut-off', offset, `${bytesRead} / ${length}`);
    return buffer;
  };
  for (let offset = 0; offset < size; ) {
    const headLength = (await read(4, offset, offset)).readUInt32BE(0);
    checkLength(headLength, MAX_HEAD_BYTES, offset);
    const head = await read(headLength, offset + 4, offset);
    const { type, length } = attempt(offset, () => readHead(head));
    checkLength(length, MAX_BLOB_BYTES, offset);
    const at = offset + 4 + headLength;
    if (at + length > size) throw new OsmFileError('cut-off', offset, `${size - at} / ${length}`);
    yield { type, offset, bytes: await unpack(await read(length, at, offset), offset) };
    offset = at + length;
  }
}

function readHead(bytes: Uint8Array): { readonly type: string; readonly length: number } {
  let type = '';
  let length = 0;
  readFields(bytes, (field, pbf) => {
    if (field === HEAD.type) type = textOf(bytesOf(pbf));
    else if (field === HEAD.bytes) length = numberOf(pbf);
  });
  // The format has readers skip other types. There are none, so another name is a damaged one.
  if (type !== 'OSMHeader' && type !== 'OSMData') throw new Error(JSON.stringify(type.slice(0, 20)));
  return { type, length };
}

/** The content of a blob; zlib checks its sum. */
async function unpack(bytes: Uint8Array, offset: number): Promise<Uint8Array> {
  const found: { raw?: Uint8Array; zlib?: Uint8Array; rawBytes?: number; other?: string } = {};
  attempt(offset, () =>
    readFields(bytes, (field, pbf) => {
      if (field === BLOB.raw) found.raw = bytesOf(pbf);
      else if (field === BLOB.zlib) found.zlib = bytesOf(pbf);
      else if (field === BLOB.rawBytes) found.rawBytes = numberOf(pbf);
      else found.other = COMPRESSIONS[field] ?? `field ${field}`;
    }),
  );
  if (found.raw !== undefined) return found.raw;
  if (found.zlib === undefined) throw new OsmFileError('compression', offset, found.other ?? '–');
  try {
    const content = await unzip(found.zlib, { maxOutputLength: MAX_BLOB_BYTES });
    if (found.rawBytes !== undefined && content.length !== found.rawBytes)
      throw new Error(`${content.length} / ${found.rawBytes} bytes`);
    return content;
  } catch (error) {
    throw unreadable(offset, error);
  }
}

function checkLength(length: number, max: number, offset: number): void {
  if (length < 0 || length > max) throw new OsmFileError('too-large', offset, `${length} > ${max}`);
}

function attempt<T>(offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(offset, error);
  }
}

function unreadable(offset: number, error: unknown): OsmFileError {
  return new OsmFileError('unreadable', offset, error instanceof Error ? error.message : String(error), error);
}
