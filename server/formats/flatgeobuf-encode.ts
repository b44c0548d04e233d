/** The tables of FlatGeobuf 3 (header.fbs, feature.fbs) as bytes. */
import { Builder } from 'flatbuffers';
import type { FileCrs } from './crs.ts';
import {
  doubleOf,
  flagOf,
  isoOf,
  textOf,
  wholeOf,
  type ColumnKind,
  type FileColumn,
  type Value,
} from './description.ts';
import { hasHeights, runsOf, SHAPE_TYPES, type Box, type Shape } from './shape.ts';

/** Types of columns by their numbers in header.fbs. */
const TYPES: Readonly<Record<ColumnKind, number>> = {
  boolean: 2,
  integer: 7,
  number: 10,
  text: 11,
  date: 13,
  time: 13,
};

export const MAGIC = Buffer.from('6667620366676200', 'hex');
export const NODE_SIZE = 16;

export interface HeaderParts {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON. */
  readonly metadata: string;
  readonly box: Box;
  /** Number of the type that all geometries have; 0 for several. */
  readonly geometryType: number;
  readonly hasZ: boolean;
  readonly columns: readonly FileColumn[];
  readonly count: number;
  readonly isIndexed: boolean;
  readonly crs: FileCrs;
}

/** With its size before it. */
export function headerBytes(parts: HeaderParts): Uint8Array {
  const builder = new Builder(4096);
  const { name, wkt, srid } = parts.crs;
  const [org, crsName, crsText] = [builder.createString('EPSG'), builder.createString(name), builder.createString(wkt)];
  builder.startObject(6);
  builder.addFieldOffset(0, org, 0);
  builder.addFieldInt32(1, srid, 0);
  builder.addFieldOffset(2, crsName, 0);
  builder.addFieldOffset(4, crsText, 0);
  const crs = builder.endObject();
  const columns = parts.columns.map((column) => {
    const [id, title] = [builder.createString(column.name), builder.createString(column.title)];
    builder.startObject(11);
    builder.addFieldOffset(0, id, 0);
    builder.addFieldInt8(1, TYPES[column.kind], 0);
    builder.addFieldOffset(2, title, 0);
    return builder.endObject();
  });
  builder.startVector(4, columns.length, 4);
  for (const column of columns.toReversed()) builder.addOffset(column);
  const columnList = builder.endVector();
  const isEmpty = parts.box[0] > parts.box[2];
  builder.startVector(8, isEmpty ? 0 : 4, 8);
  if (!isEmpty) for (const edge of parts.box.toReversed()) builder.addFloat64(edge);
  const envelope = builder.endVector();
  const [id, title, description, metadata] = [parts.name, parts.title, parts.description, parts.metadata].map((text) =>
    builder.createString(text),
  ) as [number, number, number, number];
  builder.startObject(14);
  builder.addFieldOffset(0, id, 0);
  builder.addFieldOffset(1, envelope, 0);
  builder.addFieldInt8(2, parts.geometryType, 0);
  builder.addFieldInt8(3, parts.hasZ ? 1 : 0, 0);
  builder.addFieldOffset(7, columnList, 0);
  builder.addFieldInt64(8, BigInt(parts.count), 0n);
  // A reader takes 16 where it is left out.
  builder.addFieldInt16(9, parts.isIndexed ? NODE_SIZE : 0, NODE_SIZE);
  builder.addFieldOffset(10, crs, 0);
  builder.addFieldOffset(11, title, 0);
  builder.addFieldOffset(12, description, 0);
  builder.addFieldOffset(13, metadata, 0);
  builder.finishSizePrefixed(builder.endObject());
  return builder.asUint8Array();
}

interface Named {
  readonly id: string;
  /** Of the city. */
  readonly timeZone: string | undefined;
}

/** Values of a feature, each behind the number of its column. Throws `Unwritable`. */
export function propertyBytes(values: readonly Value[], columns: readonly FileColumn[], feature: Named): Buffer {
  const parts: Buffer[] = [];
  for (const [nth, column] of columns.entries()) {
    const bytes = valueBytes(values[nth] ?? null, column, feature);
    if (bytes === null) continue;
    bytes.writeUInt16LE(nth, 0);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** With room for the number of the column at the start; null where there is no value. */
function valueBytes(value: Value, column: FileColumn, { id, timeZone }: Named): Buffer | null {
  if (value === null) return null;
  switch (column.kind) {
    case 'boolean':
      return Buffer.of(0, 0, flagOf(value, column, id) === true ? 1 : 0);
    case 'integer': {
      const bytes = Buffer.allocUnsafe(10);
      bytes.writeBigInt64LE(BigInt(wholeOf(value, column, id) ?? 0), 2);
      return bytes;
    }
    case 'number': {
      const bytes = Buffer.allocUnsafe(10);
      bytes.writeDoubleLE(doubleOf(value, column, id) ?? 0, 2);
      return bytes;
    }
    case 'text':
    case 'date':
    case 'time': {
      const text = column.kind === 'text' ? textOf(value) : isoOf(value, column, timeZone);
      if (text === null) return null;
      const length = Buffer.byteLength(text);
      const bytes = Buffer.allocUnsafe(6 + length);
      bytes.writeUInt32LE(length, 2);
      bytes.write(text, 6);
      return bytes;
    }
  }
}

/** Places in a feature: its size, the way to its table, the table's index, the table, then properties and geometry. */
const ROOT = { index: 8, table: 16, properties: 28 } as const;
/** Fields of a geometry by their places in the schema and in our tables, which have all of them. */
const GEOMETRY = { indexBytes: 20, tableBytes: 24, ends: 4, xy: 8, z: 12, parts: 16, type: 20 } as const;

/**
 * A feature with its size before it, or its length alone where `out` is null. A file whose header says that there are
 * heights has them in every feature: those without are at height 0.
 */
export class FeatureEncoder {
  #out: Buffer | null = null;
  #at = 0;
  #withZ = false;

  size(shape: Shape, propertiesLength: number, withZ: boolean): number {
    this.#out = null;
    return this.#encode(shape, propertiesLength, null, withZ);
  }

  bytes(shape: Shape, properties: Uint8Array, withZ: boolean): Buffer {
    const size = this.size(shape, properties.length, withZ);
    this.#out = Buffer.alloc(size);
    this.#encode(shape, properties.length, properties, withZ);
    return this.#out;
  }

  #encode(shape: Shape, propertiesLength: number, properties: Uint8Array | null, withZ: boolean): number {
    this.#withZ = withZ;
    const out = this.#out;
    this.#at = ROOT.properties + 4 + propertiesLength;
    this.#align(4);
    const geometry = this.#geometry(shape);
    this.#align(8);
    if (out !== null && properties !== null) {
      out.writeUInt32LE(this.#at - 4, 0);
      out.writeUInt32LE(ROOT.table - 4, 4);
      for (const [nth, field] of [8, 12, 4, 8].entries()) out.writeUInt16LE(field, ROOT.index + nth * 2);
      out.writeInt32LE(ROOT.table - ROOT.index, ROOT.table);
      out.writeUInt32LE(geometry - (ROOT.table + 4), ROOT.table + 4);
      out.writeUInt32LE(ROOT.properties - (ROOT.table + 8), ROOT.table + 8);
      out.writeUInt32LE(propertiesLength, ROOT.properties);
      out.set(properties, ROOT.properties + 4);
    }
    return this.#at;
  }

  #align(bytes: number): void {
    this.#at = Math.ceil(this.#at / bytes) * bytes;
  }

  /** @returns the place of its table */
  #geometry(shape: Shape): number {
    const index = this.#at;
    const table = index + GEOMETRY.indexBytes;
    this.#at = table + GEOMETRY.tableBytes;
    const isNested = shape.type === 'MultiPolygon' || shape.type === 'GeometryCollection';
    const runs = isNested ? [] : runsOf(shape);
    const hasEnds = runs.length > 1 && shape.type !== 'MultiPoint';
    const sizeOf = (run: Float64Array): number => run.length / this.#sizeIn(shape);
    const count = runs.reduce((sum, run) => sum + sizeOf(run), 0);
    const hasZ = this.#withZ && !isNested;
    const ends = hasEnds ? this.#vector(runs.length, 4) : 0;
    const xy = isNested ? 0 : this.#vector(count * 2, 8);
    const z = hasZ ? this.#vector(count, 8) : 0;
    const members = isNested ? shape.members : [];
    const parts = isNested ? this.#vector(members.length, 4) : 0;
    const out = this.#out;
    if (out !== null) {
      out.writeUInt16LE(GEOMETRY.indexBytes, index);
      out.writeUInt16LE(GEOMETRY.tableBytes, index + 2);
      const field = (nth: number, at: number, target: number): void => {
        if (target === 0) return;
        out.writeUInt16LE(at, index + 4 + nth * 2);
        out.writeUInt32LE(target - (table + at), table + at);
      };
      out.writeInt32LE(GEOMETRY.indexBytes, table);
      field(0, GEOMETRY.ends, ends);
      field(1, GEOMETRY.xy, xy);
      field(2, GEOMETRY.z, z);
      field(7, GEOMETRY.parts, parts);
      out.writeUInt16LE(GEOMETRY.type, index + 4 + 6 * 2);
      out.writeUInt8(SHAPE_TYPES[shape.type], table + GEOMETRY.type);
      if (hasEnds) this.#writeEnds(out, ends + 4, runs.map(sizeOf));
      this.#writePositions(out, runs, { xy: xy + 4, z: hasZ ? z + 4 : 0, size: this.#sizeIn(shape) });
    }
    for (const [nth, member] of members.entries()) {
      this.#align(4);
      const target = this.#geometry(member);
      const place = parts + 4 + nth * 4;
      out?.writeUInt32LE(target - place, place);
    }
    return table;
  }

  /** Numbers of each position as they are. */
  #sizeIn(shape: Shape): number {
    return hasHeights(shape) ? 3 : 2;
  }

  /** Room for a list behind its length. @returns the place of the length */
  #vector(count: number, bytes: number): number {
    this.#at += 4;
    this.#align(bytes);
    const place = this.#at - 4;
    this.#at += count * bytes;
    this.#align(4);
    this.#out?.writeUInt32LE(count, place);
    return place;
  }

  #writeEnds(out: Buffer, start: number, counts: readonly number[]): void {
    let end = 0;
    for (const [nth, count] of counts.entries()) {
      end += count;
      out.writeUInt32LE(end, start + nth * 4);
    }
  }

  #writePositions(
    out: Buffer,
    runs: readonly Float64Array[],
    { xy, z, size }: { readonly xy: number; readonly z: number; readonly size: number },
  ): void {
    let nth = 0;
    for (const run of runs) {
      for (let at = 0; at < run.length; at += size, nth += 1) {
        out.writeDoubleLE(run[at] as number, xy + nth * 16);
        out.writeDoubleLE(run[at + 1] as number, xy + nth * 16 + 8);
        if (z > 0) out.writeDoubleLE(size === 3 ? (run[at + 2] as number) : 0, z + nth * 8);
      }
    }
  }
}
