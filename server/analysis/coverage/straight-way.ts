/** Coverage in straight lines: where facilities come and go, only their surroundings are measured again. */
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { ScenarioEdit } from '../../../tiles/api/study.ts';
import { AnalysisError } from '../errors.ts';
import { arrayBytes } from '../engine/caches.ts';
import { MatrixBuilder } from '../paths/matrix.ts';
import { PATHS } from '../paths/messages.ts';
import type { Reach } from '../paths/reach.ts';
import { straightMatrix, straightNearest, StraightReach } from '../straight/straight-costs.ts';
import { straightTravel } from '../straight/straight-travel.ts';
import { STREETS } from '../street-edits/messages.ts';
import { STUDY } from '../study/messages.ts';
import { note, straightAssumption } from '../study/warnings.ts';
import type { Nearest, Task } from '../types.ts';
import { compare, type FacilityCoverage } from './compare.ts';
import { checkWithin } from './coverage-state.ts';
import { baseReaches, IncrementalCounts, MOST_BASE_PAIRS, reachBytes, ReachCache } from './incremental-counts.ts';
import { placesOf, scenarioOfPlaces, type BaseFacilities, type Scenario } from './scenario.ts';
import type { CoverageWay, Evaluated, WayInput, WayParts } from './way.ts';

type Spot = readonly [lon: number, lat: number];

export class StraightWay implements CoverageWay {
  readonly uses: readonly object[];
  readonly reachMps: number;
  readonly unconnectedFacilities = 0;
  readonly unconnectedPeople = 0;
  readonly assumptions: CoverageWay['assumptions'];
  readonly warnings: CoverageWay['warnings'] = [];
  readonly #input: WayInput;
  readonly #costAMetre: number;
  readonly #base: BaseFacilities<Spot>;
  readonly #baseNearest: Nearest;
  readonly #counts: IncrementalCounts;
  /** Up to the limit. */
  readonly #tried: ReachCache<Spot>;
  /** What the base's facilities reach, so far. */
  #reached: ReturnType<typeof baseReaches> & { readonly bound: number } = { base: [], baseBytes: 0, bound: -Infinity };

  /** Throws `AnalysisError` for costs that are no times. */
  constructor(input: WayInput, { task }: Pick<WayParts, 'task'>) {
    const { request, travel, demand, everybody, features } = input;
    const straight = straightTravel(request, travel);
    if (straight === null) throw new TypeError('The coverage goes in no straight lines.');
    if (straight.costUnit !== 's')
      throw new AnalysisError('straight-seconds', STUDY['straight-seconds'], {}, { at: '/network/straight/costUnit' });
    this.#input = input;
    this.#costAMetre = straight.detour / straight.speedMps;
    this.#base = {
      handles: new Map(features.ids.map((id, f) => [id, f])),
      places: features.ids.map(
        (_, f): Spot => [features.lonLat[2 * f] as number, features.lonLat[2 * f + 1] as number],
      ),
    };
    const nearest = straightNearest(
      { facilities: features.lonLat, demand: demand.lonLat, costAMetre: this.#costAMetre },
      task,
    );
    this.#baseNearest = upTo(nearest, request.limitS);
    this.#counts = new IncrementalCounts(demand.people, Math.min(request.withinS, request.limitS));
    const finder = new StraightReach(demand.lonLat, this.#costAMetre);
    this.#tried = new ReachCache((spot) => finder.find(spot, request.limitS), String);
    this.uses = [everybody];
    this.reachMps = 1 / this.#costAMetre;
    this.assumptions = [straightAssumption(straight, travel), note('assume-datum')];
  }

  get bytes(): number {
    const { count, lonLat } = this.#input.demand;
    // Of the finder: three coordinates, three angles and a place in the order of each cell.
    return (
      arrayBytes(this.#baseNearest) +
      reachBytes({ ...this.#reached, tried: this.#tried }) +
      count * Uint32Array.BYTES_PER_ELEMENT * 2 +
      lonLat.byteLength * 3
    );
  }

  evaluate(request: CoverageRequest, task: Task): Evaluated {
    const { edits = [], streetEdits = [], withinS: within, limitS: limit, perFacility = true } = request;
    if (streetEdits.length > 0)
      throw new AnalysisError('street-edits-need-stored', STREETS['needs-stored'], {}, { at: '/streetEdits' });
    checkWithin(within, limit);
    const scenario = scenarioOfPlaces(this.#base, edits, { placeOf: spotOf, isSame: isSameSpot });
    const places = placesOf(this.#base, scenario);
    const now = this.#nearest(scenario, limit, task);
    if (perFacility) this.#count(scenario, places, within, task);
    const facilities = this.#facilities(scenario, places, perFacility ? now : null);
    const { demand } = this.#input;
    const withinCount = perFacility ? this.#counts.withinCount : null;
    return {
      coverage: { facilities, ...compare({ demand, base: this.#baseNearest, now, within, withinCount }) },
      streets: null,
    };
  }

  /** Who goes to a facility that is gone looks for another one; who has a new one nearer goes there. */
  #nearest({ places }: Scenario<Spot>, limit: number, task: Task): Nearest {
    const now = { cost: this.#baseNearest.cost.slice(), facility: this.#baseNearest.facility.slice() };
    const baseCount = this.#base.places.length;
    const left = Uint32Array.from(this.#base.places.keys()).filter((handle) => !places.has(handle));
    if (left.length < baseCount) {
      const { lonLat } = this.#input.demand;
      const lost = Uint32Array.from(now.cost.keys()).filter((i) => places.has(now.facility[i] as number));
      const other = upTo(
        straightNearest(
          {
            facilities: Float64Array.from([...left].flatMap((handle) => this.#base.places[handle] as Spot)),
            demand: Float64Array.from([...lost].flatMap((i) => [...lonLat.subarray(2 * i, 2 * i + 2)])),
            costAMetre: this.#costAMetre,
          },
          task,
        ),
        limit,
      );
      lost.forEach((i, k) => {
        const facility = other.facility[k] as number;
        now.cost[i] = other.cost[k] as number;
        now.facility[i] = facility === -1 ? -1 : (left[facility] as number);
      });
    }
    for (const [handle, spot] of places) {
      if (spot === null) continue;
      task.checkpoint();
      const reach = this.#tried.get(spot);
      reach.demand.forEach((i, at) => {
        const [cost, held] = [reach.cost[at] as number, now.cost[i] as number];
        if (cost > held || (cost === held && handle > (now.facility[i] as number))) return;
        now.cost[i] = cost;
        now.facility[i] = handle;
      });
    }
    return now;
  }

  #count({ places: changed }: Scenario<Spot>, places: ReadonlyMap<number, Spot>, within: number, task: Task): void {
    if (within > this.#reached.bound) this.#reached = this.#reachedWithin(within, task);
    const reaches = new Map<number, Reach>();
    for (const [handle, spot] of places)
      reaches.set(handle, changed.has(handle) ? this.#tried.get(spot) : (this.#reached.base[handle] as Reach));
    this.#counts.goTo(reaches, within);
  }

  #reachedWithin(bound: number, task: Task): ReturnType<typeof baseReaches> & { readonly bound: number } {
    const { demand, features } = this.#input;
    const tooMany = (): AnalysisError =>
      new AnalysisError('limit-too-far', PATHS['limit-too-far'], {
        limit: String(bound),
        most: String(MOST_BASE_PAIRS),
      });
    const matrix = straightMatrix(
      { facilities: features.lonLat, demand: demand.lonLat, costAMetre: this.#costAMetre },
      { limit: bound, keep: () => true },
      new MatrixBuilder(demand.count, MOST_BASE_PAIRS, tooMany),
      task,
    );
    return { ...baseReaches(matrix), bound };
  }

  /** `counted`: null where they are not. */
  #facilities(
    { added }: Scenario<Spot>,
    places: ReadonlyMap<number, Spot>,
    counted: Nearest | null,
  ): FacilityCoverage[] {
    const { ids } = this.#input.features;
    const exclusive =
      counted === null ? null : this.#counts.exclusivePeople(counted.facility, ids.length + added.length);
    return Array.from(places.keys(), (handle) => ({
      handle,
      id: (handle < ids.length ? ids[handle] : added[handle - ids.length]) as string,
      added: handle >= ids.length,
      people: counted === null ? null : this.#counts.people(handle),
      exclusivePeople: exclusive === null ? null : (exclusive[handle] as number),
      unconnected: false,
    }));
  }
}

function spotOf({ lon, lat }: Exclude<ScenarioEdit, { readonly kind: 'remove' }>): Spot {
  return [lon, lat];
}

function isSameSpot(a: Spot, b: Spot): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Beyond the limit there is none. */
function upTo({ cost, facility }: Nearest, limit: number): { cost: Float64Array; facility: Int32Array } {
  return {
    cost: cost.map((each) => (each <= limit ? each : Infinity)),
    facility: facility.map((each, i) => ((cost[i] as number) <= limit ? each : -1)),
  };
}
