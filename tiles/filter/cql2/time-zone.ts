/** Local time of a zone of the tz database → UTC, as PostgreSQL's `at time zone` reads it. */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/**
 * Whole minutes since 1970, UTC, of a local time given as if it were UTC. A time that clocks leave out is read by the
 * offset before they are put on; one that they show twice, by the offset after they are put back.
 */
export function localMinutesToUtc(localMinutes: number, timeZone: string): number {
  const before = offsetMinutes(localMinutes - DAY_MINUTES, timeZone);
  const after = offsetMinutes(localMinutes + DAY_MINUTES, timeZone);
  if (before === after) return localMinutes - before;
  return offsetMinutes(localMinutes - after, timeZone) === after ? localMinutes - after : localMinutes - before;
}

/** Offsets that hold for a whole day, in UTC, by zone and day; null for a day in which clocks are put on or back. */
const dayOffsets = new Map<string, Map<number, number | null>>();
/** A hundred years. */
const DAYS_KEPT = 36_525;

/** What the zone's clocks show at a moment, as `localMinutesToUtc` takes it. Days are looked up once. */
export function utcMinutesToLocal(utcMinutes: number, timeZone: string): number {
  const day = Math.floor(utcMinutes / DAY_MINUTES);
  let known = dayOffsets.get(timeZone);
  if (known === undefined || known.size > DAYS_KEPT) dayOffsets.set(timeZone, (known = new Map()));
  let offset = known.get(day);
  if (offset === undefined) {
    offset = offsetMinutes(day * DAY_MINUTES, timeZone);
    if (offset !== offsetMinutes((day + 1) * DAY_MINUTES, timeZone)) offset = null;
    known.set(day, offset);
  }
  return utcMinutes + (offset ?? offsetMinutes(utcMinutes, timeZone));
}

/** Minutes that the zone's clocks are ahead of UTC at a moment. */
export function offsetMinutes(utcMinutes: number, timeZone: string): number {
  const at = new Date(utcMinutes * MINUTE_MS);
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const local = new Date(0);
  local.setUTCFullYear(parts.get('era') === 'BC' ? 1 - part('year') : part('year'), part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'));
  return Math.round((local.getTime() - at.getTime()) / MINUTE_MS);
}

/** Whether it is a time zone that this computer knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than a thousand uses of it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
