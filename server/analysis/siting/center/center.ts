/**
 * p-center: the least cost of the worst served, by p new facilities or those that a budget pays for, beside the
 * existing ones (Hakimi 1964; Minieka 1970). Everybody with people counts alike. As with p-median, of two choices the
 * one that leaves fewer people unserved is better, whatever the cost of the worst served.
 *
 * The cost is one of those in the table. Three halvings find it: the lowest at which greedy and interchange serve
 * everybody, the lowest that Lagrangian bounds do not rule out (the sharper bound of Elloumi, Labbé & Pochet 2004), and
 * between these two by branch and bound, and HiGHS where that is slow.
 */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { coverCore } from './center-cover.ts';
import { CoverSearch, type Answer, type CoverOptions, type Effort } from './center-search.ts';
import { medianCore, type MedianCore } from '../median/median-core.ts';
import {
  filledUp,
  medianValue,
  servableDemand,
  serve,
  unservableDemand,
  type Served,
} from '../median/median-evaluate.ts';
import { SitingSearch, Stopped } from '../solver/search.ts';

export async function solveCenter(problem: SitingProblem, task: Task, onStep?: OnSitingStep): Promise<SitingOutcome> {
  const search = new CenterSearch(problem, task, onStep);
  try {
    await search.run();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return search.outcome();
}

/** More than any cost, less than that of no way at all. */
const ANY_COST = Number.MAX_VALUE / 2;

class CenterSearch {
  private readonly problem: SitingProblem;
  private readonly task: Task;
  private readonly search: SitingSearch;
  private readonly servable: Uint8Array;
  private readonly core: MedianCore;
  /** People by row of the core. */
  private readonly people: Float64Array;
  /** Costs that the answer can have, ascending; those below `low` are ruled out, that at `high` is reached. */
  private costs: Float64Array = new Float64Array(0);
  private low = 0;
  private high = 0;
  private unserved = Infinity;
  /** People that have to be left out; null while it is not proven. */
  private leastUnserved: number | null = null;

  constructor(problem: SitingProblem, task: Task, onStep: OnSitingStep | undefined) {
    this.problem = problem;
    this.task = task;
    this.search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
    this.servable = servableDemand(problem);
    const unit = { ...problem, people: Float64Array.from(problem.people, (each) => (each > 0 ? 1 : 0)) };
    this.core = medianCore(unit, Number.MAX_VALUE);
    this.people = Float64Array.from(this.core.row, (demand) => problem.people[demand] as number);
  }

  async run(): Promise<void> {
    this.keep([]);
    this.search.prove(this.leastCost());
    this.decideUnserved();
    this.costs = this.possibleCosts();
    this.low = 0;
    this.high = this.positionOf(this.search.objective as number);
    this.prove();
    this.search.step('greedy');
    await this.halve('heuristic', 'interchange');
    await this.halve('bound', 'bound');
    await this.halve('exact', 'exact');
  }

  outcome(): SitingOutcome {
    const { problem, search } = this;
    const chosen = filledUp(problem, search.chosen ?? []);
    const served = serve(problem, chosen);
    const figures = search.settle(this.worst(served));
    const without = serve(problem, []);
    const hasBefore = problem.existingCount > 0 && medianValue(problem, without, this.servable).unserved === 0;
    return {
      ...figures,
      chosen,
      assignment: served.assignment,
      unservable: unservableDemand(this.servable),
      steps: search.steps,
      before: hasBefore ? this.worst(without) : null,
    };
  }

  private readonly checkpoint = (): void => {
    if (this.search.stopped()) throw new Stopped();
  };

  /**
   * Halves the costs between what is ruled out and what is reached; where this effort leaves it open, the higher ones
   * only.
   */
  private async halve(effort: Effort, phase: 'interchange' | 'bound' | 'exact'): Promise<void> {
    let low = this.low;
    let high = this.high;
    while (low < high && !this.search.closed()) {
      this.checkpoint();
      this.task.progress(1 - (high - low) / this.costs.length, phase);
      const middle = (low + high) >>> 1;
      const answer = await this.within(this.costs[middle] as number, effort);
      if (answer === 'none') {
        low = middle + 1;
        this.low = Math.max(this.low, low);
        this.prove();
      } else if (answer === 'found') {
        this.high = Math.min(this.high, this.positionOf(this.search.objective as number));
        high = Math.min(middle, this.high);
      } else if (effort === 'heuristic') low = middle + 1;
      else high = middle;
      if (effort !== 'heuristic') this.search.step(phase);
    }
    if (effort === 'heuristic') this.search.step(phase);
  }

  /** Whether some choice serves everybody who can be at this cost; a choice found is kept. */
  private async within(cost: number, effort: Effort): Promise<Answer> {
    const allowed = this.leastUnserved as number;
    const cover = coverCore(this.core, cost, allowed > 0 ? this.people : null);
    if (cover === null) return 'none';
    return new CoverSearch(cover, this.coverOptions(allowed)).look(effort);
  }

  private coverOptions(allowed: number): CoverOptions {
    const { search } = this;
    return {
      allowed,
      checkpoint: this.checkpoint,
      onFound: this.keep,
      remainingMs: () => search.remainingMs(),
      stopped: () => search.stopped(),
    };
  }

  /** Finds how many people have to be left out, and a choice that leaves out no more. */
  private decideUnserved(): void {
    const cover = coverCore(this.core, ANY_COST, this.people);
    if (cover === null) return;
    this.leastUnserved = new CoverSearch(cover, this.coverOptions(0)).least();
  }

  private possibleCosts(): Float64Array {
    const { core } = this;
    const most = this.search.objective as number;
    const least = this.leastCost();
    const costs: number[] = [least, most];
    for (const list of [core.entryCost, core.base])
      for (const cost of list) if (cost > least && cost < most) costs.push(cost);
    const sorted = Float64Array.from(costs).sort();
    return sorted.filter((cost, i) => i === 0 || cost !== sorted[i - 1]);
  }

  /** A cost that no choice can go below: the greatest of the least costs at which demand can be served. */
  private leastCost(): number {
    const { core, problem } = this;
    const without = serve(problem, []);
    const inCore = new Uint8Array(problem.people.length);
    for (const demand of core.row) inCore[demand] = 1;
    let least = 0;
    for (let demand = 0; demand < inCore.length; demand++) {
      const cost = without.cost[demand] as number;
      if (inCore[demand] === 0 && (problem.people[demand] as number) > 0 && cost !== Infinity)
        least = Math.max(least, cost);
    }
    // Where people have to be left out it may be any of them.
    if (this.leastUnserved === 0)
      for (let i = 0; i < core.demandCount; i++)
        least = Math.max(least, core.entryCost[core.start[i] as number] as number);
    return least;
  }

  private positionOf(cost: number): number {
    let low = 0;
    let high = this.costs.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.costs[middle] as number) < cost) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private prove(): void {
    this.search.prove(this.costs[this.low] as number);
  }

  private readonly keep = (facilities: readonly number[]): void => {
    const served = serve(this.problem, facilities);
    const { unserved } = medianValue(this.problem, served, this.servable);
    const worst = this.worst(served);
    // Sums of the same people in another order are the same.
    const hair = 1e-9 * unserved;
    if (
      unserved > this.unserved + hair ||
      (unserved >= this.unserved - hair && worst >= (this.search.objective as number))
    )
      return;
    this.unserved = unserved;
    this.search.objective = worst;
    this.search.chosen = Uint32Array.from(facilities).sort();
  };

  private worst({ cost }: Served): number {
    let worst = 0;
    for (let demand = 0; demand < cost.length; demand++) {
      if ((this.problem.people[demand] as number) > 0 && cost[demand] !== Infinity)
        worst = Math.max(worst, cost[demand] as number);
    }
    return worst;
  }
}
