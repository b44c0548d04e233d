/** Calendar days as whole numbers since 1970-01-01 UTC: a case happens on a day, whatever the reader's time zone. */
import type { Step } from '../../../state/codecs/casedata.ts';

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Mondays (ISO 8601). */
const FIRST_MONDAY = 4;

export interface DayRange {
  /** Both included. */
  readonly from: number;
  readonly to: number;
}

export function toDay(iso: string): number {
  return Math.floor(Date.parse(iso) / DAY_MS);
}

export function toIso(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The day `n` steps later. From a day that the month aimed at does not have, its last one: 31 January → 28 February.
 */
export function shiftDay(day: number, step: Step, n: number): number {
  if (step !== 'month') return day + n * (step === 'week' ? 7 : 1);
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + n];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY_MS;
}

/** Start of the step a day lies in: Monday, or the first of the month. */
export function startOf(day: number, step: Step): number {
  if (step === 'day') return day;
  if (step === 'week') return day - ((((day - FIRST_MONDAY) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
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

/** The window moved by `n` steps, as wide as before, whole months staying whole; null where it would leave `extent`. */
export function moveWindow(window: DayRange, extent: DayRange, step: Step, n: number): DayRange | null {
  const from = shiftDay(window.from, step, n);
  const to = shiftDay(window.to + 1, step, n) - 1;
  if (n > 0 ? from > extent.to : to < extent.from) return null;
  const cut = { from: Math.max(from, extent.from), to: Math.min(to, extent.to) };
  // The cut window equals the current one: there is no further step.
  return cut.from === window.from && cut.to === window.to ? null : cut;
}

/** The first window of a step, from which playback starts when the full period was chosen. */
export function firstWindow(extent: DayRange, step: Step): DayRange {
  return { from: extent.from, to: Math.min(shiftDay(startOf(extent.from, step), step, 1) - 1, extent.to) };
}
