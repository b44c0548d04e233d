/** Values of Parquet's columns as those of features. */
import type { ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';

const decoder = new TextDecoder('utf-8');

/** Moments and days as texts of ISO 8601. Geometries stay bytes. */
export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (ms) => momentText(BigInt(ms), 1n),
  timestampFromMicroseconds: (us) => momentText(BigInt(us), 1000n),
  timestampFromNanoseconds: (ns) => momentText(BigInt(ns), 1_000_000n),
  dateFromDays: (days) => momentText(BigInt(days) * 86_400_000n, 1n).split('T', 1)[0],
  jsonFromBytes: (bytes) => decoder.decode(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
};

/** What no calendar has stays a number. */
function momentText(count: bigint, perMs: bigint): string {
  const at = new Date(Number(count / perMs));
  return Number.isNaN(at.getTime()) ? String(count) : at.toISOString();
}

/** A column of the features: a member of a struct is `names.primary`. */
export interface ValueColumn {
  readonly name: string;
  /** Its value in a row. Null for what is missing, and for bytes: pictures and the like are left out. */
  readonly read: (row: Readonly<Record<string, unknown>>) => string | number | boolean | null;
}

/** Columns of all that is in these; lists and maps are texts of JSON. */
export function valueColumns(trees: readonly SchemaTree[]): readonly ValueColumn[] {
  return trees.flatMap((tree) => columnsOf(tree, []));
}

function columnsOf(tree: SchemaTree, above: readonly string[]): ValueColumn[] {
  const { element, children } = tree;
  const path = [...above, element.name];
  const isStruct = children.length > 0 && element.converted_type === undefined && element.logical_type === undefined;
  if (isStruct && element.repetition_type !== 'REPEATED') return children.flatMap((child) => columnsOf(child, path));
  const read = children.length > 0 || element.repetition_type === 'REPEATED' ? jsonOf : readerOf(element);
  return [{ name: path.join('.'), read: (row) => read(valueAt(row, path)) }];
}

function valueAt(row: unknown, path: readonly string[]): unknown {
  let value = row;
  for (const name of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return value;
}

function readerOf({ converted_type: converted, logical_type: logical, scale = 0 }: SchemaElement) {
  if (converted === 'ENUM' || logical?.type === 'ENUM')
    return (value: unknown) => (value instanceof Uint8Array ? decoder.decode(value) : null);
  if (converted === 'DECIMAL')
    return (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(scale)) : plain(value));
  if (logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS') {
    const unit = logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MILLIS' ? 'MILLIS' : 'MICROS';
    return (value: unknown) => timeText(value, unit);
  }
  // Times of the clock have no zone.
  if (logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC)
    return (value: unknown) => (typeof value === 'string' ? value.replace(/Z$/, '') : plain(value));
  return plain;
}

const PER_MS = { MILLIS: 1, MICROS: 1000, NANOS: 1_000_000 } as const;

function timeText(value: unknown, unit: keyof typeof PER_MS): string | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  return new Date(Math.floor(Number(value) / PER_MS[unit])).toISOString().slice(11, 19);
}

/** Whole numbers that a number cannot hold stay text. */
function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  // Writers put NaN for what is missing.
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function jsonOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return JSON.stringify(value, (_, each: unknown) =>
    each instanceof Uint8Array || typeof each === 'bigint' ? plain(each) : each,
  );
}
