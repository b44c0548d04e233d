import type { CoverModel } from './cover.ts';
import { StepRule } from '../solver/step-rule.ts';

/** What is decided about a column. */
export const FREE = 0;
export const IN = 1;
export const OUT = 2;

const STEPS = { newest: 0.1, first: 0.1, patience: 20, shortest: 1e-5 };

/**
 * Lagrangian dual of covering most within a limit of cost (Galvão & ReVelle 1996), for rows y ≤ Σ x of their columns
 * with prices u between 0 and the row's people w:
 *
 *     L(u) = Σ (w − u) + max { Σ v x : Σ cost·x ≤ limit, 0 ≤ x ≤ 1 },   v of a column: Σ u of its rows.
 *
 * Every u gives an upper bound; the least is that of the linear relaxation. Prices follow the mean of the solutions
 * with falling weight of the older ones (the volume algorithm, Barahona & Anbil 2000): single solutions jump, where
 * many columns are worth nearly the same, and their steps end far above the least bound. Costs are above 0.
 */
export class CoverDual {
  readonly model: CoverModel;
  readonly limit: number;
  /** By column: FREE, IN or OUT. May be changed between steps, with `restart`. */
  readonly decided: Uint8Array;
  readonly price: Float64Array;
  /** Of the best bound. */
  readonly bestPrice: Float64Array;
  /** By how much the best bound falls if a free column is forced in (where negative) or out (where positive). */
  readonly bestReduced: Float64Array;
  best = Infinity;
  /** Mean of the solutions by column: near the linear relaxation's. */
  readonly mean: Float64Array;
  /** Columns that are taken whole in the last solution are the first `taken` of `order`, after those that are IN. */
  readonly order: Uint32Array;
  taken = 0;
  private free = 0;
  private readonly worth: Float64Array;
  private readonly ratio: Float64Array;
  private readonly cover: Float64Array;
  private readonly meanCover: Float64Array;
  private readonly slope: Float64Array;
  private readonly steps = new StepRule(STEPS);
  /** Price of the limit at the last column taken, and at the first one left out. */
  private thetaTaken = 0;
  private thetaLeft = 0;

  constructor(model: CoverModel, limit: number, price: Float64Array) {
    const columns = model.columns.count;
    const rows = model.rows.count;
    this.model = model;
    this.limit = limit;
    this.decided = new Uint8Array(columns);
    this.price = price.slice();
    this.bestPrice = price.slice();
    this.bestReduced = new Float64Array(columns);
    this.mean = new Float64Array(columns);
    this.order = new Uint32Array(columns);
    this.worth = new Float64Array(columns);
    this.ratio = new Float64Array(columns);
    this.cover = new Float64Array(rows);
    this.meanCover = new Float64Array(rows);
    this.slope = new Float64Array(rows);
  }

  /** Begins anew from the given prices, with what is decided by now. */
  restart(price: Float64Array, step = STEPS.first): void {
    // Prices that were kept with fewer digits may be above the row's people, where the bound would not hold.
    for (let r = 0; r < price.length; r++) this.price[r] = Math.min(this.model.weight[r] as number, price[r] as number);
    this.best = Infinity;
    this.steps.restart(step);
  }

  /**
   * Bound of the present prices, then a step towards `target`, a value that can be reached. False where no step is
   * left.
   */
  iterate(target: number): boolean {
    const bound = this.evaluate();
    this.steps.note(this.best - bound, bound - target);
    if (bound < this.best) {
      this.best = bound;
      this.bestPrice.set(this.price);
      this.keepReduced();
    }
    return this.walk(bound - target, this.steps.share());
  }

  /** Sum of the bound; fills worth, order and cover. -Infinity where the columns that are IN cost too much. */
  private evaluate(): number {
    const { weight, cost } = this.model;
    const { price, decided, order } = this;
    let bound = 0;
    for (let r = 0; r < price.length; r++) bound += (weight[r] as number) - (price[r] as number);
    this.weigh();
    this.cover.fill(0);
    let left = this.limit;
    this.free = 0;
    for (let c = 0; c < decided.length; c++) {
      if (decided[c] === FREE) order[this.free++] = c;
      if (decided[c] !== IN) continue;
      left -= cost[c] as number;
      bound += this.worth[c] as number;
      this.addCover(c, 1);
    }
    return left < -1e-9 * Math.max(1, this.limit) ? -Infinity : bound + this.fill(Math.max(0, left));
  }

  private weigh(): void {
    const { columns, cost } = this.model;
    const { price, worth, ratio, decided } = this;
    for (let c = 0; c < worth.length; c++) {
      if (decided[c] === OUT) continue;
      let sum = 0;
      const end = columns.start[c + 1] as number;
      for (let k = columns.start[c] as number; k < end; k++) sum += price[columns.index[k] as number] as number;
      worth[c] = sum;
      ratio[c] = sum / (cost[c] as number);
    }
  }

  /** Fills what is left of the limit with free columns by worth for their cost, the last one in part. */
  private fill(limit: number): number {
    const { cost } = this.model;
    const { worth, ratio, free } = this;
    const order = this.order.subarray(0, free);
    order.sort((a, b) => (ratio[b] as number) - (ratio[a] as number) || a - b);
    let left = limit;
    let sum = 0;
    let at = 0;
    for (; at < free; at++) {
      const c = order[at] as number;
      if ((cost[c] as number) > left) break;
      left -= cost[c] as number;
      sum += worth[c] as number;
      this.addCover(c, 1);
    }
    this.taken = at;
    this.thetaTaken = 0;
    this.thetaLeft = 0;
    if (at === free) return sum;
    const c = order[at] as number;
    const share = left / (cost[c] as number);
    if (share > 0) this.addCover(c, share);
    this.thetaLeft = ratio[c] as number;
    this.thetaTaken = share > 0 || at === 0 ? this.thetaLeft : (ratio[order[at - 1] as number] as number);
    return sum + share * (worth[c] as number);
  }

  private addCover(column: number, share: number): void {
    const { columns } = this.model;
    const end = columns.start[column + 1] as number;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      this.cover[row] = (this.cover[row] as number) + share;
    }
  }

  /**
   * Any price of the limit from that of the first column left out to that of the last one taken gives the same bound;
   * for each column the one that says most.
   */
  private keepReduced(): void {
    const { cost } = this.model;
    for (let at = 0; at < this.free; at++) {
      const c = this.order[at] as number;
      const theta = at < this.taken ? this.thetaLeft : this.thetaTaken;
      this.bestReduced[c] = (this.worth[c] as number) - theta * (cost[c] as number);
    }
  }

  /** Prices fall where the mean covers a row more than once, and rise where less. */
  private walk(above: number, share: number): boolean {
    const { price, cover, meanCover, slope, mean } = this;
    const { weight } = this.model;
    for (let c = 0; c < mean.length; c++) mean[c] = (mean[c] as number) * (1 - share);
    for (let at = 0; at < this.taken; at++)
      mean[this.order[at] as number] = (mean[this.order[at] as number] as number) + share;
    let norm = 0;
    for (let r = 0; r < price.length; r++) {
      const covers = (meanCover[r] as number) + share * ((cover[r] as number) - (meanCover[r] as number));
      meanCover[r] = covers;
      const w = weight[r] as number;
      const u = price[r] as number;
      // At an end of its range a price does not move outwards.
      const still = (covers < 1 && u >= w) || (covers > 1 && u <= 0);
      slope[r] = still ? 0 : covers - 1;
      if (!still) norm += (covers - 1) * (covers - 1) * w;
    }
    if (norm === 0 || !Number.isFinite(above)) return false;
    const length = this.steps.length(above, norm);
    for (let r = 0; r < price.length; r++) {
      const w = weight[r] as number;
      price[r] = Math.min(w, Math.max(0, (price[r] as number) - length * (slope[r] as number) * w));
    }
    return !this.steps.isSpent;
  }
}
