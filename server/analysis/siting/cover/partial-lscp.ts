/**
 * Fewest new facilities, or the least opening cost, so that a share of all people is within reach: the partial set
 * covering problem (Daskin & Owen 1999). What a limit of cost covers at most (MCLP) grows with the limit. So a limit
 * that is proven to cover too few is a bound, one that covers enough is an answer, and halving between them finds
 * where they meet.
 */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { openFacilities } from '../choice.ts';
import { EXACT, SitingSearch } from '../solver/search.ts';
import { openingCostsOf } from '../validate.ts';
import { coverModel, nearestWithin, peopleWithin, reachOf, unservableOf, type Reach } from './cover.ts';
import { greedyMost } from './greedy.ts';
import { solveMclp } from './mclp.ts';

/** Sums of people are whole where all people are; else they are exact to this share. */
const HAIR = 1e-9;
/** Limits that differ by less than this share of the cost are probed no further apart. */
const NEAR = 1e-3;
/** Sums of cost closer than this are the same to a limit (`affordable`). */
const RESOLUTION = 4e-9;

/** People that a share comes to, at least. */
export function neededPeople({ people, share = 1 }: Pick<SitingProblem, 'people' | 'share'>): number {
  const total = people.reduce((sum, each) => sum + each, 0);
  return people.every(Number.isInteger) ? Math.ceil(share * total * (1 - HAIR)) : share * total * (1 - HAIR);
}

export async function solvePartialLscp(
  problem: SitingProblem,
  task: Task,
  onStep?: OnSitingStep,
): Promise<SitingOutcome> {
  const search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
  const reach = reachOf(problem);
  const needed = neededPeople(problem);
  const most = peopleWithin(problem, new Uint8Array(problem.costs.facilityCount).fill(1));
  if (most < needed) return infeasible(problem, reach, search);
  const solver = new PartialCoverSolver(problem, search, task, needed);
  solver.start(reach);
  await solver.halve();
  const chosen = await solver.fullest();
  return {
    ...search.settle(solver.costOf(chosen)),
    chosen,
    before: null,
    assignment: nearestWithin(problem, openFacilities(problem, chosen)),
    unservable: unservableOf(problem, reach),
    steps: search.steps,
  };
}

function infeasible(problem: SitingProblem, reach: Reach, search: SitingSearch): SitingOutcome {
  return {
    status: 'infeasible',
    chosen: new Uint32Array(0),
    objective: NaN,
    bound: NaN,
    gap: NaN,
    before: null,
    assignment: nearestWithin(problem, openFacilities(problem, [])),
    unservable: unservableOf(problem, reach),
    steps: search.steps,
  };
}

class PartialCoverSolver {
  private readonly problem: SitingProblem;
  private readonly search: SitingSearch;
  private readonly task: Task;
  private readonly needed: number;
  private readonly openingCost: Float64Array;
  private readonly isWhole: boolean;

  constructor(problem: SitingProblem, search: SitingSearch, task: Task, needed: number) {
    this.problem = problem;
    this.search = search;
    this.task = task;
    this.needed = needed;
    this.openingCost = openingCostsOf(problem);
    this.isWhole = this.openingCost.every(Number.isInteger);
  }

  costOf(chosen: Uint32Array): number {
    return chosen.reduce((sum, f) => sum + (this.openingCost[f - this.problem.existingCount] as number), 0);
  }

  /** What greedy covers enough with; all candidates where rounding keeps it a hair below. */
  start(reach: Reach): void {
    const { problem, search, openingCost, needed } = this;
    const { existingCount } = problem;
    search.prove(0);
    const base = this.people(new Uint32Array(0));
    const model = coverModel(problem, reach, openingCost);
    for (const byCost of [true, false]) {
      const columns = base >= needed ? new Uint32Array(0) : greedyMost(model, Infinity, byCost, needed - base).chosen();
      const chosen = columns.map((column) => model.facility[column] as number);
      this.offer(this.covers(chosen) ? chosen : Uint32Array.from(openingCost.keys(), (c) => existingCount + c));
    }
    search.step('greedy');
  }

  /** Closes in on the least limit that covers enough. */
  async halve(): Promise<void> {
    const { search } = this;
    while (!search.done()) {
      const [low, high] = [search.bound as number, search.objective as number];
      const middle = (low + high) / 2;
      const isNear = high - low <= (this.isWhole ? 1 : NEAR * high);
      const below = this.isWhole ? high - 1 : high - RESOLUTION * Math.max(1, high);
      const limit = isNear ? below : this.isWhole ? Math.floor(middle) : middle;
      const outcome = await solveMclp(this.limited(limit, 0), this.task, undefined, this.needed);
      const covers = this.covers(outcome.chosen);
      if (covers && !this.offer(outcome.chosen)) break;
      // Whole costs come to the next whole number; of others it is known that they are above the limit.
      if (!covers && outcome.bound < this.needed) search.prove(this.isWhole ? limit + 1 : isNear ? high : limit);
      else if (!covers) break;
      search.step('exact');
    }
  }

  /** Of choices of the same cost the one that covers most, as far as the gap and the time allow. */
  async fullest(): Promise<Uint32Array> {
    const { problem, search } = this;
    const found = search.chosen as Uint32Array;
    if (found.length === 0 || search.stopped()) return found;
    const { chosen } = await solveMclp(this.limited(search.objective as number, problem.gap), this.task);
    const isFuller =
      this.people(chosen) > this.people(found) && this.costOf(chosen) <= this.costOf(found) * (1 + EXACT);
    return isFuller ? chosen : found;
  }

  private limited(budget: number, gap: number): SitingProblem {
    return { ...this.problem, model: 'mclp', p: null, budget, gap };
  }

  private people(chosen: Uint32Array): number {
    return peopleWithin(this.problem, openFacilities(this.problem, chosen));
  }

  private covers(chosen: Uint32Array): boolean {
    return this.people(chosen) >= this.needed;
  }

  private offer(chosen: Uint32Array): boolean {
    return this.search.offer(this.costOf(chosen), () => chosen);
  }
}
