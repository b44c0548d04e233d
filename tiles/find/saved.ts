/** An answer that was kept, asked anew without the service: another moment, other filters, perhaps another place. */
import type { FindAnswer } from '../api/find.ts';
import { distanceM } from '../tile/spheroid.ts';
import { clockOf, rowAt } from './moment.ts';
import { RADII_M, USUAL_ROWS, type FindState } from './query.ts';
import { byDistance, meets, minutesOf } from './rows.ts';

/** As near as this the ways on foot still hold. */
const SAME_PLACE_M = 50;

/** What a kept answer says to a state; the place is that of the answer where the state has none. */
export function fromSaved(
  saved: FindAnswer,
  state: Pick<FindState, 'place' | 'filters' | 'radiusM'>,
  moment: Date,
): FindAnswer {
  const place = state.place ?? saved.place;
  const clock = clockOf(moment, saved.timeZone, saved.holidays);
  const isThere = distanceM(place, saved.place) <= SAME_PLACE_M;
  const all = saved.rows
    .map((row) => {
      if (isThere) return row;
      const straightM = distanceM(place, row);
      return { ...row, distanceM: Math.round(straightM), measured: 'straight' as const, minutes: minutesOf(straightM) };
    })
    .map((row) => rowAt(row, clock))
    .filter((row) => meets(row, state.filters))
    .sort(byDistance);
  const rows = all.filter((row) => row.distanceM <= state.radiusM);
  const [nearest] = all;
  // What is farther than all that was kept is not known.
  const keptM = saved.rows[saved.rows.length - 1]?.distanceM ?? 0;
  return {
    ...saved,
    place,
    radiusM: state.radiusM,
    at: moment.toISOString(),
    measured: isThere ? saved.measured : 'straight',
    found: rows.length,
    rows: rows.slice(0, USUAL_ROWS),
    isComplete: isThere && (saved.isComplete || state.radiusM <= keptM),
    wider:
      rows.length > 0 || nearest === undefined ? null : (RADII_M.find((radius) => radius >= nearest.distanceM) ?? null),
  };
}
