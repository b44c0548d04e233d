/** FlatGeobuf 3, with its packed Hilbert R-tree where the boxes of all features fit into the memory for it. */
import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fill } from '../../tiles/i18n.ts';
import { Columns, type FileDescription, type Pages } from './description.ts';
import { factsOf } from './facts.ts';
import { FeatureEncoder, headerBytes, MAGIC, NODE_SIZE, propertyBytes } from './flatgeobuf-encode.ts';
import { FORMATS_TEXT } from './messages.ts';
import { boxAt, hilbertOrder, levelsAbove, MOST_INDEXED, NumberColumns } from './packed-boxes.ts';
import { boxOf, hasHeights, join, NO_BOX, readShape, SHAPE_TYPES, type Box, type Shape } from './shape.ts';
import { byFolder, inParts } from './temporary.ts';

/** Columns of what is known of each feature: its box, then these. */
const KNOWN = { place: 4, size: 5 } as const;
const PIECE = 1 << 18;

/** All features go to a file of their own first: the header counts them, and the index stands before them. */
export function writeFlatGeobuf(
  description: FileDescription,
  pages: Pages,
  mostIndexed = MOST_INDEXED,
): AsyncGenerator<Uint8Array, void> {
  return byFolder(async (folder) => {
    const file = await open(joinPath(folder, 'features'), 'wx+');
    try {
      return assemble(file, await spool(file, description, pages, mostIndexed), description, mostIndexed);
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

interface Spooled {
  readonly count: number;
  readonly bytes: number;
  readonly box: Box;
  /** Empty where there are too many features for an index. */
  readonly known: NumberColumns;
  readonly geometryType: number;
  readonly hasZ: boolean;
}

/** A feature is its geometry and its properties, each behind its length. */
async function spool(
  file: FileHandle,
  description: FileDescription,
  pages: Pages,
  mostIndexed: number,
): Promise<Spooled> {
  const columns = new Columns(description);
  const encoder = new FeatureEncoder();
  const known = new NumberColumns(6);
  const types = new Set<number>();
  let [count, bytes, box, hasZ, isFlat] = [0, 0, NO_BOX, false, false];
  for await (const rows of inParts(pages)) {
    const records: Uint8Array[] = [];
    for (const row of rows) {
      const shape = readShape(row.geometry);
      const geometry = row.geometry as Uint8Array;
      const properties = propertyBytes(columns.values(row), columns.list, {
        id: row.id,
        timeZone: description.layer.timeZone,
      });
      const own = boxOf(shape);
      const length = 8 + geometry.length + properties.length;
      types.add(SHAPE_TYPES[shape.type]);
      const isHigh = hasHeights(shape);
      hasZ ||= isHigh;
      isFlat ||= !isHigh;
      box = join(box, own);
      if (count < mostIndexed) {
        known.add([...own, bytes, encoder.size(shape, properties.length, isHigh)]);
      } else known.clear();
      const head = Buffer.allocUnsafe(8);
      head.writeUInt32LE(geometry.length, 0);
      head.writeUInt32LE(properties.length, 4);
      records.push(head, geometry, properties);
      count += 1;
      bytes += length;
    }
    await file.write(Buffer.concat(records));
  }
  const [type = 0] = types;
  const spooled = { count, bytes, box, known, geometryType: types.size === 1 ? type : 0, hasZ };
  if (hasZ && isFlat) measureHigh(file, spooled);
  return spooled;
}

/** A file with heights has them in each feature, which makes those without larger. */
function measureHigh(file: FileHandle, spooled: Spooled): void {
  const encoder = new FeatureEncoder();
  for (let nth = 0; nth < spooled.known.count; nth += 1) {
    const { shape, properties } = partsOf(readRecord(file, spooled, nth));
    spooled.known.set(nth, KNOWN.size, encoder.size(shape, properties.length, true));
  }
}

function readRecord({ fd }: FileHandle, { known, bytes }: Spooled, nth: number): Buffer {
  const place = known.get(nth, KNOWN.place);
  const end = nth + 1 < known.count ? known.get(nth + 1, KNOWN.place) : bytes;
  const record = Buffer.allocUnsafe(end - place);
  // The file was written a moment ago and lies in memory: a call that waits would take ten times as long.
  readSync(fd, record, 0, record.length, place);
  return record;
}

async function* assemble(
  file: FileHandle,
  spooled: Spooled,
  description: FileDescription,
  mostIndexed: number,
): AsyncGenerator<Uint8Array, void> {
  try {
    const { count, box, known, geometryType, hasZ } = spooled;
    const { layer, lang, crs } = description;
    const isIndexed = count > 0 && count === known.count;
    const { title, description: text, ...facts } = factsOf(description);
    const lacksIndex = fill(FORMATS_TEXT['no-index'][lang], { most: mostIndexed });
    yield MAGIC;
    yield headerBytes({
      name: layer.id,
      title,
      description: count > known.count ? `${text}\n${lacksIndex}` : text,
      metadata: JSON.stringify(facts),
      box,
      geometryType,
      hasZ,
      columns: new Columns(description).list,
      count,
      isIndexed,
      crs,
    });
    const order = isIndexed ? await hilbertOrder(known, box) : null;
    if (order !== null) yield* indexBytes(known, order);
    yield* order === null ? inFileOrder(file, spooled) : inOrder(file, spooled, order);
  } finally {
    await file.close();
  }
}

/** Nodes from the root down: a box, and for a leaf the place of its feature, else the number of its first child. */
function* indexBytes(known: NumberColumns, order: Float64Array): Generator<Uint8Array, void> {
  const leaf = (nth: number): Box => boxAt(known, order[nth] as number);
  const levels = levelsAbove(leaf, order.length, NODE_SIZE);
  const sizes = [order.length, ...levels.map((level) => level.length)];
  /** Numbers of the first nodes of the levels, the leaves last of all. */
  const starts = sizes.map((_, nth) => sizes.slice(nth + 1).reduce((sum, size) => sum + size, 0));
  for (const [above, level] of [...levels.entries()].toReversed()) {
    const below = starts[above] ?? 0;
    yield nodes(
      level.length,
      (nth) => level[nth] ?? NO_BOX,
      (nth) => below + nth * NODE_SIZE,
    );
  }
  let place = 0;
  for (let start = 0; start < order.length; start += NODES_AT_ONCE) {
    const size = Math.min(NODES_AT_ONCE, order.length - start);
    yield nodes(
      size,
      (nth) => leaf(start + nth),
      (nth) => {
        const own = place;
        place += known.get(order[start + nth] as number, KNOWN.size);
        return own;
      },
    );
  }
}

const NODES_AT_ONCE = 4096;
const NODE_BYTES = 40;

function nodes(count: number, box: (nth: number) => Box, offset: (nth: number) => number): Uint8Array {
  const bytes = Buffer.allocUnsafe(count * NODE_BYTES);
  for (let nth = 0; nth < count; nth += 1) {
    const at = nth * NODE_BYTES;
    for (const [edge, value] of box(nth).entries()) bytes.writeDoubleLE(value, at + edge * 8);
    bytes.writeBigUInt64LE(BigInt(offset(nth)), at + 32);
  }
  return bytes;
}

async function* inOrder(file: FileHandle, spooled: Spooled, order: Float64Array): AsyncGenerator<Uint8Array, void> {
  const encoder = new FeatureEncoder();
  let [pieces, size] = [[] as Uint8Array[], 0];
  for (const nth of order) {
    const encoded = encode(encoder, readRecord(file, spooled, nth), spooled.hasZ);
    pieces.push(encoded);
    size += encoded.length;
    if (size < PIECE) continue;
    yield Buffer.concat(pieces, size);
    [pieces, size] = [[], 0];
    await setImmediate();
  }
  yield Buffer.concat(pieces, size);
}

async function* inFileOrder(file: FileHandle, { bytes, hasZ }: Spooled): AsyncGenerator<Uint8Array, void> {
  const encoder = new FeatureEncoder();
  let rest = Buffer.alloc(0);
  for (let place = 0; place < bytes; ) {
    const read = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE, place);
    place += read.bytesRead;
    rest = Buffer.concat([rest, read.buffer.subarray(0, read.bytesRead)]);
    const pieces: Uint8Array[] = [];
    for (;;) {
      const length = rest.length < 8 ? Infinity : 8 + rest.readUInt32LE(0) + rest.readUInt32LE(4);
      if (length > rest.length) break;
      pieces.push(encode(encoder, rest.subarray(0, length), hasZ));
      rest = rest.subarray(length);
    }
    yield Buffer.concat(pieces);
  }
}

function encode(encoder: FeatureEncoder, record: Buffer, withZ: boolean): Buffer {
  const { shape, properties } = partsOf(record);
  return encoder.bytes(shape, properties, withZ);
}

function partsOf(record: Buffer): { readonly shape: Shape; readonly properties: Buffer } {
  const end = 8 + record.readUInt32LE(0);
  return { shape: readShape(record.subarray(8, end)), properties: record.subarray(end) };
}
