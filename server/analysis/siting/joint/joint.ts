/**
 * Siting by one linear model after another, for HiGHS: first as many people as can be served are, then the aim of the
 * model counts, then the mean cost. Each is held to by those that follow.
 */
import { AnalysisError } from '../../errors.ts';
import type { OnSitingStep, SitingFlows, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { filledUp } from '../choice.ts';
import { neededPeople } from '../cover/partial-lscp.ts';
import { SITING_ERRORS } from '../messages.ts';
import { solveMip, type MipResult } from '../solver/highs.ts';
import { SitingSearch } from '../solver/search.ts';
import { openingCostsOf } from '../validate.ts';
import { jointCost, jointModel, jointPairs, NO_LIMITS } from './joint-model.ts';
import type { JointAim, JointLimits, JointPairs } from './joint-model.ts';

/** More than these are not for HiGHS: its linear programs take minutes. */
const MOST_PAIRS = 200_000;
/** Rounding of sums of people, as a share. */
const HAIR = 1e-9;
/** Shares of a demand below this are rounding. */
const LEAST_SHARE = 1e-7;

/** Whether a problem is one that only the joint model holds. */
export function isJoint({ model, p, budget, capacity, split, exchange }: SitingProblem): boolean {
  if (exchange !== undefined) return true;
  if (p !== null && budget !== null) return true;
  return capacity !== null && (split === true || model === 'lscp' || model === 'p-center');
}

export async function solveJoint(problem: SitingProblem, task: Task, onStep?: OnSitingStep): Promise<SitingOutcome> {
  const pairs = jointPairs(problem);
  if (pairs.facility.length > MOST_PAIRS)
    throw new AnalysisError('siting-joint-too-large', SITING_ERRORS['siting-joint-too-large'], {
      pairs: pairs.facility.length,
      most: MOST_PAIRS,
    });
  const search = new SitingSearch(task, {
    sense: problem.model === 'mclp' ? 'max' : 'min',
    gap: problem.gap,
    onStep,
  });
  return new Joint(problem, search, pairs).solve();
}

/** What a model came to. */
interface Found {
  readonly x: Float64Array;
  readonly objective: number;
  readonly bound: number | null;
}

class Joint {
  private readonly pairs: JointPairs;
  private readonly candidates: number;
  private readonly problem: SitingProblem;
  private readonly search: SitingSearch;

  constructor(problem: SitingProblem, search: SitingSearch, pairs: JointPairs) {
    this.problem = problem;
    this.search = search;
    this.pairs = pairs;
    this.candidates = problem.costs.facilityCount - problem.existingCount;
  }

  async solve(): Promise<SitingOutcome> {
    const { problem, search } = this;
    const { model, p, budget, share } = problem;
    const before = await this.run('people', { ...NO_LIMITS, p: 0 }, 0, this.nothing());
    const limits: JointLimits = model === 'lscp' ? NO_LIMITS : { ...NO_LIMITS, p, budget };
    const most = await this.run('people', limits, model === 'mclp' ? problem.gap : 0, before.x);
    const servedBefore = before.objective;
    if (model === 'mclp') this.note(most, 'bound');
    const held = { ...limits, served: most.objective };
    if (model === 'mclp') {
      const near = await this.run('cost', held, problem.gap, most.x);
      return this.outcome(near.x, most.objective, servedBefore);
    }
    if (model === 'lscp') {
      if (share !== undefined) return this.partial(limits, most, neededPeople(problem));
      const least = await this.run('opening', held, problem.gap, most.x);
      this.note(least, 'bound');
      const near = await this.run('cost', { ...held, budget: least.objective * (1 + HAIR) }, problem.gap, least.x);
      return this.outcome(near.x, least.objective, null);
    }
    const served = { before: servedBefore, most: most.objective };
    if (model === 'p-median') {
      const near = await this.run('cost', held, problem.gap, most.x);
      this.note(near, 'bound');
      return this.outcome(near.x, near.objective, await this.costBefore(served));
    }
    const { farthest, x } = await this.center(held, most.x);
    search.objective = farthest;
    search.step('bound');
    const near = await this.run('cost', { ...held, farthest }, problem.gap, x);
    const now = await this.centerBefore(served);
    return this.outcome(near.x, farthest, now);
  }

  /** Least opening cost that serves enough, then most people for it. */
  private async partial(limits: JointLimits, most: Found, needed: number): Promise<SitingOutcome> {
    const { problem } = this;
    if (most.objective < needed) {
      const isProven = (most.bound ?? Infinity) < needed;
      const outcome = this.outcome(this.nothing(), NaN, null);
      return { ...outcome, objective: NaN, bound: NaN, gap: NaN, status: isProven ? 'infeasible' : outcome.status };
    }
    const least = await this.run('opening', { ...limits, served: needed }, problem.gap, most.x);
    this.note(least, 'bound');
    const paid = { ...limits, budget: least.objective * (1 + HAIR) };
    const fullest = await this.run('people', paid, problem.gap, least.x);
    const near = await this.run('cost', { ...paid, served: fullest.objective }, problem.gap, fullest.x);
    return this.outcome(near.x, least.objective, null);
  }

  /** The least cost at which as many are served, by halving the list of costs that there are. */
  private async center(
    held: JointLimits,
    start: Float64Array,
  ): Promise<{ readonly farthest: number; readonly x: Float64Array }> {
    const costs = [...new Set(this.pairs.cost)].sort((a, b) => a - b);
    let x = start;
    let [low, high] = [0, Math.max(0, costs.indexOf(this.farthestOf(x)))];
    const enough = held.served * (1 - HAIR);
    let isProven = true;
    while (low < high && !this.search.stopped()) {
      const middle = (low + high) >> 1;
      const limits = { ...held, served: 0, farthest: costs[middle] as number };
      const found = await this.run('people', limits, 0, null);
      if (found.objective >= enough) [x, high] = [found.x, middle];
      else if (found.bound !== null && found.bound < enough) low = middle + 1;
      else {
        isProven = false;
        break;
      }
    }
    const farthest = costs[high] ?? 0;
    this.search.prove(isProven && low === high ? farthest : (costs[low] ?? 0));
    return { farthest, x };
  }

  private async costBefore(served: { readonly before: number; readonly most: number }): Promise<number | null> {
    if (this.problem.existingCount === 0 || served.before < served.most * (1 - HAIR)) return null;
    return (await this.run('cost', { ...NO_LIMITS, p: 0, served: served.before }, 0, null)).objective;
  }

  private async centerBefore(served: { readonly before: number; readonly most: number }): Promise<number | null> {
    if (this.problem.existingCount === 0 || served.before < served.most * (1 - HAIR)) return null;
    const held = { ...NO_LIMITS, p: 0, served: served.before };
    const first = await this.run('people', { ...held, served: 0 }, 0, null);
    const bound = this.search.bound;
    const { farthest } = await this.center(held, first.x);
    this.search.bound = bound;
    return farthest;
  }

  private nothing(): Float64Array {
    return new Float64Array(this.candidates + this.pairs.facility.length);
  }

  private async run(aim: JointAim, limits: JointLimits, gap: number, start: Float64Array | null): Promise<Found> {
    const { search } = this;
    const result: MipResult = await solveMip(jointModel(this.problem, this.pairs, aim, limits), {
      timeLimitS: search.remainingMs() / 1000,
      gap,
      isCancelled: () => search.stopped(),
      ...(start === null ? {} : { start }),
    });
    const x = result.x ?? start ?? this.nothing();
    return { x, objective: result.objective ?? this.valueOf(aim, x), bound: result.bound };
  }

  private valueOf(aim: JointAim, x: Float64Array): number {
    return jointCost(this.problem, this.pairs, aim).reduce(
      (sum, each, variable) => sum + each * (x[variable] as number),
      0,
    );
  }

  private note({ objective, bound, x }: Found, phase: 'bound' | 'exact'): void {
    const { search } = this;
    search.objective = objective;
    search.chosen = this.chosenOf(x);
    if (bound !== null) search.prove(bound);
    search.step(phase);
  }

  private chosenOf(x: Float64Array): Uint32Array {
    const chosen: number[] = [];
    for (let c = 0; c < this.candidates; c++) if ((x[c] as number) > 0.5) chosen.push(this.problem.existingCount + c);
    return Uint32Array.from(chosen);
  }

  private farthestOf(x: Float64Array): number {
    let farthest = 0;
    for (let k = 0; k < this.pairs.cost.length; k++)
      if ((x[this.candidates + k] as number) > LEAST_SHARE) farthest = Math.max(farthest, this.pairs.cost[k] as number);
    return farthest;
  }

  private outcome(x: Float64Array, objective: number, before: number | null): SitingOutcome {
    const { problem, search, pairs } = this;
    const flows = this.flowsOf(x);
    const assignment = new Int32Array(problem.people.length).fill(-1);
    const most = new Float64Array(problem.people.length);
    flows.demand.forEach((d, k) => {
      if ((flows.people[k] as number) <= (most[d] as number)) return;
      most[d] = flows.people[k] as number;
      assignment[d] = flows.facility[k] as number;
    });
    const servable = new Uint8Array(problem.people.length);
    const opening = openingCostsOf(problem);
    for (let k = 0; k < pairs.facility.length; k++) {
      const f = pairs.facility[k] as number;
      const price = f < problem.existingCount ? 0 : (opening[f - problem.existingCount] as number);
      if (price <= (problem.budget ?? Infinity)) servable[pairs.demand[k] as number] = 1;
    }
    return {
      ...search.settle(objective),
      // A request for p facilities gets p, where nothing is to be paid for them.
      chosen:
        problem.budget === null && problem.exchange === undefined
          ? filledUp(problem, this.chosenOf(x))
          : this.chosenOf(x),
      before,
      assignment,
      flows,
      unservable: Uint32Array.from(servable.keys()).filter(
        (d) => servable[d] === 0 && (problem.people[d] as number) > 0,
      ),
      steps: search.steps,
    };
  }

  private flowsOf(x: Float64Array): SitingFlows {
    const kept = Array.from(this.pairs.facility.keys()).filter((k) => (x[this.candidates + k] as number) > LEAST_SHARE);
    return {
      facility: Uint32Array.from(kept, (k) => this.pairs.facility[k] as number),
      demand: Uint32Array.from(kept, (k) => this.pairs.demand[k] as number),
      people: Float64Array.from(
        kept,
        (k) => (x[this.candidates + k] as number) * (this.problem.people[this.pairs.demand[k] as number] as number),
      ),
      cost: Float64Array.from(kept, (k) => this.pairs.cost[k] as number),
    };
  }
}
