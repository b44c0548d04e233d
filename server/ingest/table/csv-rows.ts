import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { parse as parseAll } from 'csv-parse/sync';
import type { Row } from './header.ts';

/** The first characters of a text, from which its delimiter is told. */
export const HEAD_CHARACTERS = 65_536;

/** Longer rows come from a quotation mark that is not closed. */
const MAX_ROW_CHARACTERS = 8_000_000;
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** What Excel writes above a table so that it is split as meant. */
const SEPARATOR_LINE = /^\uFEFF?\s*"?sep=(.)"?[;,\t ]*(\r\n|\r|\n|$)/i;
const LOOKED_AT = 20;

export interface CsvForm {
  readonly delimiter: string;
  /** Characters of a line such as `sep=;` above the table. */
  readonly skipped: number;
}

/** How a table separates its cells: what it says itself, else what splits its first rows alike. */
export function csvForm(head: string): CsvForm {
  const said = SEPARATOR_LINE.exec(head);
  if (said !== null) return { delimiter: said[1] ?? ',', skipped: said[0].length };
  const lines = unquotedLines(head);
  const scores = DELIMITERS.map((delimiter) => [splitsAlike(lines, delimiter), delimiter] as const);
  return { delimiter: scores.reduce((best, next) => (next[0] > best[0] ? next : best))[1], skipped: 0 };
}

/** Its first lines without what stands in quotation marks, comments and empty ones. */
function unquotedLines(head: string): string[] {
  return head
    .replace(/"[^"]*"/g, 'q')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '' && !/^\s*(#|\/\/)/.test(line))
    .slice(0, LOOKED_AT);
}

/** Cells by which the delimiter splits the line with the most of them, and a little more where others split alike. */
function splitsAlike(lines: readonly string[], delimiter: string): number {
  const counts = lines.map((line) => line.split(delimiter).length - 1);
  const [first = 0, ...others] = counts;
  const most = Math.max(...counts, 0);
  if (most === 0) return 0;
  const alike = others.filter((count) => count === first).length / Math.max(1, others.length);
  // A decimal comma is in every row, but in no header.
  return first === 0 ? alike : first + alike;
}

function optionsFor({ delimiter }: CsvForm) {
  return {
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    max_record_size: MAX_ROW_CHARACTERS,
  };
}

/** All rows of a text, empty ones too. Throws what csv-parse throws. */
export function csvRows(text: string): Row[] {
  const form = csvForm(text.slice(0, HEAD_CHARACTERS));
  return parseAll(text.slice(form.skipped), optionsFor(form));
}

/** Rows of a text that comes in pieces. `onForm` is told how its cells are separated, ahead of the first row. */
export async function* streamCsvRows(
  pieces: AsyncIterable<string>,
  onForm: (form: CsvForm) => void = () => undefined,
): AsyncGenerator<Row> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = '';
  let isWhole = false;
  while (head.length < HEAD_CHARACTERS) {
    const next = await iterator.next();
    isWhole = next.done === true;
    if (next.done === true) break;
    head += next.value;
  }
  const form = csvForm(head);
  onForm(form);
  const rest = async function* (): AsyncGenerator<string> {
    yield head.slice(form.skipped);
    head = '';
    if (!isWhole) yield* { [Symbol.asyncIterator]: () => iterator };
  };
  const source = Readable.from(rest());
  const parser = parse(optionsFor(form));
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of source.pipe(parser) as AsyncIterable<string[]>) yield row;
  } finally {
    source.destroy();
  }
}
