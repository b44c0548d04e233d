/**
 * Maximal covering location (Church & ReVelle 1974) without capacities: most people within reach by p facilities or a
 * budget.
 */
import type { OnSitingStep, SitingOutcome, SitingProblem, Task } from '../../types.ts';
import { CoverBranch } from './cover-branch.ts';
import { CoverDual, FREE } from './cover-dual.ts';
import { bestGreedyMost, CoverMoves } from './cover-moves.ts';
import { CoverState } from './cover-state.ts';
import { improveBound } from './dual-loop.ts';
import {
  coverModel,
  dropRows,
  mergeRows,
  nearestWithin,
  peopleWithin,
  reachOf,
  restrictColumns,
  unservableOf,
  type CoverModel,
} from './cover.ts';
import { filledUp, limitCosts, openFacilities } from '../choice.ts';
import { affordable } from './greedy.ts';
import { solveMclpByHighs } from './mclp-mip.ts';
import { keptOf, reduceForMost } from './reduce.ts';
import { EXACT, SitingSearch } from '../solver/search.ts';

/** Steps of the dual before the exact search begins, and how often choices are looked for meanwhile. */
const DUAL_STEPS = 400;
const STEPS_PER_CHOICE = 8;
/** Share of the time left that reductions may take. An unreduced problem is only larger. */
const REDUCE_SHARE = 0.1;
/** A step is told when the gap has become this much smaller, and not more often than this. */
const TELL_SHARE = 0.9;
const TELL_EVERY_MS = 50;
/** Larger models than this are not for HiGHS: their linear programs take minutes. */
const MOST_MIP_ENTRIES = 40_000;
/** Nodes of our own before HiGHS has its turn. */
const FIRST_NODES = 200;

/** With a `target` it ends once that many people are covered, or it is proven that so many cannot be. */
export async function solveMclp(
  problem: SitingProblem,
  task: Task,
  onStep?: OnSitingStep,
  target?: number,
): Promise<SitingOutcome> {
  const search = new SitingSearch(task, { sense: 'max', gap: problem.gap, onStep, target });
  const reach = reachOf(problem);
  const before = peopleWithin(problem, openFacilities(problem, []));
  const solver = new MaxCoverSolver(problem, search, before, coverModel(problem, reach, limitCosts(problem)));
  await solver.solve();
  const chosen = filledUp(problem, search.chosen ?? new Uint32Array(0));
  const open = openFacilities(problem, chosen);
  return {
    ...search.settle(peopleWithin(problem, open)),
    chosen,
    before,
    assignment: nearestWithin(problem, open),
    unservable: unservableOf(problem, reach),
    steps: search.steps,
  };
}

/** The part of a problem that is left to decide. */
interface Remainder {
  readonly model: CoverModel;
  readonly limit: number;
  /** Covered already, and by which facilities among the candidates. */
  readonly base: number;
  readonly fixed: readonly number[];
}

class MaxCoverSolver {
  private readonly problem: SitingProblem;
  private readonly search: SitingSearch;
  private readonly rest: Remainder;
  /** People are whole numbers, so that bounds are too. */
  private readonly isWhole: boolean;
  private toldGap = Infinity;
  private toldAtMs = 0;

  constructor(problem: SitingProblem, search: SitingSearch, before: number, model: CoverModel) {
    this.problem = problem;
    this.search = search;
    this.isWhole = problem.people.every((count) => Number.isInteger(count));
    const limit = problem.p ?? problem.budget ?? 0;
    this.rest = this.takeFree({ model, limit, base: before, fixed: [] });
  }

  /** Columns that cost nothing are all taken; those beyond the limit never are. */
  private takeFree(rest: Remainder): Remainder {
    const { cost } = rest.model;
    const free = keptOf(Uint8Array.from(cost, (c) => (c === 0 ? 0 : 1)));
    const open = keptOf(Uint8Array.from(cost, (c) => (c > 0 && affordable(c, rest.limit) ? 0 : 1)));
    return narrowed(rest, free, open);
  }

  async solve(): Promise<void> {
    const { search } = this;
    const rest: Remainder = { ...this.rest, model: reduceForMost(this.rest.model, search.share(REDUCE_SHARE)) };
    const total = rest.model.weight.reduce((sum, people) => sum + people, 0);
    search.offer(rest.base, () => Uint32Array.from(rest.fixed));
    this.prove(rest.base, total);
    search.step('reduce');
    if (search.done()) return;
    const moves = this.heuristics(rest);
    if (search.done()) return;
    const dual = this.bound(rest, moves);
    if (search.done()) return;
    await this.exact(rest, dual);
  }

  private heuristics(rest: Remainder): CoverMoves {
    const { search } = this;
    const greedy = bestGreedyMost(rest.model, rest.limit);
    this.offer(rest, greedy.value, greedy.chosen());
    this.prove(rest.base, greedyBound(greedy, rest.limit));
    search.step('greedy');
    const moves = new CoverMoves(rest.model, rest.limit, () => search.stopped());
    if (search.done()) return moves;
    moves.from(greedy.chosen());
    this.offer(rest, moves.value, moves.chosen);
    search.step('interchange');
    return moves;
  }

  /** Lowers the bound step by step and looks for better choices meanwhile. */
  private bound(rest: Remainder, moves: CoverMoves): CoverDual {
    const { search } = this;
    const dual = new CoverDual(rest.model, rest.limit, firstPrices(rest.model, moves.chosen));
    improveBound(search, {
      steps: DUAL_STEPS,
      iterate: () => dual.iterate(moves.value),
      prove: () => this.prove(rest.base, dual.best),
      look: (step) => {
        if (step % STEPS_PER_CHOICE !== 0) return;
        const found =
          step % (4 * STEPS_PER_CHOICE) === 0 ? moves.from(dual.order.subarray(0, dual.taken)) : moves.again();
        if (found) this.offer(rest, moves.value, moves.chosen);
      },
      tell: () => this.tellProgress('bound'),
    });
    return dual;
  }

  private async exact(rest: Remainder, dual: CoverDual): Promise<void> {
    const { search } = this;
    const value = (search.objective as number) - rest.base;
    const { left, given } = this.decided(rest, dual, value);
    const bound = (inner: number): void => this.prove(rest.base, Math.max(given, left.base - rest.base + inner));
    if (left.model.columns.count === 0 || left.limit <= 0) {
      this.offer(left, 0, new Uint32Array(0));
      bound(0);
    } else await this.branchAndCut(left, dual.best - (left.base - rest.base), value - (left.base - rest.base), bound);
    search.step('exact');
  }

  /**
   * Branching on the Lagrangian bound and HiGHS by turns, where the model is small enough for it: the first finds
   * better choices, and often the proof, while the other solves its first linear program; cuts help HiGHS with the last
   * of the gap.
   */
  private async branchAndCut(
    left: Remainder,
    highest: number,
    value: number,
    bound: (inner: number) => void,
  ): Promise<void> {
    const { search } = this;
    const start = this.startIn(left);
    const watch = {
      improved: (inner: number, chosen: Uint32Array): void => this.offer(left, inner, chosen),
      bounded: (inner: number): void => {
        bound(inner);
        this.tellProgress('exact');
      },
      stop: (): boolean => search.done(),
    };
    const branch = new CoverBranch(
      left.model,
      left.limit,
      { value, price: firstPrices(left.model, start), bound: highest },
      { ...watch, cutoff: (best) => this.cutoff(best) },
    );
    const isSmall = left.model.columns.index.length <= MOST_MIP_ENTRIES;
    const proven = branch.run(isSmall ? FIRST_NODES : Infinity);
    if (proven || !isSmall || search.done()) return;
    await solveMclpByHighs(left.model, left.limit, search.remainingMs() / 2, { ...watch, start: this.startIn(left) });
    branch.raise((search.objective as number) - left.base);
    if (!search.done()) branch.run(Infinity);
  }

  /**
   * What is left when reduced costs have decided what they can: a column that changed its mind would not lead to more
   * people than are covered now.
   */
  private decided(
    rest: Remainder,
    dual: CoverDual,
    value: number,
  ): { readonly left: Remainder; readonly given: number } {
    const cutoff = this.cutoff(value);
    const taken: number[] = [];
    const open: number[] = [];
    let given = value;
    for (let c = 0; c < rest.model.columns.count; c++) {
      const reduced = dual.bestReduced[c] as number;
      const otherwise = dual.best - Math.abs(reduced);
      if (dual.decided[c] !== FREE || otherwise > cutoff || reduced === 0) open.push(c);
      else {
        given = Math.max(given, otherwise);
        if (reduced > 0) taken.push(c);
      }
    }
    const left = narrowed(rest, Uint32Array.from(taken), Uint32Array.from(open));
    return { left: { ...left, model: reduceForMost(left.model, () => this.search.stopped()) }, given };
  }

  /** Values up to this are no better than what is known: the next whole number, or what rounding can tell apart. */
  private cutoff(value: number): number {
    return this.isWhole ? value + 1 - 1e-6 : value + EXACT * Math.max(1, value) * 0.5;
  }

  /** The columns of the best choice that are in a narrower model. */
  private startIn(left: Remainder): Uint32Array {
    const chosen = new Set(this.search.chosen);
    const columns = keptOf(Uint8Array.from(left.model.facility, (f) => (chosen.has(f) ? 0 : 1)));
    const state = new CoverState(left.model);
    for (const c of columns) if (affordable(state.spent + (left.model.cost[c] as number), left.limit)) state.open(c);
    return state.chosen();
  }

  private offer(rest: Remainder, value: number, chosen: Uint32Array): void {
    this.search.offer(rest.base + value, () =>
      Uint32Array.from([...rest.fixed, ...Array.from(chosen, (c) => rest.model.facility[c] as number)]),
    );
  }

  private prove(base: number, value: number): void {
    const bound = base + value;
    this.search.prove(this.isWhole ? Math.floor(bound + 1e-6) : bound);
  }

  private tellProgress(phase: 'bound' | 'exact'): void {
    const gap = this.search.gap ?? Infinity;
    if (gap > this.toldGap * TELL_SHARE || this.search.atMs < this.toldAtMs + TELL_EVERY_MS) return;
    this.toldGap = gap;
    this.toldAtMs = this.search.atMs;
    this.search.step(phase);
  }
}

/** Opens some columns for good and leaves others to decide. */
function narrowed(rest: Remainder, taken: Uint32Array, open: Uint32Array): Remainder {
  const state = new CoverState(rest.model);
  for (const c of taken) state.open(c);
  const covered = Uint8Array.from(state.count, (count) => (count > 0 ? 1 : 0));
  return {
    model: restrictColumns(mergeRows(dropRows(rest.model, covered)), open),
    limit: rest.limit - state.spent,
    base: rest.base + state.value,
    fixed: [...rest.fixed, ...Array.from(taken, (c) => rest.model.facility[c] as number)],
  };
}

/** What a choice covers and the best columns beside it could add, at most (Nemhauser, Wolsey & Fisher 1978). */
function greedyBound(state: CoverState, limit: number): number {
  const { cost } = state.model;
  const gains = Array.from(cost, (c, column) => ({
    cost: c,
    gain: state.isOpen[column] === 1 ? 0 : state.gain(column),
  }));
  gains.sort((a, b) => b.gain / b.cost - a.gain / a.cost);
  let left = limit;
  let sum = state.value;
  for (const { cost: c, gain } of gains) {
    if (left <= 0) break;
    sum += gain * Math.min(1, left / c);
    left -= c;
  }
  return sum;
}

/** Rows that a choice leaves out are worth their people, the others a share that falls with their coverers. */
function firstPrices(model: CoverModel, chosen: Uint32Array): Float64Array {
  const state = new CoverState(model);
  for (const c of chosen) state.open(c);
  return model.weight.map((people, row) =>
    state.count[row] === 0 ? people : people / (2 * (state.count[row] as number)),
  );
}
