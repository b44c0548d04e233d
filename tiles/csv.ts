/** Fields of comma-separated values (RFC 4180) that spreadsheets of any language open as they are. */

/** At the start of a file it tells spreadsheets that the text is UTF-8: without it Chinese Excel takes it for GBK. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** An apostrophe in front keeps text that somebody else has written from being run. */
export function notRun(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** In quotation marks where it would not come back as it is. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
