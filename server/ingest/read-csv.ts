import { parse } from 'csv-parse/sync';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import { parseNumber } from '../platform/text/numbers.ts';
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
  const table = readTable(text);
  if ('error' in table) return only({ feature: 0, ...table.error });
  const { header, body } = table;
  const columns = findColumns(header, idAttribute);
  if (columns.wkt < 0 && (columns.lon < 0 || columns.lat < 0))
    return only({ feature: 0, message: 'no-geometry-column' });
  if (columns.id < 0) return only({ feature: 0, message: 'no-id-column' });
  const errors: LoadError[] = [];
  // The columns of the geometry are used up; a column named by --id stays an attribute where the layer has it.
  const used = columns.wkt >= 0 ? [columns.wkt] : [columns.lon, columns.lat];
  if (idAttribute === null) used.push(columns.id);
  const kept = header.flatMap((name, index) => (used.includes(index) ? [] : [{ name, index }]));
  const features = body.map((row, index) => readRow(row, index + 1, kept, columns, errors));
  return { features, errors, notes: [] };
}

export interface Table {
  readonly header: readonly string[];
  readonly body: readonly (readonly string[])[];
}

/** Rows of a table with a header, whichever delimiter it has; or what keeps it from being read. */
export function readTable(text: string): Table | { readonly error: Message } {
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      skip_empty_lines: true,
      relax_quotes: true,
      trim: true,
      delimiter: delimiterOf(text),
    });
  } catch (error) {
    return {
      error: { message: 'csv-malformed', params: { detail: error instanceof Error ? error.message : String(error) } },
    };
  }
  const [header, ...body] = rows;
  return header === undefined ? { error: { message: 'file-empty' } } : { header, body };
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
  kept: readonly { readonly name: string; readonly index: number }[],
  columns: Columns,
  errors: LoadError[],
): SourceFeature {
  const properties = Object.fromEntries(kept.map(({ name, index }) => [name, row[index] ?? '']));
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

/** Spreadsheets of some locales write semicolons or tabs. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((delimiter) => [header.split(delimiter).length, delimiter] as const);
  return counts.reduce((best, next) => (next[0] > best[0] ? next : best))[1];
}

/** A geometry of well-known text, still to be checked like any other; null where it cannot be read. */
export function parseWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const open = text.indexOf('(');
  if (open < 0) return emptyWkt(text);
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

/** `POINT EMPTY`: a geometry without positions, which the check of geometries refuses by its name. */
function emptyWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const words = text.trim().split(/\s+/);
  if (words.pop()?.toUpperCase() !== 'EMPTY') return null;
  const kind = WKT_HEAD.exec(words.join(' '))?.[1]?.toUpperCase();
  return kind === undefined || !isKind(kind) ? null : { type: WKT_TYPES[kind], coordinates: [] };
}

function isKind(kind: string): kind is keyof typeof WKT_DEPTH {
  return Object.hasOwn(WKT_DEPTH, kind);
}

function isNested(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}
