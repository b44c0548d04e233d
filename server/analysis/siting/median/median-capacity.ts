/**
 * p-median with capacities. The people of one demand all go to one facility, as a school district's do (the
 * single-source capacitated p-median of Mulvey & Beck 1984), and no facility serves more than its capacity. A demand
 * with more people than any facility in its reach can hold is unservable. Fewer people unserved come before less cost.
 *
 * The uncapacitated choice is the first guess; exchanges of sites and relaxed solutions improve it, Lagrangian bounds
 * rule candidates out, and HiGHS proves what is left.
 */
import { randomFrom } from '../../random.ts';
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { solveMip } from '../solver/highs.ts';
import { assign, isBetter, type Assignment } from './median-capacity-assign.ts';
import { capacityBound } from './median-capacity-bound.ts';
import { affordable, capacityCore, type CapacityCore } from './median-capacity-core.ts';
import { capacityModel } from './median-capacity-mip.ts';
import { medianCore } from './median-core.ts';
import { filledUp, serve } from './median-evaluate.ts';
import { greedyAddition, interchange, MedianState } from './median-interchange.ts';
import { SitingSearch, Stopped } from '../solver/search.ts';

const SEED = 1984;
const EXCHANGES = 400;
const BOUND_ITERATIONS = 600;
/** Relaxed solutions that are completed to a choice. */
const OFFERS = 100;
/** Pairs of demand and facility up to which HiGHS is asked. */
const MOST_PAIRS = 60_000;

export async function solveCapacityMedian(
  problem: SitingProblem,
  task: Task,
  onStep?: OnSitingStep,
): Promise<SitingOutcome> {
  const search = new CapacitySearch(problem, task, onStep);
  try {
    await search.run();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return search.outcome(
    problem.existingCount > 0 && problem.costs.facilityCount > problem.existingCount
      ? await costBefore(problem, task)
      : null,
  );
}

/** The proven cost of the existing facilities alone, where they can serve everybody who can be served. */
async function costBefore(problem: SitingProblem, task: Task): Promise<number | null> {
  const { costs, existingCount } = problem;
  const existing = { ...costs, facilityCount: existingCount, start: costs.start.slice(0, existingCount + 1) };
  const alone = await solveCapacityMedian(
    { ...problem, costs: existing, p: null, budget: 0, openingCost: null, gap: 0 },
    task,
  );
  const served = alone.assignment.reduce(
    (sum, facility, demand) => sum + (facility >= 0 ? (problem.people[demand] as number) : 0),
    0,
  );
  const wanted = capacityCore(problem).weight.reduce((sum, weight) => sum + weight, 0);
  return alone.status === 'optimal' && Math.abs(served - wanted) <= 1e-9 * wanted ? alone.objective : null;
}

class CapacitySearch {
  private readonly problem: SitingProblem;
  private readonly task: Task;
  private readonly search: SitingSearch;
  private readonly core: CapacityCore;
  /** Weighted cost of one person left unserved in bounds: more than any trip, which is enough for a bound. */
  private readonly penalty: number;
  private open: Uint8Array;
  private best: Assignment;
  private bound = -Infinity;
  private usable: Uint8Array;

  constructor(problem: SitingProblem, task: Task, onStep: OnSitingStep | undefined) {
    this.problem = problem;
    this.task = task;
    this.search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
    this.core = capacityCore(problem);
    this.penalty = 1 + 2 * problem.costs.cost.reduce((most, cost) => Math.max(most, cost), 0);
    this.open = Uint8Array.from(this.core.facility, (_, f) => (f < this.core.existing ? 1 : 0));
    this.usable = new Uint8Array(this.core.facility.length).fill(1);
    this.best = { server: new Int32Array(this.core.row.length).fill(-1), cost: 0, unserved: Infinity };
  }

  async run(): Promise<void> {
    const { search } = this;
    this.offer(this.open);
    search.prove(0);
    try {
      this.firstGuess();
    } finally {
      search.step('greedy');
    }
    this.exchange();
    search.step('interchange');
    this.relax();
    search.step('bound');
    await this.exact();
    search.step('exact');
  }

  outcome(before: number | null): SitingOutcome {
    const { problem, search, core } = this;
    const opened = Array.from(core.facility).filter((_, f) => f >= core.existing && this.open[f] === 1);
    const chosen = filledUp(problem, opened);
    // Demand without people takes no room: it goes to the nearest.
    const { assignment } = serve(problem, chosen);
    const nearest = assignment.map((facility, demand) => (problem.people[demand] === 0 ? facility : -1));
    this.best.server.forEach((f, i) => (nearest[core.row[i] as number] = f < 0 ? -1 : (core.facility[f] as number)));
    const servable = new Uint8Array(problem.people.length);
    for (const demand of core.row) servable[demand] = 1;
    for (const demand of problem.costs.demand) if (problem.people[demand] === 0) servable[demand] = 1;
    const unservable = Uint32Array.from(servable.keys()).filter((demand) => servable[demand] === 0);
    const figures = search.settle(costOf(problem, nearest));
    return { ...figures, chosen, assignment: nearest, unservable, steps: search.steps, before };
  }

  private readonly checkpoint = (): void => {
    if (this.search.stopped()) throw new Stopped();
  };

  /** Without regard to capacities; and what that leaves of the budget goes to those that hold most. */
  private firstGuess(): void {
    const { core, problem } = this;
    const state = new MedianState(medianCore(problem, this.penalty));
    greedyAddition(state, this.checkpoint);
    const mark = (): Uint8Array => {
      const chosen = new Set(Array.from(state.core.site).filter((_, s) => state.open[s] === 1));
      return Uint8Array.from(core.facility, (facility, f) => (f < core.existing || chosen.has(facility) ? 1 : 0));
    };
    this.offer(this.filled(mark()));
    interchange(state, this.checkpoint);
    this.offer(this.filled(mark()));
    const largest = Uint8Array.from(core.facility, (_, f) => (f < core.existing ? 1 : 0));
    this.offer(this.filled(largest));
  }

  private filled(open: Uint8Array): Uint8Array {
    const { core } = this;
    const order = Array.from(core.facility.keys())
      .slice(core.existing)
      .sort((a, b) =>
        (core.capacity[a] as number) === (core.capacity[b] as number)
          ? a - b
          : (core.capacity[b] as number) - (core.capacity[a] as number),
      );
    for (const f of order) {
      if (open[f] === 1) continue;
      open[f] = 1;
      if (!affordable(core, open)) open[f] = 0;
    }
    return open;
  }

  private exchange(): void {
    const { core } = this;
    const random = randomFrom(SEED);
    const candidates = core.facility.length - core.existing;
    const tries = Math.min(EXCHANGES, Math.ceil(2e7 / Math.max(1, core.entryFacility.length)));
    for (let attempt = 0; attempt < tries && candidates > 1; attempt++) {
      this.checkpoint();
      const open = this.open.slice();
      open[core.existing + random.below(candidates)] = 1;
      const out = core.existing + random.below(candidates);
      open[out] = 0;
      if (affordable(core, open)) this.offer(open);
    }
  }

  private relax(): void {
    let offers = 0;
    const { bound, ifOpen } = capacityBound(this.core, {
      penalty: this.penalty,
      iterations: BOUND_ITERATIONS,
      checkpoint: this.checkpoint,
      target: () => this.value(),
      onBound: (found) => {
        this.bound = Math.max(this.bound, found);
        this.prove();
      },
      onOpen: (open) => {
        if (offers++ < OFFERS) this.offer(this.filled(open.slice()));
      },
    });
    if (this.best.unserved > 0) return;
    const { core } = this;
    for (let f = core.existing; f < core.facility.length; f++)
      if (bound + (ifOpen[f] as number) > this.value() * (1 + 1e-9)) this.usable[f] = 0;
  }

  private async exact(): Promise<void> {
    if (this.core.entryFacility.length > MOST_PAIRS || (this.best.unserved === 0 && this.search.closed())) return;
    let proven = this.best.unserved === 0;
    if (!proven) proven = await this.mip('people');
    if (proven) await this.mip('cost');
  }

  /** Whether it has been solved to the end. */
  private async mip(least: 'people' | 'cost'): Promise<boolean> {
    this.checkpoint();
    const { core, search } = this;
    const allowed = this.best.unserved * (1 + 1e-9);
    const model = capacityModel(core, { usable: this.usable, least, allowed });
    const keep = (x: Float64Array): void => {
      const { open, server } = model.read(x);
      this.keep(open, valued(core, server));
    };
    const result = await solveMip(model.model, {
      timeLimitS: search.remainingMs() / 1000,
      gap: least === 'people' ? 0 : this.problem.gap,
      start: model.point(this.open, this.best.server),
      isCancelled: () => search.stopped(),
      onProgress: ({ bound, x }) => {
        if (x !== null) keep(x);
        if (least === 'cost' && bound !== null) search.prove(Math.min(bound, this.best.cost));
        search.step('exact');
      },
    });
    if (result.x !== null) keep(result.x);
    if (least === 'cost' && result.bound !== null) search.prove(Math.min(result.bound, this.best.cost));
    return result.status === 'optimal';
  }

  private offer(open: Uint8Array): void {
    this.keep(open, assign(this.core, open));
  }

  private keep(open: Uint8Array, assignment: Assignment): void {
    if (!isBetter(assignment, this.best) || !affordable(this.core, open) || !fits(this.core, assignment.server)) return;
    this.best = assignment;
    this.open = open.slice();
    this.search.objective = assignment.cost;
    this.search.chosen = Uint32Array.from(this.core.facility).filter(
      (_, f) => f >= this.core.existing && open[f] === 1,
    );
    this.prove();
  }

  private value(): number {
    return this.best.cost + this.penalty * this.best.unserved;
  }

  /**
   * The best choice leaves out no more people than the best known: without their penalty it costs at least the rest.
   */
  private prove(): void {
    if (this.bound > -Infinity)
      this.search.prove(Math.max(0, Math.min(this.bound, this.value()) - this.penalty * this.best.unserved));
  }
}

function valued(core: CapacityCore, server: Int32Array): Assignment {
  let cost = 0;
  let unserved = 0;
  for (let i = 0; i < server.length; i++) {
    if ((server[i] as number) < 0) unserved += core.weight[i] as number;
    for (let k = core.start[i] as number; k < (core.start[i + 1] as number); k++)
      if (core.entryFacility[k] === server[i]) cost += core.entryCost[k] as number;
  }
  return { server, cost, unserved };
}

function fits(core: CapacityCore, server: Int32Array): boolean {
  const load = new Float64Array(core.facility.length);
  server.forEach((f, i) => f >= 0 && (load[f] = (load[f] as number) + (core.weight[i] as number)));
  return load.every((people, f) => people <= (core.capacity[f] as number) * (1 + 1e-9));
}

function costOf({ costs, people }: SitingProblem, assignment: Int32Array): number {
  const own = new Float64Array(people.length);
  for (let facility = 0; facility < costs.facilityCount; facility++) {
    for (let k = costs.start[facility] as number; k < (costs.start[facility + 1] as number); k++) {
      const demand = costs.demand[k] as number;
      if (assignment[demand] === facility) own[demand] = (people[demand] as number) * (costs.cost[k] as number);
    }
  }
  return own.reduce((sum, cost) => sum + cost, 0);
}
