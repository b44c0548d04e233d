/** Costs of a study whose people walk and ride: those of `NetworkCosts`, with rides where these are faster. */
import type { Warning } from '../../../tiles/api/result.ts';
import { DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { nearestFacility } from '../paths/cost-matrix.ts';
import { ReachFinder } from '../paths/reach.ts';
import { otherPoints, snapPoint } from '../paths/snap-point.ts';
import { ArrivalSearch } from '../transit/arrivals.ts';
import { DepartureSearch } from '../transit/departures.ts';
import { journeyWarnings, timetableAssumptions, type Journeys } from '../transit/journeys.ts';
import type { Timetable } from '../transit/timetable.ts';
import type { CostMatrix, Demand, Nearest, Snaps, Task } from '../types.ts';
import { NetworkCosts, type Traveller } from './costs.ts';
import type { Resolved } from './resolve.ts';

const CHECK_EVERY = 1024;

interface Rides {
  readonly stops: Snaps;
  readonly arrivals: ArrivalSearch;
  readonly times: DepartureSearch;
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
    const { arrivals, times, stops } = this.#ridesOf(task);
    const { graph, search, accessSpeedMps } = this.traveller;
    const { maxWalkS, maxRides, departures } = this.#journeys;
    const mostS = departures.maxJourneyS;
    const walk = super.findNearest(facilities, task);
    const egress = nearestFacility({ graph, search, facilities, demand: stops, accessSpeedMps, limit: maxWalkS }, task);
    arrivals.run({ seconds: egress.cost, facility: egress.facility }, { maxRides, mostS }, task);
    times.begin();
    const count = this.demandSnaps.count;
    const nearest = { cost: new Float64Array(count), facility: new Int32Array(count) };
    for (let d = 0; d < count; d += 1) {
      if (d % CHECK_EVERY === 0) task.checkpoint();
      const onFoot = { seconds: walk.cost[d] as number, facility: walk.facility[d] as number };
      const { seconds, facility } = times.find(d, onFoot, Infinity);
      nearest.cost[d] = seconds;
      nearest.facility[d] = facility;
    }
    return nearest;
  }

  protected override matrix(facilities: Snaps, limit: number, task: Task): CostMatrix {
    const { arrivals, times, stops } = this.#ridesOf(task);
    const { graph, search, accessSpeedMps } = this.traveller;
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
    const { derived, graph, search, accessSpeedMps } = this.traveller;
    const { transit, departures, ...limits } = this.#journeys;
    const streets = { graph, search, accessSpeedMps };
    const walks = derived.transitWalks(
      transit,
      { ...streets, stops: this.#stopSnaps, demand: this.demandSnaps, ...limits },
      this.#walkMps,
      task,
    );
    const arrivals = new ArrivalSearch(this.#timetable, walks.changes);
    const times = new DepartureSearch(walks.access, arrivals, departures);
    this.#rides = { stops: this.#stopSnaps, arrivals, times };
    return this.#rides;
  }
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
