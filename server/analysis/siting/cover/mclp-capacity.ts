/** Maximal covering with capacities: most people within reach whom the facilities have room for. */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { checkedService, peopleServed, reachableBy, roomBound, toNearer } from './capacity-check.ts';
import { CapacityDual } from './capacity-dual.ts';
import { capacityPoint, solveCapacityByHighs } from './capacity-mip.ts';
import { capacityModel, type CapacityModel } from './capacity-model.ts';
import { CapacityServer, QUICK, THOROUGH, type Service } from './capacity-serve.ts';
import { filledUp, limitCosts, openFacilities } from '../choice.ts';
import { reachOf, unservableOf } from './cover.ts';
import { affordable } from './greedy.ts';
import { SitingSearch } from '../solver/search.ts';

const DUAL_STEPS = 300;
const STEPS_PER_CHOICE = 10;
/** Candidates that look best are tried in earnest; with large models that takes too long. */
const TRIED = 4;
const TRIED_WHERE_LARGE = 1;
/** Exchanges that are tried at most, and the share of the time left that they may take: the bound needs the rest. */
const MOST_EXCHANGES = 2000;
const EXCHANGE_SHARE = 0.3;
/** Larger models are left at what the Lagrangian bound proves: their linear program alone takes minutes. */
const MOST_MIP_ENTRIES = 30_000;

export async function solveCapacitatedMclp(
  problem: SitingProblem,
  task: Task,
  onStep?: OnSitingStep,
): Promise<SitingOutcome> {
  const search = new SitingSearch(task, { sense: 'max', gap: problem.gap, onStep });
  const { model, served } = capacityModel(problem, limitCosts(problem));
  const base = peopleServed(problem, served);
  const limit = problem.p ?? problem.budget ?? 0;
  const now = await servedNow(problem, model, search);
  const all = new MostServed({ problem, model, base, limit, search });
  await all.solve(now);
  const { servedBy } = all.best;
  const assignment = served.slice();
  for (let r = 0; r < servedBy.length; r++)
    if (servedBy[r] !== -1) assignment[model.demand[r] as number] = servedBy[r] as number;
  const chosen = filledUp(problem, search.chosen ?? new Uint32Array(0));
  toNearer(problem, openFacilities(problem, chosen), assignment);
  return {
    ...search.settle(peopleServed(problem, assignment)),
    chosen,
    before: base + now.people,
    assignment,
    unservable: unservableOf(problem, reachOf(problem)),
    steps: search.steps,
  };
}

/** The best service by the existing facilities alone. */
async function servedNow(problem: SitingProblem, model: CapacityModel, search: SitingSearch): Promise<Service> {
  const isOpen = new Uint8Array(model.columns.count).fill(1, 0, problem.existingCount);
  const service = new CapacityServer(model).serve(isOpen, finalEffort(model));
  const reach = reachableBy(model, isOpen);
  if (service.people >= reach || model.rows.index.length > MOST_MIP_ENTRIES || problem.existingCount === 0)
    return service;
  const result = await solveCapacityByHighs(
    model,
    0,
    { isOpen, servedBy: service.servedBy },
    {
      timeLimitS: Math.min(search.remainingMs() / 4, 10_000) / 1000,
      gap: 0,
      isCancelled: () => search.stopped(),
    },
  );
  return (result.x !== null && checkedService(model, capacityPoint(model, result.x), 0)) || service;
}

/** How thoroughly those are served whom an answer is about. */
function finalEffort({ rows }: CapacityModel): number {
  return rows.index.length > MOST_MIP_ENTRIES ? (THOROUGH + QUICK) / 10 : THOROUGH;
}

interface Parts {
  readonly problem: SitingProblem;
  readonly model: CapacityModel;
  /** People who are served in any case. */
  readonly base: number;
  readonly limit: number;
  readonly search: SitingSearch;
}

class MostServed {
  best: Service = { people: -1, servedBy: new Int32Array(0) };
  private isOpen: Uint8Array;
  private readonly parts: Parts;
  private readonly server: CapacityServer;
  private readonly isWhole: boolean;

  constructor(parts: Parts) {
    this.parts = parts;
    this.server = new CapacityServer(parts.model);
    this.isOpen = new Uint8Array(parts.model.columns.count);
    this.isWhole = parts.problem.people.every((count) => Number.isInteger(count));
  }

  async solve(now: Service): Promise<void> {
    const { model } = this.parts;
    await this.find();
    // The choice is settled; now as many as can be are served by it, and never fewer than without it.
    if (!this.parts.search.stopped()) this.offer(this.server.serve(this.isOpen, finalEffort(model)), this.isOpen);
    this.offer(now, this.isOpen);
  }

  private async find(): Promise<void> {
    const { search, model, problem } = this.parts;
    const open = new Uint8Array(model.columns.count).fill(1, 0, problem.existingCount);
    this.offer(this.server.serve(open, this.effort), open);
    this.prove(
      Math.min(reachableBy(model, new Uint8Array(model.columns.count).fill(1)), roomBound(model, this.parts.limit)),
    );
    search.step('reduce');
    if (search.done()) return;
    this.greedy(open);
    search.step('greedy');
    if (search.done()) return;
    this.interchange();
    search.step('interchange');
    if (search.done()) return;
    this.bound();
    search.step('bound');
    if (search.done() || this.isLarge) return;
    await this.exact();
    search.step('exact');
  }

  private offer(service: Service, isOpen: Uint8Array): boolean {
    if (service.people <= this.best.people) return false;
    this.best = service;
    this.isOpen = isOpen.slice();
    const { base, search, model } = this.parts;
    search.offer(base + service.people, () =>
      Uint32Array.from(this.isOpen.keys()).filter((c) => c >= model.existingCount && this.isOpen[c] === 1),
    );
    return true;
  }

  private prove(value: number): void {
    const bound = this.parts.base + value;
    this.parts.search.prove(this.isWhole ? Math.floor(bound + 1e-6) : bound);
  }

  private get isLarge(): boolean {
    return this.parts.model.rows.index.length > MOST_MIP_ENTRIES;
  }

  private get tried(): number {
    return this.isLarge ? TRIED_WHERE_LARGE : TRIED;
  }

  private get effort(): number {
    return this.isLarge ? QUICK : THOROUGH;
  }

  private get spent(): number {
    const { cost, existingCount } = this.parts.model;
    let sum = 0;
    for (let c = existingCount; c < cost.length; c++) if (this.isOpen[c] === 1) sum += cost[c] as number;
    return sum;
  }

  /** Opens the best of the candidates that look best, until the limit is reached or nobody is added. */
  private greedy(start: Uint8Array): void {
    const { search } = this.parts;
    let open = start.slice();
    for (let better = true; better && !search.stopped(); ) {
      better = false;
      const base = this.best.people;
      let most = 0;
      let next = open;
      for (const column of this.promising(this.parts.limit - this.spent).slice(0, this.tried)) {
        if (search.stopped()) break;
        const tried = open.slice();
        tried[column] = 1;
        const service = this.server.serve(tried, this.effort);
        const worth = (service.people - base) / Math.max(this.parts.model.cost[column] as number, 1e-300);
        if (service.people <= base || worth <= most) continue;
        most = worth;
        next = tried;
      }
      if (most > 0) better = this.offer(this.server.serve(next, this.effort), next);
      open = next;
    }
  }

  /**
   * Closed candidates that the room in the limit pays for, by how many more they could serve at most for their cost.
   */
  private promising(room: number): readonly number[] {
    const { columns, weight, cost, existingCount, room: rooms } = this.parts.model;
    const { servedBy } = this.best;
    const unserved = this.unservedInReach();
    const list: { readonly column: number; readonly worth: number }[] = [];
    for (let c = existingCount; c < columns.count; c++) {
      if (this.isOpen[c] === 1 || !affordable(cost[c] as number, room)) continue;
      let gain = 0;
      const relief = new Map<number, number>();
      for (let k = columns.start[c] as number; k < (columns.start[c + 1] as number); k++) {
        const row = columns.index[k] as number;
        const by = servedBy[row] as number;
        if (by === -1) gain += weight[row] as number;
        else if ((unserved[by] as number) > 0) relief.set(by, (relief.get(by) ?? 0) + (weight[row] as number));
      }
      // Demand that it takes from a full facility makes room there for others.
      for (const [by, people] of relief) gain += Math.min(people, unserved[by] as number);
      gain = Math.min(gain, rooms[c] as number);
      if (gain > 0) list.push({ column: c, worth: gain / Math.max(cost[c] as number, 1e-300) });
    }
    return list.sort((a, b) => b.worth - a.worth || a.column - b.column).map(({ column }) => column);
  }

  /** People within reach of a column whom nobody serves. */
  private unservedInReach(): Float64Array {
    const { columns, weight } = this.parts.model;
    const sums = new Float64Array(columns.count);
    for (let c = 0; c < columns.count; c++) {
      for (let k = columns.start[c] as number; k < (columns.start[c + 1] as number); k++) {
        const row = columns.index[k] as number;
        if (this.best.servedBy[row] === -1) sums[c] = (sums[c] as number) + (weight[row] as number);
      }
    }
    return sums;
  }

  /** Swaps an open candidate for a promising one while more people are served. */
  private interchange(): void {
    const { search, model, limit } = this.parts;
    const endsAt = search.remainingMs() * (1 - EXCHANGE_SHARE);
    let tries = 0;
    for (let better = true; better && !search.done(); ) {
      better = false;
      const open = Array.from(this.isOpen.keys()).filter((c) => c >= model.existingCount && this.isOpen[c] === 1);
      for (const column of this.promising(Infinity).slice(0, 4 * TRIED)) {
        for (const leaver of open) {
          if (search.stopped() || search.remainingMs() < endsAt || ++tries > MOST_EXCHANGES) return;
          if (
            this.isOpen[leaver] === 0 ||
            this.isOpen[column] === 1 ||
            !affordable(this.spent - (model.cost[leaver] as number) + (model.cost[column] as number), limit)
          )
            continue;
          const tried = this.isOpen.slice();
          tried[leaver] = 0;
          tried[column] = 1;
          if (this.offer(this.server.serve(tried, this.effort), tried)) better = true;
        }
      }
      if (better) this.greedy(this.isOpen);
    }
  }

  private bound(): void {
    const { search, model, limit } = this.parts;
    const dual = new CapacityDual(model, limit, this.best.servedBy);
    for (let step = 1; step <= DUAL_STEPS && !search.done(); step++) {
      const more = dual.iterate(this.best.people);
      this.prove(dual.best);
      if (step % STEPS_PER_CHOICE === 0) {
        const tried = new Uint8Array(model.columns.count).fill(1, 0, model.existingCount);
        for (const c of dual.taken) tried[c] = 1;
        if (this.offer(this.server.serve(tried, this.effort), tried)) {
          this.interchange();
          search.step('bound');
        }
      }
      if (!more) break;
    }
  }

  private async exact(): Promise<void> {
    const { search, model, limit, problem } = this.parts;
    const result = await solveCapacityByHighs(
      model,
      limit,
      { isOpen: this.isOpen, servedBy: this.best.servedBy },
      {
        timeLimitS: search.remainingMs() / 1000,
        gap: problem.gap,
        isCancelled: () => search.done(),
        onProgress: ({ bound, x }) => {
          if (bound !== null) this.prove(bound);
          if (x !== null && this.take(x)) search.step('exact');
        },
      },
    );
    if (result.x !== null) this.take(result.x);
    if (result.bound !== null) this.prove(Math.max(result.bound, this.best.people));
  }

  private take(x: Float64Array): boolean {
    const { model, limit } = this.parts;
    const point = capacityPoint(model, x);
    const service = checkedService(model, point, limit);
    return service !== null && this.offer(service, point.isOpen);
  }
}
