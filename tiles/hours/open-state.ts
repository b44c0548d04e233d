/** Whether a facility is open at a moment, and when that changes. */
import { planOf, type DayPlan, type Segment, type UnknownReason } from './day-plan.ts';
import type { Holidays } from './holidays.ts';
import { MINUTES_PER_DAY, type Hours } from './hours.ts';
import { addDays, type LocalMoment } from './moment.ts';

export type OpenState =
  /**
   * `untilMinutes`: minutes from the moment until it closes; absent where it never does. `thenUnknown`: until then it
   * is open for sure, and nobody knows what follows.
   */
  | { readonly state: 'open'; readonly untilMinutes?: number; readonly thenUnknown?: true }
  /** `opensInMinutes` is absent where nobody knows, or where it stays closed. */
  | { readonly state: 'closed'; readonly opensInMinutes?: number }
  | { readonly state: 'unknown'; readonly reason: UnknownReason };

/** A facility that opens later than in this many days is one that stays closed. */
const HORIZON_DAYS = 370;

/** @param hours null where the text is not understood */
export function openState(hours: Hours | null, at: LocalMoment, holidays: Holidays): OpenState {
  if (hours === null) return { state: 'unknown', reason: 'not-understood' };
  if (isAlwaysOpen(hours)) return { state: 'open' };
  let before = planOf(hours, addDays(at, -1), holidays);
  let now: Segment | 'closed' | undefined;
  for (let days = 0; days <= HORIZON_DAYS; days += 1) {
    const plan = planOf(hours, addDays(at, days), holidays);
    for (const part of partsOf(before, plan, hours.language === 'osm')) {
      const minute = part.from + days * MINUTES_PER_DAY - at.minute;
      if (now === undefined) {
        if (part.to + days * MINUTES_PER_DAY <= at.minute) continue;
        now = part.state;
        if (now !== 'closed' && now.unknown !== undefined) return { state: 'unknown', reason: now.unknown };
      } else if (!isSame(now, part.state)) return changed(now, part.state, minute);
    }
    before = plan;
  }
  return { state: now === 'closed' || now === undefined ? 'closed' : 'open' };
}

function isAlwaysOpen({ rules: [rule, ...others] }: Hours): boolean {
  if (rule === undefined || others.length > 0 || rule.off || rule.dates.length > 0 || rule.notOnHolidays) return false;
  const isDaily = [1, 2, 3, 4, 5, 6, 7].every((weekday) => (rule.days.weekdays & (1 << weekday)) !== 0);
  return isDaily && rule.spans.some(({ from, to }) => to - from >= MINUTES_PER_DAY);
}

function changed(now: Segment | 'closed', next: Segment | 'closed', minutes: number): OpenState {
  const isUnknown = next !== 'closed' && next.unknown !== undefined;
  if (now === 'closed') return isUnknown ? { state: 'closed' } : { state: 'closed', opensInMinutes: minutes };
  return { state: 'open', untilMinutes: minutes, ...(isUnknown ? { thenUnknown: true as const } : {}) };
}

function isSame(a: Segment | 'closed', b: Segment | 'closed'): boolean {
  if (a === 'closed' || b === 'closed') return a === b;
  return a.unknown === b.unknown;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly state: Segment | 'closed';
}

/** The minutes 0 to 1440 of a day without a gap, by its plan and by what the day before sends into it. */
function partsOf(before: DayPlan, plan: DayPlan, isOsm: boolean): Part[] {
  const whole = { from: 0, to: MINUTES_PER_DAY };
  if (plan.doubt !== undefined) return [{ ...whole, state: { ...whole, unknown: plan.doubt } }];
  // A rule that takes the place of another one does so from midnight on, by the letter; hardly anybody means it.
  const isReplaced = isOsm && plan.rule > before.rule;
  const sent = before.segments.map(({ from, to, unknown }): Segment => {
    const reason = before.doubt ?? unknown ?? (isReplaced ? 'over-midnight' : undefined);
    const part = { from: from - MINUTES_PER_DAY, to: to - MINUTES_PER_DAY };
    return reason === undefined ? part : { ...part, unknown: reason };
  });
  const all = [...sent, ...plan.segments];
  const cuts = new Set([0, MINUTES_PER_DAY]);
  for (const { from, to } of all) for (const cut of [from, to]) if (cut > 0 && cut < MINUTES_PER_DAY) cuts.add(cut);
  const sorted = [...cuts].toSorted((a, b) => a - b);
  return sorted
    .slice(0, -1)
    .map((from, i) => ({ from, to: sorted[i + 1] ?? MINUTES_PER_DAY, state: stateAt(all, from) }));
}

/** Open wins over unknown, and unknown over closed. */
function stateAt(segments: readonly Segment[], minute: number): Segment | 'closed' {
  const here = segments.filter(({ from, to }) => from <= minute && minute < to);
  return here.find(({ unknown }) => unknown === undefined) ?? here[0] ?? 'closed';
}
