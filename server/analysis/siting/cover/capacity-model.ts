import type { SitingProblem } from '../../types.ts';
import { selected, sizeOf, transposed, type Csr } from '../solver/csr.ts';
import { keptOf } from './reduce.ts';

/**
 * Maximal covering with capacities (Chung, Schilling & Carbone 1983): demand is served whole, by one open facility
 * within reach that has room for it. Columns are all facilities, the existing ones first; rows the demand that must
 * share.
 */
export interface CapacityModel {
  readonly columns: Csr;
  readonly rows: Csr;
  readonly existingCount: number;
  /** People by row. */
  readonly weight: Float64Array;
  /** Demand of the problem by row. */
  readonly demand: Uint32Array;
  /** By column; Infinity where there is no limit, or more room than people within reach. */
  readonly room: Float64Array;
  /** Opening cost by column. */
  readonly cost: Float64Array;
}

export interface CapacityStart {
  readonly model: CapacityModel;
  /** Facility by demand for those whom an existing facility serves in any case, -1 for all others. */
  readonly served: Int32Array;
}

/**
 * Leaves out what needs no deciding: demand within reach of an existing facility that has room for all in its reach.
 */
export function capacityModel(problem: SitingProblem, openingCost: Float64Array): CapacityStart {
  const { people, existingCount } = problem;
  const served = new Int32Array(people.length).fill(-1);
  const limits = Float64Array.from(problem.capacity as Float64Array, (room) => (Number.isNaN(room) ? Infinity : room));
  let columns = reachedBy(problem, limits);
  for (;;) {
    const before = columns.index.length;
    for (let f = 0; f < existingCount; f++)
      if (peopleOf(columns, f, people) <= (limits[f] as number)) takeAll(columns, f, served);
    columns = withoutServed(columns, served);
    if (columns.index.length === before) break;
  }
  return { model: compacted(columns, people, limits, existingCount, openingCost), served };
}

/** Demand with people within reach by facility, without what is larger than the facility's room. */
function reachedBy({ costs, people, within }: SitingProblem, limits: Float64Array): Csr {
  const limit = within ?? Infinity;
  const start = new Uint32Array(costs.facilityCount + 1);
  const index = new Uint32Array(costs.demand.length);
  let at = 0;
  for (let f = 0; f < costs.facilityCount; f++) {
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k++) {
      const d = costs.demand[k] as number;
      const count = people[d] as number;
      if ((costs.cost[k] as number) <= limit && count > 0 && count <= (limits[f] as number)) index[at++] = d;
    }
    start[f + 1] = at;
  }
  return { count: costs.facilityCount, width: people.length, start, index: index.slice(0, at) };
}

function peopleOf(columns: Csr, column: number, people: Float64Array): number {
  let sum = 0;
  for (let k = columns.start[column] as number; k < (columns.start[column + 1] as number); k++)
    sum += people[columns.index[k] as number] as number;
  return sum;
}

function takeAll(columns: Csr, facility: number, served: Int32Array): void {
  for (let k = columns.start[facility] as number; k < (columns.start[facility + 1] as number); k++) {
    const d = columns.index[k] as number;
    if (served[d] === -1) served[d] = facility;
  }
}

function withoutServed(columns: Csr, served: Int32Array): Csr {
  const kept = served.map((facility, d) => (facility === -1 ? d : -1));
  return selected(
    columns,
    Uint32Array.from({ length: columns.count }, (_, c) => c),
    kept,
    columns.width,
  );
}

function compacted(
  columns: Csr,
  people: Float64Array,
  limits: Float64Array,
  existingCount: number,
  openingCost: Float64Array,
): CapacityModel {
  const holders = transposed(columns);
  const demand = keptOf(Uint8Array.from({ length: holders.count }, (_, d) => (sizeOf(holders, d) === 0 ? 1 : 0)));
  const rows = selected(holders, demand, null, columns.count);
  const byColumn = transposed(rows);
  const weight = Float64Array.from(demand, (d) => people[d] as number);
  const cost = new Float64Array(columns.count);
  cost.set(openingCost, existingCount);
  const room = limits.map((limit, column) => (peopleOf(byColumn, column, weight) <= limit ? Infinity : limit));
  return { columns: byColumn, rows, existingCount, weight, demand, room, cost };
}
