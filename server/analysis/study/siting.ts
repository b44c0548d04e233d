/** Siting in a study: its candidates and costs as a problem in numbers, and the outcome as the answer. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingRequest, SitingResult } from '../../../tiles/api/siting.ts';
import type { SitingStatus } from '../../../tiles/api/vocabulary.ts';
import { STUDY } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand, OnSitingStep, SitingOutcome } from '../types.ts';
import { sumOf } from '../sums.ts';
import { allowedCandidates, periodOf, problemOf, type SitingParts } from './siting-problem.ts';
import { periodResult, resultOf, soFar } from './siting-result.ts';
import { note } from './warnings.ts';

export interface SitingAnswer {
  readonly result: SitingResult;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** From the best to the worst. */
const STATUSES: readonly SitingStatus[] = ['optimal', 'gap', 'time', 'cancelled', 'infeasible'];

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
  const p = request.p ?? request.periods?.reduce((sum, period) => sum + (period.p ?? 0), 0) ?? 0;
  if (p > candidates.sites.length) {
    const place = request.periods === undefined ? 'p' : 'periods';
    const values = { p, count: candidates.sites.length };
    throw new AnalysisError('p-above-candidates', STUDY['p-above-candidates'], values, { at: `${at}/${place}` });
  }
  const problem = problemOf(request, parts, candidates);
  const sites = [...existing, ...candidates.sites];
  // Only a study that needs a solver loads it.
  const { meanCost, solvePeriods, solveSiting } = await import('../siting/index.ts');
  const tell: OnSitingStep = (step, chosen) => {
    onStep(step, chosen === null ? null : soFar(request, problem, sites, step, chosen));
  };
  const { periods } = request;
  const search =
    periods === undefined
      ? solveSiting(problem, searchTask, tell).then((only) => [only])
      : solvePeriods(
          problem,
          periods.map((period) => periodOf(period, candidates.sites)),
          searchTask,
          tell,
        );
  const outcomes = await search.catch((error: unknown) => {
    throw error instanceof AnalysisError ? error.within(at) : error;
  });
  const found = (outcome: SitingOutcome): SitingResult =>
    resultOf(request, outcome, {
      demand,
      sites,
      costs: problem.costs,
      candidates: candidates.sites.length,
      meanCost: meanCost(problem, outcome),
    });
  const outcome = chained(outcomes);
  return {
    result: {
      ...found(outcome),
      ...(periods === undefined ? {} : { periods: outcomes.map((each) => periodResult(found(each))) }),
    },
    assumptions: [
      ...(existing.length > 0 ? [note('assume-existing', { count: existing.length })] : []),
      ...(request.useCapacities === true
        ? [note(request.wholeCells === true ? 'assume-whole-cells' : 'assume-split')]
        : []),
    ],
    warnings: [...candidates.warnings, ...outcomeWarnings(outcome, request, demand, candidates.sites.length)],
  };
}

/** All that was chosen, with the figures of the last period; no better proven than any of them. */
function chained(outcomes: readonly SitingOutcome[]): SitingOutcome {
  const last = outcomes.at(-1) as SitingOutcome;
  const worst = Math.max(...outcomes.map(({ status }) => STATUSES.indexOf(status)));
  return {
    ...last,
    status: STATUSES[worst] ?? last.status,
    chosen: Uint32Array.from(outcomes.flatMap(({ chosen }) => [...chosen])).sort(),
    before: outcomes[0]?.before ?? null,
    steps: outcomes.flatMap(({ steps }) => steps),
  };
}

function outcomeWarnings(
  { status, unservable }: SitingOutcome,
  { share: whole, periods, useCapacities = false }: SitingRequest,
  demand: Demand,
  candidates: number,
): Warning[] {
  const people = unservable.reduce((sum, cell) => sum + (demand.people[cell] as number), 0);
  const values = { cells: unservable.length, people: Math.round(people), candidates };
  if (status !== 'infeasible') return unservable.length > 0 ? [note('warn-unservable', values)] : [];
  // A share that a period cannot have is no smaller in those after it.
  const share = whole ?? periods?.at(-1)?.share;
  if (share === undefined) return [note('warn-infeasible', { reason: STUDY['infeasible-other'] })];
  const asked = percent(share);
  const reason = useCapacities
    ? note('infeasible-share-capacity', { asked })
    : note('infeasible-share', { asked, most: percent(1 - people / sumOf(demand.people)), candidates });
  return [note('warn-infeasible', { reason: reason.message })];
}

/** To two digits, down, so that what cannot be had is never said to be had. */
function percent(share: number): number {
  return Math.floor(share * 10_000 + 1e-6) / 100;
}
