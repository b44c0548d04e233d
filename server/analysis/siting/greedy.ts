import type { CoverModel } from './cover/cover.ts';
import { CoverState } from './cover/cover-state.ts';
import { ColumnHeap } from './solver/heap.ts';

/** Whether costs add up to no more than a limit, but for rounding. */
export function affordable(spent: number, limit: number): boolean {
  return spent <= limit + 1e-9 * Math.max(1, limit);
}

/**
 * Covers most within a limit of cost by always opening the column that adds most (`byCost`: most for its cost), of
 * equal ones the first. Gains only shrink, so that those of before are upper limits and few are worked out anew (Minoux
 * 1978).
 */
export function greedyMost(model: CoverModel, limit: number, byCost: boolean): CoverState {
  const state = new CoverState(model);
  const worth = (column: number): number => {
    const gain = state.gain(column);
    return byCost && gain > 0 ? gain / (model.cost[column] as number) : gain;
  };
  const heap = new ColumnHeap(model.columns.count);
  for (let c = 0; c < model.columns.count; c++) heap.push(c, worth(c));
  while (heap.size > 0) {
    const column = heap.pop();
    if (!affordable(state.spent + (model.cost[column] as number), limit)) continue;
    const now = worth(column);
    if (now <= 0) continue;
    if (heap.size > 0 && heap.precedesTop(column, now) === false) heap.push(column, now);
    else state.open(column);
  }
  return state;
}
