/** Comma-separated values (RFC 4180) that spreadsheets of any language open as they are. */

export type CsvValue = string | number | null;

/** Tells spreadsheets that it is UTF-8: without it Chinese Excel takes it for GBK. */
const BOM = '\uFEFF';
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

/**
 * With a byte order mark; lines end in CRLF. Null and what is not finite are left empty. Rows come in pieces of text,
 * to be kept in a `Blob`.
 */
export function* csvPieces(
  header: readonly string[],
  rows: Iterable<readonly CsvValue[]>,
  rowsPerPiece = 4000,
): Generator<string> {
  let piece = `${BOM}${header.map(field).join(',')}\r\n`;
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
  // An apostrophe in front keeps text that somebody else has written from being run.
  const text = FORMULA.test(value) ? `'${value}` : value;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
