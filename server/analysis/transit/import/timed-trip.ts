/** A trip of a feed in the order of its calls, each of which gets a time. */
import { segmentM } from '../../../../tiles/tile/spheroid.ts';
import { UNTIMED, type Calls } from './calls.ts';

export interface TimedTrip {
  /** Rows of the calls. */
  readonly rows: Uint32Array;
  readonly arrivalS: Int32Array;
  readonly departureS: Int32Array;
  /** Calls that were given a time. */
  readonly interpolated: number;
}

export type UnusableTrip = 'trips-short' | 'trips-untimed' | 'trips-backwards';

/**
 * Calls without a time are passed at an even speed between those that have one, along `shape_dist_traveled` where the
 * feed gives it and along straight lines between the stops where it does not, to a whole second.
 */
export function timedTrip(calls: Calls, trip: number, lonLat: Float64Array): TimedTrip | UnusableTrip {
  const rows = calls.order.subarray(calls.start[trip], calls.start[trip + 1]);
  const last = rows.length - 1;
  if (last < 1) return 'trips-short';
  const arrivalS = Int32Array.from(rows, (row) => calls.arrivalS[row] as number);
  const departureS = Int32Array.from(rows, (row) => calls.departureS[row] as number);
  if (arrivalS[0] === UNTIMED || arrivalS[last] === UNTIMED) return 'trips-untimed';
  let interpolated = 0;
  for (let from = 0; from < last; ) {
    let to = from + 1;
    while (arrivalS[to] === UNTIMED) to += 1;
    if (to > from + 1) {
      const along = distances(calls, rows.subarray(from, to + 1), lonLat);
      const [startS, endS] = [departureS[from] as number, arrivalS[to] as number];
      for (let at = from + 1; at < to; at += 1) {
        const timeS = Math.round(startS + (endS - startS) * (along[at - from] as number));
        arrivalS[at] = timeS;
        departureS[at] = timeS;
        interpolated += 1;
      }
    }
    from = to;
  }
  for (let at = 0; at <= last; at += 1) {
    const isOrdered =
      at === 0 ||
      ((arrivalS[at] as number) >= (departureS[at - 1] as number) &&
        calls.sequence[rows[at] as number] !== calls.sequence[rows[at - 1] as number]);
    if (!isOrdered || (departureS[at] as number) < (arrivalS[at] as number)) return 'trips-backwards';
  }
  return { rows, arrivalS, departureS, interpolated };
}

/** How far along from the first to the last of some calls each of them is, from 0 to 1. */
function distances({ along, stop }: Calls, rows: Uint32Array, lonLat: Float64Array): number[] {
  const said = Array.from(rows, (row) => along[row] as number);
  const isSaid = said.every((value, at) => at === 0 || value >= (said[at - 1] as number));
  const placeOf = (at: number): readonly [lon: number, lat: number] => {
    const place = 2 * (stop[rows[at] as number] as number);
    return [lonLat[place] as number, lonLat[place + 1] as number];
  };
  let sum = 0;
  const summed = Array.from(rows, (_row, at) => {
    if (at > 0) sum += segmentM(...placeOf(at - 1), ...placeOf(at));
    return sum;
  });
  const used = isSaid && (said.at(-1) as number) > (said[0] as number) ? said : summed;
  const [first, length] = [used[0] as number, (used.at(-1) as number) - (used[0] as number)];
  const gaps = rows.length - 1;
  return used.map((value, at) => (length > 0 ? (value - first) / length : at / gaps));
}
