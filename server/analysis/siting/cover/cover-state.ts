import type { CoverModel } from './cover.ts';

/** A choice of columns, with what each adds, kept up as columns open and close. */
export class CoverState {
  readonly model: CoverModel;
  /** 1 by column. */
  readonly isOpen: Uint8Array;
  /** Open columns that cover a row. */
  readonly count: Int32Array;
  /** People whom nobody would cover if an open column closed, by column. */
  readonly loss: Float64Array;
  value = 0;
  spent = 0;
  /** Exclusive or of the open columns of a row: where there is one, it is that one. */
  readonly owner: Int32Array;

  constructor(model: CoverModel) {
    this.model = model;
    this.isOpen = new Uint8Array(model.columns.count);
    this.loss = new Float64Array(model.columns.count);
    this.count = new Int32Array(model.rows.count);
    this.owner = new Int32Array(model.rows.count);
  }

  /** People whom a closed column would add. */
  gain(column: number): number {
    const { columns, weight } = this.model;
    const end = columns.start[column + 1] as number;
    let sum = 0;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      if (this.count[row] === 0) sum += weight[row] as number;
    }
    return sum;
  }

  open(column: number): void {
    const { columns, weight, cost } = this.model;
    const { count, owner, loss } = this;
    const end = columns.start[column + 1] as number;
    let own = 0;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      const before = count[row] as number;
      const people = weight[row] as number;
      if (before === 0) own += people;
      else if (before === 1) loss[owner[row] as number] = (loss[owner[row] as number] as number) - people;
      count[row] = before + 1;
      owner[row] = (owner[row] as number) ^ column;
    }
    loss[column] = own;
    this.value += own;
    this.spent += cost[column] as number;
    this.isOpen[column] = 1;
  }

  close(column: number): void {
    const { columns, weight, cost } = this.model;
    const { count, owner, loss } = this;
    const end = columns.start[column + 1] as number;
    let lost = 0;
    for (let k = columns.start[column] as number; k < end; k++) {
      const row = columns.index[k] as number;
      const after = (count[row] as number) - 1;
      const people = weight[row] as number;
      count[row] = after;
      const left = (owner[row] as number) ^ column;
      owner[row] = left;
      if (after === 0) lost += people;
      else if (after === 1) loss[left] = (loss[left] as number) + people;
    }
    loss[column] = 0;
    this.value -= lost;
    this.spent -= cost[column] as number;
    this.isOpen[column] = 0;
  }

  /** Opens exactly these; what added up by opening and closing is forgotten, so that rounding does not gather. */
  reset(columns: Iterable<number>): void {
    this.isOpen.fill(0);
    this.loss.fill(0);
    this.count.fill(0);
    this.owner.fill(0);
    this.value = 0;
    this.spent = 0;
    for (const column of columns) this.open(column);
  }

  chosen(): Uint32Array {
    const list: number[] = [];
    for (let c = 0; c < this.isOpen.length; c++) if (this.isOpen[c] === 1) list.push(c);
    return Uint32Array.from(list);
  }
}
