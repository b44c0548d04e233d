import type { CapacityModel } from './capacity-model.ts';
import { StepRule } from '../solver/step-rule.ts';

const STEPS = { newest: 0.15, first: 0.2, patience: 15, shortest: 1e-4 };

/**
 * Lagrangian dual of covering with capacities: that demand is served once has a price, a share π of its people. Then
 * every facility fills its room with the cheapest demand in its reach, in parts where need be, and the limit goes to
 * the candidates that are worth most (after Pirkul & Schilling 1991):
 *
 *     L(π) = Σ π w + Σ v of existing + max { Σ v x : Σ cost·x ≤ limit },   v = max { Σ (1 − π) w z : Σ w z ≤ room, 0 ≤
 * z ≤ 1 }.
 *
 * An upper bound for every π from 0 to 1.
 */
export class CapacityDual {
  best = Infinity;
  /** Candidates taken in the last solution. */
  taken: readonly number[] = [];
  private readonly model: CapacityModel;
  private readonly limit: number;
  private readonly price: Float64Array;
  private readonly load: Float64Array;
  private readonly meanLoad: Float64Array;
  private readonly slope: Float64Array;
  private readonly worth: Float64Array;
  private readonly scratch: Uint32Array;
  private readonly steps = new StepRule(STEPS);

  constructor(model: CapacityModel, limit: number, servedBy: Int32Array) {
    this.model = model;
    this.limit = limit;
    // Served demand has others waiting for its room; unserved demand would be a gain in full.
    this.price = Float64Array.from(servedBy, (column) => (column === -1 ? 0.05 : 0.5));
    this.load = new Float64Array(model.rows.count);
    this.meanLoad = new Float64Array(model.rows.count);
    this.slope = new Float64Array(model.rows.count);
    this.worth = new Float64Array(model.columns.count);
    this.scratch = new Uint32Array(model.columns.index.length);
  }

  /**
   * Bound of the present prices, then a step towards `target`, a value that can be reached. False where no step is
   * left.
   */
  iterate(target: number): boolean {
    const bound = this.evaluate();
    this.steps.note(this.best - bound, bound - target);
    this.best = Math.min(this.best, bound);
    return this.walk(bound - target, this.steps.share());
  }

  private evaluate(): number {
    const { columns, existingCount, weight, cost } = this.model;
    let bound = 0;
    for (let r = 0; r < weight.length; r++) bound += (this.price[r] as number) * (weight[r] as number);
    this.load.fill(0);
    for (let c = 0; c < columns.count; c++) {
      this.worth[c] = this.fill(c, c < existingCount ? 1 : 0);
      if (c < existingCount) bound += this.worth[c] as number;
    }
    const order = Array.from({ length: columns.count - existingCount }, (_, k) => existingCount + k);
    const ratio = (c: number): number => (this.worth[c] as number) / Math.max(cost[c] as number, 1e-300);
    order.sort((a, b) => ratio(b) - ratio(a) || a - b);
    let left = this.limit;
    const taken: number[] = [];
    for (const c of order) {
      if (left <= 0 && (cost[c] as number) > 0) break;
      const share = Math.min(1, left / Math.max(cost[c] as number, 1e-300));
      bound += share * (this.worth[c] as number);
      this.fill(c, share);
      left -= cost[c] as number;
      if (share === 1) taken.push(c);
    }
    this.taken = taken;
    return bound;
  }

  /** Worth of a facility's best filling, which is added to the load of its rows by `share`. */
  private fill(column: number, share: number): number {
    const { columns, weight, room } = this.model;
    const from = columns.start[column] as number;
    const end = columns.start[column + 1] as number;
    let left = room[column] as number;
    let rows = columns.index.subarray(from, end);
    if (left < Infinity) {
      rows = this.scratch.subarray(from, end);
      rows.set(columns.index.subarray(from, end));
      rows.sort((a, b) => (this.price[a] as number) - (this.price[b] as number) || a - b);
    }
    let worth = 0;
    for (let k = 0; k < rows.length && left > 0; k++) {
      const row = rows[k] as number;
      const w = weight[row] as number;
      const part = Math.min(1, left / w);
      worth += (1 - (this.price[row] as number)) * w * part;
      left -= w;
      if (share > 0) this.load[row] = (this.load[row] as number) + share * part;
    }
    return worth;
  }

  private walk(above: number, share: number): boolean {
    const { price, load, meanLoad, slope } = this;
    const { weight } = this.model;
    let norm = 0;
    for (let r = 0; r < price.length; r++) {
      const mean = (meanLoad[r] as number) + share * ((load[r] as number) - (meanLoad[r] as number));
      meanLoad[r] = mean;
      const still = (mean < 1 && price[r] === 0) || (mean > 1 && price[r] === 1);
      slope[r] = still ? 0 : mean - 1;
      norm += (slope[r] as number) ** 2 * (weight[r] as number);
    }
    if (norm === 0) return false;
    const length = this.steps.length(above, norm);
    for (let r = 0; r < price.length; r++)
      price[r] = Math.min(1, Math.max(0, (price[r] as number) + length * (slope[r] as number)));
    return !this.steps.isSpent;
  }
}
