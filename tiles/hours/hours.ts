/** Opening hours as rules: what the parsers of OSM's grammar and of Chinese notices make, and `openState` reads. */

export const MINUTES_PER_DAY = 1440;

/** Minutes of a day; `to` past 1440 runs into the next one. `openEnd`: from `to` on nobody knows. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly openEnd?: boolean;
}

/** Days from one date to another, both included, as month × 100 + day; `to` before `from` runs over the new year. */
export interface DateRange {
  readonly from: number;
  readonly to: number;
}

/** Which days a rule is for: any of what is set. */
export interface DaySelector {
  /** Bit 1 (Monday) to bit 7. */
  readonly weekdays: number;
  /** 工作日: Monday to Friday without days off, and the days made up for. */
  readonly workdays: boolean;
  /** Days off of the notice. `loose`: 节假日, which may mean weekends too. */
  readonly holidays: 'no' | 'strict' | 'loose';
}

export interface Rule {
  readonly days: DaySelector;
  /** Parts of the year; empty for the whole. */
  readonly dates: readonly DateRange[];
  /** Closed in `spans`, or the whole day where there are none. */
  readonly off: boolean;
  readonly spans: readonly Span[];
  /** Adds to the rules before it; any other takes their place on its days. */
  readonly adds: boolean;
  /** Does not hold on days off of the notice. */
  readonly notOnHolidays: boolean;
}

export interface Hours {
  /**
   * OSM's grammar says what it means; Chinese notices are read as people mean them: 周一至周五 leaves open what
   * happens on a public holiday.
   */
  readonly language: 'osm' | 'zh';
  readonly rules: readonly Rule[];
  /** 节假日不休: days off change nothing. */
  readonly holidaysAsUsual: boolean;
}

export const EVERY_DAY = 0b11111110;
export const MONDAY_TO_FRIDAY = 0b00111110;
export const WEEKEND = 0b11000000;

export const ALL_DAY: Span = { from: 0, to: MINUTES_PER_DAY };

export function weekdayBit(weekday: number): number {
  return 1 << weekday;
}

/** The days from one to another, over Sunday where the second comes first. */
export function weekdayRange(from: number, to: number): number {
  let bits = 0;
  for (let day = from; ; day = (day % 7) + 1) {
    bits |= weekdayBit(day);
    if (day === to) return bits;
  }
}

/** A span between two times of the day; one that does not end later than it begins runs over midnight. */
export function spanOf(from: number, to: number): Span | null {
  if (from >= MINUTES_PER_DAY || to > 2 * MINUTES_PER_DAY) return null;
  return { from, to: to > from ? to : to + MINUTES_PER_DAY };
}

/** Month and day as one number, or null where no year has the date. */
export function dateOf(month: number, day: number): number | null {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days === undefined || day < 1 || day > days ? null : month * 100 + day;
}

/** The whole months from one to another. */
export function monthRange(from: number, to: number): DateRange | null {
  const first = dateOf(from, 1);
  return first === null || dateOf(to, 1) === null ? null : { from: first, to: to * 100 + 31 };
}
