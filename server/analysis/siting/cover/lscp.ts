/**
 * Location set covering (Toregas, Swain, ReVelle & Bergman 1971): fewest facilities, or least opening cost, so that
 * everybody who can be is within reach.
 */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import {
  coverModel,
  dropRows,
  mergeRows,
  nearestWithin,
  reachOf,
  restrictColumns,
  unservableOf,
  type CoverModel,
} from './cover.ts';
import { improveBound } from './dual-loop.ts';
import { sizeOf } from '../solver/csr.ts';
import { solveMip, type MipModel } from '../solver/highs.ts';
import { impliedRows, keptOf, neededColumns } from './reduce.ts';
import { EXACT, SitingSearch } from '../solver/search.ts';
import { SetDual } from './set-dual.ts';
import { greedyAll, SetMoves } from './set-moves.ts';
import { openingCostsOf } from '../validate.ts';

/** Share of the time left that reductions may take. An unreduced problem is only larger. */
const REDUCE_SHARE = 0.15;
const DUAL_STEPS = 600;
const EXCHANGES_FIRST = 2000;
const EXCHANGES_PER_STEP = 20;

export async function solveLscp(problem: SitingProblem, task: Task, onStep?: OnSitingStep): Promise<SitingOutcome> {
  const search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
  const reach = reachOf(problem);
  const openingCost = openingCostsOf(problem);
  const solver = new SetCoverSolver(problem, search, coverModel(problem, reach, openingCost));
  await solver.solve();
  const chosen = withoutNeedless(problem, search.chosen ?? new Uint32Array(0), reach.byExisting, openingCost);
  const open = new Uint8Array(problem.costs.facilityCount).fill(1, 0, problem.existingCount);
  let objective = 0;
  for (const f of chosen) {
    open[f] = 1;
    objective += openingCost[f - problem.existingCount] as number;
  }
  return {
    ...search.settle(objective),
    chosen,
    before: null,
    assignment: nearestWithin(problem, open),
    unservable: unservableOf(problem, reach),
    steps: search.steps,
  };
}

/** Columns that cost nothing were all taken, and some may not be needed. */
function withoutNeedless(
  { costs, existingCount, people, within }: SitingProblem,
  chosen: Uint32Array,
  byExisting: Uint8Array,
  openingCost: Float64Array,
): Uint32Array {
  const count = new Int32Array(people.length);
  const reached = (f: number, visit: (demand: number) => void): void => {
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      const d = costs.demand[k] as number;
      if ((costs.cost[k] as number) <= (within ?? Infinity) && byExisting[d] === 0 && (people[d] as number) > 0)
        visit(d);
    }
  };
  for (const f of chosen) reached(f, (d) => (count[d] = (count[d] as number) + 1));
  const costOf = (f: number): number => openingCost[f - existingCount] as number;
  const kept = new Set(chosen);
  for (const f of [...chosen].sort((a, b) => costOf(b) - costOf(a) || b - a)) {
    let needed = false;
    reached(f, (d) => (needed ||= count[d] === 1));
    if (needed) continue;
    kept.delete(f);
    reached(f, (d) => (count[d] = (count[d] as number) - 1));
  }
  return Uint32Array.from(kept).sort();
}

/** What is left to cover, and what is decided. */
interface Remainder {
  readonly model: CoverModel;
  readonly base: number;
  readonly fixed: readonly number[];
}

class SetCoverSolver {
  private readonly search: SitingSearch;
  private readonly problem: SitingProblem;
  private readonly whole: CoverModel;
  /** Opening costs are whole numbers, so that bounds are too. */
  private readonly isWhole: boolean;
  private toldAtMs = 0;

  constructor(problem: SitingProblem, search: SitingSearch, model: CoverModel) {
    this.problem = problem;
    this.search = search;
    this.whole = model;
    this.isWhole = model.cost.every((cost) => Number.isInteger(cost));
  }

  async solve(): Promise<void> {
    const { search } = this;
    const first = this.takeFree();
    // Keeps a cover at hand, as a reduction takes its time with many rows.
    this.offer(first, greedyAll(first.model));
    this.prove(first.base);
    const rest = this.reduced(first, search.share(REDUCE_SHARE));
    this.prove(rest.base);
    search.step('reduce');
    if (rest.model.rows.count === 0) this.offer(rest, new Uint32Array(0));
    if (search.done()) return;
    const moves = this.heuristics(rest);
    if (search.done()) return;
    const dual = this.bound(rest, moves);
    if (search.done()) return;
    await this.exact(rest, dual);
  }

  private takeFree(): Remainder {
    const { cost } = this.whole;
    const free = keptOf(Uint8Array.from(cost, (c) => (c === 0 ? 0 : 1)));
    return opened({ model: this.whole, base: 0, fixed: [] }, free);
  }

  /** Needless columns and implied rows go, and columns that alone cover a row are taken, until nothing changes. */
  private reduced(from: Remainder, stop: () => boolean): Remainder {
    let rest = from;
    for (;;) {
      const { model } = rest;
      const kept = neededColumns(model, stop);
      const fewer = kept.length < model.columns.count ? restrictColumns(model, kept) : model;
      const implied = impliedRows(fewer, stop);
      const left = dropRows(fewer, implied);
      const next = opened({ ...rest, model: left }, onlyCoverers(left));
      const same = next.model.columns.count === model.columns.count && next.model.rows.count === model.rows.count;
      rest = next;
      if (same || stop()) return rest;
    }
  }

  private heuristics(rest: Remainder): SetMoves {
    const { search } = this;
    const greedy = greedyAll(rest.model);
    this.offer(rest, greedy);
    search.step('greedy');
    const moves = new SetMoves(rest.model, greedy);
    if (moves.run(EXCHANGES_FIRST, () => search.stopped())) this.offer(rest, moves.chosen);
    search.step('interchange');
    return moves;
  }

  private bound(rest: Remainder, moves: SetMoves): SetDual {
    const { search } = this;
    const dual = new SetDual(rest.model);
    improveBound(search, {
      steps: DUAL_STEPS,
      iterate: () => dual.iterate(moves.cost),
      prove: () => this.prove(rest.base + dual.best),
      look: () => {
        if (moves.run(EXCHANGES_PER_STEP, () => search.stopped())) this.offer(rest, moves.chosen);
      },
      tell: () => this.tellProgress('bound'),
    });
    return dual;
  }

  /** HiGHS on what reduced costs leave undecided. */
  private async exact(rest: Remainder, dual: SetDual): Promise<void> {
    const { search } = this;
    const best = (search.objective as number) - rest.base;
    const cutoff = this.isWhole ? best - 1 + 1e-6 : best - EXACT * Math.max(1, best) * 0.5;
    const undecided: number[] = [];
    const taken: number[] = [];
    for (let c = 0; c < rest.model.columns.count; c++) {
      const reduced = dual.bestReduced[c] as number;
      if (dual.best + Math.abs(reduced) <= cutoff || reduced === 0) undecided.push(c);
      else if (reduced < 0) taken.push(c);
    }
    const left = this.narrowed(rest, taken, undecided);
    // A row without columns: nothing cheaper than what is known.
    if (left === null) this.search.prove(this.search.objective as number);
    else if (left.model.rows.count === 0) this.settle(left);
    else await this.solveMip(left);
    search.step('exact');
  }

  /** Nothing is left to cover: what is fixed is the best of all that reduced costs allow. */
  private settle(left: Remainder): void {
    const best = this.search.objective as number;
    this.offer(left, new Uint32Array(0));
    this.prove(Math.min(best, left.base));
  }

  private narrowed(rest: Remainder, taken: readonly number[], undecided: readonly number[]): Remainder | null {
    const after = opened(rest, Uint32Array.from(taken));
    const keep = new Set([...undecided].map((c) => rest.model.facility[c] as number));
    const kept = keptOf(Uint8Array.from(after.model.facility, (f) => (keep.has(f) ? 0 : 1)));
    const model = restrictColumns(after.model, kept);
    if (coverable(after.model, kept) < after.model.rows.count) return null;
    return this.reduced({ ...after, model }, () => this.search.stopped());
  }

  private async solveMip(left: Remainder): Promise<void> {
    const { search } = this;
    const best = search.objective as number;
    const start = this.startIn(left);
    const chosenOf = (x: Float64Array): Uint32Array =>
      Uint32Array.from(Array.from(x.keys()).filter((c) => (x[c] as number) > 0.5));
    const prove = (bound: number): void => this.prove(Math.min(best, left.base + bound));
    const result = await solveMip(mipOf(left.model), {
      timeLimitS: search.remainingMs() / 1000,
      gap: 0,
      start,
      isCancelled: () => search.done(),
      onProgress: ({ bound, x }) => {
        if (x !== null) this.offer(left, chosenOf(x));
        if (bound !== null) prove(bound);
        this.tellProgress('exact');
      },
    });
    if (result.x !== null) this.offer(left, chosenOf(result.x));
    if (result.bound !== null) prove(result.bound);
  }

  /** A cover within a narrower model: greedy's, as the best one may have columns that are not in it. */
  private startIn(left: Remainder): Float64Array {
    const x = new Float64Array(left.model.columns.count);
    const moves = new SetMoves(left.model, greedyAll(left.model));
    moves.run(EXCHANGES_FIRST, () => this.search.stopped());
    for (const c of moves.chosen) x[c] = 1;
    this.offer(left, moves.chosen);
    return x;
  }

  private offer(rest: Remainder, chosen: Uint32Array): void {
    let cost = rest.base;
    for (const c of chosen) cost += rest.model.cost[c] as number;
    this.search.offer(cost, () =>
      Uint32Array.from([...rest.fixed, ...Array.from(chosen, (c) => rest.model.facility[c] as number)]),
    );
  }

  private prove(bound: number): void {
    this.search.prove(this.isWhole ? Math.ceil(bound - 1e-6) + 0 : bound);
  }

  private tellProgress(phase: 'bound' | 'exact'): void {
    const { search } = this;
    const last = search.steps.at(-1);
    if (last?.objective === search.objective && last.bound === search.bound) return;
    if (search.atMs < this.toldAtMs + 50) return;
    this.toldAtMs = search.atMs;
    search.step(phase);
  }
}

/** Takes columns for good: their rows go, and they themselves. */
function opened(rest: Remainder, taken: Uint32Array): Remainder {
  if (taken.length === 0) return rest;
  const { model } = rest;
  const covered = new Uint8Array(model.rows.count);
  const isTaken = new Uint8Array(model.columns.count);
  let base = rest.base;
  for (const c of taken) {
    isTaken[c] = 1;
    base += model.cost[c] as number;
    for (let k = model.columns.start[c] as number; k < (model.columns.start[c + 1] as number); k++)
      covered[model.columns.index[k] as number] = 1;
  }
  return {
    model: restrictColumns(mergeRows(dropRows(model, covered)), keptOf(isTaken)),
    base,
    fixed: [...rest.fixed, ...Array.from(taken, (c) => model.facility[c] as number)],
  };
}

/** Columns that are the only one of some row. */
function onlyCoverers({ rows, columns }: CoverModel): Uint32Array {
  const needed = new Uint8Array(columns.count).fill(1);
  for (let r = 0; r < rows.count; r++)
    if (sizeOf(rows, r) === 1) needed[rows.index[rows.start[r] as number] as number] = 0;
  return keptOf(needed);
}

/** How many rows some of the columns cover. */
function coverable({ columns, rows }: CoverModel, kept: Uint32Array): number {
  const covered = new Uint8Array(rows.count);
  for (const c of kept)
    for (let k = columns.start[c] as number; k < (columns.start[c + 1] as number); k++)
      covered[columns.index[k] as number] = 1;
  return covered.reduce((sum, one) => sum + one, 0);
}

function mipOf({ columns, rows, cost }: CoverModel): MipModel {
  return {
    sense: 'min',
    cost,
    lower: new Float64Array(columns.count),
    upper: new Float64Array(columns.count).fill(1),
    integer: new Uint8Array(columns.count).fill(1),
    rows: {
      lower: new Float64Array(rows.count).fill(1),
      upper: new Float64Array(rows.count).fill(Infinity),
      start: rows.start,
      index: rows.index,
      value: new Float64Array(rows.index.length).fill(1),
    },
  };
}
