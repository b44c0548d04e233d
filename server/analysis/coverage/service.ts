/**
 * Answers for the planners' page: the city as a whole, and what edits change. Runs in a thread, which keeps the last
 * coverages.
 */
import { createHash } from 'node:crypto';
import type {
  CoverageFacility,
  CoverageHeader,
  CoverageRequest,
  CoverageSummary,
  DistrictFigures,
} from '../../../tiles/api/coverage.ts';
import {
  DEFAULT_MAX_ACCESS_M,
  DEFAULT_MIN_PIECE_M,
  DEFAULT_MODE,
  DEFAULT_SPEED_MPS,
} from '../../../tiles/api/vocabulary.ts';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import type { ScenarioEdit, StudyTravel } from '../../../tiles/api/study.ts';
import { encodeColumnar } from '../../../tiles/api/columnar-message.ts';
import { packCoverage } from '../../../tiles/api/packed-messages.ts';
import { CoverageState, type Coverage, type StreetScenario } from './coverage-state.ts';
import { snapEdits } from './scenario.ts';
import { gaps } from '../measures/gaps.ts';
import { demandFor } from '../demand/groups.ts';
import type { Features, Sources } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { departureAssumptions, departureFactors } from '../study/departure.ts';
import { STUDY } from '../study/messages.ts';
import { allOf } from '../study/parse.ts';
import { canonical, streetTravel, type StreetTravel } from '../study/resolve.ts';
import { travelProblems } from '../study/travel-check.ts';
import {
  featuresAssumptions,
  note,
  outsideWarning,
  shutWarning,
  passedOverWarning,
  peopleAssumptions,
  streetsAssumption,
  travelAssumptions,
  unconnectedCount,
  unconnectedDemandWarning,
  unconnectedPeople,
  unconnectedWarning,
  ferriesAssumption,
  ferriesWarning,
} from '../study/warnings.ts';
import { editedSnaps } from '../street-edits/edited-snaps.ts';
import { resolveStreets, type ResolvedStreets } from '../street-edits/resolve.ts';
import { refuseRules, rulesAssumptions } from '../study/rules.ts';
import { rulesKey } from '../network/travel-rules.ts';
import type { Demand, Graph, Nearest, Snaps, Task } from '../types.ts';
import type { CoverageKeys } from '../engine/protocol.ts';
import { Kept } from '../engine/cache-budget.ts';
import { arrayBytes, type CacheSize } from '../engine/caches.ts';
import type { Derived } from '../engine/derived.ts';

/** Gap areas that are listed and drawn. */
const MOST_GAPS = 200;
const MIB = 1 << 20;

interface Base {
  readonly travel: StreetTravel;
  readonly state: CoverageState;
  readonly graph: Graph;
  readonly demand: Demand;
  /** Of which it is, where it has the people of a group. */
  readonly everybody: Demand;
  readonly features: Features;
  readonly demandSnaps: Snaps;
  readonly facilitySnaps: Snaps;
  /** Bytes without the state's reaches, which grow. */
  readonly fixedBytes: number;
  /** Sums over all cells. */
  readonly total: Pick<CoverageSummary, 'people' | 'areaM2' | 'unconnectedPeople'>;
  readonly unconnectedFacilities: number;
  /** Facilities that stand in no cell where they are. */
  readonly outside: ReadonlySet<string>;
  /** What does not change by edits. */
  readonly assumptions: CoverageHeader['assumptions'];
  readonly warnings: CoverageHeader['warnings'];
  /** Those that were asked for last: a drag of a facility sends the same list at every step. */
  streets: Streets | null;
}

/** Coverages without edits, those used last, as many as fit. */
export class CoverageCache {
  readonly #kept: Kept<Base>;
  readonly #derived: Derived;

  constructor(derived: Derived) {
    this.#derived = derived;
    this.#kept = new Kept({ budget: derived.budget, bytesOf: bytesOfBase });
  }

  get size(): CacheSize {
    return this.#kept.size;
  }

  async answer(
    request: CoverageRequest,
    keys: CoverageKeys,
    sources: Sources,
    task: Task,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const startedMs = performance.now();
    const key = keyOf(request, keys);
    const base = this.#kept.get(key) ?? (await makeBase(request, sources, this.#derived, task));
    this.#kept.set(key, base);
    this.#derived.budget.touch(base.graph, base.everybody);
    this.#derived.budget.makeRoom();
    const streets = streetScenario(request, base, this.#derived);
    const { mode = DEFAULT_MODE, ...rule } = base.travel;
    const graph = streets === null ? base.graph : { ...base.graph, overlay: streets.overlay };
    const edits = snapEdits(request.edits ?? [], (lonLat) => this.#derived.snap(graph, mode, lonLat, rule));
    const coverage = base.state.evaluate(edits, { within: request.withinS, task, streets });
    return frameOf(request, base, coverage, { key, startedMs, derived: this.#derived, streets });
  }
}

interface Streets extends StreetScenario, Pick<ResolvedStreets, 'assumptions' | 'warnings'> {}

/** The streets of the scenario. Null where they are those of the base. */
function streetScenario(request: CoverageRequest, base: Base, derived: Derived): Streets | null {
  const { streetEdits = [] } = request;
  if (streetEdits.length === 0) return null;
  const key = JSON.stringify(streetEdits);
  if (base.streets?.key !== key) base.streets = { key, ...resolved(streetEdits, base, derived) };
  return base.streets;
}

function resolved(
  edits: readonly StreetEdit[],
  { travel, graph, demand, features, demandSnaps, facilitySnaps }: Base,
  derived: Derived,
): Omit<Streets, 'key'> {
  const { mode = DEFAULT_MODE, maxAccessM = DEFAULT_MAX_ACCESS_M } = travel;
  const { overlay, ...said } = resolveStreets(graph, derived.segments(graph), edits);
  const edited = (lonLat: Float64Array, snaps: Snaps): Snaps => editedSnaps(overlay, mode, lonLat, snaps, maxAccessM);
  return {
    ...said,
    overlay,
    demandSnaps: edited(demand.lonLat, demandSnaps),
    facilitySnaps: edited(features.lonLat, facilitySnaps),
  };
}

/** Another `withinS`, other edits and another choice of cells are answered from the same base. */
function keyOf(request: CoverageRequest, keys: CoverageKeys): string {
  const { network, travel = {}, demand, facilities, limitS } = request;
  const text = JSON.stringify([
    keys,
    network,
    demand.stored,
    request.for ?? null,
    facilities.layer,
    facilities.filter ?? '',
    travelKey(travel),
    limitS,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** Equal for equal travels, whatever their order and whether they name what goes without saying. */
function travelKey({ profile, rules, ...travel }: StudyTravel): string {
  const usual = {
    mode: DEFAULT_MODE,
    maxAccessM: DEFAULT_MAX_ACCESS_M,
    minPieceM: DEFAULT_MIN_PIECE_M,
    direction: 'to-facility',
    ferries: false,
    slope: false,
  };
  const of = { ...(profile === undefined ? {} : { profile }), ...(rules === undefined ? {} : { rules }) };
  return canonical([{ ...usual, ...travel }, rulesKey(of)]);
}

function bytesOfBase({ fixedBytes, state, streets }: Base): number {
  const { demandSnaps = null, facilitySnaps = null } = streets ?? {};
  return fixedBytes + state.reachBytes + arrayBytes({ demandSnaps, facilitySnaps });
}

/** Throws `AnalysisErrors`, or the only `AnalysisError`, for a travel that cannot be. */
function checkTravel({ travel = {}, network }: CoverageRequest): void {
  const problems = travelProblems(travel, { at: '/travel', isStored: 'stored' in network });
  const errors = problems.map(({ key, at, values = {} }) => new AnalysisError(key, STUDY[key], values, { at }));
  if (errors.length > 0) throw allOf(errors);
}

async function makeBase(request: CoverageRequest, sources: Sources, derived: Derived, task: Task): Promise<Base> {
  const { limitS } = request;
  checkTravel(request);
  const travel = streetTravel(request.travel);
  const { mode = DEFAULT_MODE } = travel;
  if (!('stored' in request.network) || request.travel?.mode === 'transit')
    throw new AnalysisError('no-network', STUDY['no-network'], {}, { at: '/network' });
  const [{ value: network }, { value: everybody }, { value: features }] = await Promise.all([
    sources.network(request.network.stored, '/network/stored'),
    sources.demand(request.demand.stored, '/demand/stored'),
    sources.features(request.facilities, '/facilities'),
  ]);
  const demand = demandFor(everybody, request.for, '/for');
  refuseRules(network, travel, '/travel');
  departureFactors(network, travel, '/travel');
  const graph = derived.travelled(network, travel);
  const bytesBefore = process.memoryUsage().arrayBuffers;
  const demandSnaps = derived.demandSnaps(graph, everybody, mode, travel);
  const snaps = derived.snap(graph, mode, features.lonLat, travel);
  const state = CoverageState.create(
    {
      graph,
      mode,
      travel,
      demand,
      demandSnaps,
      facilities: { ids: features.ids, snaps },
      limit: limitS,
      within: Math.min(request.withinS, limitS),
    },
    task,
  );
  const cells = derived.locate(demand, features.lonLat);
  return {
    travel,
    state,
    graph,
    demand,
    everybody,
    features,
    demandSnaps,
    facilitySnaps: snaps,
    fixedBytes: Math.max(MIB, process.memoryUsage().arrayBuffers - bytesBefore - state.reachBytes),
    total: {
      people: sum(demand.people),
      areaM2: sum(demand.areaM2),
      unconnectedPeople: unconnectedPeople(demand, demandSnaps),
    },
    unconnectedFacilities: unconnectedCount(snaps),
    outside: new Set(features.ids.filter((_id, index) => cells[index] === -1)),
    assumptions: [
      ...travelAssumptions(travel),
      streetsAssumption(graph),
      ...ferriesAssumption(graph, travel),
      ...rulesAssumptions(network, travel),
      ...departureAssumptions(network, travel),
      ...peopleAssumptions(demand),
      ...(request.for === undefined ? [] : [note('assume-group', { group: request.for })]),
      ...featuresAssumptions(features),
    ],
    warnings: [
      ...unconnectedWarning('warn-unconnected-facilities', features.ids, snaps, travel),
      ...unconnectedDemandWarning(demand, demandSnaps, travel),
      ...passedOverWarning([snaps, demandSnaps], travel),
      ...ferriesWarning(graph, travel),
    ],
    streets: null,
  };
}

function frameOf(
  request: CoverageRequest,
  base: Base,
  coverage: Coverage,
  {
    key,
    startedMs,
    derived,
    streets,
  }: {
    readonly key: string;
    readonly startedMs: number;
    readonly derived: Derived;
    readonly streets: Streets | null;
  },
): Uint8Array<ArrayBuffer> {
  const { demand, features } = base;
  const facilities = facilitiesOf(request, base, coverage);
  const indexOf = new Map(coverage.facilities.map(({ handle }, index) => [handle, index]));
  const nearest = coverage.nearest.map((handle) => (handle === -1 ? -1 : (indexOf.get(handle) as number)));
  const isSummary = request.cells === 'summary';
  const areas = isSummary
    ? []
    : gapAreas(request, base, { nearest: { cost: coverage.cost, facility: nearest }, facilities }, derived);
  const header: CoverageHeader = {
    key,
    demandKey: demand.meta.key,
    facilities: isSummary ? [] : facilities,
    summary: {
      ...summaryOf(request, base, coverage, {
        facilities: facilities.length,
        unconnectedFacilities: facilities.filter(({ unconnected }) => unconnected).length,
      }),
      ...(streets === null ? {} : { unconnectedPeople: unconnectedPeople(demand, streets.demandSnaps) }),
    },
    before: summaryOf(request, base, coverage.before, {
      facilities: features.ids.length,
      unconnectedFacilities: base.unconnectedFacilities,
    }),
    ...(request.district === undefined ? {} : { district: figuresIn(request.district, request, demand, coverage) }),
    gainedPeople: coverage.gainedPeople,
    lostPeople: coverage.lostPeople,
    gaps: areas,
    assumptions: [...base.assumptions, ...(streets?.assumptions ?? [])],
    warnings: [
      ...base.warnings,
      ...(streets?.warnings ?? []),
      ...(streets === null ? [] : shutWarning(demand, streets.demandSnaps, [streets.facilitySnaps])),
      ...outside(base, facilities, request.edits ?? [], derived),
    ],
    tookMs: performance.now() - startedMs,
  };
  if (isSummary) return encodeColumnar({ header, arrays: {} });
  if (request.cells === 'all')
    return encodeColumnar({ header, arrays: { cost: Float32Array.from(coverage.cost), nearest } });
  if (request.cells === 'packed')
    return encodeColumnar(packCoverage({ header, arrays: { cost: Float32Array.from(coverage.cost), nearest } }));
  const cell = coverage.changed;
  return encodeColumnar({
    header,
    arrays: {
      cell,
      cost: Float32Array.from(cell, (each) => coverage.cost[each] as number),
      nearest: Int32Array.from(cell, (each) => nearest[each] as number),
    },
  });
}

/** Areas that are not served, none larger than what one facility could serve. */
function gapAreas(
  { withinS }: CoverageRequest,
  { demand, travel }: Base,
  { nearest, facilities }: { readonly nearest: Nearest; readonly facilities: readonly CoverageFacility[] },
  derived: Derived,
): CoverageHeader['gaps'] {
  const { mode = DEFAULT_MODE } = travel;
  const reachM = withinS * (travel.speedMps ?? DEFAULT_SPEED_MPS[mode]);
  return gaps(
    { demand, nearest, facilities: { ids: facilities.map(({ id }) => id) } },
    { within: withinS, minPeople: Number.MIN_VALUE, most: MOST_GAPS },
    derived.touching(demand),
    reachM,
  ).areas;
}

function facilitiesOf({ edits = [] }: CoverageRequest, { features }: Base, coverage: Coverage): CoverageFacility[] {
  const moved = new Map(edits.filter((edit) => edit.kind !== 'remove').map(({ id, lon, lat }) => [id, { lon, lat }]));
  return coverage.facilities.map(({ handle, id, added, people, exclusivePeople, unconnected }) => {
    const { lon, lat } = moved.get(id) ?? {
      lon: features.lonLat[handle * 2] as number,
      lat: features.lonLat[handle * 2 + 1] as number,
    };
    return { id, lon, lat, existing: !added, people, exclusivePeople, unconnected };
  });
}

function summaryOf(
  { withinS }: CoverageRequest,
  { total }: Base,
  covered: Pick<Coverage, 'coveredPeople' | 'coveredAreaM2'>,
  counts: Pick<CoverageSummary, 'facilities' | 'unconnectedFacilities'>,
): CoverageSummary {
  return {
    withinS,
    ...total,
    coveredPeople: covered.coveredPeople,
    coveredAreaM2: covered.coveredAreaM2,
    ...counts,
  };
}

function figuresIn(
  district: string,
  { withinS }: CoverageRequest,
  demand: Demand,
  { cost }: Pick<Coverage, 'cost'>,
): DistrictFigures | null {
  const index = demand.districts.indexOf(district);
  if (index === -1) return null;
  let [people, areaM2, coveredPeople, coveredAreaM2] = [0, 0, 0, 0];
  for (let cell = 0; cell < demand.count; cell += 1) {
    if (demand.district[cell] !== index) continue;
    people += demand.people[cell] as number;
    areaM2 += demand.areaM2[cell] as number;
    if ((cost[cell] as number) > withinS) continue;
    coveredPeople += demand.people[cell] as number;
    coveredAreaM2 += demand.areaM2[cell] as number;
  }
  return { district, people, coveredPeople, areaM2, coveredAreaM2 };
}

/** For facilities that no edit has touched the answer is known. */
function outside(
  { demand, outside: before }: Base,
  facilities: readonly CoverageFacility[],
  edits: readonly ScenarioEdit[],
  derived: Derived,
): CoverageHeader['warnings'] {
  if (demand.shape.kind === 'points') return [];
  const edited = new Set(edits.map(({ id }) => id));
  const placed = facilities.filter(({ id }) => edited.has(id));
  const cells = derived.locate(demand, Float64Array.from(placed.flatMap(({ lon, lat }) => [lon, lat])));
  const cellOf = new Map(placed.map(({ id }, index) => [id, cells[index] as number]));
  return outsideWarning(
    facilities.map(({ id }) => id),
    Int32Array.from(facilities, ({ id }) => cellOf.get(id) ?? (before.has(id) ? -1 : 0)),
  );
}

/** Adds up in the order in which the state does, so that full coverage equals the total to the last digit. */
function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
