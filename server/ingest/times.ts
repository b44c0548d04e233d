/** Dates and times as databases, spreadsheets and people write them. */
import { CHINA_TIME, extentOf } from '../../tiles/filter/cql2/time.ts';
import { localMinutesToUtc } from '../../tiles/filter/cql2/time-zone.ts';

/** Order of day and month where the year comes last. */
export const DATE_ORDERS = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What a bare number in the place of a date counts: days of Excel, or seconds or milliseconds since 1970. */
export const DATE_NUMBERS = ['excel', 'seconds', 'milliseconds'] as const;
export type DateNumbers = (typeof DATE_NUMBERS)[number];

export interface TimeOptions {
  /** Null where nobody has said it and no value proves it. */
  readonly order: DateOrder | null;
  /** Null where nobody has said it: then bare numbers are asked about. */
  readonly numbers: DateNumbers | null;
  /** Of the city: a time without a zone is its time. */
  readonly timeZone: string;
}

type Problem =
  | { readonly problem: 'unreadable' | 'no-time' }
  /** `03/04/2017`, with the day that each order makes of it. */
  | { readonly problem: 'ambiguous'; readonly dmy: string; readonly mdy: string }
  /** A bare number, and the day that it would be. */
  | { readonly problem: 'number'; readonly numbers: DateNumbers; readonly day: string };

/** `lost` is true where a day was wanted and the text has a time of day too. */
export type TimeResult = { readonly value: string; readonly lost: boolean } | Problem;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits behind the point. */
  readonly fraction: string;
  /** `Z` or `+08:00`; null where the text says none. */
  readonly offset: string | null;
}

interface Moment {
  readonly day: Day;
  readonly clock: Clock | null;
}

const ISO_DAY = /^\d{4}-\d\d-\d\d$/;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads a text as a day of the city. */
export function readDay(text: string, options: TimeOptions): TimeResult {
  if (ISO_DAY.test(text)) return exists(text) ? { value: text, lost: false } : UNREADABLE;
  const read = readMoment(text, options);
  if ('problem' in read) return read;
  const { day, clock } = read;
  if (clock === null) return { value: writeDay(day), lost: false };
  const lost = clock.hour + clock.minute + clock.second > 0 || Number(clock.fraction) > 0;
  if (clock.offset === null) return { value: writeDay(day), lost };
  const at = extentOf(writeTime(day, clock, options.timeZone));
  return at === null ? UNREADABLE : { value: dayOf(at.start, options.timeZone), lost };
}

/** Reads a text as a time with its offset, which is the city's where the text says none. */
export function readTime(text: string, options: TimeOptions): TimeResult {
  if (ISO_TIME.test(text)) return exists(text) ? { value: text, lost: false } : UNREADABLE;
  const read = readMoment(text, options);
  if ('problem' in read) return read;
  if (read.clock === null) return { problem: 'no-time' };
  const value = writeTime(read.day, read.clock, options.timeZone);
  return exists(value) ? { value, lost: false } : UNREADABLE;
}

/** The order of day and month that a text proves; `unknown` where it may be either, null where it has no such date. */
export function orderOf(text: string): DateOrder | 'unknown' | null {
  const match = YEAR_LAST.exec(clean(text).slice(0, LONGEST));
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12 && second <= 12) return 'dmy';
  if (second > 12 && first <= 12) return 'mdy';
  return first === second ? null : 'unknown';
}

/** Whether its day and month are written with zeros before single digits; null where it has none to tell. */
function padding(text: string): boolean | null {
  const [, first = '', , second = ''] = YEAR_LAST.exec(clean(text).slice(0, LONGEST)) ?? [];
  const parts = [first, second].filter((part) => Number(part) < 10 && part !== '');
  if (parts.length === 0) return null;
  return parts.every((part) => part.length === 2);
}

/**
 * The order of day and month in a column: proven by one value at least, and contradicted by none. A spreadsheet that
 * took a part of the column for dates of its own writes that part otherwise than the rest, so that a column with two
 * ways of writing proves nothing.
 */
export function orderOfColumn(texts: Iterable<string>): { readonly order: DateOrder; readonly proof: string } | null {
  let proof: { readonly order: DateOrder; readonly proof: string } | null = null;
  const ways = new Set<boolean>();
  for (const text of texts) {
    const order = orderOf(text);
    if (order === null) continue;
    const way = padding(text);
    if (way !== null) ways.add(way);
    if (order === 'unknown') continue;
    if (proof !== null && proof.order !== order) return null;
    proof ??= { order, proof: text };
  }
  return ways.size > 1 ? null : proof;
}

const UNREADABLE = { problem: 'unreadable' } as const;
/** No date is longer; a text that is costs no time. */
const LONGEST = 80;
/** Units with the blanks around them. A blank behind the day stays, as a bare number may follow. */
const UNITS = / ?([年月时時点點分秒]) ?/g;
const SIMPLE: Readonly<Record<string, string>> = { 時: '时', 點: '点' };
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];
/** Says the day again. */
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]? |\(?(?:星期|周)[一二三四五六日天]\)?/g;
/** JavaScript writes it behind the offset. */
const ZONE_NAME = / \([a-z ]+\)$/;

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?!\d)/;
const CHINESE = /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?(?:[日号]|(?!\d))/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})(?!\d)/;
const MONTH_SECOND = /^(\d{1,2})(?:st|nd|rd|th)?[- /]([a-z]{3,9})[-,. /]{1,2}(\d{4})(?!\d)/;
const MONTH_FIRST = /^([a-z]{3,9})[. ]{1,2}(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:t? ?(\d\d)(\d\d)(\d\d)?)?(z|[+-]\d\d:?\d\d)?$/;
/** Before a time that has its signs. */
const COMPACT_DAY = /^(\d{4})(\d\d)(\d\d)(?=[t ])/;
const BARE_NUMBER = /^\d{1,14}(?:\.\d{1,12})?$/;

const HALF_BEFORE = /^(am|pm|a\.m\.|p\.m\.|上午|下午|凌晨) ?/;
const HALF_AFTER = / ?(am|pm|a\.m\.|p\.m\.|上午|下午|凌晨)$/;
const ZONE = / ?(z|utc|gmt|(?:utc|gmt)?[+-]\d\d(?::?\d\d)?)$/;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;
const CHINESE_CLOCK = /^(\d{1,2})[时点](?:(\d{1,2})分?(?:(\d{1,2})秒)?)?$/;
const HOUR = /^(\d{1,2})$/;

function readMoment(text: string, options: TimeOptions): Moment | Problem {
  if (text.length > LONGEST) return UNREADABLE;
  const cleaned = clean(text);
  const compact = COMPACT.exec(cleaned);
  const read = compact === null ? UNREADABLE : readCompact(compact);
  if (!('problem' in read)) return read;
  if (BARE_NUMBER.test(cleaned)) return readNumber(cleaned, options);
  const dated = readDate(cleaned, options);
  if ('problem' in dated) return dated;
  if (!exists(writeDay(dated.day))) return UNREADABLE;
  const rest = dated.rest.replace(/^[t,]/, '').trim();
  if (rest === '') return { day: dated.day, clock: null };
  // Digits right behind the date would be more of it.
  if (!/^[t, ]|^[时点上下凌ap]/.test(dated.rest) && !dated.joins) return UNREADABLE;
  const clock = readClock(rest);
  return clock === null ? UNREADABLE : { day: dated.day, clock };
}

function clean(text: string): string {
  const plain = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  return plain
    .replace(WEEKDAY, '')
    .replace(UNITS, (_, unit: string) => SIMPLE[unit] ?? unit)
    .replace(ZONE_NAME, '')
    .trim();
}

/** The date at the start of a text and what follows; `joins` where a time may follow without anything between. */
function readDate(
  text: string,
  { order }: TimeOptions,
): { readonly day: Day; readonly rest: string; readonly joins: boolean } | Problem {
  const found = (match: RegExpExecArray, year: number, month: number, day: number, joins = false) => ({
    day: { year, month, day },
    rest: text.slice(match[0].length),
    joins,
  });
  const first = YEAR_FIRST.exec(text);
  if (first !== null && first[2] === first[4])
    return found(first, Number(first[1]), Number(first[3]), Number(first[5]));
  const chinese = CHINESE.exec(text);
  if (chinese !== null) return found(chinese, Number(chinese[1]), Number(chinese[2]), Number(chinese[3]), true);
  const compact = COMPACT_DAY.exec(text);
  if (compact !== null) return found(compact, Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const second = MONTH_SECOND.exec(text);
  if (second !== null) return found(second, Number(second[3]), monthOf(second[2]), Number(second[1]));
  const named = MONTH_FIRST.exec(text);
  if (named !== null) return found(named, Number(named[3]), monthOf(named[1]), Number(named[2]));
  const last = YEAR_LAST.exec(text);
  if (last === null || last[2] !== last[4]) return UNREADABLE;
  const [a, b, year] = [Number(last[1]), Number(last[3]), Number(last[5])];
  const known = a === b ? 'dmy' : a > 12 ? 'dmy' : b > 12 ? 'mdy' : order;
  if (known === null)
    return {
      problem: 'ambiguous',
      dmy: writeDay({ year, month: b, day: a }),
      mdy: writeDay({ year, month: a, day: b }),
    };
  // A value that contradicts what was said of all of them is no date.
  if (order !== null && known !== order && a !== b) return UNREADABLE;
  return known === 'dmy' ? found(last, year, b, a) : found(last, year, a, b);
}

function monthOf(name: string | undefined): number {
  return MONTHS.findIndex((month) => month.startsWith(name === 'sept' ? 'sep' : (name ?? '-'))) + 1;
}

function readCompact([, year, month, date, hour, minute, second, zone]: RegExpExecArray): Moment | Problem {
  const day = { year: Number(year), month: Number(month), day: Number(date) };
  if (!exists(writeDay(day)) || (hour === undefined && zone !== undefined)) return UNREADABLE;
  if (hour === undefined) return { day, clock: null };
  const clock = clockOf({ hour, minute, second, zone });
  return clock === null ? UNREADABLE : { day, clock };
}

function readClock(text: string): Clock | null {
  const [zoneText = '', zone] = ZONE.exec(text) ?? [];
  const withoutZone = text.slice(0, text.length - zoneText.length);
  const [before = '', first] = HALF_BEFORE.exec(withoutZone) ?? [];
  const [after = '', last] = HALF_AFTER.exec(withoutZone.slice(before.length)) ?? [];
  if (first !== undefined && last !== undefined) return null;
  const half = first ?? last;
  const bare = withoutZone.slice(before.length, withoutZone.length - after.length);
  // A bare number is an hour only beside 上午, or am.
  const match = CLOCK.exec(bare) ?? CHINESE_CLOCK.exec(bare) ?? (half === undefined ? null : HOUR.exec(bare));
  if (match === null) return null;
  const [, hour, minute, second, fraction] = match;
  return clockOf({ hour, minute, second, fraction, half, zone });
}

function clockOf(parts: {
  readonly hour: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  readonly half?: string | undefined;
  readonly zone?: string | undefined;
}): Clock | null {
  const hour = hourOf(Number(parts.hour), parts.half);
  const [minute, second] = [Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  if (hour === null || hour > 23 || minute > 59 || second > 59) return null;
  return { hour, minute, second, fraction: parts.fraction ?? '', offset: offsetOf(parts.zone) };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  const isAfternoon = half.startsWith('p') || half === '下午';
  // 下午15:00 says the same twice; 15:00 am and 0:30 pm contradict themselves.
  if (hour > 12) return isAfternoon ? hour : null;
  if (hour === 0) return isAfternoon ? null : 0;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

function offsetOf(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  const digits = zone.replace(/^utc|^gmt/, '').replace(':', '');
  if (digits === '' || digits === 'z') return 'Z';
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
}

const DAY_MS = 86_400_000;
/** Day 0 of Excel, which counts a 29 February 1900 that never was: its days are right from 1 March 1900 on. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);
const FIRST_OF_EXCEL = 61;
const LAST_OF_EXCEL = 2_958_465;

function readNumber(text: string, { numbers, timeZone }: TimeOptions): Moment | Problem {
  const value = Number(text);
  const kind = numbers ?? likelyKind(value);
  if (kind === null) return UNREADABLE;
  if (kind === 'excel' && (value < FIRST_OF_EXCEL || value >= LAST_OF_EXCEL + 1)) return UNREADABLE;
  const ms = Math.round(kind === 'excel' ? EXCEL_EPOCH_MS + value * DAY_MS : kind === 'seconds' ? value * 1000 : value);
  const at = new Date(ms);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return UNREADABLE;
  const day = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  if (numbers === null)
    return {
      problem: 'number',
      numbers: kind,
      day: kind === 'excel' ? writeDay(day) : dayOf(BigInt(ms) * 1000n, timeZone),
    };
  if (kind === 'excel' && Number.isInteger(value)) return { day, clock: null };
  // Excel keeps a time as a share of the day, which is some microseconds off.
  const second = kind === 'excel' ? new Date(Math.round(ms / 1000) * 1000) : at;
  const fraction = second.getUTCMilliseconds();
  return {
    day: { year: second.getUTCFullYear(), month: second.getUTCMonth() + 1, day: second.getUTCDate() },
    clock: {
      hour: second.getUTCHours(),
      minute: second.getUTCMinutes(),
      second: second.getUTCSeconds(),
      fraction: fraction === 0 ? '' : String(fraction).padStart(3, '0'),
      offset: kind === 'excel' ? null : 'Z',
    },
  };
}

/** What a bare number would be where it is a date at all. Four digits are a year. */
function likelyKind(value: number): DateNumbers | null {
  if (value >= 10_000 && value <= 100_000) return 'excel';
  if (value >= 1e8 && value < 1e10) return 'seconds';
  return value >= 1e11 && value < 1e13 ? 'milliseconds' : null;
}

function exists(text: string): boolean {
  return extentOf(text) !== null;
}

function writeDay({ year, month, day }: Day): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

function writeTime(day: Day, clock: Clock, timeZone: string): string {
  const { hour, minute, second, fraction, offset } = clock;
  const local = `${writeDay(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction === '' ? '' : `.${fraction}`}`;
  return local + (offset ?? cityOffset(day, clock, timeZone));
}

/** The offset of the city's clocks at a time that they show. */
function cityOffset({ year, month, day }: Day, { hour, minute }: Clock, timeZone: string): string {
  if (timeZone === CHINA_TIME) return '+08:00';
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute);
  const localMinutes = local.getTime() / 60_000;
  const ahead = localMinutes - localMinutesToUtc(localMinutes, timeZone);
  return `${ahead < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(ahead) / 60))}:${pad(Math.abs(ahead) % 60)}`;
}

/** The day in the city at a moment in microseconds since 1970. */
function dayOf(microseconds: bigint, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timeZone === CHINA_TIME ? 'Etc/GMT-8' : timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(Number(microseconds / 1000n)));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  return writeDay({ year: part('year'), month: part('month'), day: part('day') });
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
