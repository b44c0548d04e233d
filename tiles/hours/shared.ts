/** Spaces that a car park shares with everybody, by its hours and its occupancy through the day (case 33). */
import { parseOccupancy } from '../cases/shared-parking.ts';
import type { Holidays } from './holidays.ts';
import type { LocalMoment } from './moment.ts';
import { openState } from './open-state.ts';
import { parseHours } from './parse.ts';

/**
 * `free` of `of` spaces: an estimate from the occupancy usual at this hour, not a count. `sharedNow` is false outside
 * of the hours of sharing, when none is free; `opensInMinutes` says for how long.
 */
export type SharedSpaces =
  | {
      readonly state: 'known';
      readonly free: number;
      readonly of: number;
      readonly sharedNow: boolean;
      readonly opensInMinutes?: number;
    }
  | { readonly state: 'unknown' };

export interface SharedAttributes {
  readonly spaces: string;
  readonly hours: string;
  readonly occupancy?: string;
}

const OF_PARKING: SharedAttributes = { spaces: 'shared_spaces', hours: 'shared_hours', occupancy: 'shared_occupancy' };

/** @param names attributes with the count, the hours and the 24 percentages: `facility.shared` of the layer */
export function sharedSpacesNow(
  properties: Readonly<Record<string, unknown>>,
  at: LocalMoment,
  holidays: Holidays,
  names: SharedAttributes = OF_PARKING,
): SharedSpaces {
  const of = properties[names.spaces];
  const hours = properties[names.hours];
  const occupancy = names.occupancy === undefined ? undefined : properties[names.occupancy];
  if (typeof of !== 'number' || !Number.isInteger(of) || of < 1 || typeof hours !== 'string')
    return { state: 'unknown' };
  const now = openState(parseHours(hours), at, holidays);
  if (now.state === 'unknown') return { state: 'unknown' };
  if (now.state === 'closed') {
    const { opensInMinutes } = now;
    return {
      state: 'known',
      free: 0,
      of,
      sharedNow: false,
      ...(opensInMinutes === undefined ? {} : { opensInMinutes }),
    };
  }
  const percent = typeof occupancy === 'string' ? parseOccupancy(occupancy)?.[Math.floor(at.minute / 60)] : undefined;
  if (percent === undefined) return { state: 'unknown' };
  return { state: 'known', free: Math.floor((of * (100 - percent)) / 100), of, sharedNow: true };
}
