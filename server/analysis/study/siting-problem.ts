/** A siting of a study as a problem in numbers: its candidates, limits and costs. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingRequest, SitingResult, SitingStep } from '../../../tiles/api/siting.ts';
import { AnalysisError } from '../errors.ts';
import { locateInAreas } from '../measures/areas.ts';
import { cutMatrix, joinMatrices, nearestOnly } from '../paths/matrix.ts';
import type { CostMatrix, Demand, SitingProblem, Task } from '../types.ts';
import type { StudyCosts } from './costs.ts';
import { lonLatOf, type FacilitySite } from './facility-set.ts';
import { STUDY } from './messages.ts';
import type { Resolved } from './resolve.ts';
import { note, someOf } from './warnings.ts';

/** Gap at which a search ends where the study names none: no figure here is known to half a percent. */
export const USUAL_GAP = 0.005;

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

export interface Candidates {
  readonly which: Uint32Array;
  readonly sites: readonly FacilitySite[];
  readonly warnings: readonly Warning[];
}

/** Candidates outside the forbidden areas. */
export function allowedCandidates(
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

export function problemOf(request: SitingRequest, parts: SitingParts, candidates: Candidates): SitingProblem {
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
  request.periods?.forEach(({ budget }, nth) => {
    if (budget !== undefined) refuseWithoutCost(candidates.sites, `${at}/periods/${String(nth)}/budget`);
  });
  const openingCost = sites.every(({ cost }) => Number.isNaN(cost))
    ? null
    : Float64Array.from(sites, ({ cost }, index) => (index < existing.length ? 0 : Number.isNaN(cost) ? 1 : cost));
  return {
    model,
    ...limitsOf(request, candidates.sites),
    within,
    gap,
    ...(request.share === undefined ? {} : { share: request.share }),
    capacity,
    split: capacity !== null && request.wholeCells !== true,
    openingCost,
    existingCount: existing.length,
    people: demand.people,
    costs: capacity === null ? prunedCosts(request, parts, candidates) : allCosts(request, parts, candidates),
  };
}

/** What one period may add. */
export function periodOf(
  period: NonNullable<SitingRequest['periods']>[number],
  sites: readonly FacilitySite[],
): Pick<SitingProblem, 'p' | 'budget' | 'share'> {
  const { share } = period;
  return { ...limitsOf(period, sites), ...(share === undefined ? {} : { share }) };
}

/** Budgets are divided to within rounding: three sites of 0.1 fit into 0.3. */
const ROUNDING = 1e-12;

/** Where all candidates cost the same a budget is a number of them, which is far sooner solved than both. */
function limitsOf(
  request: Pick<SitingRequest, 'p' | 'budget'>,
  sites: readonly FacilitySite[],
): { readonly p: number | null; readonly budget: number | null } {
  const { p = null, budget = null } = request;
  const each = sites[0]?.cost ?? NaN;
  const affordable = budget === null ? NaN : Math.floor((budget / each) * (1 + ROUNDING));
  const isNumber = affordable >= 1 && affordable < Infinity && sites.every(({ cost }) => cost === each);
  return isNumber ? { p: Math.min(p ?? sites.length, affordable, sites.length), budget: null } : { p, budget };
}

export function refuseWithoutCapacity(sites: readonly FacilitySite[], at: string): void {
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
