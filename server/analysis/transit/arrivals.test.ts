import { describe, expect, it } from 'vitest';
import { IDLE } from '../../testing/measure-inputs.ts';
import { testTransit, type TestTransit } from '../../testing/timetables.ts';
import { randomFrom, type Random } from '../random.ts';
import { ArrivalSearch, type Egress } from './arrivals.ts';
import { DepartureSearch, endOf, type Departures } from './departures.ts';
import { timetableOf } from './timetable.ts';
import { NO_ALIGHTING, NO_BOARDING } from './types.ts';
import type { Walks } from './walks.ts';

const DAY = 18_029; // 2019-05-13
const DAY_S = 86_400;
/** Far more than anything here. */
const NEVER = 1e12;

/** A way on foot: owner, stop, seconds. */
type Way = readonly [owner: number, stop: number, seconds: number];

interface Problem {
  readonly transit: TestTransit;
  readonly stopCount: number;
  readonly demandCount: number;
  readonly access: readonly Way[];
  /** From the stop to the owner. */
  readonly changes: readonly Way[];
  readonly egress: Egress;
  /** By demand; Infinity for none. */
  readonly onFoot: readonly number[];
  readonly departures: Departures;
  readonly maxRides: number;
}

interface Run {
  readonly stops: readonly number[];
  readonly arrivals: readonly number[];
  readonly departures: readonly number[];
  readonly rules: readonly number[];
}

/** All runs of some days as the tables say, in seconds of the day asked about. */
function allRuns({ trips, services, headways = [] }: TestTransit): Run[] {
  const runs: Run[] = [];
  for (let of = DAY - 4; of <= DAY + 2; of += 1) {
    trips.forEach(({ service = 0, calls }, trip) => {
      if (services[service]?.includes(of) !== true) return;
      const add = (later: number): void => {
        runs.push({
          stops: calls.map(([stop]) => stop),
          arrivals: calls.map(([, arrival]) => arrival + later),
          departures: calls.map(([, , departure]) => departure + later),
          rules: calls.map(([, , , rules = 0]) => rules),
        });
      };
      const own = headways.filter(([each]) => each === trip);
      if (own.length === 0) add((of - DAY) * DAY_S);
      for (const [, startS, endS, headwayS] of own)
        for (let at = startS; at < endS; at += headwayS) add((of - DAY) * DAY_S + at - (calls[0]?.[2] ?? 0));
    });
  }
  return runs;
}

/**
 * The oracle: Dijkstra forward over the expanded timetable from one place at one minute. Its states are to be ready at
 * a stop, and to have arrived at one, after so many rides.
 */
function earliest(problem: Problem, runs: readonly Run[], demand: number, leaveS: number): number {
  const { access, changes, egress, maxRides } = problem;
  let best = NEVER;
  const queue: { timeS: number; isReady: boolean; stop: number; rides: number }[] = access
    .filter(([owner]) => owner === demand)
    .map(([, stop, seconds]) => ({ timeS: leaveS + seconds, isReady: true, stop, rides: 0 }));
  const settled = new Set<string>();
  while (queue.length > 0) {
    queue.sort((a, b) => b.timeS - a.timeS);
    const { timeS, isReady, stop, rides } = queue.pop() as (typeof queue)[number];
    const name = `${String(isReady)} ${stop} ${rides}`;
    if (settled.has(name)) continue;
    settled.add(name);
    if (!isReady) {
      best = Math.min(best, timeS + (egress.seconds[stop] as number));
      for (const [to, from, seconds] of changes)
        if (from === stop) queue.push({ timeS: timeS + seconds, isReady: true, stop: to, rides });
    } else if (rides < maxRides)
      for (const run of runs)
        run.stops.forEach((at, i) => {
          if (at !== stop || (run.departures[i] as number) < timeS || ((run.rules[i] as number) & NO_BOARDING) > 0)
            return;
          for (let j = i + 1; j < run.stops.length; j += 1)
            if (((run.rules[j] as number) & NO_ALIGHTING) === 0)
              queue.push({
                timeS: run.arrivals[j] as number,
                isReady: false,
                stop: run.stops[j] as number,
                rides: rides + 1,
              });
        });
  }
  return best;
}

/** The percentile of the times of all departures. */
function bruteForce(problem: Problem): number[] {
  const { departures, onFoot, demandCount, transit } = problem;
  const runs = allRuns(transit);
  return Array.from({ length: demandCount }, (_, demand) => {
    const times = Array.from({ length: departures.count }, (_minute, nth) => {
      const leaveS = departures.departS + 60 * nth;
      const takesS = earliest(problem, runs, demand, leaveS) - leaveS;
      return Math.min(onFoot[demand] as number, takesS <= departures.maxJourneyS ? takesS : Infinity);
    });
    times.sort((a, b) => a - b);
    return times[Math.ceil((departures.percentile / 100) * departures.count) - 1] as number;
  });
}

function solve(problem: Problem): { readonly seconds: number[]; readonly facilities: number[] } {
  const { departures, maxRides, egress, onFoot, demandCount } = problem;
  const transit = testTransit(problem.transit);
  const timetable = timetableOf(transit, { day: DAY, fromS: departures.departS, toS: endOf(departures) });
  const search = new ArrivalSearch(timetable, walksOf(problem.changes, problem.stopCount));
  search.run(egress, { maxRides, mostS: departures.maxJourneyS }, IDLE);
  const times = new DepartureSearch(walksOf(problem.access, demandCount), search, departures);
  times.begin();
  const found = Array.from({ length: demandCount }, (_, demand) => {
    const seconds = onFoot[demand] as number;
    return times.find(demand, { seconds, facility: seconds === Infinity ? -1 : 99 }, Infinity);
  });
  return { seconds: found.map(({ seconds }) => seconds), facilities: found.map(({ facility }) => facility) };
}

function walksOf(ways: readonly Way[], owners: number): Walks {
  const sorted = [...ways].sort(([a], [b]) => a - b);
  const start = Uint32Array.from({ length: owners + 1 }, (_, owner) => sorted.filter(([each]) => each < owner).length);
  return {
    start,
    stop: Uint32Array.from(sorted, ([, stop]) => stop),
    seconds: Float64Array.from(sorted, ([, , seconds]) => seconds),
  };
}

function randomProblem(random: Random): Problem {
  const stopCount = 3 + random.below(5);
  const demandCount = 2;
  // Some around midnight, where trips of three days meet.
  const departS = random.below(3) === 0 ? 23 * 3600 + 50 * 60 : random.below(4) * 300;
  const services = [[DAY], [DAY - 1, DAY], [DAY - 1, DAY + 1]];
  const trips = Array.from({ length: 3 + random.below(8) }, () => {
    let timeS = (random.below(3) === 0 ? DAY_S : 0) + (random.below(2) === 0 ? departS : 0) + random.below(3600);
    return {
      service: random.below(services.length),
      calls: Array.from({ length: 2 + random.below(4) }, (): [number, number, number, number] => {
        const arrivalS = (timeS += random.below(400));
        const departureS = (timeS += random.below(3) * 20);
        const rules = [NO_BOARDING, NO_ALIGHTING][random.below(12)] ?? 0;
        return [random.below(stopCount), arrivalS, departureS, rules];
      }),
    };
  });
  const headways = trips.flatMap((_trip, trip): [number, number, number, number, number][] => {
    const startS = random.below(3) * 700;
    return random.below(4) === 0
      ? [[trip, (departS % 3600) + startS, (departS % 3600) + startS + 2000, 240 + random.below(600), random.below(2)]]
      : [];
  });
  const ways = (owners: number, odds: number): Way[] =>
    Array.from(
      { length: owners * stopCount },
      (_, pair): Way => [Math.floor(pair / stopCount), pair % stopCount, random.below(4000) / 7],
    ).filter(() => random.below(odds) === 0);
  const reached = Array.from({ length: stopCount }, () => random.below(3) === 0);
  return {
    ...{ stopCount, demandCount },
    transit: { stops: Array.from({ length: stopCount }, () => [0, 0] as const), trips, services, headways },
    access: ways(demandCount, 2),
    changes: [
      ...ways(stopCount, 4).filter(([to, from]) => to !== from),
      ...Array.from({ length: stopCount }, (_, stop): Way => [stop, stop, random.below(2) * 60]),
    ],
    egress: {
      seconds: Float64Array.from(reached, (isReached) => (isReached ? random.below(3000) / 7 : Infinity)),
      facility: Int32Array.from(reached, (isReached) => (isReached ? random.below(5) : -1)),
    },
    onFoot: Array.from({ length: demandCount }, () => (random.below(2) === 0 ? Infinity : random.below(9000))),
    departures: {
      departS,
      count: 1 + random.below(12),
      percentile: [10, 50, 90, 100][random.below(4)] as number,
      maxJourneyS: 3600 + random.below(5000),
    },
    maxRides: 1 + random.below(4),
  };
}

describe('journeys on foot and with rides', () => {
  it('take what Dijkstra over the expanded timetable finds, to the last bit, in 400 random towns', () => {
    const random = randomFrom(2012);
    let ridden = 0;
    for (let town = 0; town < 400; town += 1) {
      const problem = randomProblem(random);
      const found = solve(problem);
      expect(found.seconds, `town ${town}`).toEqual(bruteForce(problem));
      ridden += found.facilities.filter((facility) => facility >= 0 && facility < 99).length;
    }
    // Else nothing was shown.
    expect(ridden).toBeGreaterThan(150);
  });

  it('are never longer with another trip, another ride or more walking between stops', () => {
    const random = randomFrom(7);
    for (let town = 0; town < 150; town += 1) {
      const problem = randomProblem(random);
      const before = solve(problem).seconds;
      const [trip] = randomProblem(random).transit.trips;
      const calls = (trip?.calls ?? []).filter(([stop]) => stop < problem.stopCount);
      const more: readonly Problem[] = [
        { ...problem, maxRides: problem.maxRides + 1 },
        { ...problem, transit: { ...problem.transit, trips: [...problem.transit.trips, { service: 0, calls }] } },
        { ...problem, changes: [...problem.changes, [0, problem.stopCount - 1, 30]] },
      ];
      for (const other of more)
        solve(other).seconds.forEach((seconds, d) => expect(seconds).toBeLessThanOrEqual(before[d] as number));
    }
  });

  const LINE: Problem = {
    transit: {
      stops: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      services: [[DAY]],
      // Every ten minutes from 08:00, ten minutes to the next stop and ten to the last.
      trips: Array.from({ length: 12 }, (_, nth) => ({
        calls: [0, 1, 2].map((stop) => [stop, 28_800 + 600 * (nth + stop), 28_800 + 600 * (nth + stop)] as const),
      })),
    },
    ...{ stopCount: 3, demandCount: 1 },
    access: [[0, 0, 0]],
    changes: [],
    egress: { seconds: Float64Array.of(Infinity, Infinity, 60), facility: Int32Array.of(-1, -1, 4) },
    onFoot: [Infinity],
    departures: { departS: 28_800, count: 60, percentile: 50, maxJourneyS: 7200 },
    maxRides: 1,
  };

  it('wait for a vehicle every ten minutes 0 to 9 of them: the median is 4, the worst 9', () => {
    const at = (percentile: number): number | undefined =>
      solve({ ...LINE, departures: { ...LINE.departures, percentile } }).seconds[0];
    // 20 minutes of riding and one of walking.
    expect([at(1), at(50), at(90), at(100)]).toEqual([0, 4, 8, 9].map((wait) => 60 * (wait + 21)));
  });

  it('go on foot where that is faster at this minute', () => {
    const found = solve({ ...LINE, onFoot: [60 * 24], departures: { ...LINE.departures, percentile: 100 } });
    expect(found).toEqual({ seconds: [60 * 24], facilities: [99] });
    expect(solve({ ...LINE, onFoot: [60 * 24], departures: { ...LINE.departures, percentile: 10 } })).toEqual({
      seconds: [60 * 21],
      facilities: [4],
    });
  });

  it('end at no facility where they would take longer than they may', () => {
    const departures = { ...LINE.departures, maxJourneyS: 60 * 21, percentile: 20 };
    expect(solve({ ...LINE, departures })).toEqual({ seconds: [Infinity], facilities: [-1] });
    expect(solve({ ...LINE, departures: { ...departures, percentile: 10 } }).seconds).toEqual([60 * 21]);
  });
});
