import { describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { gridGraph } from '../../testing/street-grids.ts';
import { testTransit, type TestTrip } from '../../testing/timetables.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { AnalysisError, AnalysisErrors } from '../errors.ts';
import { randomFrom } from '../random.ts';
import { parseAs } from './parse.ts';
import { runStudy } from './run.ts';

const SIDE = 24;
const BLOCK_S = 300;
const DAY = 18_029; // 2019-05-13
const DEPART_S = 8 * 3600;
const STREETS = gridGraph({ columns: SIDE, rows: SIDE, blockM: BLOCK_S });

/** A corner of the grid: blocks east and north of its first. */
type Corner = readonly [column: number, row: number];
const place = ([column, row]: Corner): { readonly lon: number; readonly lat: number } => {
  const node = row * (SIDE + 1) + column;
  return { lon: STREETS.lonLat[2 * node] as number, lat: STREETS.lonLat[2 * node + 1] as number };
};
const onFoot = (a: Corner, b: Corner): number => BLOCK_S * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]));

const random = randomFrom(2024);
const corner = (): Corner => [random.below(SIDE + 1), random.below(SIDE + 1)];
const corners = (count: number): Corner[] => Array.from({ length: count }, corner);
const HOMES = corners(40);
const SCHOOLS = corners(3);
const STOPS = corners(20);
/** Departures end in 7 and arrivals in 3: none falls together with a walk of whole blocks. */
const TRIPS: TestTrip[] = Array.from({ length: 100 }, () => {
  let tens = DEPART_S / 10 + random.below(180);
  return {
    calls: Array.from({ length: 4 }, () => {
      const arrival = (tens += 6 + random.below(30)) * 10 + 3;
      return [random.below(STOPS.length), arrival, arrival + 4] as const;
    }),
  };
});
const WINDOW = 20;
const LIMITS = { maxRides: 2, maxWalkS: 1300, maxTransferS: 700, maxJourneyS: 5000 } as const;

/** By walking through all that may be ridden, one trip after the other. */
function arrival(at: Corner, timeS: number, school: Corner, ridesLeft: number, isFirst = true): number {
  let best = Infinity;
  const walkS = isFirst ? LIMITS.maxWalkS : LIMITS.maxTransferS;
  for (const { calls } of ridesLeft > 0 ? TRIPS : [])
    calls.forEach(([stop, , departureS], i) => {
      const toStopS = onFoot(at, STOPS[stop] as Corner);
      if (toStopS > walkS || departureS < timeS + toStopS) return;
      for (const [next, arrivalS] of calls.slice(i + 1)) {
        const there = STOPS[next] as Corner;
        const lastS = onFoot(there, school);
        if (lastS <= LIMITS.maxWalkS) best = Math.min(best, arrivalS + lastS);
        best = Math.min(best, arrival(there, arrivalS, school, ridesLeft - 1, false));
      }
    });
  return best;
}

/** By home and school: the time at each minute. */
const TIMES = HOMES.map((home) =>
  SCHOOLS.map((school) =>
    Array.from({ length: WINDOW }, (_, minute) => {
      const leaveS = DEPART_S + 60 * minute;
      const rideS = arrival(home, leaveS, school, LIMITS.maxRides) - leaveS;
      return Math.min(onFoot(home, school), rideS <= LIMITS.maxJourneyS ? rideS : Infinity);
    }),
  ),
);
const percentile = (times: readonly number[], p: number): number =>
  [...times].sort((a, b) => a - b)[Math.ceil((p * times.length) / 100) - 1] as number;

const nothing = (): Promise<never> => Promise.reject(new Error('It is not asked for here.'));
const transit = testTransit({
  stops: STOPS.map((stop) => [place(stop).lon, place(stop).lat] as const),
  trips: TRIPS,
  services: [[DAY]],
});
const sources: Sources = {
  ...{ demand: nothing, features: nothing, areas: nothing, standard: nothing, profile: nothing, water: nothing },
  network: () => Promise.resolve({ key: 'grid', hash: 'grid', value: STREETS }),
  transit: () => Promise.resolve({ key: 'test', hash: 'test', value: transit }),
};
const TRAVEL = { mode: 'transit', transit: 'test', date: '2019-05-13', depart: '08:00', window: WINDOW, ...LIMITS };
const STUDY = {
  network: { stored: 'grid' },
  travel: TRAVEL,
  demand: { points: HOMES.map((home, id) => ({ id, people: 10, ...place(home) })) },
  facilities: { points: SCHOOLS.map((school, id) => ({ id, capacity: 100, ...place(school) })) },
  analyses: [{ kind: 'coverage', within: [600, 1200], perDemand: true }, { kind: 'matrix' }],
};
const run = (study: unknown): Promise<StudyResult> => {
  const text = JSON.stringify(study);
  const parsed = parseAs('Study', JSON.parse(text), text.length);
  return runStudy(parsed, { sources, derived: new Derived(), taskFor: () => IDLE });
};
const refused = async (study: unknown): Promise<readonly string[]> => {
  const error: unknown = await run(study).catch((reason: unknown) => reason);
  const all = error instanceof AnalysisErrors ? error.errors : error instanceof AnalysisError ? [error] : [];
  return all.map(({ at, text }) => `${at ?? ''} ${text.en}`);
};

describe('a study by public transport', () => {
  it('is one of several ways of travelling in one study', async () => {
    const coverage = { kind: 'coverage', within: [600, 1200], perDemand: true };
    const both = await run({
      ...STUDY,
      travel: { mode: 'walk' },
      travels: [
        { id: 'metro', ...TRAVEL },
        { id: 'late', ...TRAVEL, depart: '08:10' },
      ],
      analyses: [
        coverage,
        { ...coverage, travel: 'metro' },
        { ...coverage, travel: 'late' },
        { kind: 'matrix', travel: 'metro' },
      ],
    });
    const ways = [{ mode: 'walk' }, TRAVEL, { ...TRAVEL, depart: '08:10' }];
    const alone = await Promise.all(ways.map((travel) => run({ ...STUDY, travel, analyses: [coverage] })));
    expect(both.results.slice(0, 3)).toEqual(alone.flatMap(({ results }) => results));
    expect(new Set(both.assumptions.map(({ message }) => message.en)).size).toBe(both.assumptions.length);
    expect(both.results[1]).not.toEqual(both.results[2]);
    const said = both.assumptions.map(({ message }) => message.en);
    expect(said.filter((each) => each.startsWith('Travel “metro” (analysis 2, 4): ')).length).toBeGreaterThan(1);
    expect(said.some((each) => each.includes('timetables') && !each.startsWith('Travel “'))).toBe(false);
  });

  it('says that departures go on after midnight', async () => {
    const { assumptions } = await run({ ...STUDY, travel: { ...TRAVEL, depart: '23:50', window: 20 } });
    const said = assumptions.map(({ message }) => message).find(({ en }) => en.startsWith('People leave on'));
    expect(said?.en).toContain('from 23:50 to 00:09 on the next day');
    expect(said?.zh).toContain('23:50 至 次日 00:09');
  });

  it('says where a way of travelling is wrong', async () => {
    const travels = [{ id: 'metro', ...TRAVEL, date: '2019-05-14' }];
    const [coverage] = STUDY.analyses;
    const study = { ...STUDY, travel: {}, travels, analyses: [{ ...coverage, travel: 'metro' }] };
    expect(await refused(study)).toEqual([expect.stringMatching(/^\/travels\/0\/date /)]);
    const isochrones = { kind: 'isochrones', origins: [place([0, 0])], within: [600], travel: 'metro' };
    expect(await refused({ ...study, analyses: [isochrones] })).toEqual([expect.stringMatching(/^\/analyses\/0 /)]);
    // One that is not named by any analysis is not asked for.
    expect((await run({ ...study, analyses: [coverage] })).results).toHaveLength(1);
  });

  it.each([50, 90])('finds the times of all ways that there are, percentile %d of the minutes', async (p) => {
    const { results } = await run({ ...STUDY, travel: { ...TRAVEL, percentile: p } });
    const [coverage, matrix] = results;
    if (coverage?.kind !== 'coverage' || matrix?.kind !== 'matrix') throw new Error('There is no result.');
    HOMES.forEach((_home, home) => {
      const ofHome = TIMES[home] as number[][];
      const nearest = Array.from({ length: WINDOW }, (_, minute) =>
        Math.min(...ofHome.map((times) => times[minute] as number)),
      );
      expect(coverage.costs?.[home]).toBeCloseTo(percentile(nearest, p), 3);
      SCHOOLS.forEach((_school, school) => {
        const pair = matrix.pairs.find((each) => each.demand === String(home) && each.facility === String(school));
        expect(pair?.cost).toBeCloseTo(percentile(ofHome[school] as number[], p), 3);
      });
    });
    // Some ride, and some go on foot.
    const rides = HOMES.filter(
      (home, h) => percentile((TIMES[h] as number[][])[0] as number[], p) < onFoot(home, SCHOOLS[0] as Corner),
    );
    expect(rides.length).toBeGreaterThan(3);
    expect(rides.length).toBeLessThan(HOMES.length);
  });

  it('serves all analyses that read costs: nobody is served worse than on foot', async () => {
    const analyses = [
      { kind: 'coverage', within: [900], perDemand: true },
      { kind: 'gaps', within: 900 },
      { kind: 'assignment', perDemand: true },
      { kind: 'overlap', within: 900 },
      { kind: 'e2sfca', catchment: 900, decay: { kind: 'gaussian' }, perDemand: true },
      { kind: 'siting', model: 'mclp', p: 1, within: 900 },
    ];
    const candidates = { points: corners(5).map((at, id) => ({ id: `c${id}`, ...place(at) })) };
    const demand = { points: STUDY.demand.points.map((point) => ({ ...point, areaM2: 10_000 })) };
    const study = { ...STUDY, demand, candidates, analyses: analyses.filter(({ kind }) => kind !== 'gaps') };
    const [riding, walking] = await Promise.all([run(study), run({ ...study, travel: {} })]);
    expect(riding.results.map(({ kind }) => kind)).toEqual(study.analyses.map(({ kind }) => kind));
    const costs = [riding, walking].map(
      ({ results: [first] }) => (first?.kind === 'coverage' ? first.costs : undefined) ?? [],
    );
    const faster = costs[0]?.filter((cost, home) => (cost ?? Infinity) < (costs[1]?.[home] ?? Infinity) - 1) ?? [];
    expect(faster.length).toBeGreaterThan(5);
    costs[0]?.forEach((cost, home) => expect(cost ?? Infinity).toBeLessThanOrEqual(costs[1]?.[home] ?? Infinity));
  });

  it('says what it has assumed', async () => {
    const { assumptions, warnings } = await run(STUDY);
    const said = assumptions.map(({ message }) => message.en).join('\n');
    expect(said).toContain('timetables “Test” (synthetic, not real): Test.');
    expect(said).toContain('every minute from 08:00 to 08:19, 20 times; the time of a place is percentile 50');
    expect(said).toContain('At most 2 rides; at most 1,300 s on foot to the first stop');
    expect(said).toContain('Travelled on foot, at 1 m/s.');
    expect(warnings).toEqual([]);
    const late = await run({ ...STUDY, travel: { ...TRAVEL, depart: '20:00' } });
    expect(late.warnings.map(({ code }) => code)).toContain('transit-no-departures');
  });

  it('says that vehicles keep their timetables where streets are edited, of any way of travelling', async () => {
    const [from, to] = [place([0, 0]), place([0, 1])];
    const line = [from, to].map(({ lon, lat }) => [lon, lat]);
    const coverage = { kind: 'coverage', within: [600] };
    const saidOf = async (study: object): Promise<readonly string[]> =>
      (await run({ ...STUDY, analyses: [coverage], ...study })).assumptions
        .map(({ message }) => message.en)
        .filter((text) => text.includes('Vehicles keep their timetables'));
    const streetEdits = [{ kind: 'close', id: 'works', line }];
    expect(await saidOf({})).toEqual([]);
    expect(await saidOf({ streetEdits })).toHaveLength(1);
    const metro = { travel: {}, travels: [{ id: 'metro', ...TRAVEL }], analyses: [{ ...coverage, travel: 'metro' }] };
    expect(await saidOf({ streetEdits, ...metro })).toEqual([
      expect.stringMatching(/^Travel “metro” \(analysis 1\): /),
    ]);
  });

  it('refuses what cannot be, with its place', async () => {
    const asked = async (travel: object, more: object = {}): Promise<readonly string[]> =>
      refused({ ...STUDY, travel: { ...TRAVEL, ...travel }, ...more });
    expect(await asked({ date: '2019-05-14' })).toEqual([
      '/travel/date The timetables “Test” have no service on 2019-05-14. They have service: Test from 2019-05-13 to 2019-05-13. Choose one of these days.',
    ]);
    expect(await asked({ date: '2019-02-30', depart: '8:00', direction: 'from-facility' })).toEqual([
      '/travel/date “2019-02-30” is no day of the calendar. Write year, month and day, such as 2019-05-13.',
      '/travel/depart “8:00” is no time of day. Write hours and minutes from 00:00 to 23:59, such as 08:00.',
      '/travel/direction By public transport people go to the facility. Leave out “direction”, or choose another mode.',
    ]);
    expect(await refused({ ...STUDY, travel: { mode: 'transit', transit: 'test', depart: '08:00' } })).toEqual([
      '/travel Travel by public transport needs “date”. Give “transit” (id of the timetables), “date” (such as 2019-05-13) and “depart” (such as 08:00).',
    ]);
    expect(await asked({ mode: 'walk' })).toEqual([
      '/travel/transit “transit” is for public transport alone. Set “travel.mode” to transit, or leave it out.',
    ]);
    const origins = [place([0, 0])];
    const isochrones = { analyses: [{ kind: 'isochrones', origins, within: [600] }] };
    expect((await asked({}, isochrones))[0]).toContain('/analyses/0 There are no isochrones by public transport.');
    const network = { nodes: [{ id: 1, lon: 0, lat: 0 }], edges: [] };
    expect((await asked({}, { network }))[0]).toContain('/network Who rides public transport walks to stops');
  });
});
