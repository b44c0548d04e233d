import type { CoverModel } from './cover.ts';
import { columnHeap, precedes } from './greedy.ts';
import { sizeOf } from '../solver/csr.ts';
import { randomFrom, type Random } from '../../random.ts';

/**
 * Covers all rows at little cost: always the column that covers most new rows for its cost (Chvátal 1979), then without
 * those that turn out needless, the dearest first. Columns ascending.
 */
export function greedyAll({ columns, rows, cost }: CoverModel): Uint32Array {
  const covered = new Int32Array(rows.count);
  const worth = (column: number): number => {
    let fresh = 0;
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++)
      if (covered[columns.index[k] as number] === 0) fresh++;
    return fresh / (cost[column] as number);
  };
  const heap = columnHeap();
  for (let c = 0; c < columns.count; c++) heap.push({ column: c, worth: sizeOf(columns, c) / (cost[c] as number) });
  const chosen: number[] = [];
  for (let left = rows.count; left > 0; ) {
    const next = heap.pop();
    if (next === undefined) break;
    const { column } = next;
    const now = { column, worth: worth(column) };
    if (now.worth === 0) continue;
    if (heap.first !== undefined && !precedes(now, heap.first)) {
      heap.push(now);
      continue;
    }
    chosen.push(column);
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++) {
      const row = columns.index[k] as number;
      if (covered[row] === 0) left--;
      covered[row] = (covered[row] as number) + 1;
    }
  }
  return withoutNeedless(columns, cost, covered, chosen);
}

function withoutNeedless(
  columns: CoverModel['columns'],
  cost: Float64Array,
  covered: Int32Array,
  chosen: readonly number[],
): Uint32Array {
  const kept = new Set(chosen);
  for (const column of [...chosen].sort((a, b) => (cost[b] as number) - (cost[a] as number) || b - a)) {
    const from = columns.start[column] as number;
    const end = columns.start[column + 1] as number;
    let needed = false;
    for (let k = from; k < end && !needed; k++) needed = covered[columns.index[k] as number] === 1;
    if (needed) continue;
    kept.delete(column);
    for (let k = from; k < end; k++)
      covered[columns.index[k] as number] = (covered[columns.index[k] as number] as number) - 1;
  }
  return Uint32Array.from(kept).sort();
}

/**
 * Interchange by row weighting (Gao, Weise & Li 2015): from a cover, columns leave until a row is bare; then always one
 * leaves and one that covers a bare row enters. Rows that stay bare weigh more and more, so that the search is driven
 * to cover them. The same calls give the same choices.
 */
export class SetMoves {
  cost = Infinity;
  chosen: Uint32Array;
  private readonly model: CoverModel;
  private readonly random: Random;
  private readonly isOpen: Uint8Array;
  private readonly count: Int32Array;
  private readonly owner: Int32Array;
  private readonly weight: Float64Array;
  /** Weight that would be bare without an open column, or covered with a closed one. */
  private readonly score: Float64Array;
  private readonly movedAt: Int32Array;
  /** A closed column may come back once a row of it has changed. */
  private readonly mayEnter: Uint8Array;
  private readonly bare: Int32Array;
  private readonly bareAt: Int32Array;
  private bareCount = 0;
  private readonly open: Int32Array;
  private readonly openAt: Int32Array;
  private openCount = 0;
  private spent = 0;
  private moves = 0;
  private entered = -1;

  constructor(model: CoverModel, start: Uint32Array) {
    const columns = model.columns.count;
    const rows = model.rows.count;
    this.model = model;
    this.chosen = start;
    this.random = randomFrom(columns);
    this.isOpen = new Uint8Array(columns);
    this.count = new Int32Array(rows);
    this.owner = new Int32Array(rows);
    this.weight = new Float64Array(rows).fill(1);
    this.score = Float64Array.from({ length: columns }, (_, c) => sizeOf(model.columns, c));
    this.movedAt = new Int32Array(columns);
    this.mayEnter = new Uint8Array(columns).fill(1);
    this.bare = Int32Array.from({ length: rows }, (_, r) => r);
    this.bareAt = Int32Array.from({ length: rows }, (_, r) => r);
    this.bareCount = rows;
    this.open = new Int32Array(columns);
    this.openAt = new Int32Array(columns).fill(-1);
    for (const column of start) this.enter(column);
    this.cost = this.spent;
  }

  /** Some exchanges; whether a cheaper cover was found. */
  run(exchanges: number, stop: () => boolean): boolean {
    let found = false;
    for (let k = 0; k < exchanges; k++) {
      if (k % 64 === 63 && stop()) break;
      while (this.bareCount === 0 && this.openCount > 0) {
        if (this.spent < this.cost - 1e-9 * Math.max(1, this.spent)) {
          this.cost = this.spent;
          this.chosen = Uint32Array.from(this.open.subarray(0, this.openCount)).sort();
          found = true;
        }
        this.leave(this.leaver(false));
      }
      if (this.openCount > 0) this.leave(this.leaver(true));
      this.coverOne();
    }
    return found;
  }

  /**
   * The open column whose rows are least missed for its cost, of equal ones the one that moved longest ago; not the one
   * that has just entered.
   */
  private leaver(sparesEntered: boolean): number {
    let best = -1;
    let least = Infinity;
    for (let k = 0; k < this.openCount; k++) {
      const column = this.open[k] as number;
      if (sparesEntered && column === this.entered && this.openCount > 1) continue;
      const worth = (this.score[column] as number) / (this.model.cost[column] as number);
      if (worth < least || (worth === least && (this.movedAt[column] as number) < (this.movedAt[best] as number))) {
        least = worth;
        best = column;
      }
    }
    return best;
  }

  /**
   * A bare row gets the column that covers most weight for its cost, unless that would cost as much as the best cover.
   */
  private coverOne(): void {
    const { rows, cost } = this.model;
    const row = this.bare[this.random.below(this.bareCount)] as number;
    let best = -1;
    let most = -1;
    for (let k = rows.start[row] as number; k < (rows.start[row + 1] as number); k++) {
      const column = rows.index[k] as number;
      if (this.mayEnter[column] === 0) continue;
      const worth = (this.score[column] as number) / (cost[column] as number);
      if (worth > most || (worth === most && (this.movedAt[column] as number) < (this.movedAt[best] as number))) {
        most = worth;
        best = column;
      }
    }
    if (best >= 0 && this.spent + (cost[best] as number) < this.cost) {
      this.enter(best);
      this.entered = best;
    }
    this.weighBare();
  }

  private weighBare(): void {
    const { rows } = this.model;
    for (let b = 0; b < this.bareCount; b++) {
      const row = this.bare[b] as number;
      this.weight[row] = (this.weight[row] as number) + 1;
      for (let k = rows.start[row] as number; k < (rows.start[row + 1] as number); k++) {
        const column = rows.index[k] as number;
        this.score[column] = (this.score[column] as number) + 1;
      }
    }
  }

  private enter(column: number): void {
    const { columns, cost } = this.model;
    this.isOpen[column] = 1;
    this.spent += cost[column] as number;
    this.openAt[column] = this.openCount;
    this.open[this.openCount++] = column;
    this.movedAt[column] = ++this.moves;
    let own = 0;
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++) {
      const row = columns.index[k] as number;
      const before = this.count[row] as number;
      const weight = this.weight[row] as number;
      if (before === 0) {
        own += weight;
        this.tell(row, column, -weight);
        this.clothe(row);
      } else if (before === 1) {
        const other = this.owner[row] as number;
        this.score[other] = (this.score[other] as number) - weight;
      }
      this.count[row] = before + 1;
      this.owner[row] = (this.owner[row] as number) ^ column;
    }
    this.score[column] = own;
  }

  private leave(column: number): void {
    const { columns, cost } = this.model;
    this.isOpen[column] = 0;
    this.spent -= cost[column] as number;
    const place = this.openAt[column] as number;
    const last = this.open[--this.openCount] as number;
    this.open[place] = last;
    this.openAt[last] = place;
    this.openAt[column] = -1;
    this.movedAt[column] = ++this.moves;
    let own = 0;
    for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++) {
      const row = columns.index[k] as number;
      const after = (this.count[row] as number) - 1;
      const weight = this.weight[row] as number;
      const left = (this.owner[row] as number) ^ column;
      this.count[row] = after;
      this.owner[row] = left;
      if (after === 0) {
        own += weight;
        this.tell(row, column, weight);
        this.bareAt[row] = this.bareCount;
        this.bare[this.bareCount++] = row;
      } else if (after === 1) this.score[left] = (this.score[left] as number) + weight;
    }
    this.score[column] = own;
    this.mayEnter[column] = 0;
  }

  /** A row has become bare or covered: all its other columns, which are closed, are worth so much more. */
  private tell(row: number, except: number, weight: number): void {
    const { rows } = this.model;
    for (let k = rows.start[row] as number; k < (rows.start[row + 1] as number); k++) {
      const column = rows.index[k] as number;
      if (column === except) continue;
      this.score[column] = (this.score[column] as number) + weight;
      this.mayEnter[column] = 1;
    }
  }

  private clothe(row: number): void {
    const place = this.bareAt[row] as number;
    const last = this.bare[--this.bareCount] as number;
    this.bare[place] = last;
    this.bareAt[last] = place;
  }
}
