import { plainPlan, type Segment } from './day-plan.ts';
import type { Hours } from './hours.ts';
import { addDays, type LocalDay } from './moment.ts';

/** Any Monday: hours that depend on the date have no week. */
const MONDAY: LocalDay = { year: 2024, month: 1, day: 1, weekday: 1 };

/**
 * Open segments of an ordinary week, Monday first; null where it is not the same all year, or where a part of it is not
 * known. Public holidays may differ.
 */
export function weekOf(hours: Hours): readonly (readonly Segment[])[] | null {
  if (hours.rules.some(({ dates }) => dates.length > 0)) return null;
  const week = [0, 1, 2, 3, 4, 5, 6].map((days) => plainPlan(hours, addDays(MONDAY, days), 'plain').segments);
  return week.some((segments) => segments.some(({ unknown }) => unknown !== undefined)) ? null : week;
}
