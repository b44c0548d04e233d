/** On which days services run. */
import { weekdayOf } from '../service-day.ts';
import type { Feed } from './feed.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const REMOVED = 2;

/** Services by id, and the days of each since 1970. */
export type Calendar = ReadonlyMap<string, ReadonlySet<number>>;

/** Rejects with `AnalysisError` where neither table is there, or one cannot be read. */
export async function readCalendar(feed: Feed): Promise<Calendar> {
  if (!feed.has('calendar.txt') && !feed.has('calendar_dates.txt')) throw feed.error('no-calendar', {});
  const days = new Map<string, Set<number>>();
  for await (const row of feed.rows('calendar.txt', {
    needed: ['service_id', 'start_date', 'end_date', ...WEEKDAYS],
  })) {
    const id = row.id('service_id');
    if (days.has(id)) throw row.twice(id);
    const [first, last] = [row.day('start_date'), row.day('end_date')];
    if (last < first) throw row.bad('end_date', 'want-later', { from: row.text('start_date') });
    const runs = WEEKDAYS.map((weekday) => row.whole(weekday, { min: 0, max: 1 }) === 1);
    const own = new Set<number>();
    for (let day = first; day <= last; day += 1) if (runs[weekdayOf(day)] === true) own.add(day);
    days.set(id, own);
  }
  for await (const row of feed.rows('calendar_dates.txt', { needed: ['service_id', 'date', 'exception_type'] })) {
    const id = row.id('service_id');
    const own = days.get(id) ?? new Set<number>();
    days.set(id, own);
    const day = row.day('date');
    if (row.whole('exception_type', { min: 1, max: 2 }) === REMOVED) own.delete(day);
    else own.add(day);
  }
  return days;
}
