/** Reads a feed of GTFS (gtfs.org/documentation/schedule/reference): its trips, each with its days and its calls. */
import type { Warning } from '../../../../tiles/api/result.ts';
import { isTimeZone } from '../../../../tiles/filter/cql2/time-zone.ts';
import type { Headways, Transfers } from '../types.ts';
import { readCalendar, type Calendar } from './calendar.ts';
import { readCalls, type Calls } from './calls.ts';
import { Counts } from './counts.ts';
import { Feed } from './feed.ts';
import { readStops } from './stops.ts';
import { timedTrip } from './timed-trip.ts';
import { readTransfers } from './transfers.ts';

const MOST_HEADWAY_S = 86_400;

/** A feed with what of it can be used. */
export interface ReadFeed {
  readonly name: string;
  /** Who publishes it. */
  readonly publisher: string;
  readonly timezone: string;
  readonly lonLat: Float64Array;
  readonly callStart: readonly number[];
  readonly callStop: Uint32Array;
  readonly arrivalS: Uint32Array;
  readonly departureS: Uint32Array;
  readonly callRules: Uint8Array;
  /** By trip: the days that its service runs, since 1970. */
  readonly days: readonly ReadonlySet<number>[];
  readonly headways: Headways;
  readonly transfers: Transfers;
  readonly warnings: readonly Warning[];
}

/** Rejects with `AnalysisError` for what is no feed, and `LoadErrors` for what is no archive. */
export async function readFeed(path: string): Promise<ReadFeed> {
  const feed = await Feed.open(path);
  try {
    const counts = new Counts(feed.name);
    const agency = await readAgency(feed);
    const calendar = await readCalendar(feed);
    const stops = await readStops(feed);
    const trips = await readTrips(feed);
    const calls = await readCalls(feed, new Map(trips.map(({ id }, index) => [id, index])), stops, counts);
    const usable = usableTrips({ trips, calendar, calls, lonLat: stops.lonLat }, counts);
    if (usable.days.length === 0) throw feed.error('no-trips', { count: trips.length });
    const { placeOf, ...timetable } = usable;
    return {
      name: feed.name,
      ...agency,
      lonLat: stops.lonLat,
      ...timetable,
      headways: await readHeadways(feed, (id) => placeOf.get(id), counts),
      transfers: await readTransfers(feed, stops, counts),
      warnings: counts.warnings(),
    };
  } finally {
    feed.close();
  }
}

async function readAgency(feed: Feed): Promise<Pick<ReadFeed, 'timezone' | 'publisher'>> {
  feed.need('agency.txt');
  let timezone = '';
  const names: string[] = [];
  for await (const row of feed.rows('agency.txt', { needed: ['agency_timezone'], optional: ['agency_name'] })) {
    // All agencies of a feed share one.
    if (timezone === '') {
      timezone = row.id('agency_timezone');
      if (!isTimeZone(timezone)) throw row.bad('agency_timezone', 'want-timezone');
    }
    if (row.text('agency_name') !== '') names.push(row.text('agency_name'));
  }
  if (timezone === '') throw feed.error('no-column', { file: 'agency.txt', column: 'agency_timezone' });
  let publisher = '';
  if (feed.has('feed_info.txt'))
    for await (const row of feed.rows('feed_info.txt', { needed: [], optional: ['feed_publisher_name'] }))
      publisher ||= row.text('feed_publisher_name');
  return { timezone, publisher: publisher || names.join(', ') || feed.name };
}

interface ListedTrip {
  readonly id: string;
  readonly service: string;
}

async function readTrips(feed: Feed): Promise<readonly ListedTrip[]> {
  feed.need('trips.txt');
  const seen = new Set<string>();
  const trips: ListedTrip[] = [];
  for await (const row of feed.rows('trips.txt', { needed: ['trip_id', 'service_id'] })) {
    const id = row.id('trip_id');
    if (seen.has(id)) throw row.twice(id);
    seen.add(id);
    trips.push({ id, service: row.id('service_id') });
  }
  return trips;
}

interface TripParts {
  readonly trips: readonly ListedTrip[];
  readonly calendar: Calendar;
  readonly calls: Calls;
  readonly lonLat: Float64Array;
}

type Usable = Pick<ReadFeed, 'callStart' | 'callStop' | 'arrivalS' | 'departureS' | 'callRules' | 'days'> & {
  /** Number of a trip among those kept. */
  readonly placeOf: ReadonlyMap<string, number>;
};

/** Trips that have days and times; the others are counted. */
function usableTrips({ trips, calendar, calls, lonLat }: TripParts, counts: Counts): Usable {
  const [callStop, arrivalS, departureS, callRules] = [
    new Uint32Array(calls.order.length),
    new Uint32Array(calls.order.length),
    new Uint32Array(calls.order.length),
    new Uint8Array(calls.order.length),
  ];
  const callStart = [0];
  const days: ReadonlySet<number>[] = [];
  const placeOf = new Map<string, number>();
  let at = 0;
  trips.forEach(({ id, service }, trip) => {
    const own = calendar.get(service);
    const timed =
      own === undefined ? 'trips-unknown-service' : own.size === 0 ? 'trips-never' : timedTrip(calls, trip, lonLat);
    if (own === undefined || typeof timed === 'string') {
      counts.add(timed as Extract<typeof timed, string>);
      return;
    }
    counts.add('calls-interpolated', timed.interpolated);
    arrivalS.set(timed.arrivalS, at);
    departureS.set(timed.departureS, at);
    for (const row of timed.rows) {
      callStop[at] = calls.stop[row] as number;
      callRules[at] = calls.rules[row] as number;
      at += 1;
    }
    callStart.push(at);
    placeOf.set(id, days.length);
    days.push(own);
  });
  return {
    ...{ callStart, days, placeOf },
    callStop: callStop.slice(0, at),
    arrivalS: arrivalS.slice(0, at),
    departureS: departureS.slice(0, at),
    callRules: callRules.slice(0, at),
  };
}

async function readHeadways(
  feed: Feed,
  placeOf: (trip: string) => number | undefined,
  counts: Counts,
): Promise<Headways> {
  const runs: { trip: number; startS: number; endS: number; headwayS: number; exact: number }[] = [];
  const columns = { needed: ['trip_id', 'start_time', 'end_time', 'headway_secs'], optional: ['exact_times'] };
  for await (const row of feed.rows('frequencies.txt', columns)) {
    const trip = placeOf(row.id('trip_id'));
    const run = {
      startS: row.neededTime('start_time'),
      endS: row.neededTime('end_time'),
      headwayS: row.whole('headway_secs', { min: 1, max: MOST_HEADWAY_S }),
      exact: row.whole('exact_times', { min: 0, max: 1, fallback: 0 }),
    };
    if (run.endS < run.startS) throw row.bad('end_time', 'want-later', { from: row.text('start_time') });
    if (trip === undefined) counts.add('headways-unknown');
    else runs.push({ trip, ...run });
  }
  return {
    trip: Uint32Array.from(runs, ({ trip }) => trip),
    startS: Uint32Array.from(runs, ({ startS }) => startS),
    endS: Uint32Array.from(runs, ({ endS }) => endS),
    headwayS: Uint32Array.from(runs, ({ headwayS }) => headwayS),
    exact: Uint8Array.from(runs, ({ exact }) => exact),
  };
}
