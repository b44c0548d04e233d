/** Smaller covering problems with the same optimum (Toregas & ReVelle 1973: dominated rows and columns). */
import { restrictColumns, type CoverModel } from './cover.ts';
import { sizeOf, supersetsOf } from '../solver/csr.ts';

/** Ends a reduction that would take too long; what is not reduced is only larger. */
export type Enough = () => boolean;

/**
 * Columns that another one makes needless: it covers the same and more, and costs no more. Of equal ones the first
 * stays. Valid for covering all and for covering most, with a number of columns or a budget: the other can take its
 * place.
 */
export function neededColumns({ columns, rows, cost }: CoverModel, enough: Enough): Uint32Array {
  const scratch = new Uint32Array(columns.count);
  const dropped = new Uint8Array(columns.count);
  for (let c = 0; c < columns.count; c++) {
    if (sizeOf(columns, c) === 0) {
      dropped[c] = 1;
      continue;
    }
    if (enough()) continue;
    const count = supersetsOf(columns, rows, c, scratch);
    for (let k = 0; k < count; k++) {
      const other = scratch[k] as number;
      if (dropped[other] === 1 || (cost[other] as number) > (cost[c] as number)) continue;
      const equal = sizeOf(columns, other) === sizeOf(columns, c) && cost[other] === cost[c];
      if (equal && other > c) continue;
      dropped[c] = 1;
      break;
    }
  }
  return keptOf(dropped);
}

/** Rows that are covered whenever some other row is: those with all its columns and more. Only for covering all. */
export function impliedRows({ columns, rows }: CoverModel, enough: Enough): Uint8Array {
  const scratch = new Uint32Array(rows.count);
  const dropped = new Uint8Array(rows.count);
  for (let r = 0; r < rows.count && !enough(); r++) {
    if (dropped[r] === 1) continue;
    const count = supersetsOf(rows, columns, r, scratch);
    // Equal rows have been merged, so that these are all larger.
    for (let k = 0; k < count; k++) dropped[scratch[k] as number] = 1;
  }
  return dropped;
}

export function keptOf(dropped: Uint8Array): Uint32Array {
  const kept: number[] = [];
  for (let k = 0; k < dropped.length; k++) if (dropped[k] === 0) kept.push(k);
  return Uint32Array.from(kept);
}

/** For covering most: needless columns go and rows that are then equal merge, until nothing changes. */
export function reduceForMost(model: CoverModel, enough: Enough): CoverModel {
  let reduced = model;
  for (;;) {
    const kept = neededColumns(reduced, enough);
    if (kept.length === reduced.columns.count) return reduced;
    reduced = restrictColumns(reduced, kept);
  }
}
