/** A moment on the city's clock. month 1–12, weekday 1 (Monday) to 7, minute of the day 0–1439. */
export interface LocalMoment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly minute: number;
}

/** A date with its weekday. */
export type LocalDay = Omit<LocalMoment, 'minute'>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a time zone such as `Asia/Shanghai` show. Throws `RangeError` where the zone is unknown. */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { ...dayOf(part('year'), part('month'), part('day')), minute: part('hour') * 60 + part('minute') };
}

/** The day `days` after another. */
export function addDays({ year, month, day }: LocalDay, days: number): LocalDay {
  return dayOf(year, month, day + days);
}

function dayOf(year: number, month: number, day: number): LocalDay {
  const date = new Date(Date.UTC(year, month - 1, day));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
  };
}
