/** Dates and times in words. */
import { DAY_MS } from './day.ts';
import { CHINA_TIME, cityTimeOf } from './filter/cql2/time.ts';
import { LOCALES, type Lang } from './i18n.ts';

const MINUTE_MS = 60_000;

/** Kept, as they are costly to make and a page may have thousands of dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * `2017-03-01` and date-times alike, as the city's clocks show them wherever the reader is: the hour too, where the
 * text has one. The text itself where it is not a date.
 * @param timeZone of the city, by its name in the tz database
 */
export function dateText(iso: string, lang: Lang, timeZone: string = CHINA_TIME): string {
  const at = cityTimeOf(iso, timeZone);
  if (at === null) return iso;
  // What the city's clocks show, written as if it were UTC: the reader's own zone plays no part.
  return formatOf(lang, at.minute !== null).format(new Date(at.day * DAY_MS + (at.minute ?? 0) * MINUTE_MS));
}

function formatOf(lang: Lang, hasClock: boolean): Intl.DateTimeFormat {
  const key = `${lang} ${String(hasClock)}`;
  let format = formats.get(key);
  if (format === undefined) {
    const clock = hasClock ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {};
    const day = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
    format = new Intl.DateTimeFormat(LOCALES[lang], { ...day, ...clock });
    formats.set(key, format);
  }
  return format;
}
