import { parse } from 'csv-parse/sync';
import { foldName } from './aliases.ts';
import { featuresOfTable } from './table-features.ts';
import type { TableOptions } from './table-features.ts';
import type { Message, SourceFile, Table } from './types.ts';

/** Reads a table with a header. */
export function readCsv(text: string, options: TableOptions): SourceFile {
  const table = readTable(text);
  return 'error' in table
    ? { features: [], notes: [], errors: [{ feature: 0, ...table.error }] }
    : featuresOfTable(table, options);
}

/** Rows of a table with a header, whichever delimiter it has; or what keeps it from being read. */
export function readTable(text: string): Table | { readonly error: Message } {
  const delimiter = delimiterOf(text);
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, relax_quotes: true, trim: true, delimiter });
  } catch (error) {
    return {
      error: { message: 'csv-malformed', params: { detail: error instanceof Error ? error.message : String(error) } },
    };
  }
  const [header, ...body] = rows;
  return header === undefined ? { error: { message: 'file-empty' } } : { header, body, delimiter };
}

/** The column that has one of the names, however it is written; -1 where there is none. */
export function columnNamed(header: readonly string[], names: ReadonlySet<string>): number {
  const folded = new Set([...names].map(foldName));
  return header.findIndex((name) => names.has(name.toLowerCase()) || folded.has(foldName(name)));
}

/** Spreadsheets of some locales write semicolons or tabs. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((delimiter) => [header.split(delimiter).length, delimiter] as const);
  return counts.reduce((best, next) => (next[0] > best[0] ? next : best))[1];
}
