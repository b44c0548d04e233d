import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import { parseNumber } from '../platform/text/numbers.ts';
import { csvRows } from './table/csv-rows.ts';
import { findHeader, isBlank, isComment, unnamedColumn } from './table/header.ts';
import type { HeaderOptions, Row } from './table/header.ts';
import type { LoadError, Message, SourceFeature, SourceFile } from './types.ts';

const LON = new Set(['lon', 'lng', 'long', 'longitude', 'x', '经度', '东经']);
const LAT = new Set(['lat', 'latitude', 'y', '纬度', '北纬']);
const WKT = new Set(['wkt', 'geom', 'geometry', 'the_geom', '几何']);
const ID = new Set(['id', 'feature_id', '编号', '编码']);

const WKT_DEPTH = { POINT: 0, LINESTRING: 1, MULTIPOINT: 1, POLYGON: 2, MULTILINESTRING: 2, MULTIPOLYGON: 3 } as const;
const WKT_TYPES: Readonly<Record<keyof typeof WKT_DEPTH, GeoJSONGeometry['type']>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
};
/** What stands before the first bracket, with single spaces. */
const WKT_HEAD = /^(?:SRID=\d+;)? ?(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON) ?(?:Z|M|ZM)? ?$/i;
/** Numbers and the spaces between them. */
const WKT_NUMBERS = /[-+.\deE\s]+/g;

interface Columns {
  readonly lon: number;
  readonly lat: number;
  readonly wkt: number;
  readonly id: number;
}

/** Reads a table with a header. `idAttribute` names the column that holds the ids. */
export function readCsv(text: string, idAttribute: string | null): SourceFile {
  const only = (error: LoadError): SourceFile => ({ features: [], notes: [], errors: [error] });
  const table = readTable(text, { headerRow: null, isHeader: hasGeometry, mayBeShort: true });
  if ('error' in table) return only({ feature: 0, ...table.error });
  const reader = rowReader(table.header, idAttribute);
  if ('error' in reader) return only({ feature: 0, ...reader.error });
  const errors: LoadError[] = [];
  const features = table.body.map((row, index) => reader.read(row, index + 1, errors));
  return { features, errors, notes: table.comments === 0 ? [] : [commentsNote(table.comments)] };
}

export function commentsNote(count: number): Message {
  return { message: 'comments-skipped', params: { count } };
}

export interface Table {
  readonly header: readonly string[];
  /** Rows below the header that hold anything. */
  readonly body: readonly (readonly string[])[];
  /** Lines of remarks that were passed over. */
  readonly comments: number;
}

/** Rows of a table with a header, whichever delimiter it has; or what keeps it from being read. */
export function readTable(
  text: string,
  options: HeaderOptions & { readonly mayBeShort?: boolean } = { headerRow: null, isHeader: () => false },
): Table | { readonly error: Message } {
  let rows: Row[];
  try {
    rows = csvRows(text);
  } catch (error) {
    return { error: csvError(error) };
  }
  const header = findHeader(rows, options);
  if ('error' in header) return header;
  const { names, at } = header;
  const filled = rows.flatMap((row, index) => (index === at || isBlank(row) ? [] : [{ row, number: index + 1 }]));
  const below = filled.filter(({ row, number }) => number > at && !isComment(row));
  for (const { row, number } of below) {
    const wrong = lengthError(row, number, names, options.mayBeShort === true);
    if (wrong !== null) return { error: wrong };
  }
  return { header: names, body: below.map(({ row }) => row), comments: filled.length - below.length };
}

/** What csv-parse says of a text that is no table. */
export function csvError(error: unknown): Message {
  return { message: 'csv-malformed', params: { detail: error instanceof Error ? error.message : String(error) } };
}

/**
 * A comma that should be in quotation marks makes one cell two, and moves all behind it. Excel leaves the last
 * delimiters of a row out where nothing stands behind them.
 */
export function lengthError(row: Row, number: number, names: readonly string[], mayBeShort: boolean): Message | null {
  const params = { row: number, cells: row.length, columns: names.length };
  if (row.length > names.length && !isBlank(row.slice(names.length))) return { message: 'row-longer', params };
  if (mayBeShort || row.length >= names.length || isBlank(names.slice(row.length))) return null;
  return { message: 'row-shorter', params };
}

/** Whether the columns say where a feature is. */
export function hasGeometry(names: readonly string[]): boolean {
  const { lon, lat, wkt } = findColumns(names, null);
  return wkt >= 0 || (lon >= 0 && lat >= 0);
}

export interface RowReader {
  /** Properties that a row may have. */
  readonly properties: readonly string[];
  read(row: Row, number: number, errors: LoadError[]): SourceFeature;
}

/** Reads rows by their header; or says which column it cannot do without. */
export function rowReader(
  header: readonly string[],
  idAttribute: string | null,
): RowReader | { readonly error: Message } {
  const columns = findColumns(header, idAttribute);
  if (columns.wkt < 0 && (columns.lon < 0 || columns.lat < 0)) return { error: { message: 'no-geometry-column' } };
  if (columns.id < 0) return { error: { message: 'no-id-column' } };
  // The columns of the geometry are used up; a column named by --id stays an attribute where the layer has it.
  const used = columns.wkt >= 0 ? [columns.wkt] : [columns.lon, columns.lat];
  if (idAttribute === null) used.push(columns.id);
  const kept = header.flatMap((name, index) =>
    used.includes(index) ? [] : [{ name: name === '' ? unnamedColumn(index) : name, index, isNamed: name !== '' }],
  );
  return {
    properties: kept.map(({ name }) => name),
    read: (row, number, errors) => readRow(row, number, kept, columns, errors),
  };
}

/** Columns of longitude and latitude by the names that tables give them; -1 where there is none. */
export function coordinateColumns(header: readonly string[]): { readonly lon: number; readonly lat: number } {
  return { lon: columnNamed(header, LON), lat: columnNamed(header, LAT) };
}

export function columnNamed(header: readonly string[], names: ReadonlySet<string>): number {
  return header.findIndex((name) => names.has(name.toLowerCase()));
}

function readRow(
  row: readonly string[],
  number: number,
  kept: readonly { readonly name: string; readonly index: number; readonly isNamed: boolean }[],
  columns: Columns,
  errors: LoadError[],
): SourceFeature {
  const properties = Object.fromEntries(
    kept.flatMap(({ name, index, isNamed }) => {
      const cell = row[index] ?? '';
      // Spreadsheets leave columns in which nothing is, not even a name.
      return isNamed || cell !== '' ? [[name, cell] as const] : [];
    }),
  );
  const id = row[columns.id] ?? '';
  return {
    number,
    id: id === '' ? null : id,
    geometry: readGeometry(row, number, columns, errors),
    properties,
    text: true,
  };
}

function readGeometry(row: readonly string[], number: number, columns: Columns, errors: LoadError[]): unknown {
  if (columns.wkt >= 0) {
    const value = row[columns.wkt] ?? '';
    if (value === '') return null;
    const geometry = parseWkt(value);
    if (geometry === null)
      errors.push({ feature: number, message: 'wkt-malformed', params: { value: value.slice(0, 60) } });
    // An error was told already; undefined asks the check of geometries to say nothing more.
    return geometry ?? undefined;
  }
  const lon = row[columns.lon] ?? '';
  const lat = row[columns.lat] ?? '';
  if (lon === '' && lat === '') return null;
  return { type: 'Point', coordinates: [toNumber(lon), toNumber(lat)] };
}

/** A number, or the text itself, which the check of geometries then refuses. */
function toNumber(text: string): number | string {
  return parseNumber(text) ?? text;
}

function findColumns(header: readonly string[], idAttribute: string | null): Columns {
  return {
    ...coordinateColumns(header),
    wkt: columnNamed(header, WKT),
    id: idAttribute === null ? columnNamed(header, ID) : header.indexOf(idAttribute),
  };
}

/** A geometry of well-known text, still to be checked like any other; null where it cannot be read. */
export function parseWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const open = text.indexOf('(');
  if (open < 0) return null;
  const kind = WKT_HEAD.exec(text.slice(0, open).trim().replace(/\s+/g, ' '))?.[1]?.toUpperCase();
  const body = text.slice(open).trim();
  if (kind === undefined || !isKind(kind) || !body.endsWith(')')) return null;
  // `(120 36, 121 36)` becomes `[[120,36],[121,36]]`, which JSON can read.
  const json = body
    .replace(WKT_NUMBERS, (run) => {
      const numbers = run.trim().split(/\s+/);
      return numbers.length > 1 ? `[${numbers.map(Number).join(',')}]` : run;
    })
    .replace(/\(/g, '[')
    .replace(/\)/g, ']');
  try {
    const parsed: unknown = JSON.parse(json);
    if (!Array.isArray(parsed)) return null;
    if (WKT_DEPTH[kind] === 0) return { type: 'Point', coordinates: parsed[0] };
    // MULTIPOINT ((1 2), (3 4)) is written with one pair of brackets more than the coordinates have.
    const coordinates: unknown =
      kind === 'MULTIPOINT' ? parsed.map((item: unknown) => (isNested(item) ? item[0] : item)) : parsed;
    return { type: WKT_TYPES[kind], coordinates };
  } catch {
    return null;
  }
}

function isKind(kind: string): kind is keyof typeof WKT_DEPTH {
  return Object.hasOwn(WKT_DEPTH, kind);
}

function isNested(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}
