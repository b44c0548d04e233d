/** Tables as comma-separated values. */
import { BYTE_ORDER_MARK, csvField, notRun } from '../../../tiles/csv.ts';

export type CsvValue = string | number | null;

export interface CsvOptions {
  /** Spreadsheets need the mark at the start to read Chinese; programs may stumble over it. */
  readonly hasMark?: boolean;
  readonly rowsPerPiece?: number;
}

/**
 * CSV text, with a byte order mark unless told otherwise; lines end in CRLF. Null and non-finite values are left empty.
 * Rows come in pieces of text, to be kept in a `Blob`.
 */
export function* csvPieces(
  header: readonly string[],
  rows: Iterable<readonly CsvValue[]>,
  { hasMark = true, rowsPerPiece = 4000 }: CsvOptions = {},
): Generator<string> {
  let piece = `${hasMark ? BYTE_ORDER_MARK : ''}${header.map(field).join(',')}\r\n`;
  let count = 0;
  for (const row of rows) {
    piece += `${row.map(field).join(',')}\r\n`;
    count += 1;
    if (count % rowsPerPiece !== 0) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return csvField(notRun(value));
}
