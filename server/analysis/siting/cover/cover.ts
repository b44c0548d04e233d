/**
 * Covering problems as sets: which candidates cover which demand, without what the existing facilities cover already.
 */
import type { SitingProblem } from '../../types.ts';
import { equalSets, selected, transposed, type Csr } from '../solver/csr.ts';

/** Columns are candidates, rows are demand; each row stands for all demand with the same candidates. */
export interface CoverModel {
  /** By column: rows covered. */
  readonly columns: Csr;
  /** By row: columns that cover it. */
  readonly rows: Csr;
  /** People by row. */
  readonly weight: Float64Array;
  /** Opening cost by column. */
  readonly cost: Float64Array;
  /** Facility of the problem by column. */
  readonly facility: Uint32Array;
}

/** Which demand is within reach, from the problem itself. */
export interface Reach {
  /** 1: within reach of an existing facility. */
  readonly byExisting: Uint8Array;
  /** 1: within reach of any facility. */
  readonly byAny: Uint8Array;
}

/** Demand without people has a place here too; `coverModel` leaves it out. */
export function reachOf({ costs, people, existingCount, within }: SitingProblem): Reach {
  const byExisting = new Uint8Array(people.length);
  const byAny = new Uint8Array(people.length);
  const limit = within ?? Infinity;
  for (let f = 0; f < costs.facilityCount; f++) {
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k++) {
      if (!((costs.cost[k] as number) <= limit)) continue;
      const d = costs.demand[k] as number;
      byAny[d] = 1;
      if (f < existingCount) byExisting[d] = 1;
    }
  }
  return { byExisting, byAny };
}

/**
 * People covered by the facilities marked, added up in the order of demand, so that equal choices have equal sums to
 * the last bit.
 */
export function peopleWithin(problem: SitingProblem, open: Uint8Array): number {
  const covered = new Uint8Array(problem.people.length);
  const { costs } = problem;
  const limit = problem.within ?? Infinity;
  for (let f = 0; f < costs.facilityCount; f++) {
    if (open[f] === 0) continue;
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k++)
      if ((costs.cost[k] as number) <= limit) covered[costs.demand[k] as number] = 1;
  }
  let sum = 0;
  for (let d = 0; d < covered.length; d++) if (covered[d] === 1) sum += problem.people[d] as number;
  return sum;
}

/** Nearest open facility within reach by demand, -1 for none; of equals the lowest index. */
export function nearestWithin(problem: SitingProblem, open: Uint8Array): Int32Array {
  const { costs, people } = problem;
  const limit = problem.within ?? Infinity;
  const assignment = new Int32Array(people.length).fill(-1);
  const best = new Float64Array(people.length).fill(Infinity);
  for (let f = 0; f < costs.facilityCount; f++) {
    if (open[f] === 0) continue;
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k++) {
      const d = costs.demand[k] as number;
      const cost = costs.cost[k] as number;
      if (cost > limit || (assignment[d] !== -1 && cost >= (best[d] as number))) continue;
      best[d] = cost;
      assignment[d] = f;
    }
  }
  return assignment;
}

/** Demand with people that nothing reaches, ascending. */
export function unservableOf(problem: SitingProblem, { byAny }: Reach): Uint32Array {
  const list: number[] = [];
  for (let d = 0; d < byAny.length; d++) if (byAny[d] === 0 && (problem.people[d] as number) > 0) list.push(d);
  return Uint32Array.from(list);
}

/** The sets of a problem: demand that has people, that a candidate reaches and no existing facility does. */
export function coverModel(problem: SitingProblem, { byExisting }: Reach, openingCost: Float64Array): CoverModel {
  const { costs, people, existingCount } = problem;
  const limit = problem.within ?? Infinity;
  const candidates = costs.facilityCount - existingCount;
  const start = new Uint32Array(candidates + 1);
  const index = new Uint32Array(costs.demand.length - (costs.start[existingCount] as number));
  let at = 0;
  for (let c = 0; c < candidates; c++) {
    const end = costs.start[existingCount + c + 1] as number;
    for (let k = costs.start[existingCount + c] as number; k < end; k++) {
      const d = costs.demand[k] as number;
      if ((costs.cost[k] as number) <= limit && byExisting[d] === 0 && (people[d] as number) > 0) index[at++] = d;
    }
    start[c + 1] = at;
  }
  const columns: Csr = { count: candidates, width: people.length, start, index: index.slice(0, at) };
  const facility = Uint32Array.from({ length: candidates }, (_, c) => existingCount + c);
  return mergeRows({ columns, rows: transposed(columns), weight: people, cost: openingCost, facility });
}

/** Rows of the same columns become one, with the people of all; rows without columns go. */
export function mergeRows(model: CoverModel): CoverModel {
  const { classOf, first } = equalSets(model.rows);
  const weight = new Float64Array(first.length);
  for (let r = 0; r < classOf.length; r++) {
    const into = classOf[r] as number;
    if (into >= 0) weight[into] = (weight[into] as number) + (model.weight[r] as number);
  }
  const rows = selected(model.rows, first, null, model.columns.count);
  return { ...model, rows, columns: transposed(rows), weight };
}

/** The model of some columns only, ascending; rows that these do not cover go, and equal ones merge. */
export function restrictColumns(model: CoverModel, kept: Uint32Array): CoverModel {
  const columns = selected(model.columns, kept, null, model.columns.width);
  return mergeRows({
    columns,
    rows: transposed(columns),
    weight: model.weight,
    cost: Float64Array.from(kept, (c) => model.cost[c] as number),
    facility: Uint32Array.from(kept, (c) => model.facility[c] as number),
  });
}

/** The model without the rows marked. */
export function dropRows(model: CoverModel, dropped: Uint8Array): CoverModel {
  const kept: number[] = [];
  for (let r = 0; r < model.rows.count; r++) if (dropped[r] === 0) kept.push(r);
  const rows = selected(model.rows, Uint32Array.from(kept), null, model.columns.count);
  return {
    ...model,
    rows,
    columns: transposed(rows),
    weight: Float64Array.from(kept, (r) => model.weight[r] as number),
  };
}
