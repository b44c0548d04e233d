/**
 * The common subset of OSM's `opening_hours` (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification):
 * days, dates, public holidays, several spans, over midnight, open ends, `off`, rules joined by `;` and `,`. Sunrise
 * and sunset, school holidays, weeks, years, weekdays of a month, comments and fallback rules are not understood.
 */
import {
  ALL_DAY,
  dateOf,
  EVERY_DAY,
  monthRange,
  spanOf,
  weekdayRange,
  type DateRange,
  type DaySelector,
  type Hours,
  type Rule,
  type Span,
} from './hours.ts';

const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const LONG_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    // Words, times of day, numbers, and single marks.
    this.#tokens = text.match(/[a-z]+|\d{1,2}:\d{2}|\d+|\S/g) ?? [];
  }

  get next(): string | undefined {
    return this.#tokens[this.#at];
  }

  ahead(count: number): string | undefined {
    return this.#tokens[this.#at + count];
  }

  skip(count = 1): void {
    this.#at += count;
  }

  take(token: string): boolean {
    if (this.next !== token) return false;
    this.#at += 1;
    return true;
  }
}

/** @param text in lower case, with plain hyphens and colons. Null: not understood */
export function parseOsm(text: string): Hours | null {
  const reader = new Reader(text);
  const rules: Rule[] = [];
  let adds = false;
  while (reader.next !== undefined) {
    const rule = readRule(reader, adds);
    if (rule === null) return null;
    rules.push(rule);
    if (reader.take(';')) adds = false;
    else if (reader.take(',')) adds = true;
    else if (reader.next !== undefined) return null;
    else break;
  }
  // What says only when a place is closed leaves open when it is open, but for a place that is closed always.
  const [first] = rules;
  const isClosed = rules.length === 1 && first?.dates.length === 0 && first.days.weekdays === EVERY_DAY;
  if (rules.every(({ off }) => off) && !isClosed) return null;
  return { language: 'osm', rules, holidaysAsUsual: true };
}

function readRule(reader: Reader, adds: boolean): Rule | null {
  if (reader.next === '24' && reader.ahead(1) === '/' && reader.ahead(2) === '7') {
    reader.skip(3);
    const isOff = reader.take('off') || reader.take('closed');
    return isOff ? null : ruleOf(adds, [], everyDay(), false, [ALL_DAY]);
  }
  const dates = readDates(reader);
  if (dates === null) return null;
  if (dates.length > 0) reader.take(':');
  const days = readDays(reader);
  if (days === null) return null;
  if (days !== undefined) reader.take(':');
  const spans = readSpans(reader);
  if (spans === null) return null;
  const isOff = reader.take('off') || reader.take('closed');
  if (!isOff && spans.length === 0) return null;
  if (isOff && spans.some(({ openEnd }) => openEnd)) return null;
  return ruleOf(adds, dates, days ?? everyDay(), isOff, spans);
}

function ruleOf(adds: boolean, dates: DateRange[], days: DaySelector, off: boolean, spans: Span[]): Rule {
  return { adds, dates, days, off, spans, notOnHolidays: false };
}

function everyDay(): DaySelector {
  return { weekdays: EVERY_DAY, workdays: false, holidays: 'no' };
}

/** `Apr-Oct`, `Dec 25`, `Jun 15-Sep 15`, `Jun 15-30` and lists of them. */
function readDates(reader: Reader): DateRange[] | null {
  const ranges: DateRange[] = [];
  while (monthOf(reader.next) !== 0) {
    const range = readDateRange(reader);
    if (range === null) return null;
    ranges.push(range);
    if (reader.next !== ',' || monthOf(reader.ahead(1)) === 0) break;
    reader.skip();
  }
  return ranges;
}

function readDateRange(reader: Reader): DateRange | null {
  const month = monthOf(reader.next);
  reader.skip();
  const day = readDayOfMonth(reader);
  if (reader.next !== '-') return day === 0 ? monthRange(month, month) : single(dateOf(month, day));
  reader.skip();
  const toMonth = monthOf(reader.next);
  if (toMonth !== 0) reader.skip();
  const toDay = readDayOfMonth(reader);
  if (day === 0) return toMonth === 0 || toDay !== 0 ? null : monthRange(month, toMonth);
  const from = dateOf(month, day);
  const to = dateOf(toMonth === 0 ? month : toMonth, toDay);
  return from === null || to === null ? null : { from, to };
}

function single(date: number | null): DateRange | null {
  return date === null ? null : { from: date, to: date };
}

/** A day of the month, or 0 where none stands there. `08:00` is a token of its own. */
function readDayOfMonth(reader: Reader): number {
  const { next } = reader;
  if (next === undefined || !/^\d{1,2}$/.test(next)) return 0;
  reader.skip();
  return Number(next);
}

/** `Mo-Fr`, `Sa,Su,PH`; undefined where no day stands there. */
function readDays(reader: Reader): DaySelector | null | undefined {
  let weekdays = 0;
  let holidays: DaySelector['holidays'] = 'no';
  for (;;) {
    const from = weekdayOf(reader.next);
    if (reader.next === 'ph') {
      holidays = 'strict';
      reader.skip();
    } else if (from !== 0) {
      reader.skip();
      if (reader.next === '[') return null;
      const to = reader.next === '-' ? weekdayOf(reader.ahead(1)) : from;
      if (to === 0) return null;
      if (reader.take('-')) reader.skip();
      if (reader.next === '[') return null;
      weekdays |= weekdayRange(from, to);
    } else return weekdays === 0 && holidays === 'no' ? undefined : null;
    const after = reader.ahead(1);
    if (reader.next !== ',' || (after !== 'ph' && weekdayOf(after) === 0)) break;
    reader.skip();
  }
  // `PH Mo-Fr` is for the public holidays among those days, which hardly anybody means.
  if (reader.next === 'ph' || reader.next === 'sh' || weekdayOf(reader.next) !== 0) return null;
  return { weekdays, workdays: false, holidays };
}

function readSpans(reader: Reader): Span[] | null {
  const spans: Span[] = [];
  while (minuteOf(reader.next) !== null) {
    const span = readSpan(reader);
    if (span === null) return null;
    spans.push(span);
    if (reader.next !== ',' || minuteOf(reader.ahead(1)) === null) break;
    reader.skip();
  }
  return spans;
}

function readSpan(reader: Reader): Span | null {
  const from = minuteOf(reader.next) ?? 0;
  reader.skip();
  if (reader.take('+')) return from >= ALL_DAY.to ? null : { from, to: from, openEnd: true };
  if (!reader.take('-')) return null;
  const to = minuteOf(reader.next);
  if (to === null) return null;
  reader.skip();
  const span = spanOf(from, to);
  if (span === null || !reader.take('+')) return span;
  return { ...span, openEnd: true };
}

function weekdayOf(word: string | undefined): number {
  if (word === undefined) return 0;
  return Math.max(WEEKDAYS.indexOf(word), LONG_WEEKDAYS.indexOf(word)) + 1;
}

function monthOf(word: string | undefined): number {
  return word === undefined ? 0 : MONTHS.indexOf(word) + 1;
}

/** Minutes after midnight of `H:MM`, up to 48:00; null for anything else. */
function minuteOf(token: string | undefined): number | null {
  const [hour, minute] = (token ?? '').split(':');
  if (hour === undefined || minute === undefined || hour === '' || minute === '') return null;
  const time = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && time <= 2 * ALL_DAY.to ? time : null;
}
