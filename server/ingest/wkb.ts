import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import { firstPosition } from './datum.ts';
import type { EncodedGeometry } from './types.ts';

type Position = readonly number[];

const TYPES = { Point: 1, LineString: 2, Polygon: 3, MultiPoint: 4, MultiLineString: 5, MultiPolygon: 6 } as const;
const WITH_SRID = 0x2000_0000;
const SRID = 4326;

/** Large enough that the round trip does not count, small enough for progress and memory. */
const BATCH = { features: 2000, hexCharacters: 4_000_000 } as const;

/** A geometry in WGS 84 as it is written. */
export function encodeGeometry(geometry: GeoJSONGeometry): EncodedGeometry {
  const [lon = NaN, lat = NaN] = firstPosition(geometry);
  return { wkb: toHexWkb(geometry), at: [lon, lat] };
}

/** Cuts features into batches by their number and the size of their geometries. */
export function* batches<T extends Pick<EncodedGeometry, 'wkb'>>(features: readonly T[]): Generator<readonly T[]> {
  let start = 0;
  let size = 0;
  for (const [index, { wkb }] of features.entries()) {
    size += wkb.length;
    const end = index + 1;
    if (end - start < BATCH.features && size < BATCH.hexCharacters && end < features.length) continue;
    yield features.slice(start, end);
    start = end;
    size = 0;
  }
}

/** Extended WKB in hexadecimal, as PostGIS casts it to a geometry; longitude and latitude only. */
export function toHexWkb(geometry: GeoJSONGeometry): string {
  const writer = new Writer();
  writer.head(TYPES[geometry.type] | WITH_SRID);
  writer.uint32(SRID);
  switch (geometry.type) {
    case 'Point':
      writer.position(geometry.coordinates);
      break;
    case 'LineString':
      writer.line(geometry.coordinates);
      break;
    case 'Polygon':
      writer.polygon(geometry.coordinates);
      break;
    case 'MultiPoint':
      writer.parts(geometry.coordinates, TYPES.Point, (part) => writer.position(part));
      break;
    case 'MultiLineString':
      writer.parts(geometry.coordinates, TYPES.LineString, (part) => writer.line(part));
      break;
    case 'MultiPolygon':
      writer.parts(geometry.coordinates, TYPES.Polygon, (part) => writer.polygon(part));
      break;
  }
  return writer.hex();
}

class Writer {
  #buffer = Buffer.allocUnsafe(64);
  #length = 0;

  head(type: number): void {
    this.#reserve(5);
    this.#length = this.#buffer.writeUInt8(1, this.#length);
    this.#length = this.#buffer.writeUInt32LE(type, this.#length);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  position(position: Position): void {
    this.#reserve(16);
    this.#length = this.#buffer.writeDoubleLE(position[0] ?? NaN, this.#length);
    this.#length = this.#buffer.writeDoubleLE(position[1] ?? NaN, this.#length);
  }

  line(positions: readonly Position[]): void {
    this.uint32(positions.length);
    for (const position of positions) this.position(position);
  }

  polygon(rings: readonly (readonly Position[])[]): void {
    this.uint32(rings.length);
    for (const ring of rings) this.line(ring);
  }

  parts<T>(parts: readonly T[], type: number, write: (part: T) => void): void {
    this.uint32(parts.length);
    for (const part of parts) {
      this.head(type);
      write(part);
    }
  }

  hex(): string {
    return this.#buffer.toString('hex', 0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
