import { foldName } from './aliases.ts';
import { mayHavePositions } from './position-columns.ts';
import { csvForm, csvRows, HEAD_CHARACTERS } from './table/csv-rows.ts';
import { findHeader, isBlank, isComment } from './table/header.ts';
import type { HeaderOptions, Row } from './table/header.ts';
import { featuresOfTable } from './table-features.ts';
import type { TableOptions } from './table-features.ts';
import type { Message, SourceFile } from './types.ts';

/** Reads a table with a header. */
export function readCsv(text: string, options: TableOptions): SourceFile {
  const table = readTable(text, { headerRow: null, isHeader: mayHavePositions, mayBeShort: true });
  if ('error' in table) return { features: [], notes: [], errors: [{ feature: 0, ...table.error }] };
  const { delimiter } = csvForm(text.slice(0, HEAD_CHARACTERS));
  const file = featuresOfTable({ ...table, delimiter }, options);
  return table.comments === 0 ? file : { ...file, notes: [...file.notes, commentsNote(table.comments)] };
}

export function commentsNote(count: number): Message {
  return { message: 'comments-skipped', params: { count } };
}

export interface ReadTable {
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
): ReadTable | { readonly error: Message } {
  let rows: Row[];
  try {
    rows = csvRows(text);
  } catch (error) {
    return { error: csvError(error) };
  }
<<<<<<< ours
  const header = findHeader(rows, options);
  if ('error' in header) return header;
  const { names, at } = header;
  const filled = rows.flatMap((row, index) => (index === at || isBlank(row) ? [] : [{ row, number: index + 1 }]));
  const below = filled.filter(({ row, number }) => number > at && !isComment(row));
  for (const { row, number } of below) {
    const wrong = lengthError(row, number, names, options.mayBeShort === true);
    if (wrong !== null) return { error: wrong };
=======
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
    const geometry = parseWkt(value) ?? emptyWkt(value);
    if (geometry === null)
      errors.push({ feature: number, message: 'wkt-malformed', params: { value: value.slice(0, 60) } });
    // An error was told already; undefined asks the check of geometries to say nothing more.
    return geometry ?? undefined;
>>>>>>> theirs
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

<<<<<<< ours
/** The column that has one of the names, however it is written; -1 where there is none. */
export function columnNamed(header: readonly string[], names: ReadonlySet<string>): number {
  const folded = new Set([...names].map(foldName));
  return header.findIndex((name) => names.has(name.toLowerCase()) || folded.has(foldName(name)));
=======
/** Spreadsheets of some locales write semicolons or tabs. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((delimiter) => [header.split(delimiter).length, delimiter] as const);
  return counts.reduce((best, next) => (next[0] > best[0] ? next : best))[1];
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
>>>>>>> theirs
}
