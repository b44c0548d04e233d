/** Siting in a study: its candidates and costs as a problem in numbers, and the outcome as the answer. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { SitingRequest, SitingResult } from '../../../tiles/api/siting.ts';
import { STUDY } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Demand, SitingOutcome } from '../types.ts';
import { sumOf } from '../sums.ts';
import { allowedCandidates, problemOf, type SitingParts } from './siting-problem.ts';
import { resultOf, soFar } from './siting-result.ts';
import { note } from './warnings.ts';

export interface SitingAnswer {
  readonly result: SitingResult;
  readonly assumptions: readonly Warning[];
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
    warnings: [...candidates.warnings, ...outcomeWarnings(outcome, request, demand, candidates.sites.length)],
  };
}

function outcomeWarnings(
  { status, unservable }: SitingOutcome,
  { share, useCapacities = false }: SitingRequest,
  demand: Demand,
  candidates: number,
): Warning[] {
  const people = unservable.reduce((sum, cell) => sum + (demand.people[cell] as number), 0);
  const values = { cells: unservable.length, people: Math.round(people), candidates };
  if (status !== 'infeasible') return unservable.length > 0 ? [note('warn-unservable', values)] : [];
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
