/** Which column of a file of Parquet is its geometry, and how it is to be read. */
import type { SchemaTree } from 'hyparquet';
import { readCrs } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { fileError, FileErrors } from '../reader.ts';
import { isNative, type NativeEncoding } from './geoparquet-native.ts';
import type { ParquetFile } from './parquet-file.ts';

export interface Geo {
  readonly column: string;
  /** Null: well-known binary. */
  readonly native: NativeEncoding | null;
  /** Null where nobody says. */
  readonly crs: Crs | null;
  /** Columns at the root that hold the boxes of the geometries. */
  readonly coverings: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Null where no column is a geometry. Throws `FileErrors`. @param named the system that somebody says it is */
export function geoOf(file: ParquetFile, named: Crs | null): Geo | null {
  const text = file.fact('geo');
  if (text === null) return ownGeometry(file.columns, named);
  const geo = parse(text);
  const { primary_column: column, columns } = geo;
  const described = typeof column === 'string' && isFields(columns) ? columns[column] : undefined;
  if (typeof column !== 'string' || !isFields(described)) throw malformed('geo');
  const tree = file.columns.find(({ element }) => element.name === column);
  if (tree === undefined) throw malformed(`geo: ${column}`);
  const { encoding } = described;
  if (typeof encoding !== 'string' || (encoding !== 'WKB' && !isNative(encoding)))
    throw fileError('geoparquet-encoding', { encoding: String(encoding) });
  if ((encoding === 'WKB') !== (tree.element.type === 'BYTE_ARRAY')) throw malformed(`${column}: ${encoding}`);
  return {
    column,
    native: encoding === 'WKB' ? null : encoding,
    crs: named ?? (Object.hasOwn(described, 'crs') ? crsOf(described['crs']) : 'degrees'),
    coverings: [...coveringsOf(described['covering']), ...boxesOf(file.columns)],
  };
}

/** The types GEOMETRY and GEOGRAPHY of Parquet, which GeoParquet 2 is made of. */
function ownGeometry(columns: readonly SchemaTree[], named: Crs | null): Geo | null {
  const logicalOf = ({ element: { logical_type: logical } }: SchemaTree): string | null | undefined =>
    logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY' ? (logical.crs ?? null) : undefined;
  const found = columns.find((tree) => logicalOf(tree) !== undefined);
  if (found === undefined) return null;
  const text = logicalOf(found) ?? null;
  const crs = named ?? (text === null ? 'degrees' : crsOf(text.trim().startsWith('{') ? parse(text) : text));
  return { column: found.element.name, native: null, crs, coverings: boxesOf(columns) };
}

function coveringsOf(covering: unknown): string[] {
  const box = isFields(covering) ? covering['bbox'] : undefined;
  const paths: unknown[] = isFields(box) ? Object.values(box) : [];
  return paths.flatMap((path) => (Array.isArray(path) && typeof path[0] === 'string' ? [path[0]] : []));
}

/** Files of 1.0 have boxes too, without saying so. */
function boxesOf(columns: readonly SchemaTree[]): string[] {
  const isBox = ({ children }: SchemaTree): boolean =>
    ['xmin', 'xmax', 'ymin', 'ymax'].every((name) => children.some(({ element }) => element.name === name));
  return columns.filter(isBox).map(({ element }) => element.name);
}

/** PROJJSON, or what `readCrs` reads. Null stands for a system that nobody knows. Throws `FileErrors`. */
function crsOf(crs: unknown): Crs | null {
  if (crs === null || crs === undefined) return null;
  if (typeof crs === 'string') return readCrs(crs);
  if (!isFields(crs)) throw malformed('crs');
  const { components, source_crs: bound, name } = crs;
  // Heights are left out, and with them their system.
  if (Array.isArray(components)) return crsOf(components[0]);
  if (isFields(bound)) return crsOf(bound);
  const label = typeof name === 'string' ? name : '?';
  for (const id of [crs['id'], ...(Array.isArray(crs['ids']) ? (crs['ids'] as unknown[]) : [])]) {
    if (!isFields(id)) continue;
    try {
      return readCrs(`${String(id['authority'])}:${String(id['code'])}`);
    } catch (error) {
      if (!(error instanceof FileErrors) || error.errors[0]?.message !== 'crs-unknown') throw error;
    }
  }
  throw fileError('crs-unknown', { crs: label });
}

function parse(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value;
  } catch {
    // As for JSON that is no object.
  }
  throw malformed('geo');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(detail: string): FileErrors {
  return fileError('parquet-malformed', { detail });
}
