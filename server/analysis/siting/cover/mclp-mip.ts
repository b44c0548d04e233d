import type { CoverModel } from './cover.ts';
import { solveMip, type MipModel } from '../solver/highs.ts';

export interface MipWatch {
  readonly start: Uint32Array;
  improved(value: number, chosen: Uint32Array): void;
  bounded(bound: number): void;
  stop(): boolean;
}

/**
 * max Σ people·y, y ≤ Σ x of the row's columns, Σ cost·x ≤ limit, x whole, y from 0 to 1. Ends when proven, stopped or
 * out of time.
 */
export async function solveMclpByHighs(
  model: CoverModel,
  limit: number,
  remainingMs: number,
  watch: MipWatch,
): Promise<void> {
  const chosenOf = (x: Float64Array): Uint32Array =>
    Uint32Array.from(Array.from(x.subarray(0, model.columns.count).keys()).filter((c) => (x[c] as number) > 0.5));
  const result = await solveMip(mipOf(model, limit), {
    timeLimitS: remainingMs / 1000,
    gap: 0,
    start: pointOf(model, watch.start),
    isCancelled: () => watch.stop(),
    onProgress: ({ objective, bound, x }) => {
      if (x !== null && objective !== null) watch.improved(objective, chosenOf(x));
      if (bound !== null) watch.bounded(bound);
    },
  });
  if (result.x !== null && result.objective !== null) watch.improved(result.objective, chosenOf(result.x));
  if (result.bound !== null) watch.bounded(result.bound);
}

function mipOf({ columns, rows, weight, cost }: CoverModel, limit: number): MipModel {
  const variables = columns.count + rows.count;
  const entries = rows.index.length + rows.count + columns.count;
  const start = new Uint32Array(rows.count + 2);
  const index = new Uint32Array(entries);
  const value = new Float64Array(entries);
  let at = 0;
  for (let r = 0; r < rows.count; r++) {
    for (let k = rows.start[r] as number; k < (rows.start[r + 1] as number); k++) {
      index[at] = rows.index[k] as number;
      value[at++] = 1;
    }
    index[at] = columns.count + r;
    value[at++] = -1;
    start[r + 1] = at;
  }
  for (let c = 0; c < columns.count; c++) {
    index[at] = c;
    value[at++] = cost[c] as number;
  }
  start[rows.count + 1] = at;
  const people = new Float64Array(variables);
  people.set(weight, columns.count);
  return {
    sense: 'max',
    cost: people,
    lower: new Float64Array(variables),
    upper: new Float64Array(variables).fill(1),
    integer: new Uint8Array(variables).fill(1, 0, columns.count),
    rows: {
      lower: Float64Array.from({ length: rows.count + 1 }, (_, r) => (r < rows.count ? 0 : -Infinity)),
      upper: Float64Array.from({ length: rows.count + 1 }, (_, r) => (r < rows.count ? Infinity : limit)),
      start,
      index,
      value,
    },
  };
}

function pointOf({ columns, rows }: CoverModel, chosen: Uint32Array): Float64Array {
  const x = new Float64Array(columns.count + rows.count);
  for (const c of chosen) {
    x[c] = 1;
    for (let k = columns.start[c] as number; k < (columns.start[c + 1] as number); k++)
      x[columns.count + (columns.index[k] as number)] = 1;
  }
  return x;
}
