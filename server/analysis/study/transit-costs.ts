/** Costs of a study whose people walk and ride: those of `NetworkCosts`, with rides where these are faster. */
import type { Warning } from '../../../tiles/api/result.ts';
import { DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { ReachFinder } from '../paths/reach.ts';
import { otherPoints, snapPoint } from '../paths/snap-point.ts';
import { journeyWarnings, timetableAssumptions, type Journeys } from '../transit/journeys.ts';
import { nearestByRides, rideSearches, type RideGround, type RideSearches } from '../transit/nearest-by-rides.ts';
import type { Timetable } from '../transit/timetable.ts';
import type { CostMatrix, Demand, Nearest, Snaps, Task } from '../types.ts';
import { NetworkCosts, type Traveller } from './costs.ts';
import type { Resolved } from './resolve.ts';

interface Rides {
  readonly ground: RideGround;
  readonly searches: RideSearches;
}

/**
 * The cost of a place is a percentile of the times of its departures. To the nearest facility, each departure goes to
 * the one that it reaches first; in a matrix, the percentile is that of each pair.
 */
export class TransitCosts extends NetworkCosts {
  readonly #stopSnaps: Snaps;
  readonly #timetable: Timetable;
  readonly #journeys: Journeys;
  readonly #walkMps: number;
  #rides: Rides | null = null;

  constructor(resolved: Resolved, traveller: Traveller, { demand, journeys }: { demand: Demand; journeys: Journeys }) {
    super(resolved, traveller, demand);
    this.#journeys = journeys;
    this.#walkMps = resolved.travel.speedMps ?? DEFAULT_SPEED_MPS.walk;
    const { transit, period } = journeys;
    this.#stopSnaps = traveller.derived.stopSnaps(traveller.graph, transit, resolved.travel);
    this.#timetable = traveller.derived.timetable(transit, period);
  }

  assumptions(): Warning[] {
    return timetableAssumptions(this.#timetable, this.traveller.graph.overlay !== undefined);
  }

  /** What is known before anything is computed. */
  warnings(): Warning[] {
    return journeyWarnings(this.#journeys, this.#timetable, this.#stopSnaps);
  }

  protected override findNearest(facilities: Snaps, task: Task): Nearest {
    const { ground, searches } = this.#ridesOf(task);
    return nearestByRides(ground, { facilities, limit: Infinity }, searches, task);
  }

  protected override matrix(facilities: Snaps, limit: number, task: Task): CostMatrix {
    const { ground, searches } = this.#ridesOf(task);
    const { arrivals, times } = searches;
    const { graph, search, accessSpeedMps, stops } = ground;
    const { maxWalkS, maxRides, departures } = this.#journeys;
    const mostS = Math.min(limit, departures.maxJourneyS);
    const streets = { graph, search, accessSpeedMps };
    const count = this.demandSnaps.count;
    const onFoot = new ReachFinder({ ...streets, demand: this.demandSnaps });
    const toStops = new ReachFinder({ ...streets, demand: stops });
    const pairs = this.room.builder(count);
    const walk = new Float64Array(count);
    const egress = { seconds: new Float64Array(stops.count), facility: new Int32Array(stops.count) };
    for (let f = 0; f < facilities.count; f += 1) {
      const place = snapPoint(facilities, f);
      const others = otherPoints(facilities, f);
      spread(onFoot.find(place, limit, others), walk);
      spread(toStops.find(place, maxWalkS, others), egress.seconds);
      arrivals.run(egress, { maxRides, mostS }, task);
      times.begin();
      for (let d = 0; d < count; d += 1) {
        const { seconds } = times.find(d, { seconds: walk[d] as number, facility: 0 }, limit);
        if (seconds <= limit && seconds !== Infinity) pairs.push(d, seconds);
      }
      pairs.endFacility();
      task.checkpoint();
      task.progress((f + 1) / facilities.count, 'paths');
    }
    return pairs.matrix();
  }

  #ridesOf(task: Task): Rides {
    if (this.#rides !== null) return this.#rides;
    const ground = rideGround(
      this.traveller,
      { journeys: this.#journeys, demand: this.demandSnaps, stops: this.#stopSnaps, timetable: this.#timetable },
      this.#walkMps,
      task,
    );
    this.#rides = { ground, searches: rideSearches(ground) };
    return this.#rides;
  }
}

/** Finds the ways on foot to stops and between them, which are kept. `walkMps`: how fast the traveller walks. */
export function rideGround(
  { derived, graph, search, accessSpeedMps }: Traveller,
  parts: Pick<RideGround, 'demand' | 'stops' | 'timetable'> & { readonly journeys: Journeys },
  walkMps: number,
  task: Task,
): RideGround {
  const streets = { graph, search, accessSpeedMps };
  const { transit, departures: _, ...limits } = parts.journeys;
  const walks = derived.transitWalks(transit, { ...streets, ...parts, ...limits }, walkMps, task);
  return { ...streets, ...parts, walks };
}

/** Costs of what was reached, Infinity for all else. */
function spread(
  { demand, cost }: { readonly demand: Uint32Array; readonly cost: Float64Array },
  into: Float64Array,
): void {
  into.fill(Infinity);
  demand.forEach((found, at) => {
    into[found] = cost[at] as number;
  });
}
