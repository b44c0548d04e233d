import { h3IndexToSplitLong, splitLongToH3Index } from 'h3-js';
import {
  decodeColumnar,
  encodeColumnar,
  ColumnarError,
  type ColumnarArray,
} from '../../../tiles/api/columnar-message.ts';
import type { Demand, DemandMeta, DemandShape } from '../types.ts';
import { createHash } from 'node:crypto';

type ShapeHead =
  | { readonly kind: 'square'; readonly sizeM: number; readonly proj: string }
  | { readonly kind: 'h3'; readonly resolution: number }
  | { readonly kind: 'points' };

/** Subdistricts are `street` and `streets` here, as in every demand that a database holds since 0.3.0. */
interface Head {
  /** Of points that an analyst names. */
  readonly ids?: readonly string[];
  readonly shape: ShapeHead;
  readonly districts: readonly string[];
  readonly streets: readonly string[];
  readonly landUses: readonly string[];
  /** Names of the groups, whose people are the arrays `group0` and so on. Demand of before 0.5.0 has none. */
  readonly groups?: readonly string[];
  readonly meta: DemandMeta;
}

type Arrays = Readonly<Record<string, ColumnarArray>>;

/** A demand as a columnar message. H3's ids are two halves of 32 bits. */
export function encodeDemand({
  ids,
  lonLat,
  people,
  groups,
  areaM2,
  district,
  subdistrict,
  landUse,
  districts,
  subdistricts,
  landUses,
  shape,
  meta,
}: Demand): Uint8Array<ArrayBuffer> {
  const header: Head = {
    ...(ids === undefined ? {} : { ids }),
    shape: headOf(shape),
    districts,
    streets: subdistricts,
    landUses,
    ...(groups === undefined ? {} : { groups: groups.map(({ name }) => name) }),
    meta,
  };
  return encodeColumnar({
    header,
    arrays: {
      lonLat,
      people,
      areaM2,
      district,
      street: subdistrict,
      landUse,
      ...shapeArrays(shape),
      ...groupArrays(groups),
    },
  });
}

function groupArrays(groups: Demand['groups'] = []): Arrays {
  return Object.fromEntries(groups.map(({ people }, index) => [groupArray(index), people]));
}

function groupArray(index: number): string {
  return `group${String(index)}`;
}

function headOf(shape: DemandShape): ShapeHead {
  switch (shape.kind) {
    case 'square':
      return { kind: 'square', sizeM: shape.sizeM, proj: shape.proj };
    case 'h3':
      return { kind: 'h3', resolution: shape.resolution };
    case 'points':
      return { kind: 'points' };
    case 'areas':
      throw new TypeError('Demand of areas belongs to one study and is not stored.');
  }
}

function shapeArrays(shape: DemandShape): Arrays {
  switch (shape.kind) {
    case 'square':
      return { column: shape.column, row: shape.row };
    case 'h3': {
      const halves = shape.ids.map((id) => h3IndexToSplitLong(id));
      return { low: Uint32Array.from(halves, ([low]) => low), high: Uint32Array.from(halves, ([, high]) => high) };
    }
    case 'points':
    case 'areas':
      return {};
  }
}

/**
 * Reads what `encodeDemand` wrote. The arrays lie in one `SharedArrayBuffer`, so that threads share them: that of
 * `bytes` where they lie in one, else a copy's. Throws `ColumnarError`.
 */
export function decodeDemand(bytes: Uint8Array): Demand {
  const { header, arrays } = decodeColumnar(shared(bytes));
  if (!isHead(header)) throw new ColumnarError('The message holds no demand.');
  const people = array(arrays, 'people', Float64Array);
  const count = people.length;
  const { ids, districts, streets, landUses, groups, meta } = header;
  return {
    ...(ids === undefined ? {} : { ids }),
    count,
    people,
    ...(groups === undefined
      ? {}
      : {
          groups: groups.map((name, index) => ({
            name,
            people: array(arrays, groupArray(index), Float64Array, count),
          })),
        }),
    districts,
    subdistricts: streets,
    landUses,
    meta,
    lonLat: array(arrays, 'lonLat', Float64Array, 2 * count),
    areaM2: array(arrays, 'areaM2', Float64Array, count),
    district: array(arrays, 'district', Int16Array, count),
    subdistrict: array(arrays, 'street', Int16Array, count),
    landUse: array(arrays, 'landUse', Int16Array, count),
    shape: shapeOf(header.shape, arrays, count),
  };
}

function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.byteOffset % 8 === 0) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function shapeOf(head: ShapeHead, arrays: Arrays, count: number): DemandShape {
  switch (head.kind) {
    case 'square':
      return {
        ...head,
        column: array(arrays, 'column', Int32Array, count),
        row: array(arrays, 'row', Int32Array, count),
      };
    case 'h3': {
      const low = array(arrays, 'low', Uint32Array, count),
        high = array(arrays, 'high', Uint32Array, count);
      return { ...head, ids: Array.from(low, (half, i) => splitLongToH3Index(half, high[i] as number)) };
    }
    case 'points':
      return { kind: 'points' };
  }
}

function array<T extends ColumnarArray>(
  arrays: Arrays,
  name: string,
  Type: new (length: number) => T,
  length?: number,
): T {
  const found = arrays[name];
  if (!(found instanceof Type) || (length !== undefined && found.length !== length))
    throw new ColumnarError(`The demand has no array "${name}" of its length.`);
  return found;
}

function isHead(value: unknown): value is Head {
  return (
    isObject(value) &&
    (value.ids === undefined || isTexts(value.ids)) &&
    (value.groups === undefined || isTexts(value.groups)) &&
    isShape(value.shape) &&
    [value.districts, value.streets, value.landUses].every(isTexts) &&
    isObject(value.meta) &&
    [value.meta.id, value.meta.key, value.meta.provenance].every((text) => typeof text === 'string') &&
    [value.meta.title, value.meta.source].every(
      (text) => isObject(text) && typeof text.zh === 'string' && typeof text.en === 'string',
    )
  );
}

function isShape(value: unknown): value is ShapeHead {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case 'square':
      return typeof value.sizeM === 'number' && value.sizeM > 0 && typeof value.proj === 'string';
    case 'h3':
      return Number.isInteger(value.resolution);
    default:
      return value.kind === 'points';
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type UnsealedDemand = Omit<Demand, 'meta'> & { readonly meta: Omit<DemandMeta, 'key'> };

/** Gives a demand its key: the SHA-256 of all that it holds, so that equal keys mean equal demand. */
export function sealDemand(demand: UnsealedDemand): Demand {
  const open: Demand = { ...demand, meta: { ...demand.meta, key: '' } };
  const key = createHash('sha256').update(encodeDemand(open)).digest('hex');
  return { ...open, meta: { ...open.meta, key } };
}

/** Names that an Int16 can number. */
export const MOST_NAMES = 32_767;

export interface Named {
  /** Ascending by code unit, each once. */
  readonly names: readonly string[];
  /** Index into the names; -1 where there is none. */
  readonly index: Int16Array;
}

/** Numbers the names of a column. Null where there are more than `MOST_NAMES`. */
export function numberNames(values: readonly (string | undefined)[]): Named | null {
  return numberNamesOf(values.length, (i) => values[i]);
}

/** As `numberNames`, of a column that nobody holds. */
export function numberNamesOf(count: number, nameAt: (i: number) => string | undefined): Named | null {
  const first = new Map<string, number>();
  const index = new Int16Array(count).fill(-1);
  for (let i = 0; i < count; i += 1) {
    const name = nameAt(i);
    if (name === undefined) continue;
    let number = first.get(name);
    if (number === undefined) {
      number = first.size;
      if (number >= MOST_NAMES) return null;
      first.set(name, number);
    }
    index[i] = number;
  }
  const names = [...first.keys()].sort((a, b) => (a < b ? -1 : 1));
  const rank = new Int16Array(names.length);
  names.forEach((name, r) => {
    rank[first.get(name) as number] = r;
  });
  return { names, index: index.map((number) => (number === -1 ? -1 : (rank[number] as number))) };
}
