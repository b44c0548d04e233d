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

/** The column that has one of the names, however it is written; -1 where there is none. */
export function columnNamed(header: readonly string[], names: ReadonlySet<string>): number {
  const folded = new Set([...names].map(foldName));
  return header.findIndex((name) => names.has(name.toLowerCase()) || folded.has(foldName(name)));
}
