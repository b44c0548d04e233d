/**
 * p-median: least people × cost, by p new facilities or those that a budget pays for, beside the existing ones (Hakimi
 * 1964). Who can be served must be: of two choices the one that leaves fewer people unserved is better, whatever the
 * cost; among equals the cheaper one. Demand that nothing can serve is listed and counts for nothing.
 *
 * Greedy addition and interchange give a choice, Lagrangian relaxation a bound, and branch and bound closes the gap.
 * With capacities see `median-capacity.ts`.
 */
import { randomFrom } from '../../random.ts';
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { solveCapacityMedian } from './median-capacity.ts';
import { medianCore, type MedianCore } from './median-core.ts';
import { filledUp, medianValue, servableDemand, serve, unservableDemand } from './median-evaluate.ts';
import { greedyAddition, interchange, MedianState, perturb } from './median-interchange.ts';
import { roundingOf } from './median-lagrangian.ts';
import { cutoffOf, roundedUp, searchMedian, type Incumbent } from './median-search.ts';
import { SitingSearch, Stopped } from '../solver/search.ts';

const RESTARTS = 8;
/** Pairs of demand and site beyond which one search takes too long for restarts. */
const MOST_PAIRS_FOR_RESTARTS = 1_000_000;
const SEED = 1964;
/** Steps of the exact search are told this often. */
const STEP_EVERY_MS = 200;

/** How a search may be helped and limited. */
export interface MedianHints {
  /** A good choice, known beforehand. */
  readonly start: Uint32Array;
  /** Pieces of branch and bound at most. */
  readonly mostPieces: number;
}

export async function solveMedian(
  problem: SitingProblem,
  task: Task,
  onStep?: OnSitingStep,
  hints: MedianHints | null = null,
): Promise<SitingOutcome> {
  if (problem.capacity?.some(Number.isFinite) === true) return solveCapacityMedian(problem, task, onStep);
  const search = new MedianSearch(problem, task, onStep, hints);
  try {
    search.run();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return search.outcome();
}

/** What one person left unserved costs: more than all else that choices can differ by. */
export function unservedPenalty({ costs, people }: SitingProblem): number {
  const most = new Float64Array(costs.demandCount);
  for (let k = 0; k < costs.cost.length; k++) {
    const demand = costs.demand[k] as number;
    most[demand] = Math.max(most[demand] as number, costs.cost[k] as number);
  }
  let total = 0;
  let least = Infinity;
  for (let demand = 0; demand < people.length; demand++) {
    const weight = people[demand] as number;
    total += weight * (most[demand] as number);
    if (weight > 0) least = Math.min(least, weight);
  }
  // Sums of whole people differ by one at least; of others, it is taken, by no less than the smallest of them.
  const unit = people.every(Number.isInteger) ? 1 : Math.min(1, least);
  return Math.ceil(total / unit) + 1;
}

class MedianSearch {
  private readonly problem: SitingProblem;
  private readonly task: Task;
  private readonly search: SitingSearch;
  private readonly servable: Uint8Array;
  private readonly penalty: number;
  private readonly core: MedianCore;
  private readonly state: MedianState;
  /** With the penalty of those unserved. */
  private best = Infinity;
  private unserved = Infinity;
  /** Of cost and penalty. */
  private bound = 0;
  private open: Uint8Array;
  private toldAtMs = 0;
  private readonly hints: MedianHints | null;

  constructor(problem: SitingProblem, task: Task, onStep: OnSitingStep | undefined, hints: MedianHints | null) {
    this.problem = problem;
    this.task = task;
    this.hints = hints;
    this.search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
    this.servable = servableDemand(problem);
    this.penalty = unservedPenalty(problem);
    this.core = medianCore(problem, this.penalty);
    this.state = new MedianState(this.core);
    this.open = new Uint8Array(this.core.siteCount);
  }

  run(): void {
    const { search, state, core } = this;
    this.keep();
    this.prove(leastCost(core));
    this.task.progress(0, 'greedy');
    if (this.hints !== null) this.takeUp(this.hints.start);
    try {
      greedyAddition(state, this.checkpoint);
    } finally {
      this.keep();
      search.step('greedy');
    }
    this.improve();
    const lambda = state.multipliers(this.open);
    searchMedian(core, lambda, -Infinity, {
      incumbent: this.incumbent(),
      checkpoint: this.checkpoint,
      onBound: this.onBound,
      ...(this.hints === null ? {} : { mostPieces: this.hints.mostPieces }),
      enoughAt: () => this.penalty * this.unserved + (search.objective ?? 0) * (1 - this.problem.gap),
    });
  }

  private takeUp(start: Uint32Array): void {
    const given = new Set(start);
    this.state.reset(Uint8Array.from(this.core.site, (facility) => (given.has(facility) ? 1 : 0)));
    this.keep();
    interchange(this.state, this.checkpoint);
    this.keep();
    this.state.reset(new Uint8Array(this.core.siteCount));
  }

  outcome(): SitingOutcome {
    const { problem, search } = this;
    const chosen = filledUp(problem, this.facilities());
    const served = serve(problem, chosen);
    const figures = search.settle(medianValue(problem, served, this.servable).cost);
    const without = medianValue(problem, serve(problem, []), this.servable);
    return {
      ...figures,
      chosen,
      assignment: served.assignment,
      unservable: unservableDemand(this.servable),
      steps: search.steps,
      before: without.unserved > 0 || problem.existingCount === 0 ? null : without.cost,
    };
  }

  private readonly checkpoint = (): void => {
    if (this.search.stopped()) throw new Stopped();
  };

  private readonly onBound = (bound: number, open: number): void => {
    this.prove(bound);
    const { search } = this;
    if (open > 0 && search.atMs - this.toldAtMs < STEP_EVERY_MS) return;
    search.step(this.toldAtMs === 0 ? 'bound' : 'exact');
    this.toldAtMs = search.atMs;
    this.task.progress(1 - Math.min(1, search.gap ?? 1), 'exact');
  };

  private improve(): void {
    const { search, state } = this;
    const random = randomFrom(SEED);
    try {
      interchange(state, this.checkpoint);
      this.keep();
      const restarts = this.core.entrySite.length > MOST_PAIRS_FOR_RESTARTS ? 0 : RESTARTS;
      for (let restart = 0; restart < restarts && !search.closed(); restart++) {
        state.reset(this.open);
        perturb(state, random);
        interchange(state, this.checkpoint);
        this.keep();
      }
    } finally {
      this.keep();
      search.step('interchange');
    }
  }

  private incumbent(): Incumbent {
    const siteOf = new Map(Array.from(this.core.site, (facility, site) => [facility, site]));
    const target = (): number => this.best;
    const cutoff = (): number => cutoffOf(this.best, this.core.whole);
    return {
      get target() {
        return target();
      },
      get cutoff() {
        return cutoff();
      },
      isWorth: (cost, atRoot) => cost < this.best * (atRoot ? 1.01 : 1),
      offer: (facilities) => {
        const open = new Uint8Array(this.core.siteCount);
        for (const facility of facilities) open[siteOf.get(facility) as number] = 1;
        this.state.reset(open);
        this.keep();
        interchange(this.state, this.checkpoint);
        this.keep();
      },
    };
  }

  /** Keeps what is open now, if it is the best so far. */
  private keep(): void {
    const cost = this.state.cost();
    if (!(cost < this.best)) return;
    this.best = cost;
    this.open = this.state.open.slice();
    const chosen = Uint32Array.from(this.facilities());
    const value = medianValue(this.problem, serve(this.problem, chosen), this.servable);
    this.unserved = value.unserved;
    this.search.objective = value.cost;
    this.search.chosen = chosen;
    this.prove(this.bound);
  }

  /**
   * A bound of cost and penalty. The best choice leaves at most as many unserved as the best known, so without their
   * penalty it costs at least the rest.
   */
  private prove(bound: number): void {
    this.bound = Math.max(this.bound, roundedUp(Math.min(bound, this.best), this.core.whole));
    this.search.prove(Math.max(0, this.bound - this.penalty * this.unserved));
  }

  private facilities(): number[] {
    return Array.from(this.core.site).filter((_, site) => this.open[site] === 1);
  }
}

/** Everybody at the nearest of all sites. */
function leastCost(core: MedianCore): number {
  let total = core.constant;
  for (let i = 0; i < core.demandCount; i++) total += core.entryCost[core.start[i] as number] as number;
  return total - roundingOf(total, core);
}
