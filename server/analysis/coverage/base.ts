/** A coverage without edits: what every answer to a question of the page begins with. */
import type { CoverageHeader, CoverageRequest, CoverageSummary } from '../../../tiles/api/coverage.ts';
import { demandFor } from '../demand/groups.ts';
import type { Features, Sources } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { STUDY } from '../study/messages.ts';
import { allOf } from '../study/parse.ts';
import { profiledTravel } from '../study/profile.ts';
import { streetTravel } from '../study/resolve.ts';
import { travelProblems } from '../study/travel-check.ts';
import { featuresAssumptions, note, peopleAssumptions } from '../study/warnings.ts';
import type { Transit } from '../transit/types.ts';
import type { Demand, Graph } from '../types.ts';
import { StraightWay } from './straight-way.ts';
import { StreetWay } from './street-way.ts';
import { TransitWay } from './transit-way.ts';
import type { CoverageWay, WayInput, WayParts } from './way.ts';

export interface CoverageBase {
  readonly way: CoverageWay;
  /** With the people that count. */
  readonly demand: Demand;
  readonly features: Features;
  /** Sums over all cells. */
  readonly total: Pick<CoverageSummary, 'people' | 'areaM2' | 'unconnectedPeople'>;
  /** Facilities that stand in no cell where they are. */
  readonly outside: ReadonlySet<string>;
  /** What does not change by edits. */
  readonly assumptions: CoverageHeader['assumptions'];
  readonly warnings: CoverageHeader['warnings'];
}

/** Rejects with `AnalysisError` or `AnalysisErrors` for what there is not or cannot be, and as the task throws. */
export async function makeBase(request: CoverageRequest, parts: WayParts): Promise<CoverageBase> {
  refuseTravel(request);
  const { sources, derived } = parts;
  const [{ value: everybody }, { value: features }, ground] = await Promise.all([
    sources.demand(request.demand.stored, '/demand/stored'),
    sources.features(request.facilities, '/facilities'),
    readGround(request, sources),
  ]);
  const demand = demandFor(everybody, request.for, '/for');
  const { travel } = await profiledTravel(request.travel ?? {}, sources, '/travel');
  const input = { request, travel: streetTravel(travel), demand, everybody, features };
  const way = wayOf(input, ground, parts);
  const cells = derived.locate(demand, features.lonLat);
  return {
    way,
    demand,
    features,
    total: { people: sum(demand.people), areaM2: sum(demand.areaM2), unconnectedPeople: way.unconnectedPeople },
    outside: new Set(features.ids.filter((_id, index) => cells[index] === -1)),
    assumptions: [
      ...way.assumptions,
      ...peopleAssumptions(demand),
      ...(request.for === undefined ? [] : [note('assume-group', { group: request.for })]),
      ...featuresAssumptions(features),
    ],
    warnings: way.warnings,
  };
}

interface Ground {
  /** Null in straight lines. */
  readonly network: Graph | null;
  /** Null where nobody rides. */
  readonly transit: Transit | null;
}

async function readGround({ network, travel = {} }: CoverageRequest, sources: Sources): Promise<Ground> {
  const [streets, transit] = await Promise.all([
    'stored' in network ? sources.network(network.stored, '/network/stored') : null,
    travel.mode === 'transit' ? sources.transit(travel.transit ?? '', '/travel/transit') : null,
  ]);
  return { network: streets?.value ?? null, transit: transit?.value ?? null };
}

function wayOf(input: WayInput, { network, transit }: Ground, parts: WayParts): CoverageWay {
  if (network === null) return new StraightWay(input, parts);
  return transit === null ? new StreetWay(input, network, parts) : new TransitWay(input, network, transit, parts);
}

/** Throws `AnalysisErrors`, or the only `AnalysisError`, for a travel that cannot be. */
function refuseTravel({ travel = {}, network }: CoverageRequest): void {
  const problems = travelProblems(travel, { at: '/travel', isStored: 'stored' in network });
  const errors = problems.map(({ key, at, values = {} }) => new AnalysisError(key, STUDY[key], values, { at }));
  if (errors.length > 0) throw allOf(errors);
}

/** Adds up in the order in which coverages do, so that full coverage equals the total to the last digit. */
function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
