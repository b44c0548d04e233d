/** The nearest facility of every demand, on foot all the way or with rides. */
import { nearestFacility } from '../paths/cost-matrix.ts';
import type { StreetSearch } from '../paths/search-graph.ts';
import type { Graph, Nearest, Snaps, Task } from '../types.ts';
import { ArrivalSearch, type Egress } from './arrivals.ts';
import { DepartureSearch } from './departures.ts';
import type { Journeys } from './journeys.ts';
import type { Timetable } from './timetable.ts';
import { joinSnaps, type TransitWalks } from './walks.ts';

const CHECK_EVERY = 1024;

/** Where people walk and ride. */
export interface RideGround {
  readonly graph: Graph;
  /** On foot, backward: people walk to the stops and the facilities. */
  readonly search: StreetSearch;
  readonly accessSpeedMps: number;
  readonly demand: Snaps;
  readonly stops: Snaps;
  readonly timetable: Timetable;
  readonly walks: TransitWalks;
  readonly journeys: Pick<Journeys, 'departures' | 'maxRides' | 'maxWalkS'>;
}

/** The searches of a ground. One at a time: their arrays are used again by the next. */
export interface RideSearches {
  readonly arrivals: ArrivalSearch;
  readonly times: DepartureSearch;
}

export function rideSearches({ timetable, walks, journeys }: RideGround): RideSearches {
  const arrivals = new ArrivalSearch(timetable, walks.changes);
  return { arrivals, times: new DepartureSearch(walks.access, arrivals, journeys.departures) };
}

/**
 * One search over all departures from all facilities at once. Each departure goes to the facility that it reaches
 * first; the cost is the percentile of their times, Infinity above the limit.
 */
export function nearestByRides(
  ground: RideGround,
  { facilities, limit }: { readonly facilities: Snaps; readonly limit: number },
  { arrivals, times }: RideSearches,
  task: Task,
): Nearest {
  const { graph, search, accessSpeedMps, demand, stops, journeys } = ground;
  const { maxWalkS, maxRides, departures } = journeys;
  const streets = { graph, search, accessSpeedMps, facilities };
  const places = joinSnaps(demand, stops);
  const walk = nearestFacility({ ...streets, demand: places, limit: Math.max(limit, maxWalkS) }, task);
  const mostS = Math.min(limit, departures.maxJourneyS);
  arrivals.run(egressOf(walk, demand.count, Math.min(limit, maxWalkS)), { maxRides, mostS }, task);
  times.begin();
  const nearest = { cost: new Float64Array(demand.count), facility: new Int32Array(demand.count) };
  for (let d = 0; d < demand.count; d += 1) {
    if (d % CHECK_EVERY === 0) task.checkpoint();
    const onFoot = { seconds: walk.cost[d] as number, facility: walk.facility[d] as number };
    const { seconds, facility } = times.find(d, onFoot, limit);
    nearest.cost[d] = seconds <= limit ? seconds : Infinity;
    nearest.facility[d] = seconds <= limit ? facility : -1;
  }
  return nearest;
}

/** Of the stops, which come after so many places. */
function egressOf({ cost, facility }: Nearest, places: number, limit: number): Egress {
  const isNear = (stop: number): boolean => (cost[places + stop] as number) <= limit;
  return {
    seconds: cost.slice(places).map((each, stop) => (isNear(stop) ? each : Infinity)),
    facility: facility.slice(places).map((each, stop) => (isNear(stop) ? each : -1)),
  };
}
