/** Fields of comma-separated values (RFC 4180) that spreadsheets of any language open as they are. */

/** At the start of a file it tells spreadsheets that the text is UTF-8: without it Chinese Excel takes it for GBK. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would take for a formula, in full width too, as Chinese and Japanese ones do. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

/** An apostrophe before it keeps a spreadsheet from running text that somebody else has written. */
export function notRun(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * Quotes a field that would not read back the same. Spreadsheets of some languages end a field at a semicolon or tab,
 * and what comes after it could be a formula.
 */
export function csvField(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
