/** Steps and periods of calendar days: a case happens on a day, whatever the reader's time zone. */
import { DAY_MS } from '../../../../../tiles/day.ts';
import type { Step } from '../../../state/codecs/casedata.ts';

/** 1970-01-01 was a Thursday; weeks begin on Mondays (ISO 8601). */
const FIRST_MONDAY = 4;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

export interface DayRange {
  /** Both included. */
  readonly from: number;
  readonly to: number;
}

/**
 * The day `n` steps later. From a day that the month aimed at does not have, its last one: 31 January → 28 February.
 */
export function shiftDay(day: number, step: Step, n: number): number {
  if (step === 'day' || step === 'week') return day + n * (step === 'week' ? 7 : 1);
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + n * MONTHS[step]];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY_MS;
}

/** Start of the step a day lies in: Monday, or the first of the month, the quarter or the year. */
export function startOf(day: number, step: Step): number {
  if (step === 'day') return day;
  if (step === 'week') return day - ((((day - FIRST_MONDAY) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month - (month % MONTHS[step]), 1) / DAY_MS;
}

/** Starts of all steps from the first day's to the last day's, and the start of the one after. */
export function boundaries({ from, to }: DayRange, step: Step): number[] {
  const starts = [startOf(from, step)];
  for (let start = starts[0] ?? from; start <= to; ) {
    start = shiftDay(start, step, 1);
    starts.push(start);
  }
  return starts;
}

/** The window as it was before the ends of the data cut its first or last step. */
function uncut({ from, to }: DayRange, extent: DayRange, step: Step): DayRange {
  const isStart = (day: number): boolean => startOf(day, step) === day;
  const beginsWhole = isStart(from) || from === extent.from;
  const endsWhole = isStart(to + 1) || to === extent.to;
  if (!beginsWhole || !endsWhole) return { from, to };
  return { from: startOf(from, step), to: isStart(to + 1) ? to : endOf(to, step) };
}

function endOf(day: number, step: Step): number {
  return shiftDay(startOf(day, step), step, 1) - 1;
}

function cutTo({ from, to }: DayRange, extent: DayRange): DayRange {
  return { from: Math.max(from, extent.from), to: Math.min(to, extent.to) };
}

/**
 * The window moved by `n` steps, as wide as before, whole steps staying whole; null where it would leave `extent`. What
 * lies beyond the ends of `extent` is cut off, and is back once the window has moved on.
 */
export function moveWindow(window: DayRange, extent: DayRange, step: Step, n: number): DayRange | null {
  const whole = uncut(window, extent, step);
  const from = shiftDay(whole.from, step, n);
  const to = shiftDay(whole.to + 1, step, n) - 1;
  if (n > 0 ? from > extent.to || whole.to >= extent.to : to < extent.from || whole.from <= extent.from) return null;
  return cutTo({ from, to }, extent);
}

/** The window with its end moved by `n` steps, to the end of one; null where nothing would be left, or added. */
export function growWindow(window: DayRange, extent: DayRange, step: Step, n: number): DayRange | null {
  const isWhole = startOf(window.to + 1, step) === window.to + 1 || window.to === extent.to;
  const last = isWhole ? startOf(window.to, step) : shiftDay(startOf(window.to, step), step, n > 0 ? -1 : 0);
  const to = Math.min(endOf(shiftDay(last, step, n), step), extent.to);
  return to < window.from || to === window.to ? null : { from: window.from, to };
}

/** The first window of a step that `busy` reaches into: playback starts there, as time before it shows nothing. */
export function firstWindow(extent: DayRange, step: Step, busy: DayRange = extent): DayRange {
  return cutTo({ from: startOf(busy.from, step), to: endOf(busy.from, step) }, extent);
}

/** Days from the first to the last with a record; null where there is none. `byDay[0]` is the extent's first day. */
export function busyDays(byDay: ArrayLike<number>, extent: DayRange): DayRange | null {
  let [from, to] = [-1, -1];
  for (let day = 0; day < byDay.length; day += 1) {
    if ((byDay[day] ?? 0) === 0) continue;
    if (from < 0) from = day;
    to = day;
  }
  return from < 0 ? null : { from: extent.from + from, to: extent.from + to };
}

/** Every window that playback shows which moves this one by a step at a time, in order. */
export function framesOf(window: DayRange, extent: DayRange, step: Step): DayRange[] {
  const walk = (n: 1 | -1): DayRange[] => {
    const found: DayRange[] = [];
    for (let next = moveWindow(window, extent, step, n); next !== null; next = moveWindow(next, extent, step, n))
      found.push(next);
    return found;
  };
  return [...walk(-1).reverse(), window, ...walk(1)];
}
