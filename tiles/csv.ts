/** Fields of comma-separated values (RFC 4180) that spreadsheets of any language open as they are. */

/** At the start of a file it tells spreadsheets that the text is UTF-8: without it Chinese Excel takes it for GBK. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** An apostrophe before it keeps a spreadsheet from running text that somebody else has written. */
export function notRun(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Quotes a field that would not read back the same. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
