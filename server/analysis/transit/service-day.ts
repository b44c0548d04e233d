/** Days of service. A day is counted from 1 January 1970; its text is as in `2019-05-13`. */
import { DAY_MS, toIso } from '../../../tiles/day.ts';
import { offsetMinutes } from '../../../tiles/filter/cql2/time-zone.ts';

const HALF_DAY_S = 43_200;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Null for a text that is no day of the calendar. */
export function dayOf(text: string): number | null {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return null;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return toIso(ms / DAY_MS) === text ? ms / DAY_MS : null;
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (day + 3) % 7;
}

/** Seconds of a time of day such as `08:30`; null for another text. */
export function secondsOfClock(text: string): number | null {
  const [, hours, minutes] = CLOCK.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60;
}

export function clockOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * Seconds from the origin of one service day to that of another. GTFS counts times from noon less twelve hours, which
 * is midnight but on the days when clocks change.
 */
export function secondsBetweenDays(from: number, to: number, timezone: string): number {
  return originS(to, timezone) - originS(from, timezone);
}

/** Of a service day, in seconds since 1970 in UTC. */
function originS(day: number, timezone: string): number {
  const noonAsUtcS = (day * DAY_MS) / 1000 + HALF_DAY_S;
  // Where the zone is ahead by h, its noon is h before noon of UTC. No zone changes its clocks that close to noon.
  return noonAsUtcS - 60 * offsetMinutes(noonAsUtcS / 60, timezone) - HALF_DAY_S;
}
