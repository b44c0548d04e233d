import { printable } from '../platform/text/printable.ts';

/** Longer ones would fill the corner of a map. */
export const MAX_ORIGIN_CHARACTERS = 300;

/** Whether a text can be shown as a source or a licence: not empty, not endless, on one line. */
export function isTextOfOrigin(text: string): boolean {
  return text !== '' && [...text].length <= MAX_ORIGIN_CHARACTERS && printable(text, '') === text;
}

const AS_OF = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/** A year, month or day such as `2024-05-31`, as it stands; null for anything else. */
export function readAsOf(text: string): string | null {
  const [, year = '', month = '01', day = '01'] = AS_OF.exec(text) ?? [];
  if (year === '') return null;
  const moment = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // JavaScript takes 31 April as 1 May.
  const isDay = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${year}-${month}-${day}`);
  return isDay && Number(year) > 0 ? text : null;
}
