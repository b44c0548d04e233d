/** What a cell of a workbook shows, as the text that the same table would have in a CSV file. */

export type CellFormat = 'number' | 'date' | 'time' | 'date-time';

export interface Cell {
  /** `n` number, `s` shared text, `str` and `inlineStr` text, `b` truth, `e` error, `d` date in ISO 8601. */
  readonly type: string;
  readonly value: string;
  readonly format: CellFormat;
  readonly is1904: boolean;
}

/** Formats that have a number of their own (ECMA-376 part 1, 18.8.30), those of East Asia included. */
const BUILT_IN: Readonly<Record<number, CellFormat>> = Object.fromEntries([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'date-time'] as const,
]);

/** @param cells ids of the formats, by the style of a cell; `codes`: formats that the workbook defines */
export function formatsOf(cells: readonly number[], codes: ReadonlyMap<number, string>): CellFormat[] {
  return cells.map((id) => {
    const code = codes.get(id);
    return code === undefined ? (BUILT_IN[id] ?? 'number') : formatOf(code);
  });
}

/** Whether a format such as `yyyy"年"m"月"d"日"` shows a date, a time or a number. */
export function formatOf(code: string): CellFormat {
  const bare = bareCode(code).toLowerCase();
  if (/general|[#0?]/.test(bare.replace(/s[.,]0+/g, 's'))) return 'number';
  const isTime = /[hs]|am\/pm|上午/.test(bare);
  const isDate = /[yde]|m{3}|[年月日]/.test(bare) || (bare.includes('m') && !isTime);
  return isDate ? (isTime ? 'date-time' : 'date') : isTime ? 'time' : 'number';
}

/** The first section of a format without its texts, colours and escaped characters. */
function bareCode(code: string): string {
  let bare = '';
  for (let at = 0; at < code.length; at += 1) {
    const sign = code[at] ?? '';
    if (sign === ';') break;
    if (sign === '"') at = endOf(code, '"', at + 1);
    else if (sign === '[') {
      const end = endOf(code, ']', at + 1);
      const inside = code.slice(at + 1, end).toLowerCase();
      // Hours that go on beyond a day are written in brackets, as colours and languages are.
      if (/^[hms]+$/.test(inside)) bare += inside;
      at = end;
    } else if (sign === '\\' || sign === '_' || sign === '*') at += 1;
    else bare += sign;
  }
  return bare;
}

function endOf(code: string, sign: string, from: number): number {
  const end = code.indexOf(sign, from);
  return end < 0 ? code.length : end;
}

export function cellText({ type, value, format, is1904 }: Cell): string {
  switch (type) {
    case 'b':
      return value === '1' ? 'true' : value === '0' ? 'false' : value;
    case 'n':
    case '': {
      if (value.trim() === '') return '';
      return format === 'number' ? numberText(value) : momentText(Number(value), format, is1904);
    }
    case 'd':
      return value.replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ');
    default:
      return value;
  }
}

/** Excel keeps 15 digits, and has made zeros of those behind them: what the code was, nobody knows. */
export class RoundedNumber extends Error {
  override readonly name = 'RoundedNumber';
}

const FIRST_ROUNDED = 1e15;

/** Excel writes 17 digits: 0.1 is 0.10000000000000001 in the file. Throws `RoundedNumber`. */
function numberText(value: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (Number.isInteger(number) && Math.abs(number) >= FIRST_ROUNDED) throw new RoundedNumber(value);
  return String(number);
}

const DAY_MS = 86_400_000;
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);
/** Excel believes in 29 February 1900, its day 60, and its days before are one off. */
const LEAP_ERROR = 60;
/** 31 December 9999. */
const LAST_DAY = 2_958_465;

/** A day number of Excel as `2017-03-04`, `2017-03-04 08:00:00` or `08:00:00`; seconds are the finest. */
function momentText(serial: number, format: CellFormat, is1904: boolean): string {
  if (!(serial >= 0) || serial > LAST_DAY) return String(serial);
  const days = !is1904 && serial < LEAP_ERROR ? serial + 1 : serial;
  const ms = Math.round((days * DAY_MS) / 1000) * 1000;
  const iso = new Date((is1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + ms).toISOString();
  const day = iso.slice(0, 10);
  const time = iso.slice(11, 19);
  const isMidnight = time === '00:00:00';
  if (format === 'time') return serial < 1 ? time : `${day} ${time}`;
  // A date may have hours that its format does not show: they are not lost.
  return isMidnight ? day : `${day} ${time}`;
}
