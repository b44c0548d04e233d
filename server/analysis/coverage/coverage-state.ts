/**
 * Who is served by which facility, kept while facilities are moved, added and removed: from one list of edits to the
 * next only what differs is searched and updated, and the answer is to the bit that of computing everything anew. Costs
 * are sums in the same order, and the least of them does not depend on when they were found; people are summed anew
 * each time, in the order of demand.
 */
import { DEFAULT_ACCESS_SPEED_MPS, type Mode } from '../../../tiles/api/vocabulary.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import { PATHS } from '../paths/messages.ts';
import { AnalysisError } from '../errors.ts';
import { checkLimit } from '../paths/cost-matrix.ts';
import { ReachFinder, snapPoint, type Reach, type SnapPoint } from '../paths/reach.ts';
import { reversed, searchGraph } from '../paths/search-graph.ts';
import type { Demand, Graph, Nearest, Snaps, Task } from '../types.ts';
import { IncrementalCounts, reachBytes, reachSet, type ReachSet } from './incremental-counts.ts';
import { IncrementalNearest } from './incremental-nearest.ts';
import { samePlace, scenarioOf, type BaseFacilities, type ResolvedEdit, type Scenario } from './scenario.ts';

export interface CoverageInput {
  readonly graph: Graph;
  readonly mode: Mode;
  readonly travel: Pick<Travel, 'speedMps' | 'accessSpeedMps' | 'direction'>;
  readonly demand: Pick<Demand, 'count' | 'people' | 'areaM2'>;
  readonly demandSnaps: Snaps;
  readonly facilities: { readonly ids: readonly string[]; readonly snaps: Snaps };
  /** The search ends at this cost. */
  readonly limit: number;
  /** What counts as served, at first; at most `limit`. */
  readonly within: number;
}

export interface EvaluateOptions {
  /** Replaces the cost that counts as served. */
  readonly within?: number;
  readonly task?: Task;
}

/** A facility of the scenario. `handle`: see `Scenario`. */
export interface FacilityCoverage {
  readonly handle: number;
  readonly id: string;
  readonly added: boolean;
  /** People within `within`, and those within of no other facility. */
  readonly people: number;
  readonly exclusivePeople: number;
  readonly unconnected: boolean;
}

/** All arrays belong to the caller. */
export interface Coverage {
  /** Facilities of the scenario, by ascending handle. */
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
  /** People whom the edits bring within `within`, and people whom they take out. */
  readonly gainedPeople: number;
  readonly lostPeople: number;
}

/** Facilities are searched this much farther once a longer time is requested, so that the next one needs no search. */
const FARTHER = 1.5;
const UNWATCHED: Task = { progress: () => undefined, checkpoint: () => undefined, remainingMs: () => Infinity };

export class CoverageState {
  readonly #input: CoverageInput;
  readonly #base: BaseFacilities;
  readonly #baseNearest: Nearest;
  readonly #finder: ReachFinder;
  readonly #nearest: IncrementalNearest;
  readonly #counts: IncrementalCounts;
  #reach: ReachSet;
  /** Places in which the current scenario differs from the base, as in `Scenario`. */
  #places: Scenario['places'] = new Map();

  private constructor(
    input: CoverageInput,
    base: BaseFacilities,
    {
      finder,
      nearest,
      reach,
    }: { readonly finder: ReachFinder; readonly nearest: IncrementalNearest; readonly reach: ReachSet },
  ) {
    this.#input = input;
    this.#base = base;
    this.#finder = finder;
    this.#nearest = nearest;
    this.#baseNearest = { cost: nearest.cost.slice(), facility: nearest.facility.slice() };
    this.#reach = reach;
    this.#counts = new IncrementalCounts(input.demand.people, input.within);
  }

  /**
   * Searches from all facilities at once up to the limit, and from each of them as far as is asked for. Throws
   * `AnalysisError` for travel or limits that cannot be, and what the task throws.
   */
  static create(input: CoverageInput, task: Task): CoverageState {
    const {
      graph,
      mode,
      travel,
      demandSnaps: demand,
      facilities: { ids, snaps: facilities },
      limit,
      within,
    } = input;
    checkWithin(within, limit);
    if (ids.length !== facilities.count || new Set(ids).size !== ids.length)
      throw new RangeError('Facilities of the base need an id each, and no two the same.');
    const base = {
      handles: new Map(ids.map((id, f) => [id, f])),
      places: ids.map((_id, f) => snapPoint(facilities, f)),
    };
    const speed = travel.speedMps === undefined ? {} : { speedMps: travel.speedMps };
    const direction = travel.direction === 'from-facility' ? 'forward' : 'backward';
    const search = searchGraph(graph, mode, { direction, ...speed });
    const streets = { graph, search, demand, accessSpeedMps: travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS };
    const finder = new ReachFinder(streets);
    const nearest = new IncrementalNearest(
      { ...streets, reverse: reversed(search), facilities, limit },
      base.places,
      finder,
    );
    task.checkpoint();
    return new CoverageState(input, base, { finder, nearest, reach: reachSet(finder, facilities, within, task) });
  }

  /** Bytes of the reaches, which grow as requests name longer times and new places. */
  get reachBytes(): number {
    return reachBytes(this.#reach);
  }

  /**
   * What the whole list of edits makes of the base. A shorter `within` searches nothing, nor does a longer one that was
   * asked for before; the first longer one searches from each facility again. Throws `AnalysisError` for an edit that
   * cannot be, and what the task throws; the state is then as it was.
   */
  evaluate(
    edits: readonly ResolvedEdit[],
    { within = this.#counts.within, task = UNWATCHED }: EvaluateOptions = {},
  ): Coverage {
    const { limit, facilities } = this.#input;
    checkWithin(within, limit);
    const scenario = scenarioOf(this.#base, edits);
    const set =
      within <= this.#reach.bound
        ? this.#reach
        : reachSet(
            this.#finder,
            facilities.snaps,
            Math.min(limit, Math.max(within, FARTHER * this.#reach.bound)),
            task,
          );
    const reach = this.#reaches(scenario, set, task);
    // From here on nothing throws.
    this.#reach = set;
    this.#counts.goTo(reach, within);
    this.#goTo(scenario.places);
    return { ...this.#facilities(scenario), ...this.#sums() };
  }

  #reaches({ places }: Scenario, { base, tried }: ReachSet, task: Task): ReadonlyMap<number, Reach> {
    const reaches = new Map<number, Reach>(base.entries());
    for (const [handle, place] of places) {
      task.checkpoint();
      if (place === null) reaches.delete(handle);
      else reaches.set(handle, tried.get(place));
    }
    return reaches;
  }

  #goTo(places: Scenario['places']): void {
    const base = this.#base.places;
    const placeIn = (those: Scenario['places'], handle: number): SnapPoint | null => {
      const place = those.get(handle);
      return place === undefined ? (base[handle] ?? null) : place;
    };
    for (const handle of new Set([...this.#places.keys(), ...places.keys()])) {
      const [before, after] = [placeIn(this.#places, handle), placeIn(places, handle)];
      if (before === after || (before !== null && after !== null && samePlace(before, after))) continue;
      if (before !== null) this.#nearest.take(handle);
      if (after !== null) this.#nearest.put(handle, after);
    }
    this.#nearest.update();
    this.#places = places;
  }

  #facilities({ places, added }: Scenario): Pick<Coverage, 'facilities'> {
    const { ids } = this.#input.facilities;
    const exclusive = this.#counts.exclusivePeople(this.#nearest.facility, ids.length + added.length);
    const facilities: FacilityCoverage[] = [];
    for (let handle = 0; handle < ids.length + added.length; handle += 1) {
      if (!this.#counts.has(handle)) continue;
      const place = places.get(handle) ?? this.#base.places[handle];
      facilities.push({
        handle,
        id: (handle < ids.length ? ids[handle] : added[handle - ids.length]) as string,
        added: handle >= ids.length,
        people: this.#counts.people(handle),
        exclusivePeople: exclusive[handle] as number,
        unconnected: (place?.edge ?? -1) < 0,
      });
    }
    return { facilities };
  }

  #sums(): Omit<Coverage, 'facilities'> {
    const { count, people, areaM2 } = this.#input.demand;
    const { withinCount, within } = this.#counts;
    const { cost, facility: nearest } = this.#nearest;
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
    return {
      ...sums,
      before,
      cost: cost.slice(),
      nearest: nearest.slice(),
      withinCount: withinCount.slice(),
      changed: changed.slice(0, changes),
    };
  }
}

function checkWithin(within: number, limit: number): void {
  checkLimit(limit);
  checkLimit(within);
  if (within > limit)
    throw new AnalysisError('within-beyond-limit', PATHS['within-beyond-limit'], {
      within: String(within),
      limit: String(limit),
    });
}
