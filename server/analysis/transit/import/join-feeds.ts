/** Several feeds as one set of timetables: each keeps its own ids, and only stops that something calls at stay. */
import { joined } from '../../arrays.ts';
import { AnalysisError } from '../../errors.ts';
import { TRANSIT_IMPORT } from '../import-messages.ts';
import { toIso } from '../../../../tiles/day.ts';
import type { FeedFacts, Services, Transfers, Transit } from '../types.ts';
import type { ReadFeed } from './read-feed.ts';

export interface JoinedFeeds extends Omit<Transit, 'meta'> {
  readonly feeds: readonly FeedFacts[];
  readonly timezone: string;
}

/** Throws `AnalysisError` for feeds of different time zones. */
export function joinFeeds(feeds: readonly ReadFeed[]): JoinedFeeds {
  const [first] = feeds;
  if (first === undefined) throw new TypeError('There is no feed.');
  for (const { name, timezone } of feeds) {
    if (timezone === first.timezone) continue;
    const values = { feed: name, timezone, other: first.name, otherTimezone: first.timezone };
    throw new AnalysisError('transit-timezones', TRANSIT_IMPORT.timezones, values);
  }
  const stops = feeds.map(calledStops);
  const stopOffsets = offsets(stops.map(({ count }) => count));
  const tripOffsets = offsets(feeds.map(({ days }) => days.length));
  const callOffsets = offsets(feeds.map(({ callStop }) => callStop.length));
  const renumbered = stops.map(({ numbers }, f) =>
    numbers.map((number) => (number < 0 ? -1 : number + (stopOffsets[f] as number))),
  );
  const { services, service, facts } = joinServices(feeds);
  return {
    stopCount: stopOffsets.at(-1) as number,
    lonLat: Float64Array.from(
      feeds.flatMap(({ lonLat }, f) => [...lonLat].filter((_value, at) => (renumbered[f]?.[at >> 1] ?? -1) >= 0)),
    ),
    callStart: Uint32Array.from([
      0,
      ...feeds.flatMap(({ callStart }, f) => callStart.slice(1).map((at) => at + (callOffsets[f] as number))),
    ]),
    callStop: joined(feeds.map(({ callStop }, f) => callStop.map((stop) => renumbered[f]?.[stop] as number))),
    arrivalS: joined(feeds.map(({ arrivalS }) => arrivalS)),
    departureS: joined(feeds.map(({ departureS }) => departureS)),
    callRules: joined(feeds.map(({ callRules }) => callRules)),
    service,
    services,
    headways: {
      trip: joined(feeds.map(({ headways }, f) => headways.trip.map((trip) => trip + (tripOffsets[f] as number)))),
      startS: joined(feeds.map(({ headways }) => headways.startS)),
      endS: joined(feeds.map(({ headways }) => headways.endS)),
      headwayS: joined(feeds.map(({ headways }) => headways.headwayS)),
      exact: joined(feeds.map(({ headways }) => headways.exact)),
    },
    transfers: joinTransfers(feeds, renumbered),
    feeds: facts,
    timezone: first.timezone,
  };
}

/** Stops by their number among those that are called at; -1 for others. */
function calledStops({ lonLat, callStop }: ReadFeed): { readonly count: number; readonly numbers: Int32Array } {
  const numbers = new Int32Array(lonLat.length / 2).fill(-1);
  for (const stop of callStop) numbers[stop] = 0;
  let count = 0;
  numbers.forEach((number, stop) => {
    if (number < 0) return;
    numbers[stop] = count;
    count += 1;
  });
  return { count, numbers };
}

function joinTransfers(feeds: readonly ReadFeed[], renumbered: readonly Int32Array[]): Transfers {
  const kept = feeds.flatMap(({ transfers: { from, to, kind, seconds } }, f) =>
    Array.from(from, (stop, at) => ({
      from: renumbered[f]?.[stop] ?? -1,
      to: renumbered[f]?.[to[at] as number] ?? -1,
      kind: kind[at] as number,
      seconds: seconds[at] as number,
    })).filter((rule) => rule.from >= 0 && rule.to >= 0),
  );
  return {
    from: Uint32Array.from(kept, ({ from }) => from),
    to: Uint32Array.from(kept, ({ to }) => to),
    kind: Uint8Array.from(kept, ({ kind }) => kind),
    seconds: Uint32Array.from(kept, ({ seconds }) => seconds),
  };
}

/** Trips of a feed that run on the same days are of one service. */
function joinServices(feeds: readonly ReadFeed[]): {
  readonly services: Services;
  readonly service: Uint32Array;
  readonly facts: readonly FeedFacts[];
} {
  const list: { readonly days: ReadonlySet<number>; readonly feed: number }[] = [];
  const numbers = new Map<ReadonlySet<number>, number>();
  const service = feeds.flatMap(({ days: ofTrips }, feed) =>
    ofTrips.map((days) => {
      const number = numbers.get(days) ?? list.push({ days, feed }) - 1;
      numbers.set(days, number);
      return number;
    }),
  );
  const spans = list.map(({ days, feed }) => {
    let [first, last] = [Infinity, -Infinity];
    for (const day of days) [first, last] = [Math.min(first, day), Math.max(last, day)];
    return { feed, first, last };
  });
  const firstOf = (among: typeof spans): number => among.reduce((least, { first }) => Math.min(least, first), Infinity);
  const lastOf = (among: typeof spans): number => among.reduce((most, { last }) => Math.max(most, last), -Infinity);
  const firstDay = firstOf(spans);
  const dayCount = lastOf(spans) - firstDay + 1;
  const active = new Uint8Array(list.length * dayCount);
  list.forEach(({ days }, index) => {
    for (const day of days) active[index * dayCount + day - firstDay] = 1;
  });
  return {
    services: { firstDay, dayCount, active, feed: Uint8Array.from(list, ({ feed }) => feed) },
    service: Uint32Array.from(service),
    facts: feeds.map(({ publisher }, feed) => {
      const own = spans.filter((span) => span.feed === feed);
      return { title: publisher, from: toIso(firstOf(own)), to: toIso(lastOf(own)) };
    }),
  };
}

/** Where each begins, and where the last one ends. */
function offsets(counts: readonly number[]): number[] {
  let sum = 0;
  return [0, ...counts.map((count) => (sum += count))];
}
