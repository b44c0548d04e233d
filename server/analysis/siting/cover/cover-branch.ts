import type { CoverModel } from './cover.ts';
import { CoverDual, FREE, IN, OUT } from './cover-dual.ts';
import { CoverMoves } from './cover-moves.ts';
import { affordable } from './greedy.ts';
import { CoverState } from './cover-state.ts';

/** What a branch and bound tells and asks. Values are of its own model. */
export interface BranchWatch {
  /** A better choice, and the bound by now. */
  improved(value: number, chosen: Uint32Array): void;
  bounded(bound: number): void;
  stop(): boolean;
  /** Choices are only looked for that are worth more than this, given the best value. */
  cutoff(best: number): number;
}

interface Node {
  readonly bound: number;
  readonly decided: Uint8Array;
  /** Best prices of the parent, which both children share. */
  readonly price: Float32Array;
}

const FIRST_STEPS = 60;
const STEP = 0.02;
/** Memory for the prices of open nodes; beyond it the search goes deep instead of wide. */
const MOST_PRICE_BYTES = 256e6;

/**
 * Branch and bound on columns with the Lagrangian dual as bound, the node of the highest bound first. Reduced costs
 * decide further columns in every node.
 */
export class CoverBranch {
  private readonly model: CoverModel;
  private readonly limit: number;
  private readonly watch: BranchWatch;
  private readonly dual: CoverDual;
  private readonly moves: CoverMoves;
  private readonly nodes: Node[] = [];
  private best: number;
  /** Highest bound of what was given up. */
  private given = -Infinity;
  nodeCount = 0;

  constructor(
    model: CoverModel,
    limit: number,
    start: { readonly value: number; readonly price: Float64Array; readonly bound: number },
    watch: BranchWatch,
  ) {
    this.model = model;
    this.limit = limit;
    this.watch = watch;
    this.best = start.value;
    this.dual = new CoverDual(model, limit, start.price);
    this.moves = new CoverMoves(model, limit, () => watch.stop());
    this.nodes.push({
      bound: start.bound,
      decided: new Uint8Array(model.columns.count),
      price: Float32Array.from(start.price),
    });
  }

  /** Goes on for so many nodes, until the cutoff is proven (true) or it is stopped (false). */
  run(mostNodes: number): boolean {
    const end = this.nodeCount + mostNodes;
    while (this.nodes.length > 0) {
      if (this.watch.stop() || this.nodeCount >= end) return false;
      const node = this.take();
      this.watch.bounded(Math.max(node.bound, this.highestOpen(), this.given, this.best));
      const given = node.bound <= this.watch.cutoff(this.best) ? node.bound : this.expand(node);
      this.given = Math.max(this.given, given);
    }
    this.watch.bounded(Math.max(this.given, this.best));
    return true;
  }

  /** A value that was reached elsewhere. */
  raise(value: number): void {
    this.best = Math.max(this.best, value);
  }

  private highestOpen(): number {
    let highest = -Infinity;
    for (const node of this.nodes) highest = Math.max(highest, node.bound);
    return highest;
  }

  /** The node of the highest bound; the newest where memory is short. */
  private take(): Node {
    let at = this.nodes.length - 1;
    if (this.nodes.length * this.model.rows.count * 4 < MOST_PRICE_BYTES) {
      for (let k = 0; k < this.nodes.length; k++)
        if ((this.nodes[k] as Node).bound > (this.nodes[at] as Node).bound) at = k;
    }
    const node = this.nodes[at] as Node;
    this.nodes[at] = this.nodes[this.nodes.length - 1] as Node;
    this.nodes.pop();
    return node;
  }

  /** Bounds a node and branches; the highest bound that is given up below it. */
  private expand(node: Node): number {
    this.nodeCount++;
    const { dual } = this;
    dual.decided.set(node.decided);
    dual.restart(Float64Array.from(node.price), STEP);
    const steps = this.nodeCount === 1 ? 5 * FIRST_STEPS : FIRST_STEPS;
    for (let step = 0; step < steps; step++) {
      const more = dual.iterate(this.best);
      if (dual.best <= this.watch.cutoff(this.best)) return dual.best;
      if (!more) break;
      if (step % 20 === 19) {
        this.tryChoice();
        if (this.watch.stop()) break;
      }
    }
    const bound = Math.min(node.bound, dual.best);
    const given = this.decide(bound);
    if (this.isLeaf()) return given;
    this.branch(bound);
    return given;
  }

  /**
   * Decides columns whose change of mind would bring the bound under the cutoff; the highest bound given up by that.
   */
  private decide(bound: number): number {
    const { decided, bestReduced } = this.dual;
    const cutoff = this.watch.cutoff(this.best);
    let given = -Infinity;
    for (let c = 0; c < decided.length; c++) {
      if (decided[c] !== FREE) continue;
      const reduced = bestReduced[c] as number;
      const otherwise = this.dual.best - Math.abs(reduced);
      if (reduced === 0 || otherwise > cutoff) continue;
      decided[c] = reduced > 0 ? IN : OUT;
      given = Math.max(given, Math.min(bound, otherwise));
    }
    return given;
  }

  /** Whether the limit leaves no choice any more; then the only choice is tried. */
  private isLeaf(): boolean {
    const { decided } = this.dual;
    const { cost } = this.model;
    let left = this.limit;
    let all = 0;
    let cheapest = Infinity;
    for (let c = 0; c < decided.length; c++) {
      if (decided[c] === IN) left -= cost[c] as number;
      if (decided[c] !== FREE) continue;
      all += cost[c] as number;
      cheapest = Math.min(cheapest, cost[c] as number);
    }
    if (!affordable(0, left)) return true;
    const everything = affordable(all, left);
    if (!everything && affordable(cheapest, left)) return false;
    const state = new CoverState(this.model);
    for (let c = 0; c < decided.length; c++)
      if (decided[c] === IN || (everything && decided[c] === FREE)) state.open(c);
    if (state.value > this.best) this.keep(state.value, state.chosen());
    return true;
  }

  private branch(bound: number): void {
    const { decided, mean, bestReduced, bestPrice, best } = this.dual;
    let at = -1;
    let score = -Infinity;
    for (let c = 0; c < decided.length; c++) {
      if (decided[c] !== FREE) continue;
      const open = mean[c] as number;
      const worth = Math.min(open, 1 - open) + 0.25 * open;
      if (worth > score) {
        score = worth;
        at = c;
      }
    }
    const price = Float32Array.from(bestPrice);
    const reduced = bestReduced[at] as number;
    for (const choice of [OUT, IN] as const) {
      const child = decided.slice();
      child[at] = choice;
      const against = choice === IN ? Math.min(0, reduced) : -Math.max(0, reduced);
      this.nodes.push({ bound: Math.min(bound, best + against), decided: child, price });
    }
  }

  /** Improves the columns that the dual takes by exchange. */
  private tryChoice(): void {
    const { decided, order, taken } = this.dual;
    const columns: number[] = [];
    let spent = 0;
    const add = (column: number): void => {
      const cost = this.model.cost[column] as number;
      if (!affordable(spent + cost, this.limit)) return;
      spent += cost;
      columns.push(column);
    };
    for (let c = 0; c < decided.length; c++) if (decided[c] === IN) add(c);
    for (let k = 0; k < taken; k++) add(order[k] as number);
    this.moves.from(columns);
    if (this.moves.value > this.best) this.keep(this.moves.value, this.moves.chosen);
  }

  private keep(value: number, chosen: Uint32Array): void {
    this.best = value;
    this.watch.improved(value, chosen);
  }
}
