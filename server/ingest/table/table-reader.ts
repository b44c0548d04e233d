import { toDegrees } from '../crs.ts';
import type { Crs } from '../crs.ts';
import { mayHavePositions } from '../position-columns.ts';
import { commentsNote, csvError, lengthError } from '../read-csv.ts';
import { tableRows } from '../table-features.ts';
import type { TableOptions, TableRows } from '../table-features.ts';
import { ChunkMaker, FileErrors } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import type { LoadError, Message } from '../types.ts';
import { findHeader, isBlank, isComment } from './header.ts';
import type { Header, Row } from './header.ts';

/** Rows of a table from its first line, empty ones too, and how much of the file was read for them. */
export interface RowSource {
  rows(signal?: AbortSignal): AsyncGenerator<Row>;
  share(): number;
  /** What stands between the fields of a text, once its first row is read. */
  delimiter?(): string;
}

export interface OpenOptions extends TableOptions {
  /** Row of the file that holds the names, from 1; null: found. */
  readonly headerRow: number | null;
  /** Whether rows of the format end with their last value, so that short ones say nothing. */
  readonly endsWithValues?: boolean;
  /** The coordinate system of the columns; null: degrees. */
  readonly crs: Crs | null;
}

/** Rows among which the header is, and by which the columns of positions are told. */
const FIRST_ROWS = 2000;

/** Reads a table of any format as features. Throws `FileErrors`. */
export async function openTable(
  source: RowSource,
  options: OpenOptions,
  notes: readonly Message[] = [],
  close: () => Promise<void> = () => Promise.resolve(),
): Promise<FeatureReader> {
  const first = await firstRows(source, Math.max(FIRST_ROWS, options.headerRow ?? 0));
  const header = findHeader(first, { headerRow: options.headerRow, isHeader: mayHavePositions });
  if ('error' in header) throw new FileErrors(header.error);
  const body = first.slice(header.at + 1).filter((row) => !isBlank(row) && !isComment(row));
  const delimiter = source.delimiter?.();
  const table = { header: header.names, body, ...(delimiter === undefined ? {} : { delimiter }) };
  const reader = tableRows(table, options);
  if ('error' in reader) throw new FileErrors(reader.error);
  const comments = first.slice(0, header.at).filter((row) => !isBlank(row)).length;
  return {
    properties: reader.properties,
    table: reader,
    notes: comments === 0 ? notes : [...notes, commentsNote(comments)],
    chunks: (signal) => chunksOf({ source, header, reader, options }, signal),
    close,
  };
}

async function firstRows(source: RowSource, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  try {
    for await (const row of source.rows()) {
      rows.push(row);
      if (rows.length >= count) break;
    }
  } catch (error) {
    throw asFileErrors(error);
  }
  return rows;
}

interface OpenTable {
  readonly source: RowSource;
  readonly header: Header;
  readonly reader: TableRows;
  readonly options: OpenOptions;
}

async function* chunksOf(
  { source, header, reader, options: { crs, endsWithValues } }: OpenTable,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const maker = new ChunkMaker();
  let line = 0;
  let number = 0;
  let comments = 0;
  let short = 0;
  try {
    for await (const row of source.rows(signal)) {
      line += 1;
      if (line <= header.at + 1 || isBlank(row)) continue;
      if (isComment(row)) {
        comments += 1;
        continue;
      }
      number += 1;
      const wrong = lengthError(row, line, header.names, true);
      if (endsWithValues !== true && lengthError(row, line, header.names, false) !== null) short += 1;
      const errors: LoadError[] = wrong === null ? [] : [{ feature: number, ...wrong }];
      const feature = wrong === null ? reader.read(row, number, errors) : null;
      let characters = 0;
      for (const cell of row) characters += cell.length;
      maker.add(feature === null || crs === null ? feature : toDegrees(feature, crs, errors), characters, errors, row);
      if (maker.isFull) yield maker.take(source.share());
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asFileErrors(error);
  }
  const notes: Message[] = [
    ...(comments === 0 ? [] : [commentsNote(comments)]),
    ...(short === 0 ? [] : [{ message: 'rows-short', params: { count: short } } as const]),
  ];
  if (!maker.isEmpty || notes.length > 0) yield { ...maker.take(1), notes };
}

function asFileErrors(error: unknown): unknown {
  if (error instanceof FileErrors) return error;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('CSV_') ? new FileErrors(csvError(error)) : error;
}
