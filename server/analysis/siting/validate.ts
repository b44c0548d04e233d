import type { MessageValues } from '../../platform/messages/index.ts';
import { SITING_ERRORS, type SitingMessage } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { SitingProblem } from '../types.ts';

/**
 * Throws an `AnalysisError` that says what to do where the problem cannot be solved as asked. `at` points into the
 * siting request. Facilities and demand are named by their number, from 1.
 */
export function validateProblem(problem: SitingProblem): void {
  checkLengths(problem);
  const candidates = problem.costs.facilityCount - problem.existingCount;
  if (candidates <= 0) throw wrong('siting-no-candidates');
  if (!(problem.gap >= 0 && problem.gap <= 1)) throw wrong('siting-gap-bad', { gap: problem.gap }, '/gap');
  checkWithin(problem);
  checkShare(problem);
  checkPeople(problem);
  checkCosts(problem);
  checkOpeningCosts(problem);
  checkHowMany(problem, candidates);
  checkCapacities(problem);
}

function wrong(code: SitingMessage, values: MessageValues = {}, at?: string): AnalysisError {
  return new AnalysisError(code, SITING_ERRORS[code], values, at === undefined ? {} : { at });
}

/** Mistakes of the caller, not of the study. */
function checkLengths({ costs, people, openingCost, capacity, existingCount }: SitingProblem): void {
  const wrong =
    costs.start.length !== costs.facilityCount + 1 ||
    people.length !== costs.demandCount ||
    (openingCost !== null && openingCost.length !== costs.facilityCount) ||
    (capacity !== null && capacity.length !== costs.facilityCount) ||
    existingCount < 0;
  if (wrong) throw new RangeError('the arrays of a siting problem do not fit one another');
}

function checkWithin({ model, within }: SitingProblem): void {
  if (model !== 'lscp' && model !== 'mclp') return;
  if (within === null || !(within >= 0))
    throw wrong('siting-within-missing', { model: model.toUpperCase() }, '/within');
}

function checkShare({ model, share }: SitingProblem): void {
  if (share === undefined) return;
  if (model !== 'lscp') throw wrong('siting-share-for-lscp', { model }, '/share');
  if (!(share > 0 && share <= 1)) throw wrong('siting-share-bad', { share }, '/share');
}

function checkPeople({ people }: SitingProblem): void {
  let some = false;
  for (let d = 0; d < people.length; d++) {
    const count = people[d] as number;
    if (!(count >= 0 && count < Infinity)) throw wrong('siting-people-bad', { demand: d + 1, people: count });
    some ||= count > 0;
  }
  if (!some) throw wrong('siting-no-people');
}

function checkCosts({ costs }: SitingProblem): void {
  for (let f = 0; f < costs.facilityCount; f++) {
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k++) {
      const cost = costs.cost[k] as number;
      if (!(cost >= 0))
        throw wrong('siting-cost-bad', { facility: f + 1, demand: (costs.demand[k] as number) + 1, cost });
      if ((costs.demand[k] as number) >= costs.demandCount)
        throw new RangeError('a cost matrix names a demand it does not have');
    }
  }
}

function checkOpeningCosts({ model, openingCost, budget, costs, existingCount }: SitingProblem): void {
  if (openingCost === null || (budget === null && model !== 'lscp')) return;
  for (let f = existingCount; f < costs.facilityCount; f++) {
    const cost = openingCost[f] as number;
    if (!(cost >= 0 && cost < Infinity)) throw wrong('siting-opening-cost-bad', { facility: f + 1, cost });
  }
}

function checkHowMany(problem: SitingProblem, candidates: number): void {
  const { model, p, budget } = problem;
  if (model === 'lscp') {
    if (p !== null || budget !== null) throw wrong('siting-p-not-for-lscp', {}, p !== null ? '/p' : '/budget');
    return;
  }
  if (p !== null) {
    if (!Number.isInteger(p) || p < 1) throw wrong('siting-p-not-whole', { p }, '/p');
    if (p > candidates) throw wrong('siting-p-too-large', { p, candidates }, '/p');
    if (budget === null) return;
  }
  if (budget === null) throw wrong('siting-p-missing', {}, '/p');
  if (!(budget >= 0)) throw wrong('siting-budget-negative', { budget }, '/budget');
  const cheapest = openingCostsOf(problem).reduce((least, cost) => Math.min(least, cost), Infinity);
  if (cheapest > budget) throw wrong('siting-budget-too-small', { budget, cheapest }, '/budget');
}

/** By candidate. */
export function openingCostsOf({ openingCost, costs, existingCount }: SitingProblem): Float64Array {
  return openingCost === null
    ? new Float64Array(costs.facilityCount - existingCount).fill(1)
    : openingCost.slice(existingCount);
}

function checkCapacities(problem: SitingProblem): void {
  const { model, capacity } = problem;
  if (capacity === null) return;
  for (let f = 0; f < capacity.length; f++) {
    // NaN is a facility without a limit.
    if ((capacity[f] as number) <= 0)
      throw wrong(
        'siting-capacity-not-positive',
        { facility: f + 1, capacity: capacity[f] as number },
        '/useCapacities',
      );
  }
  if (model === 'p-median') checkTotalCapacity(problem, capacity);
}

/** p-median serves everybody who has a way: the largest candidates must hold them. */
function checkTotalCapacity({ p, costs, people, existingCount }: SitingProblem, capacity: Float64Array): void {
  const limits = Array.from(capacity, (limit) => (Number.isNaN(limit) ? Infinity : limit));
  const candidates = limits.slice(existingCount).sort((a, b) => b - a);
  const most = [...limits.slice(0, existingCount), ...candidates.slice(0, p ?? candidates.length)].reduce(
    (sum, limit) => sum + limit,
    0,
  );
  const reached = new Uint8Array(people.length);
  for (const d of costs.demand) reached[d] = 1;
  const needed = people.reduce((sum, count, d) => sum + count * (reached[d] as number), 0);
  if (most < needed) throw wrong('siting-capacity-too-small', { capacity: most, people: needed }, '/p');
}
