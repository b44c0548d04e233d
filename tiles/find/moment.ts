/** States at a moment, from texts of opening hours. */
import type { FindRow } from '../api/find.ts';

/** When and where it is. */
export interface Clock {
  readonly moment: Date;
  /** Name in the tz database. */
  readonly timeZone: string;
}

/** The same row at another moment. */
export function rowAt(row: FindRow, _clock: Clock): FindRow {
  return row;
}

export const UNKNOWN: FindRow['open'] = { state: 'unknown', changesInMin: null };
