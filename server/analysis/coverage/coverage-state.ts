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
import { ReachFinder, type Reach } from '../paths/reach.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { Demand, Graph, Nearest, Snaps, StreetOverlay, Task } from '../types.ts';
import { compare, type Coverage, type FacilityCoverage } from './compare.ts';
import { AffectedPlaces, type ChangedGround } from './affected-places.ts';
import {
  IncrementalCounts,
  placeReaches,
  reachBytes,
  reachSet,
  type ReachCache,
  type ReachSet,
} from './incremental-counts.ts';
import { IncrementalNearest } from './incremental-nearest.ts';
import { PatchedStreets } from './patched-streets.ts';
import type { StreetPatch } from './street-patch.ts';
import {
  placeIn,
  placesOf,
  samePlace,
  scenarioOf,
  type BaseFacilities,
  type Place,
  type ResolvedEdit,
  type Scenario,
} from './scenario.ts';

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

/** Streets that a scenario changes, and where demand and the base's facilities meet them. */
export interface StreetScenario {
  /** Equal for equal edits. */
  readonly key: string;
  readonly overlay: StreetOverlay;
  readonly demandSnaps: Snaps;
  readonly facilitySnaps: Snaps;
}

export interface EvaluateOptions {
  /** Replaces the cost that counts as served. */
  readonly within?: number;
  readonly task?: Task;
  /** Null where the streets are those of the base. */
  readonly streets?: StreetScenario | null;
  /** Whether facilities are counted, which searches from each of them that something changes for. Default true. */
  readonly perFacility?: boolean;
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
  /** Null until facilities are counted. */
  #reach: ReachSet | null = null;
  readonly #streets: PatchedStreets;
  readonly #affected: AffectedPlaces;
  /** Where each facility of the current scenario is. */
  #places: ReadonlyMap<number, Place>;
  #streetKey = '';
  /** What has changed about the streets, and the bound up to which it was found who is affected. */
  #ground: ChangedGround = { nodes: [], edges: new Set() };
  #affectedTo = 0;
  /** Reaches of affected places over the changed streets. */
  #streetReaches: ReachCache<Place> | null = null;

  private constructor(
    input: CoverageInput,
    base: BaseFacilities,
    {
      finder,
      nearest,
      streets,
    }: {
      readonly finder: ReachFinder;
      readonly nearest: IncrementalNearest;
      readonly streets: PatchedStreets;
    },
  ) {
    this.#input = input;
    this.#base = base;
    this.#finder = finder;
    this.#nearest = nearest;
    this.#baseNearest = { cost: nearest.cost.slice(), facility: nearest.facility.slice() };
    this.#streets = streets;
    this.#affected = new AffectedPlaces(streets.reverse, input.graph.edgeCount);
    this.#places = new Map(base.places.entries());
    this.#counts = new IncrementalCounts(input.demand.people, input.within);
  }

  /**
   * Searches from all facilities at once up to the limit. Throws `AnalysisError` for travel or limits that cannot be,
   * and what the task throws.
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
      places: ids.map((_id, f) => placeIn(facilities, f)),
    };
    const speed = travel.speedMps === undefined ? {} : { speedMps: travel.speedMps };
    const direction = travel.direction === 'from-facility' ? 'forward' : 'backward';
    const streets = new PatchedStreets(graph, mode, searchGraph(graph, mode, { direction, ...speed }), travel.speedMps);
    const { search, reverse } = streets;
    const ground = { graph, search, demand, accessSpeedMps: travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS };
    const finder = new ReachFinder(ground);
    const nearest = new IncrementalNearest({ ...ground, reverse, facilities, limit }, base.places, finder);
    task.checkpoint();
    return new CoverageState(input, base, { finder, nearest, streets });
  }

  /** Bytes of the reaches, which grow as requests name longer times and new places. */
  get reachBytes(): number {
    return this.#reach === null ? 0 : reachBytes(this.#reach);
  }

  /**
   * What the whole list of edits makes of the base. To count facilities, the first answer searches from each of them. A
   * shorter `within` searches nothing then, nor does a longer one that was asked for before; the first longer one
   * searches from each facility again. Throws `AnalysisError` for an edit that cannot be, and what the task throws; the
   * state is then good for the next list.
   */
  evaluate(
    edits: readonly ResolvedEdit[],
    { within = this.#counts.within, task = UNWATCHED, streets = null, perFacility = true }: EvaluateOptions = {},
  ): Coverage {
    const { limit } = this.#input;
    checkWithin(within, limit);
    const base =
      streets === null
        ? this.#base
        : { ...this.#base, places: this.#base.places.map((_place, f) => placeIn(streets.facilitySnaps, f)) };
    const scenario = scenarioOf(base, edits);
    const reach = perFacility ? this.#reachOf(within, task) : null;
    this.#goTo(placesOf(base, scenario), streets);
    if (reach !== null) this.#counts.goTo(this.#reaches(scenario, base, reach, task), within);
    return {
      ...this.#facilities(scenario, perFacility),
      ...compare({
        demand: this.#input.demand,
        base: this.#baseNearest,
        now: this.#nearest,
        within,
        withinCount: perFacility ? this.#counts.withinCount : null,
      }),
    };
  }

  /** What each facility of the base reaches, at least so far. */
  #reachOf(within: number, task: Task): ReachSet {
    if (this.#reach !== null && within <= this.#reach.bound) return this.#reach;
    // Those of the base are over its own streets.
    this.#goTo(new Map(this.#base.places.entries()), null);
    const { limit, facilities } = this.#input;
    const bound = this.#reach === null ? within : Math.min(limit, Math.max(within, FARTHER * this.#reach.bound));
    this.#reach = reachSet(this.#finder, facilities.snaps, bound, task);
    this.#affectedTo = -1;
    return this.#reach;
  }

  #reaches(
    { places }: Scenario,
    base: BaseFacilities,
    { bound, base: known, tried }: ReachSet,
    task: Task,
  ): ReadonlyMap<number, Reach> {
    if (this.#affectedTo !== bound) {
      this.#affected.find(this.#ground, bound);
      this.#affectedTo = bound;
      this.#streetReaches = placeReaches(this.#finder, bound);
    }
    const startsOf = (place: Place) => this.#nearest.startsOf(place);
    const over = (place: Place): ReachCache<Place> =>
      this.#affected.has(place, startsOf) && this.#streetReaches !== null ? this.#streetReaches : tried;
    const reaches = new Map<number, Reach>(known.entries());
    base.places.forEach((place, handle) => {
      const own = this.#base.places[handle] as Place;
      if (places.has(handle) || (own === place && this.#streetKey === '')) return;
      const cache = over(place);
      if (cache === tried && samePlace(place, own)) return;
      task.checkpoint();
      reaches.set(handle, cache.get(place));
    });
    for (const [handle, place] of places) {
      task.checkpoint();
      if (place === null) reaches.delete(handle);
      else reaches.set(handle, over(place).get(place));
    }
    return reaches;
  }

  /** Throws nothing but for streets that cannot be. */
  #goTo(places: ReadonlyMap<number, Place>, streets: StreetScenario | null): void {
    const isNew = this.#streetKey !== (streets?.key ?? '');
    const patch = isNew ? this.#patchOf(streets) : this.#streets.patch;
    const isTouched = ({ edges }: StreetPatch, place: Place): boolean =>
      place.some(({ edge }) => edge >= this.#input.graph.edgeCount || edges.has(edge));
    const moved: number[] = [];
    for (const [handle, before] of this.#places) {
      const after = places.get(handle);
      const isKept = after !== undefined && samePlace(before, after);
      if (!isKept || (isNew && (isTouched(this.#streets.patch, before) || isTouched(patch, after)))) moved.push(handle);
    }
    for (const handle of places.keys()) if (!this.#places.has(handle)) moved.push(handle);
    for (const handle of moved) if (this.#places.has(handle)) this.#nearest.take(handle);
    if (isNew) this.#apply(patch, streets);
    for (const handle of moved) {
      const place = places.get(handle);
      if (place !== undefined) this.#nearest.put(handle, place);
    }
    this.#nearest.update();
    this.#places = places;
  }

  /** Where numbers of nodes run out, those of edits that are no more are given up first. */
  #patchOf(streets: StreetScenario | null): StreetPatch {
    if (streets === null) return this.#streets.patchOf(null);
    if (!this.#streets.hasRoomFor(streets.overlay)) this.#goTo(new Map(this.#base.places.entries()), null);
    return this.#streets.patchOf(streets.overlay);
  }

  #apply(patch: StreetPatch, streets: StreetScenario | null): void {
    const { graph, demandSnaps } = this.#input;
    let ground: ChangedGround = { nodes: [], edges: new Set() };
    this.#nearest.rewire(
      this.#streets.changesTo(patch),
      () => this.#streets.apply(patch),
      () => {
        const { demand, ...changed } = this.#finder.places.replace(streets?.demandSnaps ?? demandSnaps, patch.edges);
        ground = changed;
        return demand;
      },
    );
    this.#ground = {
      nodes: new Set([...patch.arcs.keys(), ...ground.nodes]),
      edges: new Set([...patch.edges, ...ground.edges].filter((e) => e >= 0 && e < graph.edgeCount)),
    };
    this.#affectedTo = -1;
    this.#streetKey = streets?.key ?? '';
  }

  #facilities({ added }: Pick<Scenario, 'added'>, perFacility: boolean): Pick<Coverage, 'facilities'> {
    const { ids } = this.#input.facilities;
    const exclusive = perFacility
      ? this.#counts.exclusivePeople(this.#nearest.facility, ids.length + added.length)
      : null;
    const facilities: FacilityCoverage[] = [];
    for (let handle = 0; handle < ids.length + added.length; handle += 1) {
      const place = this.#places.get(handle);
      if (place === undefined) continue;
      facilities.push({
        handle,
        id: (handle < ids.length ? ids[handle] : added[handle - ids.length]) as string,
        added: handle >= ids.length,
        people: perFacility ? this.#counts.people(handle) : null,
        exclusivePeople: exclusive === null ? null : (exclusive[handle] as number),
        unconnected: place[0].edge < 0,
      });
    }
    return { facilities };
  }
}

/** Throws `AnalysisError` for a time that is none, or is beyond the limit of the search. */
export function checkWithin(within: number, limit: number): void {
  checkLimit(limit);
  checkLimit(within);
  if (within > limit)
    throw new AnalysisError('within-beyond-limit', PATHS['within-beyond-limit'], {
      within: String(within),
      limit: String(limit),
    });
}
