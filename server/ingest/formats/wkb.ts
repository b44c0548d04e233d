/** Reads well-known binary of any flavour (ISO, extended, with heights and measures) as a GeoJSON geometry. */

export class WkbError extends Error {
  override readonly name = 'WkbError';
}

const NAMES = [
  '',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
];
/** Curves and surfaces of the standard, by which errors call them. */
const OTHERS: Readonly<Record<number, string>> = {
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
  11: 'MultiCurve',
  12: 'MultiSurface',
  15: 'PolyhedralSurface',
  16: 'TIN',
  17: 'Triangle',
};
const MAX_DEPTH = 8;

/** Heights and measures are left out. Null for an empty geometry. Throws `WkbError`. */
export function geometryOfWkb(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  try {
    return reader.geometry(0);
  } catch (error) {
    if (error instanceof RangeError) throw new WkbError('cut off');
    throw error;
  }
}

class Reader {
  readonly #view: DataView;
  #at = 0;
  #isLittle = true;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  geometry(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new WkbError('nested too deep');
    this.#isLittle = this.#view.getUint8(this.#at) === 1;
    this.#at += 1;
    const raw = this.#count();
    if ((raw & 0x2000_0000) !== 0) this.#at += 4;
    const flavour = Math.floor((raw & 0xffff) / 1000);
    const type = (raw & 0xffff) % 1000;
    const hasZ = (raw & 0x8000_0000) !== 0 || flavour === 1 || flavour === 3;
    const hasM = (raw & 0x4000_0000) !== 0 || flavour === 2 || flavour === 3;
    const size = 2 + Number(hasZ) + Number(hasM);
    const name = NAMES[type];
    if (name === undefined || name === '') return { type: OTHERS[type] ?? `geometry ${type}` };
    if (type === 1) {
      const [position] = this.#positions(1, size);
      return position?.every((value) => Number.isNaN(value)) === true ? null : { type: name, coordinates: position };
    }
    const count = this.#count();
    if (count === 0) return null;
    if (type === 2) return { type: name, coordinates: this.#positions(count, size) };
    if (type === 3) return { type: name, coordinates: this.#repeat(count, () => this.#positions(this.#count(), size)) };
    const parts = this.#repeat(count, () => this.geometry(depth + 1));
    if (type === 7) return { type: name, geometries: parts };
    return { type: name, coordinates: parts.flatMap((part) => (isPart(part) ? [part.coordinates] : [])) };
  }

  #repeat<T>(count: number, read: () => T): T[] {
    // Every part takes at least four bytes: a number larger than that is no count.
    if (count * 4 > this.#view.byteLength - this.#at) throw new WkbError('cut off');
    return Array.from({ length: count }, read);
  }

  #positions(count: number, size: number): [number, number][] {
    if (count * size * 8 > this.#view.byteLength - this.#at) throw new WkbError('cut off');
    return Array.from({ length: count }, () => {
      const x = this.#view.getFloat64(this.#at, this.#isLittle);
      const y = this.#view.getFloat64(this.#at + 8, this.#isLittle);
      this.#at += size * 8;
      return [x, y];
    });
  }

  #count(): number {
    const count = this.#view.getUint32(this.#at, this.#isLittle);
    this.#at += 4;
    return count;
  }
}

function isPart(part: unknown): part is { readonly coordinates: unknown } {
  return typeof part === 'object' && part !== null && 'coordinates' in part;
}
