/** Days of 2017 by their number from 1 January (0), and how reports fall on them. */
const DAY_MS = 86_400_000;
const NEW_YEAR = Date.UTC(2017, 0, 1);
export const LAST_DAY = 364;

/** ISO date of every day of 2017. */
export const DATES: readonly string[] = Array.from({ length: LAST_DAY + 1 }, (_, day) =>
  new Date(NEW_YEAR + day * DAY_MS).toISOString().slice(0, 10),
);

/** Public holidays of 2017 of more than three days: Spring Festival and National Day. */
const HOLIDAYS = [
  [dayOf('2017-01-27'), dayOf('2017-02-02')],
  [dayOf('2017-10-01'), dayOf('2017-10-08')],
] as const;
const HOLIDAY_SHARE = 0.25;

export function dayOf(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - NEW_YEAR) / DAY_MS);
}

/** How busy a day is against a plain working day: `weekendShare` at weekends, a quarter in the long holidays. */
export function workload(day: number, weekendShare: number): number {
  if (HOLIDAYS.some(([from, to]) => day >= from && day <= to)) return HOLIDAY_SHARE;
  // 1 January 2017 was a Sunday.
  return day % 7 === 0 || day % 7 === 6 ? weekendShare : 1;
}
