/** A study with all that it names: stored data read, places gathered. Nothing is computed yet. */
import { createHash } from 'node:crypto';
import type { Warning } from '../../../tiles/api/result.ts';
import type { CandidateChoice, FacilityChoice, Id, Place } from '../../../tiles/api/place.ts';
import type { GivenMatrix, Study, StudyTravel, Travel } from '../../../tiles/api/study.ts';
import { STUDY } from './messages.ts';
import { demandOfAreas } from '../demand/areas.ts';
import { givenId } from '../demand/ids.ts';
import { demandOfPoints } from '../demand/points.ts';
import { AnalysisError } from '../errors.ts';
import { givenGraph } from '../network/given.ts';
import type { Sources } from '../engine/sources.ts';
import { journeyAssumptions, journeysOf, type Journeys } from '../transit/journeys.ts';
import type { Demand, Graph } from '../types.ts';
import { counts, travelOf, travels } from './check.ts';
import { straightTravel, type StraightTravel } from '../straight/straight-travel.ts';
import { departureAssumptions, departureFactors } from './departure.ts';
import { profiledTravel, type Profiled } from './profile.ts';
import { refuseRules, rulesAssumptions } from './rules.ts';
import { editedSites, sitesOfColumns, sitesOfFeatures, sitesOfPoints, type FacilitySite } from './facility-set.ts';
import type { Derived } from '../engine/derived.ts';
import { editedGraph } from '../street-edits/edited-graph.ts';
import { resolveStreets } from '../street-edits/resolve.ts';
import { sitesOfCells } from './cell-candidates.ts';
import { demandOfLayer } from './layer-values.ts';
import {
  featuresAssumptions,
  ferriesAssumption,
  note,
  peopleAssumptions,
  straightAssumption,
  streetsAssumption,
  travelAssumptions,
} from './warnings.ts';

export interface StudyNetwork {
  readonly graph: Graph;
  /** Nodes of the study's own network by id; null for a stored one. */
  readonly nodeOf: ReadonlyMap<Id, number> | null;
  /** What is wrong with street edits. */
  readonly warnings?: readonly Warning[];
}

export type StreetTravel = Travel & Pick<StudyTravel, 'date' | 'depart' | 'speeds'> & Profiled;

export interface Resolved {
  readonly study: Study;
  readonly key: string;
  readonly network: StudyNetwork | null;
  /** Where a study travels in straight lines. */
  readonly straight: StraightTravel | null;
  /** Along the streets: on foot with public transport. */
  readonly travel: StreetTravel;
  /** Null where nobody rides. */
  readonly journeys: Journeys | null;
  /** Of those of the study's `travels` that ride, by their id. */
  readonly namedJourneys: ReadonlyMap<string, Journeys>;
  readonly matrix: GivenMatrix | null;
  readonly demand: Demand | null;
  /** Node of each demand point, null where it has none; null for demand that is not the study's own. */
  readonly demandNodes: readonly (Id | null)[] | null;
  readonly existing: readonly FacilitySite[];
  readonly candidates: readonly FacilitySite[];
  readonly costUnit: string;
  readonly assumptions: readonly Warning[];
}

/** Rejects with `AnalysisError` for what there is not. */
export async function resolveStudy(given: Study, sources: Sources, derived: Derived): Promise<Resolved> {
  const reader = new Reader(sources, derived);
  const study = await reader.profiled(given);
  const network = await reader.network(study);
  refuseTravels(study, network);
  const journeys = await reader.journeys(study, { travel: study.travel, at: '/travel' });
  const namedJourneys = new Map<string, Journeys>();
  for (const [index, { id, ...travel }] of (study.travels ?? []).entries()) {
    const own = await reader.journeys(study, { travel, id, at: `/travels/${String(index)}` });
    if (own !== null) namedJourneys.set(id, own);
  }
  const placed = placedAtNodes(study, network);
  const people = await reader.demand(placed);
  const demand = people?.demand ?? null;
  const demandNodes = people?.nodes ?? null;
  const listed = await reader.existing(placed);
  const existing = reader.filled(editedSites(listed, study.edits ?? []), study.facilities);
  const candidates = apart(
    await reader.candidates(placed, demand, (cell) => demandNodes?.[cell] ?? null),
    existing,
    study.candidates,
  );
  const matrix = study.matrix ?? null;
  const straight = straightTravel(study, streetTravel(study.travel));
  if (matrix !== null) checkShape(matrix, demand, existing.length, candidates.length);
  if (existing.length === 0 && study.analyses.some(counts))
    throw new AnalysisError('no-facilities', STUDY['no-facilities'], {}, { at: '/facilities' });
  if (candidates.length === 0 && study.analyses.some(({ kind }) => kind === 'siting'))
    throw new AnalysisError('no-candidates', STUDY['no-candidates'], {}, { at: '/candidates' });
  return {
    study,
    network,
    straight,
    travel: streetTravel(study.travel),
    journeys,
    namedJourneys,
    matrix,
    demand,
    demandNodes,
    existing,
    candidates,
    key: keyOf(given, reader.hashes),
    costUnit: matrix?.costUnit ?? network?.graph.meta.costUnit ?? straight?.costUnit ?? '',
    assumptions: [
      ...costAssumptions(study, { network, straight, matrix }),
      ...(journeys === null ? [] : journeyAssumptions(journeys)),
      ...(people?.assumptions ?? []),
      ...reader.assumptions,
    ],
  };
}

/** The study as one of its travels has it. */
export function travelledBy(resolved: Resolved, travel: string): Resolved {
  const { id: _, ...own } = resolved.study.travels?.find(({ id }) => id === travel) ?? { id: travel };
  const study = { ...resolved.study, travel: own };
  const streets = streetTravel(own);
  return {
    ...resolved,
    study,
    travel: streets,
    journeys: resolved.namedJourneys.get(travel) ?? null,
    straight: straightTravel(study, streets),
  };
}

function refuseTravels({ travel = {}, travels: named = [] }: Study, network: StudyNetwork | null): void {
  if (network?.nodeOf !== null) return;
  for (const [index, each] of [travel, ...named].entries()) {
    const at = index === 0 ? '/travel' : `/travels/${String(index - 1)}`;
    refuseRules(network.graph, each, at);
    departureFactors(network.graph, each, at);
  }
}

/** Who rides public transport walks along the streets. */
export function streetTravel(travel: StudyTravel & Profiled = {}): StreetTravel {
  const { mode, ...others } = travel;
  return mode === undefined ? others : { ...others, mode: mode === 'transit' ? 'walk' : mode };
}

/** Places that are nodes are where their nodes are, as far as that is known. */
function placedAtNodes(study: Study, network: StudyNetwork | null): Study {
  const { nodeOf = null, graph } = network ?? {};
  if (nodeOf === null || graph === undefined) return study;
  const { demand, facilities, candidates } = study;
  const place = <P extends Place>(points: readonly P[]): readonly P[] =>
    points.map((point) => {
      const node = point.node === undefined ? undefined : nodeOf.get(point.node);
      const [lon = NaN, lat = NaN] = node === undefined ? [] : graph.lonLat.subarray(node * 2, node * 2 + 2);
      return point.lon !== undefined || Number.isNaN(lon) || Number.isNaN(lat) ? point : { ...point, lon, lat };
    });
  return {
    ...study,
    ...(demand !== undefined && 'points' in demand ? { demand: { points: place(demand.points) } } : {}),
    ...(facilities !== undefined && 'points' in facilities ? { facilities: { points: place(facilities.points) } } : {}),
    ...(candidates !== undefined && 'points' in candidates ? { candidates: { points: place(candidates.points) } } : {}),
  };
}

interface People {
  readonly demand: Demand;
  readonly nodes: readonly (Id | null)[] | null;
  readonly assumptions: readonly Warning[];
}

class Reader {
  /** Of all that was read, by its place in the study. */
  readonly hashes: Record<string, string> = {};
  readonly assumptions: Warning[] = [];
  readonly #sources: Sources;
  readonly #derived: Derived;

  constructor(sources: Sources, derived: Derived) {
    this.#sources = sources;
    this.#derived = derived;
  }

  /** With what the profiles of its travels say. */
  async profiled(study: Study): Promise<Study> {
    const { travel, travels } = study;
    const read = async <T extends StudyTravel>(each: T, at: string): Promise<T & Profiled> => {
      const { travel: own, hash } = await profiledTravel(each, this.#sources, at);
      if (hash !== null) this.hashes[`${at}/profile`] = hash;
      return { ...each, ...own };
    };
    return {
      ...study,
      ...(travel === undefined ? {} : { travel: await read(travel, '/travel') }),
      ...(travels === undefined
        ? {}
        : { travels: await Promise.all(travels.map((each, index) => read(each, `/travels/${String(index)}`))) }),
    };
  }

  async network({ network, streetEdits = [] }: Study): Promise<StudyNetwork | null> {
    if (network === undefined) return null;
    if ('straight' in network) return null;
    if (!('stored' in network)) return givenGraph(network);
    const { hash, value } = await this.#sources.network(network.stored, '/network/stored');
    this.hashes.network = hash;
    if (streetEdits.length === 0) return { graph: value, nodeOf: null };
    const { overlay, assumptions, warnings } = resolveStreets(value, this.#derived.segments(value), streetEdits);
    this.assumptions.push(...assumptions);
    return { graph: editedGraph(overlay), nodeOf: null, warnings };
  }

  /** How people ride, where any analysis that travels so needs it. `id`: by which analyses name the travel. */
  async journeys(
    { matrix, analyses }: Study,
    { travel, id, at }: { readonly travel: StudyTravel | undefined; readonly id?: string; readonly at: string },
  ): Promise<Journeys | null> {
    const isNeeded = analyses.some((request) => travelOf(request) === id && travels(request));
    if (travel?.mode !== 'transit' || matrix !== undefined || !isNeeded) return null;
    const { hash, value } = await this.#sources.transit(travel.transit ?? '', `${at}/transit`);
    this.hashes[`${at}/transit`] = hash;
    return journeysOf(value, travel, at);
  }

  async demand({ demand, matrix }: Study): Promise<People | null> {
    if (demand !== undefined && 'stored' in demand) {
      const { hash, value } = await this.#sources.demand(demand.stored, '/demand/stored');
      this.hashes.demand = hash;
      return { demand: value, nodes: null, assumptions: peopleAssumptions(value) };
    }
    if (demand !== undefined && 'layer' in demand) {
      const { hash, value } = await demandOfLayer(this.#sources, demand);
      this.hashes.demand = hash;
      return { demand: value, nodes: null, assumptions: peopleAssumptions(value) };
    }
    if (demand !== undefined && 'areas' in demand) {
      const areas = demand.areas.map(({ id, ...area }, index) => ({
        ...area,
        id: givenId(id, 'area', index),
      }));
      return { demand: demandOfAreas(areas), nodes: null, assumptions: [note('assume-inside')] };
    }
    if (demand !== undefined)
      return {
        demand: demandOfPoints(demand.points),
        nodes: demand.points.map(({ node = null }) => node),
        assumptions: [],
      };
    if (matrix === undefined) return null;
    return {
      demand: demandOfPoints(matrix.costs.map(() => ({ people: 1 }))),
      nodes: null,
      assumptions: [note('assume-one-person')],
    };
  }

  async existing({ facilities, candidates, matrix, analyses }: Study): Promise<readonly FacilitySite[]> {
    if (facilities !== undefined) return this.#sites(facilities, '/facilities', 'facility');
    const isSiting = analyses.some(({ kind }) => kind === 'siting');
    return matrix === undefined || candidates !== undefined || isSiting
      ? []
      : sitesOfColumns(matrix.costs[0]?.length ?? 0, 'facility');
  }

  async candidates(
    { facilities, candidates, matrix, analyses }: Study,
    demand: Demand | null,
    nodeOf: (cell: number) => Id | null,
  ): Promise<readonly FacilitySite[]> {
    if (candidates !== undefined && 'cells' in candidates) {
      if (demand === null) throw new AnalysisError('no-demand', STUDY['no-demand'], {}, { at: '/candidates/cells' });
      const { sites, cells, spacingM } = sitesOfCells(demand, candidates.cells, nodeOf);
      this.assumptions.push(
        note('assume-cells', {
          minPeople: candidates.cells.minPeople ?? 0,
          spacingM: Math.floor(spacingM),
          count: sites.length,
          cells,
        }),
      );
      const { capacity = null, cost = null } = candidates.cells;
      if (capacity !== null) this.assumptions.push(note('assume-capacity-each', { count: sites.length, capacity }));
      if (cost !== null) this.assumptions.push(note('assume-cost-each', { count: sites.length, cost }));
      return sites;
    }
    if (candidates !== undefined)
      return this.filled(await this.#sites(candidates, '/candidates', 'candidate'), candidates);
    const isSiting = analyses.some(({ kind }) => kind === 'siting');
    return matrix === undefined || facilities !== undefined || !isSiting
      ? []
      : sitesOfColumns(matrix.costs[0]?.length ?? 0, 'candidate');
  }

  /** Those of a layer with its default capacity and cost, where they have none of their own. */
  filled(sites: readonly FacilitySite[], choice: FacilityChoice | undefined): readonly FacilitySite[] {
    if (choice === undefined || !('layer' in choice)) return sites;
    const { defaultCapacity: capacity = NaN, defaultCost: cost = NaN } = choice;
    const lacking = (of: 'capacity' | 'cost'): number => sites.filter((site) => Number.isNaN(site[of])).length;
    const [without, free] = [lacking('capacity'), lacking('cost')];
    if (!Number.isNaN(capacity) && without > 0)
      this.assumptions.push(note('assume-capacity-each', { count: without, capacity }));
    if (!Number.isNaN(cost) && free > 0) this.assumptions.push(note('assume-cost-each', { count: free, cost }));
    return sites.map((site) => ({
      ...site,
      capacity: Number.isNaN(site.capacity) ? capacity : site.capacity,
      cost: Number.isNaN(site.cost) ? cost : site.cost,
    }));
  }

  async #sites(choice: FacilityChoice, at: string, prefix: string): Promise<FacilitySite[]> {
    if ('points' in choice) return sitesOfPoints(choice.points, prefix);
    const { defaultCapacity: _capacity, defaultCost: _cost, ...query } = choice;
    const { hash, value } = await this.#sources.features(query, at);
    this.hashes[at] = hash;
    this.assumptions.push(...featuresAssumptions(value));
    return sitesOfFeatures(value);
  }
}

/**
 * Candidates whose ids differ from the existing ones: a feature that stands already is not a candidate, and one of
 * another layer with the same id gets its layer in front of it, and a cell the word.
 */
function apart(
  candidates: readonly FacilitySite[],
  existing: readonly FacilitySite[],
  choice: CandidateChoice | undefined,
): readonly FacilitySite[] {
  if (choice === undefined || 'points' in choice) return candidates;
  const taken = new Map(existing.map((site) => [site.id, site]));
  return candidates.flatMap((site) => {
    const other = taken.get(site.id);
    if (other === undefined) return [site];
    if ('cells' in choice) return [{ ...site, id: `cell/${site.id}` }];
    return other.lon === site.lon && other.lat === site.lat ? [] : [{ ...site, id: `${choice.layer}/${site.id}` }];
  });
}

/** Once it is known how many features there are. */
function checkShape({ costs }: GivenMatrix, demand: Demand | null, existing: number, candidates: number): void {
  if (demand !== null && costs.length !== demand.count)
    throw new AnalysisError(
      'matrix-rows',
      STUDY['matrix-rows'],
      { rows: costs.length, count: demand.count },
      { at: '/matrix/costs' },
    );
  const row = costs.findIndex(({ length }) => length !== existing + candidates);
  if (row === -1) return;
  const values = { row: row + 1, columns: costs[row]?.length ?? 0, count: existing + candidates, existing, candidates };
  throw new AnalysisError('matrix-columns', STUDY['matrix-columns'], values, { at: `/matrix/costs/${String(row)}` });
}

function costAssumptions(
  study: Study,
  { network, straight, matrix }: Pick<Resolved, 'network' | 'straight' | 'matrix'>,
): Warning[] {
  const unit = matrix?.costUnit ?? network?.graph.meta.costUnit ?? '';
  const said = unit === '' ? STUDY['unit-unknown'] : { zh: unit, en: unit };
  if (matrix !== null) return [note('assume-matrix', { unit: said })];
  const isTravelled = study.travels === undefined || study.analyses.some((request) => travelOf(request) === undefined);
  if (straight !== null)
    return [...(isTravelled ? [straightAssumption(straight, streetTravel(study.travel))] : []), note('assume-datum')];
  if (network === null) return [];
  return network.nodeOf === null
    ? [
        ...(isTravelled ? travelAssumptions(streetTravel(study.travel)) : []),
        streetsAssumption(network.graph),
        ...ferriesAssumption(network.graph, streetTravel(study.travel)),
        ...(isTravelled
          ? [
              ...rulesAssumptions(network.graph, streetTravel(study.travel)),
              ...departureAssumptions(network.graph, study.travel ?? {}),
            ]
          : []),
      ]
    : [note('assume-given-network', { unit: said })];
}

/** Equal for equal studies of equal data. */
function keyOf(study: Study, hashes: Readonly<Record<string, string>>): string {
  // How it is worked on changes nothing of what is found.
  const { parts: _, ...asked } = study;
  return createHash('sha256')
    .update(canonical({ study: asked, hashes }))
    .digest('hex');
}

/** JSON with the properties of objects in order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`;
}
