/** Days off and make-up working days, as the State Council's notices set them year by year. */
import type { Text } from '../layer/layer.ts';
import { addDays, type LocalDay } from './moment.ts';

/** One year of a notice; days as `MM-DD`. */
export interface HolidayYear {
  readonly off: readonly string[];
  readonly work: readonly string[];
}

export interface Holidays {
  readonly source: Text;
  readonly years: Readonly<Record<string, HolidayYear>>;
}

/** `off`: a day off of the notice. `work`: a weekend day that is worked. `plain`: neither. */
export type DayKind = 'plain' | 'off' | 'work';

/**
 * What a day may be: one kind where the notice is known, every kind that a notice could make it elsewhere. The last
 * days of December are those of the next year's notice too (2018-12-29 was worked for the New Year of 2019).
 */
export function kindsOf(day: LocalDay, { years }: Holidays): readonly DayKind[] {
  const year = Object.hasOwn(years, day.year) ? years[day.year] : undefined;
  const nextYear = String(addDays(day, 4).year);
  if (year === undefined || !(Object.hasOwn(years, nextYear) || nextYear === String(day.year)))
    return day.weekday > 5 ? ['plain', 'off', 'work'] : ['plain', 'off'];
  const date = `${twoDigits(day.month)}-${twoDigits(day.day)}`;
  if (year.off.includes(date)) return ['off'];
  return year.work.includes(date) ? ['work'] : ['plain'];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
