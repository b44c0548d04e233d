/** Reads well-known binary, as PostGIS writes it with `ST_AsBinary`, into tile geometry. */
import type { Path, TileGeometry } from './geometry.ts';

/** The bytes are not a two-dimensional geometry. */
export class WkbError extends Error {
  override readonly name = 'WkbError';
}

const POINT = 1;
const LINE = 2;
const POLYGON = 3;
const COLLECTIONS = [4, 5, 6, 7];

interface Parts {
  readonly points: number[];
  readonly lines: Path[];
  readonly polygons: Path[][];
}

/**
 * The geometry of a WKB value, null where it is empty. Of a mixed collection only the parts of the highest dimension
 * are kept: clipping an area can leave lines and points where it merely touches the edge, and those are not areas.
 */
export function readWkb(bytes: Uint8Array): TileGeometry | null {
  const parts: Parts = { points: [], lines: [], polygons: [] };
  const reader = new WkbReader(bytes);
  reader.geometry(parts);
  if (parts.polygons.length > 0) return { kind: 'Polygon', polygons: parts.polygons };
  if (parts.lines.length > 0) return { kind: 'LineString', lines: parts.lines };
  if (parts.points.length > 0) return { kind: 'Point', points: parts.points };
  return null;
}

class WkbReader {
  private readonly view: DataView;
  private offset = 0;
  private littleEndian = true;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  geometry(parts: Parts): void {
    this.need(5);
    this.littleEndian = this.view.getUint8(this.offset) === 1;
    this.offset += 1;
    const type = this.uint();
    if (type === POINT) this.point(parts);
    else if (type === LINE) parts.lines.push(this.path());
    else if (type === POLYGON) this.polygon(parts);
    else if (COLLECTIONS.includes(type)) for (let left = this.uint(); left > 0; left--) this.geometry(parts);
    else throw new WkbError(`Geometry type ${String(type)} is not one a tile can hold.`);
  }

  private point(parts: Parts): void {
    const [x = NaN, y = NaN] = this.coordinates(1);
    // An empty point is written as NaN NaN.
    if (!Number.isNaN(x)) parts.points.push(x, y);
  }

  private polygon(parts: Parts): void {
    const rings: Path[] = [];
    for (let left = this.uint(); left > 0; left--) rings.push(this.path());
    if (rings.length > 0) parts.polygons.push(rings);
  }

  private path(): Path {
    return this.coordinates(this.uint());
  }

  private coordinates(positions: number): number[] {
    this.need(positions * 16);
    const result = new Array<number>(positions * 2);
    for (let i = 0; i < result.length; i++, this.offset += 8)
      result[i] = this.view.getFloat64(this.offset, this.littleEndian);
    return result;
  }

  private uint(): number {
    this.need(4);
    const value = this.view.getUint32(this.offset, this.littleEndian);
    this.offset += 4;
    return value;
  }

  private need(count: number): void {
    if (this.offset + count > this.view.byteLength) throw new WkbError('The geometry ends before it is complete.');
  }
}
