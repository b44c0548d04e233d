import { parseNumber } from '../../platform/text/numbers.ts';
import type { Message } from '../types.ts';

export type Row = readonly string[];

export interface Header {
  /** Names of the columns, trimmed; empty where one has none. */
  readonly names: readonly string[];
  /** Place among the rows given, from 0. */
  readonly at: number;
}

/** A row of a title, a source or a date may stand above the header. */
const ROWS_ABOVE = 30;

export function isBlank(row: Row): boolean {
  return row.every((cell) => cell.trim() === '');
}

/** A line that starts with a number sign, and has nothing in other cells: a remark, no data. */
export function isComment(row: Row): boolean {
  return /^(#|\/\/)/.test(row[0]?.trim() ?? '') && isBlank(row.slice(1));
}

export interface HeaderOptions {
  /** The row of the file that holds the names, from 1; null: the first that is neither empty nor a comment. */
  readonly headerRow: number | null;
  /** Whether a row has the names that the table cannot do without. */
  readonly isHeader: (names: readonly string[]) => boolean;
}

/** Finds the names of the columns in the first rows of a table, or says what keeps them from being read. */
export function findHeader(rows: readonly Row[], options: HeaderOptions): Header | { readonly error: Message } {
  const at = options.headerRow === null ? firstRow(rows, options) : options.headerRow - 1;
  const row = rows[at];
  if (row === undefined)
    return options.headerRow === null
      ? { error: { message: 'file-empty' } }
      : { error: { message: 'header-row-absent', params: { row: options.headerRow } } };
  const names = namesOf(row, options);
  if (options.headerRow === null && !options.isHeader(names)) {
    const below = rows.findIndex(
      (each, index) => index > at && index <= at + ROWS_ABOVE && options.isHeader(trimmed(each)),
    );
    if (below >= 0)
      return {
        error: {
          message: 'header-below',
          params: {
            row: below + 1,
            first: names
              .filter((name) => name !== '')
              .join(' ')
              .slice(0, 40),
          },
        },
      };
  }
  const repeated = firstRepeated(names);
  if (repeated !== null) return { error: repeated };
  return { names, at };
}

function firstRow(rows: readonly Row[], options: HeaderOptions): number {
  return rows.findIndex((row) => !isBlank(row) && (!startsAsComment(row) || options.isHeader(namesOf(row, options))));
}

function startsAsComment(row: Row): boolean {
  return /^(#|\/\/)/.test(row[0]?.trim() ?? '');
}

/** Programs mark the header itself with a number sign, too: `#id,name`. */
function namesOf(row: Row, { isHeader }: HeaderOptions): string[] {
  const names = trimmed(row);
  const bare = [(names[0] ?? '').replace(/^#\s*/, ''), ...names.slice(1)];
  return startsAsComment(row) && isHeader(bare) ? bare : names;
}

function trimmed(row: Row): string[] {
  return row.map((cell) => cell.replace(/^\uFEFF/, '').trim());
}

function firstRepeated(names: readonly string[]): Message | null {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const before = first.get(name);
    // Numbers are no names: the table has no header, which matrices may lack.
    if (name !== '' && before !== undefined && parseNumber(name) === null)
      return { message: 'header-twice', params: { name, first: before + 1, second: index + 1 } };
    first.set(name, before ?? index);
  }
  return null;
}

/** What a column without a name is called, if anything stands in it: its place, from 1. */
export function unnamedColumn(index: number): string {
  return `(${index + 1})`;
}
