/** What a moment makes of a row: open or not, and spaces free. */
import type { FindRow } from '../api/find.ts';
import {
  localMoment,
  openState,
  parseHours,
  sharedSpacesNow,
  type Holidays,
  type Hours,
  type LocalMoment,
} from '../hours/index.ts';

/** When it is in the city, and which days are holidays. */
export interface Clock {
  readonly at: LocalMoment;
  readonly holidays: Holidays;
}

export function clockOf(moment: Date, timeZone: string, holidays: Holidays): Clock {
  return { at: localMoment(moment, timeZone), holidays };
}

export const UNKNOWN: FindRow['open'] = { state: 'unknown', changesInMin: null };

/** The same row at another moment. */
export function rowAt(row: FindRow, clock: Clock): FindRow {
  const { hours, shared } = row;
  return {
    ...row,
    open: hours === null ? UNKNOWN : openAt(hours, clock),
    shared: shared === null ? null : { ...shared, freeNow: freeAt(shared, clock) },
  };
}

function openAt(text: string, { at, holidays }: Clock): FindRow['open'] {
  const now = openState(parsed(text), at, holidays);
  switch (now.state) {
    case 'open':
      // Where nobody knows what follows, that it closes would be a guess.
      return { state: 'open', changesInMin: now.thenUnknown === true ? null : (now.untilMinutes ?? null) };
    case 'closed':
      return { state: 'closed', changesInMin: now.opensInMinutes ?? null };
    case 'unknown':
      return UNKNOWN;
  }
}

function freeAt(shared: NonNullable<FindRow['shared']>, { at, holidays }: Clock): number | null {
  const names = { spaces: 'spaces', hours: 'hours', occupancy: 'occupancy' };
  const now = sharedSpacesNow(shared, at, holidays, names);
  return now.state === 'known' ? now.free : null;
}

/** A city has few texts of hours, and many facilities. */
const MOST_TEXTS = 500;
const texts = new Map<string, Hours | null>();

function parsed(text: string): Hours | null {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const hours = parseHours(text);
  if (texts.size >= MOST_TEXTS) texts.clear();
  texts.set(text, hours);
  return hours;
}
