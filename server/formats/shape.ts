/** Geometries as their well-known binary has them (ISO, or extended as PostGIS writes it), with heights. */

interface Part {
  readonly hasZ: boolean;
}
/** Positions one behind the other: two numbers each, three with heights. */
export interface PointShape extends Part {
  readonly type: 'Point';
  /** Empty for an empty point. */
  readonly positions: Float64Array;
}
export interface LineShape extends Part {
  readonly type: 'LineString';
  readonly positions: Float64Array;
}
export interface AreaShape extends Part {
  readonly type: 'Polygon';
  readonly rings: readonly Float64Array[];
}
export interface ManyShape extends Part {
  readonly type: 'MultiPoint' | 'MultiLineString' | 'MultiPolygon' | 'GeometryCollection';
  readonly members: readonly Shape[];
}
export type Shape = PointShape | LineShape | AreaShape | ManyShape;

/** Numbers of the types, in well-known binary and in every format made after it. */
export const SHAPE_TYPES = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
} as const;
export type ShapeType = keyof typeof SHAPE_TYPES;

const NAMES = new Map<number, ShapeType>(
  Object.entries(SHAPE_TYPES).map(([name, number]) => [number, name as ShapeType]),
);
const EXTENDED = { z: 0x80000000, m: 0x40000000, srid: 0x20000000 } as const;

/** Throws `RangeError` for bytes that are no geometry. Measures are left out. */
export function readShape(geometry: string | Uint8Array): Shape {
  if (typeof geometry === 'string') throw new RangeError('The geometry was asked for as text.');
  const reader = new Reader(geometry);
  return reader.shape();
}

class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset, byteLength);
  }

  shape(): Shape {
    const little = this.#view.getUint8(this.#at) === 1;
    const code = this.#view.getUint32(this.#at + 1, little);
    this.#at += (code & EXTENDED.srid) === 0 ? 5 : 9;
    const plain = code & 0xffff;
    const dimension = Math.floor(plain / 1000);
    const hasZ = (code & EXTENDED.z) !== 0 || dimension === 1 || dimension === 3;
    const hasM = (code & EXTENDED.m) !== 0 || dimension === 2 || dimension === 3;
    const type = NAMES.get(plain % 1000);
    switch (type) {
      case undefined:
        throw new RangeError(`No geometry has the type ${String(code)}.`);
      case 'Point': {
        const positions = this.#positions(1, hasZ, hasM, little);
        // An empty point is one of no numbers.
        return { type, hasZ, positions: Number.isNaN(positions[0]) ? new Float64Array(0) : positions };
      }
      case 'LineString':
        return { type, hasZ, positions: this.#positions(this.#count(little), hasZ, hasM, little) };
      case 'Polygon': {
        const rings: Float64Array[] = [];
        for (let left = this.#count(little); left > 0; left -= 1)
          rings.push(this.#positions(this.#count(little), hasZ, hasM, little));
        return { type, hasZ, rings };
      }
      default: {
        const members: Shape[] = [];
        for (let left = this.#count(little); left > 0; left -= 1) members.push(this.shape());
        return { type, hasZ, members };
      }
    }
  }

  #count(little: boolean): number {
    const count = this.#view.getUint32(this.#at, little);
    this.#at += 4;
    return count;
  }

  #positions(count: number, hasZ: boolean, hasM: boolean, little: boolean): Float64Array {
    const size = hasZ ? 3 : 2;
    const skipped = hasM ? 8 : 0;
    if (count * (size * 8 + skipped) > this.#view.byteLength - this.#at)
      throw new RangeError('The geometry is cut off.');
    const positions = new Float64Array(count * size);
    for (let nth = 0; nth < positions.length; ) {
      for (let axis = 0; axis < size; axis += 1, nth += 1, this.#at += 8)
        positions[nth] = this.#view.getFloat64(this.#at, little);
      this.#at += skipped;
    }
    return positions;
  }
}

/** Positions of a line each, and of a ring each; one of a point. */
export function runsOf(shape: Shape): readonly Float64Array[] {
  if (shape.type === 'Polygon') return shape.rings;
  return 'members' in shape ? shape.members.flatMap(runsOf) : [shape.positions];
}

/** Whether any part has heights: a collection may have parts of both kinds. */
export function hasHeights(shape: Shape): boolean {
  return shape.hasZ || ('members' in shape && shape.members.some(hasHeights));
}

/** West, south, east, north in units of the coordinates. */
export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

export const NO_BOX: Box = [Infinity, Infinity, -Infinity, -Infinity];

export function boxOf(shape: Shape, around: Box = NO_BOX): Box {
  if ('members' in shape) {
    let box = around;
    for (const member of shape.members) box = boxOf(member, box);
    return box;
  }
  let [minX, minY, maxX, maxY] = around;
  const size = shape.hasZ ? 3 : 2;
  for (const positions of shape.type === 'Polygon' ? shape.rings : [shape.positions]) {
    for (let at = 0; at < positions.length; at += size) {
      const x = positions[at] as number;
      const y = positions[at + 1] as number;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return [minX, minY, maxX, maxY];
}

export function join([a, b, c, d]: Box, [west, south, east, north]: Box): Box {
  return [Math.min(a, west), Math.min(b, south), Math.max(c, east), Math.max(d, north)];
}

/** Well-known text, such as `POINT Z (120.3 36.1 12)`. */
export function wktOf(shape: Shape): string {
  return `${shape.type.toUpperCase()}${hasHeights(shape) ? ' Z' : ''} ${bodyOf(shape)}`;
}

function bodyOf(shape: Shape): string {
  const size = shape.hasZ ? 3 : 2;
  if (shape.type === 'Polygon')
    return shape.rings.length === 0 ? 'EMPTY' : `(${shape.rings.map((ring) => listOf(ring, size)).join(', ')})`;
  if ('members' in shape) {
    if (shape.members.length === 0) return 'EMPTY';
    return `(${shape.members.map(shape.type === 'GeometryCollection' ? wktOf : bodyOf).join(', ')})`;
  }
  return shape.positions.length === 0 ? 'EMPTY' : listOf(shape.positions, size);
}

function listOf(positions: Float64Array, size: number): string {
  let text = '(';
  for (let at = 0; at < positions.length; at += 1)
    text += at === 0 ? positions[at] : at % size === 0 ? `, ${positions[at]}` : ` ${positions[at]}`;
  return `${text})`;
}

/** The same bytes without the number of the system and with the types of ISO, which formats other than PostGIS read. */
export function isoWkb(geometry: string | Uint8Array): Uint8Array {
  if (typeof geometry === 'string') throw new RangeError('The geometry was asked for as text.');
  const little = geometry[0] === 1;
  const code = new DataView(geometry.buffer, geometry.byteOffset, geometry.byteLength).getUint32(1, little);
  return (code & 0xe0000000) === 0 ? geometry : writeWkb(readShape(geometry));
}

function writeWkb(shape: Shape): Uint8Array {
  const parts: Buffer[] = [];
  addWkb(shape, parts);
  return Buffer.concat(parts);
}

function addWkb(shape: Shape, parts: Buffer[]): void {
  const head = Buffer.alloc(9);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(SHAPE_TYPES[shape.type] + (shape.hasZ ? 1000 : 0), 1);
  const size = shape.hasZ ? 3 : 2;
  if (shape.type === 'Point') {
    const empty = shape.positions.length === 0;
    parts.push(head.subarray(0, 5), doubles(empty ? new Float64Array(size).fill(NaN) : shape.positions));
  } else if (shape.type === 'LineString') {
    head.writeUInt32LE(shape.positions.length / size, 5);
    parts.push(head, doubles(shape.positions));
  } else if (shape.type === 'Polygon') {
    head.writeUInt32LE(shape.rings.length, 5);
    parts.push(head);
    for (const ring of shape.rings) {
      const count = Buffer.alloc(4);
      count.writeUInt32LE(ring.length / size);
      parts.push(count, doubles(ring));
    }
  } else {
    head.writeUInt32LE(shape.members.length, 5);
    parts.push(head);
    for (const member of shape.members) addWkb(member, parts);
  }
}

function doubles(positions: Float64Array): Buffer {
  const bytes = Buffer.alloc(positions.length * 8);
  for (let at = 0; at < positions.length; at += 1) bytes.writeDoubleLE(positions[at] as number, at * 8);
  return bytes;
}
