/** When people set out, in words: what the sentence says, and what a brief has to say in full. */
import type { StudyTravel } from '../../../../tiles/api/study.ts';
import { DEFAULT_TRANSIT } from '../../../../tiles/api/vocabulary.ts';
import { LOCALES } from '../../../../tiles/i18n.ts';
import type { App } from '../../app/types.ts';

type Time = Pick<StudyTravel, 'date' | 'depart'>;

/** `周一 8:00`; the hour alone where no day is meant, and null where no time is. */
export function whenText(app: App, { date, depart }: Time): string | null {
  if (depart === undefined) return null;
  return date === undefined ? clockText(depart) : `${weekdayText(app, date)} ${clockText(depart)}`;
}

/** The same with the date. */
export function dayAndTimeText(app: App, time: Time): string | null {
  const when = whenText(app, time);
  return when === null || time.date === undefined
    ? when
    : app.i18n.t('plan.when.full', { date: app.i18n.date(time.date), when });
}

/**
 * All of it, as it stands after the way of travel; empty where time does not count. In Chinese a time stands apart from
 * the character after it, a closing bracket does not.
 */
export function departureText(app: App, travel: StudyTravel): string {
  const { t } = app.i18n;
  const when = dayAndTimeText(app, travel);
  if (when === null) return '';
  const n = travel.mode === 'transit' ? (travel.window ?? DEFAULT_TRANSIT.window) : 1;
  const text = n === 1 ? t('plan.when.at', { when }) : t('plan.when.window', { when, n });
  return text.replaceAll('） ', '）');
}

/** `周一`. @param date as `2026-11-30` */
export function weekdayText({ store }: App, date: string): string {
  const language = store.language.value;
  const weekday = language === 'zh' ? 'short' : 'long';
  return new Intl.DateTimeFormat(LOCALES[language], { weekday, timeZone: 'UTC' }).format(new Date(date));
}

/** `8:00` of `08:00`. */
export function clockText(clock: string): string {
  return clock.replace(/^0(?=\d:)/, '');
}
