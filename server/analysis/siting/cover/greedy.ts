import type { CoverModel } from './cover.ts';
import { CoverState } from './cover-state.ts';
import { Heap } from '../../heap.ts';

/** A column and what it was worth when it was looked at. */
interface RankedColumn {
  readonly column: number;
  readonly worth: number;
}

/** Columns by falling worth, of equal ones the lower column first. */
export function columnHeap(): Heap<RankedColumn> {
  return new Heap(precedes);
}

export function precedes(a: RankedColumn, b: RankedColumn): boolean {
  return a.worth > b.worth || (a.worth === b.worth && a.column < b.column);
}

/** Whether costs add up to no more than a limit, but for rounding. */
export function affordable(spent: number, limit: number): boolean {
  return spent <= limit + 1e-9 * Math.max(1, limit);
}

/**
 * Covers most within a limit of cost by always opening the column that adds most (`byCost`: most for its cost), of
 * equal ones the first. Gains only shrink, so that those of before are upper limits and few are worked out anew (Minoux
 * 1978). It ends once `enough` people are covered.
 */
export function greedyMost(model: CoverModel, limit: number, byCost: boolean, enough = Infinity): CoverState {
  const state = new CoverState(model);
  const worth = (column: number): number => {
    const gain = state.gain(column);
    return byCost && gain > 0 ? gain / (model.cost[column] as number) : gain;
  };
  const heap = columnHeap();
  for (let c = 0; c < model.columns.count; c++) heap.push({ column: c, worth: worth(c) });
  for (let next = heap.pop(); next !== undefined && state.value < enough; next = heap.pop()) {
    const { column } = next;
    if (!affordable(state.spent + (model.cost[column] as number), limit)) continue;
    const now = { column, worth: worth(column) };
    if (now.worth <= 0) continue;
    if (heap.first !== undefined && !precedes(now, heap.first)) heap.push(now);
    else state.open(column);
  }
  return state;
}
