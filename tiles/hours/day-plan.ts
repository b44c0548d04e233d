/** What one day of a facility looks like by its rules, and where the rules leave that open. */
import { ALL_DAY, EVERY_DAY, MINUTES_PER_DAY, MONDAY_TO_FRIDAY, WEEKEND, weekdayBit } from './hours.ts';
import type { Hours, Rule, Span } from './hours.ts';
import { kindsOf, type DayKind, type Holidays } from './holidays.ts';
import type { LocalDay } from './moment.ts';

/** Why nobody can say whether a place is open. */
export type UnknownReason =
  | 'no-hours'
  | 'not-understood'
  /** The notice of the year is not there, and the hours depend on it. */
  | 'holidays-unknown'
  /** 周一至周五 on a public holiday or a make-up working Saturday: the text does not say. */
  | 'holiday-in-doubt'
  /** `18:00+`: it closes some time after. */
  | 'open-end'
  /** Whether the night before goes on into a day with hours of its own. */
  | 'over-midnight';

/** Part of a day, in minutes; past 1440 it belongs to the day after. Open, or unknown for a reason. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly unknown?: UnknownReason;
}

export interface DayPlan {
  readonly segments: readonly Segment[];
  /** Index of the rule that the day follows, -1 without any. */
  readonly rule: number;
  /** The whole day is unknown; `segments` then say how far it may go on into the next day. */
  readonly doubt?: UnknownReason;
}

/** Minutes that an open end may go on past midnight. */
const OPEN_END = 360;

/** The plan of a day, of every kind that the day may be: where they differ the day is unknown. */
export function planOf(hours: Hours, day: LocalDay, holidays: Holidays): DayPlan {
  const kinds = kindsOf(day, holidays);
  const [first = EMPTY, ...others] = kinds.flatMap((kind) => plansOf(hours, day, kind));
  const key = keyOf(first);
  if (others.every((plan) => keyOf(plan) === key)) return first;
  const segments = [first, ...others].flatMap((plan) => plan.segments);
  return { segments, rule: -1, doubt: kinds.length > 1 ? 'holidays-unknown' : 'holiday-in-doubt' };
}

const EMPTY: DayPlan = { segments: [], rule: -1 };

function keyOf({ segments }: DayPlan): string {
  return JSON.stringify(segments);
}

/** What people may mean by the text on a day of this kind. */
function plansOf(hours: Hours, day: LocalDay, kind: DayKind): DayPlan[] {
  const plan = plainPlan(hours, day, kind);
  if (hours.language === 'osm') return [plan];
  const { rules } = hours;
  const splitsWeek = rules.some(({ off, days }) => !off && isPartOfWeek(days.weekdays));
  const namesHolidays = rules.some((rule) => rule.days.holidays !== 'no' || rule.notOnHolidays);
  if (kind === 'off') {
    // 周一至周五 on a public holiday: as on any Thursday, or as on a Sunday.
    if (!splitsWeek || namesHolidays || hours.holidaysAsUsual) return [plan];
    return [plan, plainPlan(hours, { ...day, weekday: 7 }, kind)];
  }
  if (kind === 'work') {
    if (!splitsWeek || rules.some(({ days }) => days.workdays)) return [plan];
    return [plan, ...[1, 2, 3, 4, 5].map((weekday) => plainPlan(hours, { ...day, weekday }, 'plain'))];
  }
  // 节假日 may mean weekends too, where the text does not speak of them.
  const isLoose = day.weekday > 5 && rules.some(({ days }) => days.holidays === 'loose');
  const isNamed = rules.some(({ days }) => days.weekdays !== EVERY_DAY && hasDay(days.weekdays, day));
  return isLoose && !isNamed ? [plan, plainPlan(hours, day, 'off')] : [plan];
}

/** Working days without the weekend, Monday to Saturday, or days of the weekend alone. */
function isPartOfWeek(weekdays: number): boolean {
  if (weekdays === 0) return false;
  const isWorkweek = (weekdays & MONDAY_TO_FRIDAY) === MONDAY_TO_FRIDAY && (weekdays & WEEKEND) !== WEEKEND;
  return isWorkweek || (weekdays & WEEKEND) === 0 || (weekdays & MONDAY_TO_FRIDAY) === 0;
}

/** The day as its rules say it, word by word. */
export function plainPlan(hours: Hours, day: LocalDay, kind: DayKind): DayPlan {
  const hasWorkdays = hours.rules.some(({ days }) => days.workdays);
  let segments: Segment[] = [];
  let last = -1;
  for (const [index, rule] of hours.rules.entries()) {
    if (!holds(rule, day, kind, hasWorkdays)) continue;
    if (rule.off) segments = rule.spans.length === 0 ? [] : rule.spans.reduce(without, segments);
    else segments = [...(rule.adds ? segments : []), ...rule.spans.flatMap(segmentsOf)];
    if (!rule.adds && !(rule.off && rule.spans.length > 0)) last = index;
  }
  // Of a day on which a rule of closing does not hold nothing is known, unless another rule speaks of it.
  const isExcepted = kind === 'off' && hours.rules.some((rule) => rule.off && rule.notOnHolidays);
  if (isExcepted && segments.length === 0) segments = [{ ...ALL_DAY, unknown: 'holiday-in-doubt' }];
  return { segments: segments.toSorted((a, b) => a.from - b.from || a.to - b.to), rule: last };
}

function holds(rule: Rule, day: LocalDay, kind: DayKind, hasWorkdays: boolean): boolean {
  const { days, dates, notOnHolidays } = rule;
  if (notOnHolidays && kind === 'off') return false;
  const date = day.month * 100 + day.day;
  const isInDates = dates.some(({ from, to }) =>
    from <= to ? from <= date && date <= to : from <= date || date <= to,
  );
  if (dates.length > 0 && !isInDates) return false;
  if (days.workdays && (kind === 'work' || (kind === 'plain' && day.weekday < 6))) return true;
  if (days.holidays !== 'no' && kind === 'off') return true;
  // A Saturday that is worked is no weekend day where the text speaks of working days.
  const isWorked = kind === 'work' && hasWorkdays && (days.weekdays & MONDAY_TO_FRIDAY) === 0;
  return hasDay(days.weekdays, day) && !isWorked;
}

function hasDay(weekdays: number, { weekday }: LocalDay): boolean {
  return (weekdays & weekdayBit(weekday)) !== 0;
}

function segmentsOf({ from, to, openEnd }: Span): Segment[] {
  const open = to > from ? [{ from, to }] : [];
  if (openEnd !== true) return open;
  const end = Math.min(Math.max(to, MINUTES_PER_DAY) + OPEN_END, 2 * MINUTES_PER_DAY);
  return [...open, { from: to, to: end, unknown: 'open-end' }];
}

function without(segments: readonly Segment[], { from, to }: Span): Segment[] {
  return segments.flatMap((segment) =>
    [
      { ...segment, to: Math.min(segment.to, from) },
      { ...segment, from: Math.max(segment.from, to) },
    ].filter((part) => part.to > part.from),
  );
}
