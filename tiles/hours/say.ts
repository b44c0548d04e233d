/** Opening hours in words, as pages show them. */
import { fill, LOCALES, type Lang } from '../i18n.ts';
import type { Segment } from './day-plan.ts';
import type { Hours } from './hours.ts';
import { HOURS, WEEKDAYS } from './messages.ts';
import { addDays, type LocalMoment } from './moment.ts';
import type { OpenState } from './open-state.ts';
import type { SharedSpaces } from './shared.ts';
import { weekOf } from './week.ts';

/** Days of an ordinary week, and when the place is open on them. */
export interface WeekLine {
  readonly title: string;
  readonly value: string;
}

/** Within this many minutes before it closes the page says so in another colour. */
const SOON_MINUTES = 30;

export function stateClass(state: OpenState): 'open' | 'soon' | 'closed' | 'unknown' {
  const isSoon = state.state === 'open' && (state.untilMinutes ?? Infinity) <= SOON_MINUTES;
  return isSoon ? 'soon' : state.state;
}

/** The state with the hour of the next change, so that the text holds until then. */
export function stateText(state: OpenState, at: LocalMoment, lang: Lang): string {
  if (state.state === 'unknown') return HOURS.unknown[lang];
  if (state.state === 'closed') {
    if (state.opensInMinutes === undefined) return HOURS.closed[lang];
    return fill(HOURS['closed-until'][lang], { time: whenText(at, state.opensInMinutes, lang) });
  }
  if (state.untilMinutes === undefined) return HOURS['open-always'][lang];
  const time = whenText(at, state.untilMinutes, lang, true);
  return fill(HOURS[state.thenUnknown ? 'open-at-least' : 'open-until'][lang], { time });
}

function whenText(at: LocalMoment, minutes: number, lang: Lang, isClosing = false): string {
  const minute = at.minute + minutes;
  const days = Math.floor(minute / 1440);
  // A place that closes at midnight closes today.
  if (days === 0) return clock(minute);
  if (isClosing && minute === 1440) return '24:00';
  const time = clock(minute % 1440);
  if (days === 1) return fill(HOURS.tomorrow[lang], { time });
  const { month, day, weekday } = addDays(at, days);
  const name = WEEKDAYS[weekday - 1]?.[lang] ?? '';
  const date = new Date(Date.UTC(2024, month - 1, day)).toLocaleDateString(LOCALES[lang], {
    timeZone: 'UTC',
    month: 'long',
    day: 'numeric',
  });
  return fill(HOURS['on-day'][lang], { day: days < 7 ? name : date, time });
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

export function sharedText(shared: SharedSpaces, lang: Lang): string {
  if (shared.state === 'unknown') return HOURS['shared-unknown'][lang];
  const { free, of, sharedNow } = shared;
  return fill(HOURS[sharedNow ? 'shared-free' : 'shared-not-now'][lang], { free, of });
}

/** Lines such as `周一至周五 08:30–11:30、13:30–17:00`. */
export function weekLines(hours: Hours, lang: Lang): WeekLine[] {
  const week = weekOf(hours);
  if (week === null) return [];
  const texts = week.map((segments) => segmentsText(segments, lang));
  const lines: { from: number; to: number; value: string }[] = [];
  for (const [day, value] of texts.entries()) {
    const last = lines.at(-1);
    if (last?.value === value) last.to = day;
    else lines.push({ from: day, to: day, value });
  }
  const name = (day: number): string => WEEKDAYS[day]?.[lang] ?? '';
  if (lines.length === 1) return lines.map(({ value }) => ({ title: HOURS['every-day'][lang], value }));
  const dash = lang === 'zh' ? '至' : '–';
  return lines.map(({ from, to, value }) => ({
    title: from === to ? name(from) : name(from) + dash + name(to),
    value,
  }));
}

function segmentsText(segments: readonly Segment[], lang: Lang): string {
  if (segments.length === 0) return HOURS['closed-day'][lang];
  return segments
    .map(({ from, to }) => {
      if (from === 0 && to === 1440) return HOURS['all-day'][lang];
      const end = to <= 1440 ? clock(to) : fill(HOURS['next-day'][lang], { time: clock(to - 1440) });
      return `${clock(from)}–${end}`;
    })
    .join(lang === 'zh' ? '、' : ', ');
}
