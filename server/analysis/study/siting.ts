/** Siting in a study: its candidates and costs as a problem in numbers, and the outcome as the answer. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingRequest, SitingResult, SitingStep } from '../../../tiles/api/siting.ts';
import { STUDY } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { locateInAreas } from '../measures/areas.ts';
import type { CostMatrix, Demand, SitingOutcome, SitingProblem, Task } from '../types.ts';
import { cutMatrix, joinMatrices, nearestOnly } from '../paths/matrix.ts';
import { allocationOf, flowsAllocation } from './allocation.ts';
import type { StudyCosts } from './costs.ts';
import { lonLatOf, type FacilitySite } from './facility-set.ts';
import { note, someOf } from './warnings.ts';
import type { Resolved } from './resolve.ts';

/** Gap at which a search ends where the study names none: no figure here is known to half a percent. */
const USUAL_GAP = 0.005;

export interface SitingParts {
  readonly resolved: Resolved;
  readonly demand: Demand;
  readonly costs: StudyCosts;
  /** Of the request in the study. */
  readonly at: string;
  /** For the costs, whose time is that of the whole study. */
  readonly task: Task;
  /** For the search. */
  readonly searchTask: Task;
  /** `best`: an answer as good as is known, where it is a new one. */
  readonly onStep: (step: SitingStep, best: SitingResult | null) => void;
}

export interface SitingAnswer {
  readonly result: SitingResult;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

interface Candidates {
  readonly which: Uint32Array;
  readonly sites: readonly FacilitySite[];
  readonly warnings: readonly Warning[];
}

/** Throws `AnalysisError` for what cannot be solved as asked, with its place in the study. */
export async function runSiting(request: SitingRequest, parts: SitingParts): Promise<SitingAnswer> {
  const {
    resolved: { existing },
    demand,
    at,
    searchTask,
    onStep,
  } = parts;
  const candidates = allowedCandidates(request, parts);
  if (request.p !== undefined && request.p > candidates.sites.length) {
    throw new AnalysisError(
      'p-above-candidates',
      STUDY['p-above-candidates'],
      { p: request.p, count: candidates.sites.length },
      { at: `${at}/p` },
    );
  }
  const problem = problemOf(request, parts, candidates);
  const sites = [...existing, ...candidates.sites];
  // Only a study that needs a solver loads it.
  const { meanCost, solveSiting } = await import('../siting/index.ts');
  const outcome = await solveSiting(problem, searchTask, (step, chosen) => {
    onStep(step, chosen === null ? null : soFar(request, problem, sites, step, chosen));
  }).catch((error: unknown) => {
    throw error instanceof AnalysisError ? error.within(at) : error;
  });
  return {
    result: resultOf(request, outcome, {
      demand,
      sites,
      costs: problem.costs,
      candidates: candidates.sites.length,
      meanCost: meanCost(problem, outcome),
    }),
    assumptions: [
      ...(existing.length > 0 ? [note('assume-existing', { count: existing.length })] : []),
      ...(request.useCapacities === true
        ? [note(request.wholeCells === true ? 'assume-whole-cells' : 'assume-split')]
        : []),
    ],
    warnings: [...candidates.warnings, ...outcomeWarnings(outcome, demand, candidates.sites.length)],
  };
}

/** Candidates outside the forbidden areas. */
function allowedCandidates(
  { forbidden = [] }: SitingRequest,
  { resolved: { candidates }, at }: SitingParts,
): Candidates {
  const inside = locateInAreas(
    { ids: forbidden.map((_, index) => String(index)), geometries: forbidden },
    lonLatOf(candidates),
  );
  const which = Uint32Array.from(candidates.keys()).filter((index) => inside[index] === -1);
  const left = candidates.length - which.length;
  if (which.length === 0)
    throw new AnalysisError(
      'forbidden-all',
      STUDY['forbidden-all'],
      { count: candidates.length },
      { at: `${at}/forbidden` },
    );
  return {
    which,
    sites: Array.from(which, (index) => candidates[index] as FacilitySite),
    warnings: left === 0 ? [] : [note('warn-forbidden', { count: left })],
  };
}

function problemOf(request: SitingRequest, parts: SitingParts, candidates: Candidates): SitingProblem {
  const { model, within = null, gap = USUAL_GAP } = request;
  const {
    resolved: { existing },
    demand,
    at,
  } = parts;
  const sites = [...existing, ...candidates.sites];
  const capacity = request.useCapacities === true ? Float64Array.from(sites, (site) => site.capacity) : null;
  if (capacity !== null) refuseWithoutCapacity(sites, `${at}/useCapacities`);
  if (request.budget !== undefined) refuseWithoutCost(candidates.sites, `${at}/budget`);
  const openingCost = sites.every(({ cost }) => Number.isNaN(cost))
    ? null
    : Float64Array.from(sites, ({ cost }, index) => (index < existing.length ? 0 : Number.isNaN(cost) ? 1 : cost));
  return {
    model,
    ...limitsOf(request, candidates.sites),
    within,
    gap,
    capacity,
    split: capacity !== null && request.wholeCells !== true,
    openingCost,
    existingCount: existing.length,
    people: demand.people,
    costs: capacity === null ? prunedCosts(request, parts, candidates) : allCosts(request, parts, candidates),
  };
}

/** Budgets are divided to within rounding: three sites of 0.1 fit into 0.3. */
const ROUNDING = 1e-12;

/** Where all candidates cost the same a budget is a number of them, which is far sooner solved than both. */
function limitsOf(
  request: SitingRequest,
  sites: readonly FacilitySite[],
): { readonly p: number | null; readonly budget: number | null } {
  const { p = null, budget = null } = request;
  const each = sites[0]?.cost ?? NaN;
  const affordable = budget === null ? NaN : Math.floor((budget / each) * (1 + ROUNDING));
  const isNumber = affordable >= 1 && affordable < Infinity && sites.every(({ cost }) => cost === each);
  return isNumber ? { p: Math.min(p ?? sites.length, affordable, sites.length), budget: null } : { p, budget };
}

function refuseWithoutCapacity(sites: readonly FacilitySite[], at: string): void {
  const without = sites.filter(({ capacity }) => Number.isNaN(capacity)).map(({ id }) => id);
  if (without.length === 0) return;
  if (without.length === sites.length) throw new AnalysisError('no-capacities', STUDY['no-capacities'], {}, { at });
  const values = { count: without.length, ids: someOf(without) };
  throw new AnalysisError('capacity-missing', STUDY['capacity-missing'], values, { at });
}

function refuseWithoutCost(candidates: readonly FacilitySite[], at: string): void {
  const without = candidates.filter(({ cost }) => Number.isNaN(cost)).map(({ id }) => id);
  if (without.length === 0) return;
  const values = { count: without.length, ids: someOf(without) };
  throw new AnalysisError('budget-without-costs', STUDY['budget-without-costs'], values, { at });
}

/** With capacities the second nearest may have to serve: every pair counts. */
function allCosts(
  { within = Infinity }: SitingRequest,
  { costs, task }: SitingParts,
  { which }: Candidates,
): CostMatrix {
  return joinMatrices(
    within === Infinity ? costs.existing(Infinity, task) : cutMatrix(costs.existing(within, task), within),
    costs.candidates(which, within, () => true, task),
  );
}

/**
 * Without capacities everybody is served by the nearest: of the existing facilities only the nearest counts, and a
 * candidate counts for those it would be nearer to, also where they are covered already. The rest of the
 * pairs, most of them in a city that has facilities, change no answer.
 */
function prunedCosts(
  { model, within = Infinity }: SitingRequest,
  { costs, demand, resolved: { existing }, task }: SitingParts,
  { which }: Candidates,
): CostMatrix {
  const nearest = costs.nearest(task);
  const covers = model === 'lscp' || model === 'mclp';
  let farthest = 0;
  for (let d = 0; d < demand.count; d += 1)
    if ((demand.people[d] as number) > 0) farthest = Math.max(farthest, nearest.cost[d] as number);
  const keep = (d: number, cost: number): boolean => cost < (nearest.cost[d] as number);
  return joinMatrices(
    cutMatrix(nearestOnly(nearest, existing.length), within),
    costs.candidates(which, covers ? within : Math.min(within, farthest), keep, task),
  );
}

interface ResultParts {
  readonly demand: Demand;
  readonly sites: readonly FacilitySite[];
  readonly costs: CostMatrix;
  readonly candidates: number;
  readonly meanCost: number | null;
}

function resultOf(
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
    ...(isNearest === undefined ? {} : { isNearest }),
    unservable: { cells: unservable.length, people: peopleOf(unservable, demand) },
    ...(perDemand ? { allocation: allocation(outcome, parts) } : {}),
    steps,
  };
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
function soFar(
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
  return {
    kind: 'siting',
    model,
    candidates: sites.length - existingCount,
    status: 'time',
    chosen: Array.from(chosen, (f) => sites[f]?.id ?? ''),
    sites: sitesOf(chosen, servedBy({ assignment }, people), sites),
    objective: step.objective ?? 0,
    bound: step.bound ?? 0,
    gap: step.gap ?? 1,
    before: null,
    meanCost: null,
    unservable: { cells: 0, people: 0 },
    steps: [step],
  };
}

/** People by facility. */
function servedBy(
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

function outcomeWarnings({ status, unservable }: SitingOutcome, demand: Demand, candidates: number): Warning[] {
  const values = { cells: unservable.length, people: Math.round(peopleOf(unservable, demand)), candidates };
  if (status === 'infeasible') {
    return [
      note('warn-infeasible', {
        reason: unservable.length > 0 ? filledBy('infeasible-unservable', values) : STUDY['infeasible-other'],
      }),
    ];
  }
  return unservable.length > 0 ? [note('warn-unservable', values)] : [];
}

function filledBy(
  key: 'infeasible-unservable',
  values: { readonly cells: number; readonly people: number; readonly candidates: number },
): Warning['message'] {
  return note(key, values).message;
}

function peopleOf(cells: Uint32Array, { people }: Demand): number {
  return cells.reduce((sum, cell) => sum + (people[cell] as number), 0);
}
