/**
 * Coverage on foot and with public transport. Every answer is searched anew, by one search for all facilities; what
 * does not depend on them, the ways on foot to stops and between them, is found once for the streets.
 */
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { arrayBytes } from '../engine/caches.ts';
import type { Derived } from '../engine/derived.ts';
import { othersOf, type SnapPoint } from '../paths/snap-point.ts';
import { editedGraph } from '../street-edits/edited-graph.ts';
import { resolveStreets } from '../street-edits/resolve.ts';
import { travellerOf, type Traveller } from '../study/costs.ts';
import { refuseRules, rulesAssumptions } from '../study/rules.ts';
import { rideGround } from '../study/transit-costs.ts';
import {
  ferriesAssumption,
  ferriesWarning,
  passedOverWarning,
  streetsAssumption,
  travelAssumptions,
  unconnectedCount,
  unconnectedDemandWarning,
  unconnectedPeople,
  unconnectedWarning,
} from '../study/warnings.ts';
import {
  journeyAssumptions,
  journeysOf,
  journeyWarnings,
  timetableAssumptions,
  type Journeys,
} from '../transit/journeys.ts';
import { nearestByRides, rideSearches, type RideGround } from '../transit/nearest-by-rides.ts';
import type { Timetable } from '../transit/timetable.ts';
import type { Transit } from '../transit/types.ts';
import type { Graph, Nearest, Snaps, Task } from '../types.ts';
import { compare } from './compare.ts';
import { checkWithin } from './coverage-state.ts';
import { placeIn, placesOf, scenarioOf, snapEdits, type BaseFacilities, type Place } from './scenario.ts';
import type { CoverageWay, EditedStreets, Evaluated, WayInput, WayParts } from './way.ts';

/** Streets, and where all that does not move meets them. */
interface Ground {
  readonly traveller: Traveller;
  readonly rides: RideGround;
  readonly facilities: Snaps;
}

interface Streets extends EditedStreets {
  /** Equal for equal edits. */
  readonly key: string;
  readonly ground: Ground;
  readonly bytes: number;
}

export class TransitWay implements CoverageWay {
  readonly uses: readonly object[];
  readonly reachMps: number;
  readonly unconnectedFacilities: number;
  readonly unconnectedPeople: number;
  readonly assumptions: CoverageWay['assumptions'];
  readonly warnings: CoverageWay['warnings'];
  readonly #input: WayInput;
  readonly #network: Graph;
  readonly #derived: Derived;
  readonly #journeys: Journeys;
  readonly #timetable: Timetable;
  readonly #ground: Ground;
  readonly #nearest: Nearest;
  readonly #fixedBytes: number;
  /** Those that were asked for last: a drag of a facility sends the same list at every step. */
  #streets: Streets | null = null;

  /** Throws `AnalysisError` for a travel that the network or the timetables do not bear. */
  constructor(input: WayInput, network: Graph, transit: Transit, { derived, task }: WayParts) {
    const { request, travel, demand, everybody, features } = input;
    refuseRules(network, travel, '/travel');
    this.#input = input;
    this.#network = network;
    this.#derived = derived;
    this.#journeys = journeysOf(transit, request.travel ?? {}, '/travel');
    this.#timetable = derived.timetable(transit, this.#journeys.period);
    this.#ground = this.#groundOf(network, task);
    const { traveller, rides, facilities } = this.#ground;
    this.#nearest = this.#search(this.#ground, facilities, task);
    this.#fixedBytes = arrayBytes(this.#nearest) + bytesOf(this.#ground);
    this.uses = [network, traveller.graph, everybody, transit];
    // Who rides comes farther, but along the lines alone: around a new facility people walk.
    this.reachMps = travel.speedMps ?? DEFAULT_SPEED_MPS.walk;
    this.unconnectedFacilities = unconnectedCount(facilities);
    this.unconnectedPeople = unconnectedPeople(demand, rides.demand);
    this.assumptions = [
      ...travelAssumptions(travel),
      streetsAssumption(network),
      ...ferriesAssumption(network, travel),
      ...rulesAssumptions(network, travel),
      ...journeyAssumptions(this.#journeys),
      ...timetableAssumptions(this.#timetable, false),
    ];
    this.warnings = [
      ...unconnectedWarning('warn-unconnected-facilities', features.ids, facilities, travel),
      ...unconnectedDemandWarning(demand, rides.demand, travel),
      ...passedOverWarning([facilities, rides.demand], travel),
      ...journeyWarnings(this.#journeys, this.#timetable, rides.stops),
      ...ferriesWarning(network, travel),
    ];
  }

  get bytes(): number {
    return this.#fixedBytes + (this.#streets?.bytes ?? 0);
  }

  evaluate({ edits = [], streetEdits = [], withinS: within, limitS }: CoverageRequest, task: Task): Evaluated {
    checkWithin(within, limitS);
    const { travel, demand, features } = this.#input;
    const streets = this.#streetsOf(streetEdits, task);
    const ground = streets?.ground ?? this.#ground;
    const base: BaseFacilities = {
      handles: new Map(features.ids.map((id, f) => [id, f])),
      places: features.ids.map((_, f) => placeIn(ground.facilities, f)),
    };
    const { graph } = ground.traveller;
    const snapped = snapEdits(edits, (lonLat) => this.#derived.snap(graph, 'walk', lonLat, travel));
    const scenario = scenarioOf(base, snapped);
    const places = placesOf(base, scenario);
    const handles = [...places.keys()];
    const isBase = edits.length === 0 && streets === null;
    const now = isBase ? this.#nearest : this.#search(ground, snapsOf([...places.values()]), task);
    const nearest = isBase ? now.facility : now.facility.map((f) => (f === -1 ? -1 : (handles[f] as number)));
    const facilities = Array.from(places, ([handle, [{ edge }]]) => ({
      handle,
      id: (handle < features.ids.length
        ? features.ids[handle]
        : scenario.added[handle - features.ids.length]) as string,
      added: handle >= features.ids.length,
      people: null,
      exclusivePeople: null,
      unconnected: edge < 0,
    }));
    const compared = { demand, base: this.#nearest, now: { cost: now.cost, facility: nearest }, within };
    return { coverage: { facilities, ...compare({ ...compared, withinCount: null }) }, streets };
  }

  #search({ rides }: Ground, facilities: Snaps, task: Task): Nearest {
    return nearestByRides(rides, { facilities, limit: this.#input.request.limitS }, rideSearches(rides), task);
  }

  #groundOf(network: Graph, task: Task): Ground {
    const { travel, everybody, features } = this.#input;
    const derived = this.#derived;
    const traveller = travellerOf({ graph: network, nodeOf: null }, travel, derived);
    const { graph } = traveller;
    const demand = derived.demandSnaps(graph, everybody, 'walk', travel);
    const stops = derived.stopSnaps(graph, this.#journeys.transit, travel);
    const walkMps = travel.speedMps ?? DEFAULT_SPEED_MPS.walk;
    const parts = { journeys: this.#journeys, timetable: this.#timetable, demand, stops };
    return {
      traveller,
      rides: rideGround(traveller, parts, walkMps, task),
      facilities: derived.snap(graph, 'walk', features.lonLat, travel),
    };
  }

  #streetsOf(edits: readonly StreetEdit[], task: Task): Streets | null {
    if (edits.length === 0) return null;
    const key = JSON.stringify(edits);
    if (this.#streets?.key === key) return this.#streets;
    const { overlay, ...said } = resolveStreets(this.#network, this.#derived.segments(this.#network), edits);
    const ground = this.#groundOf(editedGraph(overlay), task);
    this.#streets = {
      key,
      ground,
      demandSnaps: ground.rides.demand,
      facilitySnaps: ground.facilities,
      assumptions: [...said.assumptions, ...timetableAssumptions({ ...this.#timetable, hasHeadways: false }, true)],
      warnings: [...said.warnings, ...journeyWarnings(this.#journeys, this.#timetable, ground.rides.stops)],
      bytes: bytesOf(ground) + graphBytes(ground.traveller.graph),
    };
    return this.#streets;
  }
}

/** Without the snaps, timetables and ways on foot, which are kept by themselves. */
function bytesOf({ traveller: { search }, facilities }: Ground): number {
  return arrayBytes(search) + arrayBytes(facilities);
}

/** Of edited streets, without their base. */
function graphBytes({ overlay: _, ...own }: Graph): number {
  return arrayBytes(own);
}

function snapsOf(places: readonly Place[]): Snaps {
  const rows = places.flatMap(([, ...others], of) =>
    others.map((place): SnapPoint & { of: number } => ({ of, ...place })),
  );
  return {
    ...(rows.length === 0 ? {} : { others: othersOf(rows) }),
    count: places.length,
    edge: Int32Array.from(places, ([{ edge }]) => edge),
    fraction: Float64Array.from(places, ([{ fraction }]) => fraction),
    distanceM: Float64Array.from(places, ([{ distanceM }]) => distanceM),
  };
}
