import type { NarrowLabel } from '../../paths/dijkstra.ts';

/** Labels by cost, of equals the lowest source first: a binary heap. */
export class LabelQueue {
  readonly #heap: NarrowLabel[] = [];

  push(node: number, cost: number, source: number): void {
    const heap = this.#heap;
    const label = { node, cost, source };
    let at = heap.length;
    heap.push(label);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as NarrowLabel;
      if (!before(label, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = label;
  }

  pop(): NarrowLabel | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const label = heap.pop();
    if (label === undefined || heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right !== undefined && before(right, heap[child] as NarrowLabel)) child += 1;
      if (!before(heap[child] as NarrowLabel, label)) break;
      heap[at] = heap[child] as NarrowLabel;
      at = child;
    }
    heap[at] = label;
    return top;
  }
}

function before(a: NarrowLabel, b: NarrowLabel): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.source < b.source);
}
