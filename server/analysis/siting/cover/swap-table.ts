import type { CoverModel } from './cover.ts';
import { affordable } from './greedy.ts';

/**
 * A choice of columns with the worth of every exchange kept up to date (Resende & Werneck 2004, for covering): opening
 * j in place of k changes the people covered by `gain[j] − loss[k] + spared[k][j]`. An exchange touches only the rows
 * whose coverers become none, one or two.
 */
export class SwapTable {
  readonly model: CoverModel;
  value = 0;
  spent = 0;
  /** Open columns, in no order; one place of the table each. */
  readonly open: Int32Array;
  openCount = 0;
  private readonly place: Int32Array;
  private readonly count: Int32Array;
  private readonly owner: Int32Array;
  private readonly gain: Float64Array;
  private readonly loss: Float64Array;
  /** By place, then column: people whom the column would keep if the one at the place closed. */
  private readonly spared: Float64Array;

  /** `places`: most columns that are ever open at once. */
  constructor(model: CoverModel, places: number) {
    this.model = model;
    const columns = model.columns.count;
    this.open = new Int32Array(places).fill(-1);
    this.place = new Int32Array(columns).fill(-1);
    this.count = new Int32Array(model.rows.count);
    this.owner = new Int32Array(model.rows.count);
    this.gain = new Float64Array(columns);
    this.loss = new Float64Array(places);
    this.spared = new Float64Array(places * columns);
    this.clear();
  }

  clear(): void {
    const { columns, weight } = this.model;
    this.value = 0;
    this.spent = 0;
    this.openCount = 0;
    this.open.fill(-1);
    this.place.fill(-1);
    this.count.fill(0);
    this.owner.fill(0);
    this.loss.fill(0);
    this.spared.fill(0);
    for (let c = 0; c < columns.count; c++) {
      let sum = 0;
      const end = columns.start[c + 1] as number;
      for (let k = columns.start[c] as number; k < end; k++) sum += weight[columns.index[k] as number] as number;
      this.gain[c] = sum;
    }
  }

  copyFrom(other: SwapTable): void {
    this.value = other.value;
    this.spent = other.spent;
    this.openCount = other.openCount;
    this.open.set(other.open);
    this.place.set(other.place);
    this.count.set(other.count);
    this.owner.set(other.owner);
    this.gain.set(other.gain);
    this.loss.set(other.loss);
    this.spared.set(other.spared);
  }

  isOpen(column: number): boolean {
    return (this.place[column] as number) >= 0;
  }

  chosen(): Uint32Array {
    return Uint32Array.from(this.open.subarray(0, this.openCount)).sort();
  }

  /** Opens a column that is closed; there must be a place. */
  openColumn(column: number): void {
    const { columns, rows, weight, cost } = this.model;
    const place = this.openCount++;
    this.open[place] = column;
    this.place[column] = place;
    this.spent += cost[column] as number;
    const end = columns.start[column + 1] as number;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      const before = this.count[row] as number;
      const people = weight[row] as number;
      if (before === 0) {
        this.value += people;
        this.loss[place] = (this.loss[place] as number) + people;
        this.spread(rows.start, rows.index, row, place, people, true);
      } else if (before === 1) {
        const other = this.place[this.owner[row] as number] as number;
        this.loss[other] = (this.loss[other] as number) - people;
        this.spread(rows.start, rows.index, row, other, -people, false);
      }
      this.count[row] = before + 1;
      this.owner[row] = (this.owner[row] as number) ^ column;
    }
  }

  closeColumn(column: number): void {
    const { columns, rows, weight, cost } = this.model;
    const place = this.place[column] as number;
    this.spent -= cost[column] as number;
    const end = columns.start[column + 1] as number;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      const after = (this.count[row] as number) - 1;
      const people = weight[row] as number;
      const left = (this.owner[row] as number) ^ column;
      this.count[row] = after;
      this.owner[row] = left;
      if (after === 0) {
        this.value -= people;
        this.spread(rows.start, rows.index, row, place, -people, true);
      } else if (after === 1) {
        const other = this.place[left] as number;
        this.loss[other] = (this.loss[other] as number) + people;
        this.spread(rows.start, rows.index, row, other, people, false);
      }
    }
    this.release(column, place);
  }

  /** The last place moves into the one that becomes free. */
  private release(column: number, place: number): void {
    const width = this.model.columns.count;
    const last = --this.openCount;
    if (place !== last) {
      const moved = this.open[last] as number;
      this.open[place] = moved;
      this.place[moved] = place;
      this.loss[place] = this.loss[last] as number;
      this.spared.copyWithin(place * width, last * width, (last + 1) * width);
    }
    this.open[last] = -1;
    this.place[column] = -1;
    this.loss[last] = 0;
    this.spared.fill(0, last * width, (last + 1) * width);
  }

  /** A row has got its only coverer, or lost it, or shares it: tells all columns that would cover it. */
  private spread(
    start: Uint32Array,
    index: Uint32Array,
    row: number,
    place: number,
    people: number,
    free: boolean,
  ): void {
    const base = place * this.model.columns.count;
    const end = start[row + 1] as number;
    const { spared, gain } = this;
    for (let k = start[row] as number; k < end; k++) {
      const at = base + (index[k] as number);
      spared[at] = (spared[at] as number) + people;
    }
    if (!free) return;
    for (let k = start[row] as number; k < end; k++)
      gain[index[k] as number] = (gain[index[k] as number] as number) - people;
  }

  /** The closed column, not barred, that adds most within the limit; -1 where none does. */
  bestAddition(limit: number, barred: Uint8Array): number {
    if (this.openCount === this.open.length) return -1;
    const room = limit - this.spent;
    let best = -1;
    for (let c = 0; c < barred.length; c++) {
      const worth = this.gain[c] as number;
      if (
        worth <= 0 ||
        (this.place[c] as number) >= 0 ||
        barred[c] === 1 ||
        !affordable(this.model.cost[c] as number, room)
      )
        continue;
      if (best < 0 || worth > (this.gain[best] as number)) best = c;
    }
    return best;
  }

  /**
   * The best exchange or, within the limit, addition: what it adds, the column that opens (-1: no move), and the one
   * that closes (-1: none).
   */
  bestMove(limit: number): { readonly change: number; readonly opens: number; readonly closes: number } {
    const { cost } = this.model;
    const { gain, spared, place: placeOf } = this;
    const width = this.model.columns.count;
    const room = limit - this.spent;
    let change = 0;
    let opens = -1;
    let closes = -1;
    for (let place = -1; place < this.openCount; place++) {
      if (place < 0 && this.openCount === this.open.length) continue;
      const leaver = place < 0 ? -1 : (this.open[place] as number);
      const free = leaver < 0 ? room : room + (cost[leaver] as number);
      const loss = leaver < 0 ? 0 : (this.loss[place] as number);
      const base = place * width;
      for (let c = 0; c < width; c++) {
        const kept = leaver < 0 ? 0 : (spared[base + c] as number);
        const worth = (gain[c] as number) - loss + kept;
        if (worth <= change || (placeOf[c] as number) >= 0 || !affordable(cost[c] as number, free)) continue;
        change = worth;
        opens = c;
        closes = leaver;
      }
    }
    return { change, opens, closes };
  }

  /** Best exchanges until none adds more than `least`. */
  descend(limit: number, least: number, stop: () => boolean): void {
    while (!stop()) {
      const { change, opens, closes } = this.bestMove(limit);
      if (opens < 0 || change <= least) return;
      if (closes >= 0) this.closeColumn(closes);
      this.openColumn(opens);
    }
  }
}
