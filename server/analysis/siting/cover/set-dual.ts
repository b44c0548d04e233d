import type { CoverModel } from './cover.ts';
import { StepRule } from '../solver/step-rule.ts';

const STEPS = { newest: 0.1, first: 0.2, patience: 20, shortest: 1e-5 };

/**
 * Lagrangian dual of covering all rows at least cost: L(u) = Σ u + Σ min(0, cost − Σ u of the column's rows), a lower
 * bound for every u ≥ 0; the largest is that of the linear relaxation (Beasley 1990). Prices follow the mean of the
 * solutions, newer ones counting more (Barahona & Anbil 2000).
 */
export class SetDual {
  best = -Infinity;
  /** Cost of each column less the prices of its rows, at the best bound. */
  readonly bestReduced: Float64Array;
  private readonly model: CoverModel;
  private readonly price: Float64Array;
  private readonly reduced: Float64Array;
  private readonly cover: Float64Array;
  private readonly meanCover: Float64Array;
  private readonly slope: Float64Array;
  private readonly steps = new StepRule(STEPS);

  constructor(model: CoverModel) {
    this.model = model;
    this.price = firstPrices(model);
    this.reduced = new Float64Array(model.columns.count);
    this.bestReduced = new Float64Array(model.columns.count);
    this.cover = new Float64Array(model.rows.count);
    this.meanCover = new Float64Array(model.rows.count);
    this.slope = new Float64Array(model.rows.count);
  }

  /**
   * Bound of the present prices, then a step towards `target`, a cost that can be reached. False where no step is left.
   */
  iterate(target: number): boolean {
    const bound = this.evaluate();
    this.steps.note(bound - this.best, target - bound);
    if (bound > this.best) {
      this.best = bound;
      this.bestReduced.set(this.reduced);
    }
    return this.walk(target - bound, this.steps.share());
  }

  private evaluate(): number {
    const { columns, cost } = this.model;
    const { price, reduced, cover } = this;
    let bound = 0;
    for (let r = 0; r < price.length; r++) bound += price[r] as number;
    cover.fill(0);
    for (let c = 0; c < columns.count; c++) {
      let left = cost[c] as number;
      const from = columns.start[c] as number;
      const end = columns.start[c + 1] as number;
      for (let k = from; k < end; k++) left -= price[columns.index[k] as number] as number;
      reduced[c] = left;
      if (left >= 0) continue;
      bound += left;
      for (let k = from; k < end; k++) {
        const row = columns.index[k] as number;
        cover[row] = (cover[row] as number) + 1;
      }
    }
    return bound;
  }

  private walk(below: number, share: number): boolean {
    const { price, cover, meanCover, slope } = this;
    let norm = 0;
    for (let r = 0; r < price.length; r++) {
      const covers = (meanCover[r] as number) + share * ((cover[r] as number) - (meanCover[r] as number));
      meanCover[r] = covers;
      slope[r] = covers > 1 && price[r] === 0 ? 0 : 1 - covers;
      norm += (slope[r] as number) ** 2;
    }
    if (norm === 0) return false;
    const length = this.steps.length(below, norm);
    for (let r = 0; r < price.length; r++) price[r] = Math.max(0, (price[r] as number) + length * (slope[r] as number));
    return !this.steps.isSpent;
  }
}

/** Every row pays its share of the column that is cheapest for it. */
function firstPrices({ columns, rows, cost }: CoverModel): Float64Array {
  const price = new Float64Array(rows.count).fill(Infinity);
  for (let c = 0; c < columns.count; c++) {
    const from = columns.start[c] as number;
    const end = columns.start[c + 1] as number;
    const share = (cost[c] as number) / (end - from);
    for (let k = from; k < end; k++) {
      const row = columns.index[k] as number;
      if (share < (price[row] as number)) price[row] = share;
    }
  }
  return price;
}
