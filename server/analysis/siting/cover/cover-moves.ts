import type { CoverModel } from './cover.ts';
import { CoverState } from './cover-state.ts';
import { affordable, greedyMost } from './greedy.ts';
import { interchange } from './interchange.ts';
import { randomFrom, type Random } from '../../random.ts';
import { SwapTable } from './swap-table.ts';

/** Above this the table of all exchanges is larger than what it saves. */
const MOST_TABLE_ENTRIES = 20_000_000;
/** Of the columns, those that a new start may not use, so that it differs. */
const BARRED_SHARE = 0.04;

/** Iterated exchange for covering most within a limit of cost. The same calls give the same choices. */
export class CoverMoves {
  value = -1;
  chosen: Uint32Array = new Uint32Array(0);
  private readonly model: CoverModel;
  private readonly limit: number;
  private readonly stop: () => boolean;
  private readonly random: Random;
  private readonly least: number;
  private readonly table: SwapTable | null;
  private readonly home: SwapTable | null;
  private readonly barred: Uint8Array;

  constructor(model: CoverModel, limit: number, stop: () => boolean) {
    this.model = model;
    this.limit = limit;
    this.stop = stop;
    this.random = randomFrom(model.columns.count);
    // An exchange must add more than rounding can make up, or exchanges go round in circles.
    this.least =
      1e-9 *
      Math.max(
        1,
        model.weight.reduce((sum, people) => sum + people, 0),
      );
    const places = mostColumns(model, limit);
    const fits = places * model.columns.count <= MOST_TABLE_ENTRIES;
    this.table = fits ? new SwapTable(model, places) : null;
    this.home = fits ? new SwapTable(model, places) : null;
    this.barred = new Uint8Array(model.columns.count);
  }

  /** Improves a choice; whether it is better than all before. */
  from(columns: Iterable<number>): boolean {
    if (this.table === null) {
      const state = new CoverState(this.model);
      state.reset(columns);
      interchange(state, this.limit, this.stop);
      return this.keep(state.value, () => state.chosen());
    }
    this.table.clear();
    for (const column of columns) this.table.openColumn(column);
    return this.descend(this.table);
  }

  /** Closes a few columns of the best choice, opens others in their place, and improves. */
  again(): boolean {
    const { table, home, random } = this;
    if (table === null || home === null || home.openCount === 0) return false;
    table.copyFrom(home);
    const moved = Math.min(table.openCount, 1 + random.below(4));
    this.barred.fill(0);
    for (let k = 0; k < moved; k++) {
      const column = table.open[random.below(table.openCount)] as number;
      this.barred[column] = 1;
      table.closeColumn(column);
    }
    if (random.below(3) === 0) this.refillAnyhow(table);
    else this.refillByGain(table);
    return this.descend(table);
  }

  private refillAnyhow(table: SwapTable): void {
    for (let tries = 0; tries < 50 && table.openCount < table.open.length; tries++) {
      const column = this.random.below(this.barred.length);
      if (!table.isOpen(column) && affordable(table.spent + (this.model.cost[column] as number), this.limit))
        table.openColumn(column);
    }
  }

  private refillByGain(table: SwapTable): void {
    const extra = Math.ceil(this.barred.length * BARRED_SHARE);
    for (let k = 0; k < extra; k++) this.barred[this.random.below(this.barred.length)] = 1;
    for (
      let column = table.bestAddition(this.limit, this.barred);
      column >= 0;
      column = table.bestAddition(this.limit, this.barred)
    )
      table.openColumn(column);
  }

  private descend(table: SwapTable): boolean {
    table.descend(this.limit, this.least, this.stop);
    if (!this.keep(table.value, () => table.chosen())) return false;
    // Counted anew, so that the rounding of many exchanges does not gather.
    this.home?.clear();
    for (const column of this.chosen) this.home?.openColumn(column);
    return true;
  }

  private keep(value: number, chosen: () => Uint32Array): boolean {
    if (value <= this.value + this.least) return false;
    this.value = value;
    this.chosen = chosen();
    return true;
  }
}

/** How many columns the limit pays for at most. */
function mostColumns({ cost }: CoverModel, limit: number): number {
  const sorted = cost.slice().sort();
  let spent = 0;
  let count = 0;
  while (count < sorted.length && affordable(spent + (sorted[count] as number), limit))
    spent += sorted[count++] as number;
  return count;
}

/**
 * The better of greedy by people and, where costs differ, by people for the cost; the second with the best single
 * column is within (1 − 1/e)/2 of the best (Khuller, Moss & Naor 1999).
 */
export function bestGreedyMost(model: CoverModel, limit: number): CoverState {
  const byPeople = greedyMost(model, limit, false);
  if (model.cost.every((cost) => cost === model.cost[0])) return byPeople;
  const byCost = greedyMost(model, limit, true);
  return byCost.value > byPeople.value ? byCost : byPeople;
}
