/** The tables of FlatGeobuf (its schemas header.fbs and feature.fbs), by the places of their fields. */
import { ByteBuffer } from 'flatbuffers';

export interface FgbColumn {
  readonly name: string;
  readonly type: number;
}

export interface FgbHeader {
  readonly geometryType: number;
  readonly columns: readonly FgbColumn[];
  readonly count: bigint;
  readonly nodeSize: number;
  readonly crs: FgbCrs | null;
}

export interface FgbCrs {
  readonly org: string | null;
  readonly code: number;
  readonly name: string | null;
  readonly wkt: string | null;
}

const HEADER = { geometryType: 2, columns: 7, count: 8, nodeSize: 9, crs: 10 } as const;
const COLUMN = { name: 0, type: 1 } as const;
const CRS = { org: 0, code: 1, name: 2, wkt: 4 } as const;
const FEATURE = { geometry: 0, properties: 1, columns: 2 } as const;
const GEOMETRY = { ends: 0, xy: 1, type: 6, parts: 7 } as const;
/** Where a header says nothing. */
const NODE_SIZE = 16;

const decoder = new TextDecoder('utf-8');

/** A table of FlatBuffers: its fields lie where an index of offsets says. */
class Table {
  readonly #bytes: ByteBuffer;
  readonly #at: number;

  constructor(bytes: ByteBuffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #field(nth: number): number {
    const offset = this.#bytes.__offset(this.#at, 4 + nth * 2);
    return offset === 0 ? 0 : this.#at + offset;
  }

  uint8(nth: number): number {
    const at = this.#field(nth);
    return at === 0 ? 0 : this.#bytes.readUint8(at);
  }

  uint16(nth: number, otherwise: number): number {
    const at = this.#field(nth);
    return at === 0 ? otherwise : this.#bytes.readUint16(at);
  }

  int32(nth: number): number {
    const at = this.#field(nth);
    return at === 0 ? 0 : this.#bytes.readInt32(at);
  }

  uint64(nth: number): bigint {
    const at = this.#field(nth);
    return at === 0 ? 0n : this.#bytes.readUint64(at);
  }

  text(nth: number): string | null {
    const bytes = this.bytes(nth);
    return bytes === null ? null : decoder.decode(bytes);
  }

  table(nth: number): Table | null {
    const at = this.#field(nth);
    return at === 0 ? null : new Table(this.#bytes, this.#bytes.__indirect(at));
  }

  tables(nth: number): Table[] {
    const { start, length } = this.#vector(nth, 4);
    return Array.from({ length }, (_, index) => new Table(this.#bytes, this.#bytes.__indirect(start + index * 4)));
  }

  doubles(nth: number): number[] {
    const { start, length } = this.#vector(nth, 8);
    return Array.from({ length }, (_, index) => this.#bytes.readFloat64(start + index * 8));
  }

  uint32s(nth: number): number[] {
    const { start, length } = this.#vector(nth, 4);
    return Array.from({ length }, (_, index) => this.#bytes.readUint32(start + index * 4));
  }

  bytes(nth: number): Uint8Array | null {
    if (this.#field(nth) === 0) return null;
    const { start, length } = this.#vector(nth, 1);
    return this.#bytes.bytes().subarray(start, start + length);
  }

  #vector(nth: number, size: number): { readonly start: number; readonly length: number } {
    const at = this.#field(nth);
    if (at === 0) return { start: 0, length: 0 };
    const length = this.#bytes.__vector_len(at);
    const start = this.#bytes.__vector(at);
    if (start + length * size > this.#bytes.capacity()) throw new RangeError('cut off');
    return { start, length };
  }
}

function rootOf(bytes: Uint8Array): Table {
  const buffer = new ByteBuffer(bytes);
  return new Table(buffer, buffer.readInt32(0));
}

/** Throws `RangeError` for damaged bytes, as all of these do. */
export function headerOf(bytes: Uint8Array): FgbHeader {
  const header = rootOf(bytes);
  const crs = header.table(HEADER.crs);
  return {
    geometryType: header.uint8(HEADER.geometryType),
    columns: columnsOf(header, HEADER.columns),
    count: header.uint64(HEADER.count),
    nodeSize: header.uint16(HEADER.nodeSize, NODE_SIZE),
    crs:
      crs === null
        ? null
        : { org: crs.text(CRS.org), code: crs.int32(CRS.code), name: crs.text(CRS.name), wkt: crs.text(CRS.wkt) },
  };
}

function columnsOf(table: Table, nth: number): FgbColumn[] {
  return table.tables(nth).map((column) => ({ name: column.text(COLUMN.name) ?? '', type: column.uint8(COLUMN.type) }));
}

export type FeatureTable = Table;

export function featureTable(bytes: Uint8Array): FeatureTable {
  return rootOf(bytes);
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'Point',
  2: 'LineString',
  3: 'Polygon',
  4: 'MultiPoint',
  5: 'MultiLineString',
  6: 'MultiPolygon',
  7: 'GeometryCollection',
};

/** A GeoJSON geometry; null where the feature has none. A type of its own stands for one of unknown type. */
export function readGeometry(feature: FeatureTable, headerType: number): unknown {
  const geometry = feature.table(FEATURE.geometry);
  return geometry === null ? null : geometryOf(geometry, headerType, 0);
}

function geometryOf(table: Table, otherwise: number, depth: number): unknown {
  if (depth > 4) throw new RangeError('nested too deep');
  const type = table.uint8(GEOMETRY.type) || otherwise;
  const xy = table.doubles(GEOMETRY.xy);
  const name = NAMES[type];
  switch (type) {
    case 1: {
      const [x = NaN, y = NaN] = xy;
      return xy.length === 0 || (Number.isNaN(x) && Number.isNaN(y)) ? null : { type: name, coordinates: [x, y] };
    }
    case 2:
    case 4:
      return xy.length === 0 ? null : { type: name, coordinates: pairs(xy) };
    case 3:
    case 5:
      return xy.length === 0 ? null : { type: name, coordinates: parts(pairs(xy), table.uint32s(GEOMETRY.ends)) };
    case 6: {
      const areas = table
        .tables(GEOMETRY.parts)
        .map((part) => parts(pairs(part.doubles(GEOMETRY.xy)), part.uint32s(GEOMETRY.ends)));
      return areas.length === 0 ? null : { type: name, coordinates: areas };
    }
    case 7:
      return { type: name, geometries: table.tables(GEOMETRY.parts).map((part) => geometryOf(part, 0, depth + 1)) };
    default:
      return { type: `geometry ${type}` };
  }
}

function pairs(xy: readonly number[]): [number, number][] {
  return Array.from({ length: xy.length >> 1 }, (_, nth) => [xy[nth * 2] ?? NaN, xy[nth * 2 + 1] ?? NaN]);
}

/** `ends` are the places behind the last position of each part; absent where there is one part. */
function parts(positions: [number, number][], ends: readonly number[]): [number, number][][] {
  if (ends.length < 2) return [positions];
  return ends.map((end, nth) => positions.slice(ends[nth - 1] ?? 0, end));
}

/**
 * Values by the names of their columns. Whole numbers that a number cannot hold stay text; binary ones are left out.
 * A feature may bring columns of its own.
 */
export function readValues(feature: FeatureTable, columns: readonly FgbColumn[]): Readonly<Record<string, unknown>> {
  const own = columnsOf(feature, FEATURE.columns);
  const used = own.length > 0 ? own : columns;
  const bytes = feature.bytes(FEATURE.properties);
  if (bytes === null) return {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: [string, unknown][] = [];
  let at = 0;
  while (at < bytes.length) {
    const column = used[view.getUint16(at, true)];
    if (column === undefined) throw new RangeError('no such column');
    at += 2;
    const { value, size } = valueAt(view, bytes, at, column.type);
    at += size;
    if (value !== undefined) values.push([column.name, value]);
  }
  return Object.fromEntries(values);
}

function valueAt(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  type: number,
): { readonly value: unknown; readonly size: number } {
  switch (type) {
    case 0:
      return { value: view.getInt8(at), size: 1 };
    case 1:
      return { value: view.getUint8(at), size: 1 };
    case 2:
      return { value: view.getUint8(at) !== 0, size: 1 };
    case 3:
      return { value: view.getInt16(at, true), size: 2 };
    case 4:
      return { value: view.getUint16(at, true), size: 2 };
    case 5:
      return { value: view.getInt32(at, true), size: 4 };
    case 6:
      return { value: view.getUint32(at, true), size: 4 };
    case 7:
      return { value: whole(view.getBigInt64(at, true)), size: 8 };
    case 8:
      return { value: whole(view.getBigUint64(at, true)), size: 8 };
    case 9:
      // The shortest number that is the same in four bytes: 0.1, not 0.10000000149011612.
      return { value: Number(view.getFloat32(at, true).toPrecision(7)), size: 4 };
    case 10:
      return { value: view.getFloat64(at, true), size: 8 };
    case 11:
    case 12:
    case 13: {
      const length = view.getUint32(at, true);
      if (at + 4 + length > bytes.length) throw new RangeError('cut off');
      return { value: decoder.decode(bytes.subarray(at + 4, at + 4 + length)), size: 4 + length };
    }
    case 14:
      return { value: undefined, size: 4 + view.getUint32(at, true) };
    default:
      throw new RangeError(`type ${type}`);
  }
}

function whole(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
