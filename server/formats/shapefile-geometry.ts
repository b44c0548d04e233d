/** Shapes of a shapefile (ESRI Shapefile Technical Description, 1998): records, heads of the file and its index. */
import { Unwritable } from './description.ts';
import { NO_BOX, runsOf, type Box, type Shape } from './shape.ts';

/** A file has one of them, with heights or without. */
export type ShapefileKind = 'point' | 'multipoint' | 'line' | 'polygon';

const CODES: Readonly<Record<ShapefileKind, number>> = { point: 1, line: 3, polygon: 5, multipoint: 8 };
const WITH_Z = 10;
const NULL_SHAPE = 0;
/** What readers take for no measure. */
const NO_MEASURE = -1.7976931348623157e308;

/** Throws `Unwritable` for a collection. */
export function kindOf(shape: Shape, id: string): ShapefileKind {
  switch (shape.type) {
    case 'Point':
      return 'point';
    case 'MultiPoint':
      return 'multipoint';
    case 'LineString':
    case 'MultiLineString':
      return 'line';
    case 'Polygon':
    case 'MultiPolygon':
      return 'polygon';
    case 'GeometryCollection':
      throw new Unwritable('geometry', { id });
  }
}

export interface Heights {
  readonly min: number;
  readonly max: number;
}
export const NO_HEIGHTS: Heights = { min: Infinity, max: -Infinity };

/** What a record says, without its own head. */
export function shapeBytes(shape: Shape, kind: ShapefileKind, hasZ: boolean, box: Box): Buffer {
  const code = CODES[kind] + (hasZ ? WITH_Z : 0);
  const size = hasZ ? 3 : 2;
  const parts = kind === 'polygon' ? areasOf(shape).flatMap((rings) => wound(rings, size)) : runsOf(shape);
  const count = parts.reduce((sum, { length }) => sum + length / size, 0);
  if (count === 0) return withCode(Buffer.alloc(4), NULL_SHAPE);
  if (kind === 'point') {
    const [positions = new Float64Array(size)] = parts;
    const bytes = withCode(Buffer.alloc(hasZ ? 36 : 20), code);
    for (const [nth, value] of positions.entries()) bytes.writeDoubleLE(value, 4 + nth * 8);
    if (hasZ) bytes.writeDoubleLE(NO_MEASURE, 28);
    return bytes;
  }
  const hasParts = kind !== 'multipoint';
  const headBytes = hasParts ? 44 + parts.length * 4 : 40;
  const bytes = withCode(Buffer.alloc(headBytes + count * 16 + (hasZ ? 16 + count * 8 : 0)), code);
  for (const [nth, edge] of box.entries()) bytes.writeDoubleLE(edge, 4 + nth * 8);
  if (hasParts) bytes.writeInt32LE(parts.length, 36);
  bytes.writeInt32LE(count, hasParts ? 40 : 36);
  const heightsAt = headBytes + count * 16;
  let nth = 0;
  for (const [part, positions] of parts.entries()) {
    if (hasParts) bytes.writeInt32LE(nth, 44 + part * 4);
    for (let at = 0; at < positions.length; at += size, nth += 1) {
      bytes.writeDoubleLE(positions[at] as number, headBytes + nth * 16);
      bytes.writeDoubleLE(positions[at + 1] as number, headBytes + nth * 16 + 8);
      if (hasZ) bytes.writeDoubleLE(positions[at + 2] as number, heightsAt + 16 + nth * 8);
    }
  }
  if (hasZ) {
    const { min, max } = heightsOf(shape);
    bytes.writeDoubleLE(min, heightsAt);
    bytes.writeDoubleLE(max, heightsAt + 8);
  }
  return bytes;
}

export function heightsOf(shape: Shape, { min, max }: Heights = NO_HEIGHTS): Heights {
  let [low, high] = [min, max];
  for (const positions of shape.hasZ ? runsOf(shape) : []) {
    for (let at = 2; at < positions.length; at += 3) {
      const height = positions[at] as number;
      if (height < low) low = height;
      if (height > high) high = height;
    }
  }
  return { min: low, max: high };
}

function withCode(bytes: Buffer, code: number): Buffer {
  bytes.writeInt32LE(code, 0);
  return bytes;
}

function areasOf(shape: Shape): readonly (readonly Float64Array[])[] {
  if (shape.type === 'Polygon') return [shape.rings];
  return 'members' in shape ? shape.members.flatMap(areasOf) : [];
}

/** Rings as a shapefile tells them apart: what is around goes clockwise, holes the other way. */
function wound(rings: readonly Float64Array[], size: number): Float64Array[] {
  return rings.map((ring, nth) => (isClockwise(ring, size) === (nth === 0) ? ring : reversed(ring, size)));
}

function isClockwise(ring: Float64Array, size: number): boolean {
  let area = 0;
  const [x0 = 0, y0 = 0] = ring;
  for (let at = 0; at + size < ring.length; at += size) {
    const [x1, y1] = [(ring[at] as number) - x0, (ring[at + 1] as number) - y0];
    const [x2, y2] = [(ring[at + size] as number) - x0, (ring[at + size + 1] as number) - y0];
    area += x1 * y2 - x2 * y1;
  }
  return area < 0;
}

function reversed(ring: Float64Array, size: number): Float64Array {
  const turned = new Float64Array(ring.length);
  for (let at = 0; at < ring.length; at += size) turned.set(ring.subarray(at, at + size), ring.length - size - at);
  return turned;
}

export const HEAD_BYTES = 100;

export interface HeadParts {
  readonly kind: ShapefileKind;
  readonly hasZ: boolean;
  /** Of the whole file. */
  readonly bytes: number;
  readonly box: Box;
  readonly heights: Heights;
}

/** The head of `.shp` and of `.shx`. */
export function headBytes({ kind, hasZ, bytes, box, heights }: HeadParts): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE(bytes / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(CODES[kind] + (hasZ ? WITH_Z : 0), 32);
  const isEmpty = box === NO_BOX || box[0] > box[2];
  if (!isEmpty) for (const [nth, edge] of box.entries()) head.writeDoubleLE(edge, 36 + nth * 8);
  if (hasZ && heights.min <= heights.max) {
    head.writeDoubleLE(heights.min, 68);
    head.writeDoubleLE(heights.max, 76);
  }
  return head;
}
