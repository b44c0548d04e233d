/**
 * Dates and times as numbers of microseconds since 1970, UTC. A bare date is its whole day in the city's time.
 * The SQL function `filter_moment` (data/functions/filter_moment.sql) reads the same texts alike.
 */
import { trimEndOf } from '../../text.ts';
import { localMinutesToUtc, utcMinutesToLocal } from './time-zone.ts';

/** Time of cities in China, eight hours ahead of UTC all year. It is read faster than that of other zones. */
export const CHINA_TIME = 'Asia/Shanghai';
const CHINA_OFFSET_MINUTES = 480;
const DAY_MINUTES = 1440;

const MINUTE_US = 60_000_000n;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** No bound: the ends of what a `bigint` of the database holds. */
export const EARLIEST = -9223372036854775808n;
export const LATEST = 9223372036854775807n;

/** The years 1 to 9999 in UTC, which four digits can write. */
const FIRST_OF_CALENDAR = -62_135_596_800_000_000n;
const END_OF_CALENDAR = 253_402_300_800_000_000n;

/** From the first microsecond to the last; `end` is the first after it, or the moment itself where it has no extent. */
export interface Extent {
  readonly start: bigint;
  readonly last: bigint;
  readonly end: bigint;
}

/**
 * Null where the text is neither a date nor a time. A time without an offset is the city's.
 * @param timeZone of the city, by its name in the tz database
 */
export function extentOf(text: string, timeZone: string = CHINA_TIME): Extent | null {
  const [, year = '', month = '', day = '', hour, minute = '', second = '0', fraction = '', offset] =
    ISO.exec(text) ?? [];
  const days = dayNumber(Number(year), Number(month), Number(day));
  if (days === null) return null;
  const toUtc = (localMinutes: number): number =>
    timeZone === CHINA_TIME ? localMinutes - CHINA_OFFSET_MINUTES : localMinutesToUtc(localMinutes, timeZone);
  if (hour === undefined) {
    // A day in which clocks are put on or back is shorter or longer than others.
    const [start, end] = [days, days + 1].map((day) => BigInt(toUtc(day * DAY_MINUTES)) * MINUTE_US) as [
      bigint,
      bigint,
    ];
    return { start, last: end - 1n, end };
  }
  const offsetMinutes = readOffset(offset);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offsetMinutes === null) return null;
  const localMinutes = days * DAY_MINUTES + Number(hour) * 60 + Number(minute);
  const moment =
    BigInt(offsetMinutes === undefined ? toUtc(localMinutes) : localMinutes - offsetMinutes) * MINUTE_US +
    BigInt(second) * 1_000_000n +
    BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return { start: moment, last: moment, end: moment };
}

/** What clocks of a city show: days since 1970-01-01, and the time of day where the text has one. */
export interface CityTime {
  readonly day: number;
  /** Minutes since midnight; null for a bare date. */
  readonly minute: number | null;
}

/**
 * Where a date or time lies in the city's calendar, for all that counts or shows days. Null where `extentOf` is.
 * @param timeZone of the city, by its name in the tz database
 */
export function cityTimeOf(text: string, timeZone: string = CHINA_TIME): CityTime | null {
  const [, year = '', month = '', day = '', hour, minute = '', second = '0', , offset] = ISO.exec(text) ?? [];
  const days = dayNumber(Number(year), Number(month), Number(day));
  if (days === null) return null;
  if (hour === undefined) return { day: days, minute: null };
  const offsetMinutes = readOffset(offset);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offsetMinutes === null) return null;
  const written = days * DAY_MINUTES + Number(hour) * 60 + Number(minute);
  const utc = written - (offsetMinutes ?? 0);
  const local =
    offsetMinutes === undefined
      ? written
      : timeZone === CHINA_TIME
        ? utc + CHINA_OFFSET_MINUTES
        : utcMinutesToLocal(utc, timeZone);
  const cityDay = Math.floor(local / DAY_MINUTES);
  return { day: cityDay, minute: local - cityDay * DAY_MINUTES };
}

export function isDate(text: string): boolean {
  return text.length === 10 && extentOf(text) !== null;
}

/** Requires an offset: a timestamp of CQL2 is in UTC; other offsets are taken too. */
export function isTimestamp(text: string): boolean {
  if (text.length < 20 || text.charAt(10) !== 'T' || !/(Z|[+-]\d\d:\d\d)$/.test(text)) return false;
  const start = extentOf(text)?.start;
  return start !== undefined && start >= FIRST_OF_CALENDAR && start < END_OF_CALENDAR;
}

/** The one spelling of a moment: UTC, without zeros at the end. Throws `RangeError` for anything but a timestamp. */
export function canonicalTimestamp(text: string): string {
  const extent = extentOf(text);
  if (extent === null) throw new RangeError(`${text} is not a timestamp.`);
  const second = floorDivide(extent.start, 1_000_000n);
  const fraction = trimEndOf(String(extent.start - second * 1_000_000n).padStart(6, '0'), '0');
  const whole = new Date(Number(second) * 1000).toISOString().slice(0, 19);
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}

/** Days since 1970-01-01, or null where there is no such day. */
function dayNumber(year: number, month: number, day: number): number | null {
  if (!(year >= 1 && month >= 1 && day >= 1)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / 86_400_000) : null;
}

/** Minutes ahead of UTC; undefined where none are written, null where there are no such. */
function readOffset(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))];
  if (hours > 23 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
