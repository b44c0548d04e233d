/**
 * Who is served by which facility, kept while facilities are moved, added and removed: from one list of edits to the next
 * only what differs is searched and updated, and the answer is to the bit that of computing everything anew. Costs come
 * from the same searches; the least of numbers does not depend on their order; sums are taken anew each time, in the
 * order of demand.
 */
import { DEFAULT_ACCESS_SPEED_MPS, type Mode, type Travel } from '../../../tiles/analysis/study.ts';
import { PATHS } from '../../messages/analysis/paths.ts';
import { AnalysisFault } from '../errors.ts';
import { checkLimit, nearestOfCosts, reachMatrix } from '../paths/cost-matrix.ts';
import { ReachFinder, snapPoint, type Reach } from '../paths/reach.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { CostMatrix, Demand, Graph, Nearest, Snaps, Task } from '../types.ts';
import { ReachCache } from './reach-cache.ts';
import { scenarioOf, type BaseFacilities, type ResolvedEdit, type Scenario } from './scenario.ts';
import { Served } from './served.ts';

export interface CoverageInput {
  readonly graph: Graph;
  readonly mode: Mode;
  readonly travel: Pick<Travel, 'speedMps' | 'accessSpeedMps' | 'direction'>;
  readonly demand: Pick<Demand, 'count' | 'people' | 'areaM2'>;
  readonly demandSnaps: Snaps;
  readonly facilities: { readonly ids: readonly string[]; readonly snaps: Snaps };
  /** Nothing beyond it is looked for. */
  readonly limit: number;
  /** What counts as served, at first; at most `limit`. */
  readonly within: number;
}

/** A facility of the scenario. `handle`: see `Scenario`. */
export interface FacilityCoverage {
  readonly handle: number;
  readonly id: string;
  readonly added: boolean;
  /** Within `within`: all people, and those within of no other. */
  readonly people: number;
  readonly exclusivePeople: number;
  readonly unconnected: boolean;
}

/** All arrays belong to the caller. */
export interface Coverage {
  /** Those that are there, by ascending handle. */
  readonly facilities: readonly FacilityCoverage[];
  /** By demand: the least cost, Infinity beyond the limit. */
  readonly cost: Float64Array;
  /** By demand: handle of the nearest, -1 for none; of equals the lowest. */
  readonly nearest: Int32Array;
  /** By demand: facilities within `within`. */
  readonly withinCount: Uint32Array;
  /** Demand whose cost or nearest facility is not that of the base, ascending. */
  readonly changed: Uint32Array;
  readonly coveredPeople: number;
  readonly coveredAreaM2: number;
  readonly before: { readonly coveredPeople: number; readonly coveredAreaM2: number };
  /** People who come within by the edits, and who fall out. */
  readonly gainedPeople: number;
  readonly lostPeople: number;
}

/** Twenty-four bytes each, by facility and by demand. */
const MOST_PAIRS = 20_000_000;

export class CoverageState {
  readonly #input: CoverageInput;
  readonly #base: BaseFacilities;
  readonly #baseNearest: Nearest;
  readonly #cache: ReachCache;
  readonly #served: Served;
  /** People within, by reach. */
  #people = new WeakMap<Reach, number>();

  private constructor(input: CoverageInput, matrix: CostMatrix, finder: ReachFinder) {
    const { ids, snaps } = input.facilities;
    this.#input = input;
    this.#base = { handles: new Map(ids.map((id, f) => [id, f])), places: ids.map((_id, f) => snapPoint(snaps, f)) };
    this.#baseNearest = nearestOfCosts(matrix);
    this.#cache = new ReachCache(finder, input.limit);
    this.#served = new Served(matrix, this.#baseNearest, input.within);
  }

  /** Searches from every facility once. Throws `AnalysisFault` for travel or limits that cannot be, and what the task throws. */
  static create(input: CoverageInput, task: Task): CoverageState {
    const { graph, mode, travel, demandSnaps: demand, facilities, limit, within } = input;
    checkWithin(within, limit);
    if (facilities.ids.length !== facilities.snaps.count || new Set(facilities.ids).size !== facilities.ids.length) throw new RangeError('Facilities of the base need an id each, and no two the same.');
    const direction = travel.direction === 'from-facility' ? 'forward' : 'backward';
    const search = searchGraph(graph, mode, travel.speedMps === undefined ? { direction } : { direction, speedMps: travel.speedMps });
    const finder = new ReachFinder({ graph, search, demand, accessSpeedMps: travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS });
    return new CoverageState(input, reachMatrix(finder, { facilities: facilities.snaps, limit, mostPairs: MOST_PAIRS }, task), finder);
  }

  /**
   * What the whole list of edits makes of the base. Another `within` searches nothing. Throws `AnalysisFault` for an edit
   * that cannot be, and what `task.checkpoint` throws; the state is then as it was.
   */
  evaluate(edits: readonly ResolvedEdit[], { within = this.#served.within, task }: { readonly within?: number; readonly task?: Pick<Task, 'checkpoint'> } = {}): Coverage {
    checkWithin(within, this.#input.limit);
    const scenario = scenarioOf(this.#base, edits);
    const reaches = new Map<number, Reach | null>();
    for (const [handle, place] of scenario.places) {
      task?.checkpoint();
      reaches.set(handle, place === null ? null : this.#cache.get(place));
    }
    this.#served.goTo(reaches);
    if (within !== this.#served.within) {
      this.#served.setWithin(within);
      this.#people = new WeakMap();
    }
    return { ...this.#facilities(scenario), ...this.#sums() };
  }

  #facilities({ places, added }: Scenario): Pick<Coverage, 'facilities'> {
    const { ids } = this.#input.facilities;
    const exclusive = this.#exclusivePeople(ids.length + added.length);
    const facilities: FacilityCoverage[] = [];
    for (let handle = 0; handle < ids.length + added.length; handle += 1) {
      const reach = this.#served.reachOf(handle);
      if (reach === null) continue;
      const place = places.get(handle) ?? this.#base.places[handle];
      facilities.push({
        handle, id: (handle < ids.length ? ids[handle] : added[handle - ids.length]) as string, added: handle >= ids.length,
        people: this.#peopleOf(reach), exclusivePeople: exclusive[handle] as number, unconnected: (place?.edge ?? -1) < 0,
      });
    }
    return { facilities };
  }

  #peopleOf(reach: Reach): number {
    const known = this.#people.get(reach);
    if (known !== undefined) return known;
    const { people } = this.#input.demand;
    let sum = 0;
    for (let at = 0; at < reach.demand.length; at += 1) {
      if ((reach.cost[at] as number) <= this.#served.within) sum += people[reach.demand[at] as number] as number;
    }
    this.#people.set(reach, sum);
    return sum;
  }

  /** Where only one is within, that is the nearest. */
  #exclusivePeople(handles: number): Float64Array {
    const exclusive = new Float64Array(handles);
    const { withinCount, nearest } = this.#served;
    const { people, count } = this.#input.demand;
    for (let i = 0; i < count; i += 1) {
      if (withinCount[i] !== 1) continue;
      const handle = nearest[i] as number;
      exclusive[handle] = (exclusive[handle] as number) + (people[i] as number);
    }
    return exclusive;
  }

  #sums(): Omit<Coverage, 'facilities'> {
    const { count, people, areaM2 } = this.#input.demand;
    const { cost, nearest, withinCount, within } = this.#served;
    const base = this.#baseNearest;
    const before = { coveredPeople: 0, coveredAreaM2: 0 };
    const sums = { coveredPeople: 0, coveredAreaM2: 0, gainedPeople: 0, lostPeople: 0 };
    const changed = new Uint32Array(count);
    let changes = 0;
    for (let i = 0; i < count; i += 1) {
      const was = (base.cost[i] as number) <= within;
      const is = (cost[i] as number) <= within;
      if (was) {
        before.coveredPeople += people[i] as number;
        before.coveredAreaM2 += areaM2[i] as number;
        if (!is) sums.lostPeople += people[i] as number;
      }
      if (is) {
        sums.coveredPeople += people[i] as number;
        sums.coveredAreaM2 += areaM2[i] as number;
        if (!was) sums.gainedPeople += people[i] as number;
      }
      if (cost[i] === base.cost[i] && nearest[i] === base.facility[i]) continue;
      changed[changes] = i;
      changes += 1;
    }
    return { ...sums, before, cost: cost.slice(), nearest: nearest.slice(), withinCount: withinCount.slice(), changed: changed.slice(0, changes) };
  }
}

function checkWithin(within: number, limit: number): void {
  checkLimit(limit);
  checkLimit(within);
  if (within > limit) throw new AnalysisFault('within-beyond-limit', PATHS['within-beyond-limit'], { within: String(within), limit: String(limit) });
}
