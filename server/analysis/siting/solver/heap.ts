/** Columns by falling key, of equal keys the lower column first. */
export class ColumnHeap {
  size = 0;
  private readonly columns: Int32Array;
  private readonly keys: Float64Array;

  constructor(capacity: number) {
    this.columns = new Int32Array(capacity);
    this.keys = new Float64Array(capacity);
  }

  push(column: number, key: number): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.precedes(column, key, parent)) break;
      this.move(parent, at);
      at = parent;
    }
    this.columns[at] = column;
    this.keys[at] = key;
  }

  /** The first column. Only of a heap that is not empty. */
  pop(): number {
    const first = this.columns[0] as number;
    const last = --this.size;
    const column = this.columns[last] as number;
    const key = this.keys[last] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.precedes(this.columns[child + 1] as number, this.keys[child + 1] as number, child))
        child++;
      if (this.precedes(column, key, child)) break;
      this.move(child, at);
      at = child;
    }
    this.columns[at] = column;
    this.keys[at] = key;
    return first;
  }

  precedesTop(column: number, key: number): boolean {
    return this.precedes(column, key, 0);
  }

  private precedes(column: number, key: number, at: number): boolean {
    const other = this.keys[at] as number;
    return key > other || (key === other && column < (this.columns[at] as number));
  }

  private move(from: number, to: number): void {
    this.columns[to] = this.columns[from] as number;
    this.keys[to] = this.keys[from] as number;
  }
}
