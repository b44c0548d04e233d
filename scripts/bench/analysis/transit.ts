/** Public transport of a city: one departure and a window of them, for all cells. */
import { CoverageCache } from '../../../server/analysis/coverage/service.ts';
import { Derived } from '../../../server/analysis/engine/derived.ts';
import type { Features, Sources, Versioned } from '../../../server/analysis/engine/sources.ts';
import { ArrivalSearch } from '../../../server/analysis/transit/arrivals.ts';
import { DepartureSearch, endOf } from '../../../server/analysis/transit/departures.ts';
import { timetableOf } from '../../../server/analysis/transit/timetable.ts';
import type { Transit } from '../../../server/analysis/transit/types.ts';
import { transitWalks } from '../../../server/analysis/transit/walks.ts';
import { nearestFacility } from '../../../server/analysis/paths/cost-matrix.ts';
import { searchGraph } from '../../../server/analysis/paths/search-graph.ts';
import { snapNodes } from '../../../server/analysis/network/snap.ts';
import { placeOf, UNWATCHED } from '../../../server/testing/street-grids.ts';
import { testTransit, type TestTrip } from '../../../server/testing/timetables.ts';
import { randomFrom, type Random } from '../../../server/testing/random.ts';
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import { DEFAULT_TRANSIT } from '../../../tiles/api/vocabulary.ts';
import { percentileOf } from '../statistics.ts';
import type { BenchCity } from './city.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure, type AnalysisSize } from './figures.ts';

const DAY = 20_000;
const [FIRST_S, LAST_S] = [5 * 3600, 23 * 3600];
const DEPART_S = 8 * 3600;
const CALLS_OF_TRIP = 40;
/** A facility is dragged to so many places. */
const DRAGS = 20;
const RIDE = { mode: 'transit', transit: 'lines', date: '2024-10-04', depart: '08:00' } as const;
const NO_KEYS = { network: '', demand: '', facilities: '', transit: '' };
/** A line goes straight on, and turns at one stop of so many. */
const STOPS_OF_TURN = 6;

/** Targets are for the searches; ways on foot to stops are found once, and kept. */
export async function benchTransit(city: BenchCity, size: AnalysisSize): Promise<AnalysisFigure[]> {
  const { graph, demandSnaps, facilities } = city;
  const { transit, nodes } = cityTransit(graph, size.stops, size.calls);
  const search = searchGraph(graph, 'walk', { direction: 'backward' });
  const streets = { graph, search, accessSpeedMps: 1 };
  const stops = snapNodes(graph, nodes);
  const { maxWalkS, maxTransferS, maxRides, maxJourneyS, percentile } = DEFAULT_TRANSIT;
  const [walks, walksMs] = timed(() =>
    transitWalks(transit, { ...streets, stops, demand: demandSnaps, maxWalkS, maxTransferS }, UNWATCHED),
  );
  const window = (count: number): number =>
    timed(() => {
      const departures = { departS: DEPART_S, count, percentile, maxJourneyS };
      const timetable = timetableOf(transit, { day: DAY, fromS: DEPART_S, toS: endOf(departures) });
      const arrivals = new ArrivalSearch(timetable, walks.changes);
      const onFoot = nearestFacility({ ...streets, facilities, demand: demandSnaps, limit: Infinity }, UNWATCHED);
      const egress = nearestFacility({ ...streets, facilities, demand: stops, limit: maxWalkS }, UNWATCHED);
      const ends = { seconds: egress.cost, facility: egress.facility };
      arrivals.run(ends, { maxRides, mostS: maxJourneyS }, UNWATCHED);
      const times = new DepartureSearch(walks.access, arrivals, departures);
      times.begin();
      for (let d = 0; d < demandSnaps.count; d += 1)
        times.find(d, { seconds: onFoot.cost[d] as number, facility: onFoot.facility[d] as number }, Infinity);
    })[1] / 1000;
  const detail = `${transit.stopCount.toLocaleString('en-US')} / ${transit.callStop.length.toLocaleString('en-US')}`;
  return [
    { name: 'transit-walks', detail, value: walksMs / 1000, unit: 's' },
    { name: 'transit-departure', detail, value: window(1), unit: 's', atMost: ANALYSIS_TARGETS.departureS },
    {
      name: 'transit-window',
      detail: DEFAULT_TRANSIT.window,
      value: window(DEFAULT_TRANSIT.window),
      unit: 's',
      atMost: ANALYSIS_TARGETS.windowS,
    },
    {
      name: 'transit-drag-p95',
      detail: DEFAULT_TRANSIT.window,
      value: percentileOf(await drags(city, { network: { stored: 'city' }, travel: RIDE }, transit), 95),
      unit: 'ms',
      atMost: ANALYSIS_TARGETS.transitDragMs,
    },
    {
      name: 'straight-drag-p95',
      value: percentileOf(await drags(city, { network: { straight: {} } }, transit), 95),
      unit: 'ms',
      atMost: ANALYSIS_TARGETS.dragMs,
    },
  ];
}

/** Milliseconds of the answers while a facility is dragged. */
async function drags(
  { graph, demand, facilities }: BenchCity,
  how: Pick<CoverageRequest, 'network' | 'travel'>,
  transit: Transit,
): Promise<number[]> {
  const coverages = new CoverageCache(new Derived());
  const lonLat = Float64Array.from(
    Array.from({ length: facilities.count }, (_, f) => [
      ...placeOf(graph, facilities.edge[f] as number, facilities.fraction[f] as number),
    ]).flat(),
  );
  const nobody = Array.from({ length: facilities.count }, () => null);
  const features: Features = {
    ...{ layer: 'sites', title: { zh: '设施', en: 'Sites' }, arePoints: true, attributes: {}, shares: {} },
    ...{ lonLat, capacity: null, cost: null, district: nobody, subdistrict: nobody, provenances: ['synthetic'] },
    ids: Array.from({ length: facilities.count }, (_, f) => `f${f}`),
  };
  const read = <T>(value: T): Promise<Versioned<T>> => Promise.resolve({ key: '', hash: '', value });
  const none = (): Promise<never> => Promise.reject(new Error('It is not asked for here.'));
  const sources: Sources = {
    ...{ areas: none, standard: none, profile: none, water: none },
    network: () => read(graph),
    demand: () => read(demand),
    features: () => read(features),
    transit: () => read(transit),
  };
  const random = randomFrom(53);
  const times: number[] = [];
  for (let step = 0; step <= DRAGS; step += 1) {
    const [lon, lat] = placeOf(graph, random.below(graph.edgeCount), random.next());
    const request: CoverageRequest = {
      ...how,
      demand: { stored: 'people' },
      facilities: { layer: 'sites' },
      edits: [{ kind: 'move', id: 'f7', lon, lat }],
      limitS: 3600,
      withinS: 900,
      cells: 'changes',
    };
    const startedMs = performance.now();
    await coverages.answer(request, NO_KEYS, sources, UNWATCHED);
    times.push(performance.now() - startedMs);
  }
  // The first one finds all that is kept.
  return times.slice(1);
}

/** Lines over a lattice of stops at nodes of the city, both ways at a headway each, all of them on one day. */
function cityTransit(
  graph: BenchCity['graph'],
  stopCount: number,
  callCount: number,
): { readonly transit: Transit; readonly nodes: Uint32Array } {
  const random = randomFrom(51);
  const side = Math.round(Math.sqrt(stopCount));
  const wide = Math.max(2, Math.round(Math.sqrt(graph.nodeCount)));
  const step = (wide - 1) / (side - 1);
  const nodes = Uint32Array.from(
    { length: side * side },
    (_, stop) => Math.round(Math.floor(stop / side) * step) * wide + Math.round((stop % side) * step),
  ).map((node) => Math.min(node, graph.nodeCount - 1));
  const trips: TestTrip[] = [];
  while (trips.length * CALLS_OF_TRIP < callCount) {
    const there = lineOver(side, random);
    const headwayS = 400 + Math.floor(900 * random.next());
    for (const line of [there, there.toReversed()])
      for (let startS = FIRST_S + Math.floor(headwayS * random.next()); startS < LAST_S; startS += headwayS)
        trips.push({ calls: line.map((stop, nth) => [stop, startS + 95 * nth, startS + 95 * nth + 15] as const) });
  }
  const stops = Array.from(
    nodes,
    (node) => [graph.lonLat[2 * node] as number, graph.lonLat[2 * node + 1] as number] as const,
  );
  return { transit: testTransit({ stops, trips, services: [[DAY]] }), nodes };
}

/** From lattice point to lattice point; at the edge of the city it turns around by a corner. */
function lineOver(side: number, random: Random): number[] {
  const turn = (): number => Math.floor(3 * random.next()) - 1;
  let at = [Math.floor(side * random.next()), Math.floor(side * random.next())] as [number, number];
  let way: [number, number] = [1, 0];
  return Array.from({ length: CALLS_OF_TRIP }, () => {
    const stop = at[1] * side + at[0];
    if (random.next() < 1 / STOPS_OF_TURN) way = [turn(), turn()];
    if (way[0] === 0 && way[1] === 0) way = [0, 1];
    const next = at.map((value, axis) => value + (way[axis] as number)) as [number, number];
    if (next.some((value) => value < 0 || value >= side)) way = [-way[1], -way[0]];
    at = at.map((value, axis) => Math.max(0, Math.min(side - 1, value + (way[axis] as number)))) as [number, number];
    return stop;
  });
}

function timed<T>(work: () => T): readonly [found: T, ms: number] {
  const startedMs = performance.now();
  const found = work();
  return [found, performance.now() - startedMs];
}
