/** The trips of some hours of one day, as a search reads them. */
import { groupItems } from '../paths/search-graph.ts';
import { secondsBetweenDays } from './service-day.ts';
import { NO_ALIGHTING, NO_BOARDING, type Transit } from './types.ts';

/**
 * Calls in the order of their trips, and by stop. Times are seconds since the origin of the day: trips of the day
 * before that run past midnight are there, and those of the day after. A place is a number in `boardS` or `alightS`,
 * where those of stop s are `boardStart[s]` to `boardStart[s + 1]`, ascending by time.
 */
export interface Timetable {
  readonly stopCount: number;
  /** Calls of trip t are `callStart[t]` to `callStart[t + 1]`. */
  readonly callStart: Uint32Array;
  readonly callStop: Uint32Array;
  readonly boardStart: Uint32Array;
  readonly boardS: Float64Array;
  /** Place of each call's departure; -1 where nobody may board. */
  readonly boardPlace: Int32Array;
  readonly alightStart: Uint32Array;
  readonly alightS: Float64Array;
  /** Call and trip by place. */
  readonly alightCall: Uint32Array;
  readonly alightTrip: Uint32Array;
  /** Whether trips are among them whose headway alone is known. */
  readonly hasHeadways: boolean;
}

export interface Period {
  /** Since 1 January 1970. */
  readonly day: number;
  /** Nobody boards before, or alights after. */
  readonly fromS: number;
  readonly toS: number;
}

export function timetableOf(transit: Transit, period: Period): Timetable {
  const { trips, laterS, hasHeadways } = runsOf(transit, period);
  const { fromS, toS } = period;
  let most = 0;
  for (const trip of trips) most += (transit.callStart[trip + 1] as number) - (transit.callStart[trip] as number);
  const callStart = new Uint32Array(trips.length + 1);
  const [stop, trip, call] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)];
  let count = 0;
  trips.forEach((each, run) => {
    const end = transit.callStart[each + 1] as number;
    for (let at = transit.callStart[each] as number; at < end; at += 1) {
      const later = laterS[run] as number;
      if ((transit.departureS[at] as number) + later < fromS || (transit.arrivalS[at] as number) + later > toS)
        continue;
      stop[count] = transit.callStop[at] as number;
      trip[count] = run;
      call[count] = at;
      count += 1;
    }
    callStart[run + 1] = count;
  });
  const callStop = stop.slice(0, count);
  const timesOf = (times: Uint32Array): Float64Array =>
    Float64Array.from(
      callStop,
      (_stop, at) => (times[call[at] as number] as number) + (laterS[trip[at] as number] as number),
    );
  const allowed = (rule: number): Int32Array =>
    Int32Array.from(callStop, (each, at) =>
      ((transit.callRules[call[at] as number] as number) & rule) === 0 ? each : -1,
    );
  const boarding = byStop(allowed(NO_BOARDING), transit.stopCount, timesOf(transit.departureS));
  const alighting = byStop(allowed(NO_ALIGHTING), transit.stopCount, timesOf(transit.arrivalS));
  const boardPlace = new Int32Array(count).fill(-1);
  boarding.call.forEach((each, place) => {
    boardPlace[each] = place;
  });
  return {
    ...{ stopCount: transit.stopCount, callStart, callStop, boardPlace, hasHeadways },
    boardStart: boarding.start,
    boardS: boarding.timeS,
    alightStart: alighting.start,
    alightS: alighting.timeS,
    alightCall: alighting.call,
    alightTrip: alighting.call.map((each) => trip[each] as number),
  };
}

/** Calls by stop, ascending by time; a call without a stop is left out. */
function byStop(
  stops: Int32Array,
  stopCount: number,
  times: Float64Array,
): { readonly start: Uint32Array; readonly call: Uint32Array; readonly timeS: Float64Array } {
  const { start, item: call } = groupItems(stops, stopCount);
  for (let stop = 0; stop < stopCount; stop += 1)
    call.subarray(start[stop], start[stop + 1]).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  return { start, call, timeS: Float64Array.from(call, (each) => times[each] as number) };
}

interface Runs {
  readonly trips: readonly number[];
  /** How much later each runs than it stands in the timetables, in seconds of the day asked about. */
  readonly laterS: readonly number[];
  readonly hasHeadways: boolean;
}

/** Runs that meet the hours: of services of the day, of the days before that still run, and of the day after. */
function runsOf(transit: Transit, { day, fromS, toS }: Period): Runs {
  const { callStart, arrivalS, departureS, service, services, headways } = transit;
  const [trips, laterS]: [number[], number[]] = [[], []];
  let hasHeadways = false;
  const byHeadway = new Set(headways.trip);
  const add = (trip: number, later: number): boolean => {
    const [first, last] = [callStart[trip] as number, (callStart[trip + 1] as number) - 1];
    if ((departureS[first] as number) + later > toS || (arrivalS[last] as number) + later < fromS) return false;
    trips.push(trip);
    laterS.push(later);
    return true;
  };
  const longest = arrivalS.reduce((most, each) => Math.max(most, each), 0);
  for (let of = day - Math.ceil(longest / 86_400); of <= day + 1; of += 1) {
    const shift = secondsBetweenDays(day, of, transit.meta.timezone);
    const isActive = (trip: number): boolean => runsOn(transit, service[trip] as number, of);
    if (of < services.firstDay || of >= services.firstDay + services.dayCount) continue;
    for (let trip = 0; trip < service.length; trip += 1) if (isActive(trip) && !byHeadway.has(trip)) add(trip, shift);
    headways.trip.forEach((trip, run) => {
      if (!isActive(trip)) return;
      const ownS = departureS[callStart[trip] as number] as number;
      const step = headways.headwayS[run] as number;
      for (let startS = headways.startS[run] as number; startS < (headways.endS[run] as number); startS += step)
        if (add(trip, shift + startS - ownS) && headways.exact[run] === 0) hasHeadways = true;
    });
  }
  return { trips, laterS, hasHeadways };
}

/** Whether a service runs on a day since 1970. */
export function runsOn({ services: { firstDay, dayCount, active } }: Transit, service: number, day: number): boolean {
  const at = day - firstDay;
  return at >= 0 && at < dayCount && active[service * dayCount + at] === 1;
}
