/** What a search for sites has found, as the answer of a study. */
import type { SitingRequest, SitingResult, SitingStep } from '../../../tiles/api/siting.ts';
import type { CostMatrix, Demand, SitingOutcome, SitingProblem } from '../types.ts';
import { sumOf } from '../sums.ts';
import { allocationOf, flowsAllocation } from './allocation.ts';
import type { FacilitySite } from './facility-set.ts';

export interface ResultParts {
  readonly demand: Demand;
  readonly sites: readonly FacilitySite[];
  readonly costs: CostMatrix;
  readonly candidates: number;
  readonly meanCost: number | null;
}

export function resultOf(
  { model, perDemand = false }: SitingRequest,
  outcome: SitingOutcome,
  parts: ResultParts,
): SitingResult {
  const { demand, sites, candidates, meanCost } = parts;
  const { status, chosen, objective, bound, gap, before, isNearest, unservable, steps } = outcome;
  return {
    kind: 'siting',
    model,
    candidates,
    status,
    chosen: Array.from(chosen, (f) => sites[f]?.id ?? ''),
    sites: sitesOf(chosen, servedBy(outcome, demand.people), sites),
    objective,
    bound,
    gap,
    before,
    meanCost,
    served: servedOf(servedBy(outcome, demand.people), demand.people),
    ...(isNearest === undefined ? {} : { isNearest }),
    unservable: {
      cells: unservable.length,
      people: sumOf(Float64Array.from(unservable, (cell) => demand.people[cell] as number)),
    },
    ...(perDemand ? { allocation: allocation(outcome, parts) } : {}),
    steps,
  };
}

/** Of one period what is its own. */
export function periodResult(result: SitingResult): NonNullable<SitingResult['periods']>[number] {
  const { status, chosen, sites, objective, bound, gap, before, meanCost, served } = result;
  return { status, chosen, sites, objective, bound, gap, before, meanCost, served };
}

/** Who serves whom, at what cost. Where people of one demand go to several facilities, it has a row for each. */
function allocation(
  { assignment, flows }: SitingOutcome,
  { demand, sites, costs }: ResultParts,
): NonNullable<SitingResult['allocation']> {
  const ids = sites.map(({ id }) => id);
  if (flows !== undefined) return flowsAllocation(demand, ids, flows);
  const cost = new Float64Array(demand.count).fill(NaN);
  for (let f = 0; f < costs.facilityCount; f += 1) {
    for (let entry = costs.start[f] as number; entry < (costs.start[f + 1] as number); entry += 1) {
      const d = costs.demand[entry] as number;
      if (assignment[d] === f) cost[d] = costs.cost[entry] as number;
    }
  }
  return allocationOf(demand, ids, { facility: assignment, cost });
}

/** An answer in the midst of the search: the nearest open facility serves everybody it can. */
export function soFar(
  { model }: SitingRequest,
  { costs, existingCount, people }: SitingProblem,
  sites: readonly FacilitySite[],
  step: SitingStep,
  chosen: Uint32Array,
): SitingResult {
  const open = [...Array.from({ length: existingCount }, (_, f) => f), ...chosen];
  const best = new Float64Array(people.length).fill(Infinity);
  const assignment = new Int32Array(people.length).fill(-1);
  for (const f of open) {
    for (let at = costs.start[f] as number; at < (costs.start[f + 1] as number); at += 1) {
      const d = costs.demand[at] as number;
      if ((costs.cost[at] as number) >= (best[d] as number)) continue;
      best[d] = costs.cost[at] as number;
      assignment[d] = f;
    }
  }
  const served = servedBy({ assignment }, people);
  return {
    kind: 'siting',
    model,
    candidates: sites.length - existingCount,
    status: 'time',
    chosen: Array.from(chosen, (f) => sites[f]?.id ?? ''),
    sites: sitesOf(chosen, served, sites),
    objective: step.objective ?? 0,
    bound: step.bound ?? 0,
    gap: step.gap ?? 1,
    before: null,
    meanCost: null,
    served: servedOf(served, people),
    unservable: { cells: 0, people: 0 },
    steps: [step],
  };
}

/** Of all people; by facility, and under -1 those whom none serves. */
function servedOf(served: ReadonlyMap<number, number>, people: Float64Array): SitingResult['served'] {
  const total = sumOf(people);
  const sum = sumOf([...served].flatMap(([facility, count]) => (facility < 0 ? [] : [count])));
  return { people: sum, share: total === 0 ? 0 : Math.min(1, sum / total) };
}

/** People by facility. */
export function servedBy(
  { assignment, flows }: Pick<SitingOutcome, 'assignment' | 'flows'>,
  people: Float64Array,
): ReadonlyMap<number, number> {
  const served = new Map<number, number>();
  const add = (f: number, count: number): unknown => served.set(f, (served.get(f) ?? 0) + count);
  if (flows === undefined) assignment.forEach((f, d) => add(f, people[d] as number));
  else flows.facility.forEach((f, k) => add(f, flows.people[k] as number));
  return served;
}

function sitesOf(
  chosen: Uint32Array,
  served: ReadonlyMap<number, number>,
  sites: readonly FacilitySite[],
): SitingResult['sites'] {
  return Array.from(chosen).flatMap((f) => {
    const sum = served.get(f) ?? 0;
    const site = sites[f];
    if (site === undefined) return [];
    const isPlaced = !Number.isNaN(site.lon);
    return [
      {
        id: site.id,
        lon: isPlaced ? site.lon : null,
        lat: isPlaced ? site.lat : null,
        people: sum,
        cost: Number.isNaN(site.cost) ? null : site.cost,
      },
    ];
  });
}
