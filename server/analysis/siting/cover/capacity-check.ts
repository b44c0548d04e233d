/** Figures of a service with capacities, worked out anew from the problem. */
import type { SitingProblem } from '../../types.ts';
import type { CapacityPoint } from './capacity-mip.ts';
import type { CapacityModel } from './capacity-model.ts';
import { fits, type Service } from './capacity-serve.ts';
import { affordable } from './greedy.ts';

export function peopleServed({ people }: SitingProblem, assignment: Int32Array): number {
  let sum = 0;
  for (let d = 0; d < assignment.length; d++) if (assignment[d] !== -1) sum += people[d] as number;
  return sum;
}

/** People within reach of open facilities, room or not. */
export function reachableBy({ rows, weight }: CapacityModel, isOpen: Uint8Array): number {
  let sum = 0;
  for (let r = 0; r < rows.count; r++) {
    for (let k = rows.start[r] as number; k < (rows.start[r + 1] as number); k++) {
      if (isOpen[rows.index[k] as number] === 0) continue;
      sum += weight[r] as number;
      break;
    }
  }
  return sum;
}

/**
 * The people a point serves, added up anew; null if it opens too much, serves by a closed facility or beyond its room.
 */
export function checkedService(
  model: CapacityModel,
  { isOpen, servedBy }: CapacityPoint,
  limit: number,
): Service | null {
  const { weight, room, cost, existingCount } = model;
  const load = new Float64Array(room.length);
  let people = 0;
  let spent = 0;
  for (let c = existingCount; c < isOpen.length; c++) if (isOpen[c] === 1) spent += cost[c] as number;
  for (let r = 0; r < servedBy.length; r++) {
    const column = servedBy[r] as number;
    if (column === -1) continue;
    if (isOpen[column] === 0) return null;
    load[column] = (load[column] as number) + (weight[r] as number);
    people += weight[r] as number;
  }
  return affordable(spent, limit) && load.every((sum, c) => fits(sum, room[c] as number)) ? { people, servedBy } : null;
}

/** Demand with room at a nearer open facility goes there. The service of all other demand stays. */
export function toNearer(problem: SitingProblem, isOpen: Uint8Array, assignment: Int32Array): void {
  const { people, capacity } = problem;
  const left = Float64Array.from(capacity as Float64Array, (room) => (Number.isNaN(room) ? Infinity : room));
  const present = new Float64Array(people.length).fill(Infinity);
  eachOpen(problem, isOpen, (f, d, cost) => {
    if (assignment[d] === f) present[d] = cost;
  });
  for (let d = 0; d < assignment.length; d++)
    if (assignment[d] !== -1)
      left[assignment[d] as number] = (left[assignment[d] as number] as number) - (people[d] as number);
  eachOpen(problem, isOpen, (f, d, cost) => {
    const count = people[d] as number;
    if (assignment[d] === -1 || cost >= (present[d] as number) || count > (left[f] as number)) return;
    left[assignment[d] as number] = (left[assignment[d] as number] as number) + count;
    left[f] = (left[f] as number) - count;
    assignment[d] = f;
    present[d] = cost;
  });
  // A cell without people takes no room.
  eachOpen(problem, isOpen, (f, d, cost) => {
    if ((people[d] as number) > 0 || cost >= (present[d] as number)) return;
    assignment[d] = f;
    present[d] = cost;
  });
}

function eachOpen(
  { costs, within }: SitingProblem,
  isOpen: Uint8Array,
  visit: (facility: number, demand: number, cost: number) => void,
): void {
  for (let f = 0; f < costs.facilityCount; f++) {
    if (isOpen[f] === 0) continue;
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      if ((costs.cost[k] as number) <= (within ?? Infinity))
        visit(f, costs.demand[k] as number, costs.cost[k] as number);
    }
  }
}

/** People whom the rooms of the existing facilities and of the best candidates hold, at most. */
export function roomBound({ columns, weight, room, cost, existingCount }: CapacityModel, limit: number): number {
  const held = room.map((most, c) => {
    let sum = 0;
    for (let k = columns.start[c] as number; k < (columns.start[c + 1] as number); k++)
      sum += weight[columns.index[k] as number] as number;
    return Math.min(sum, most);
  });
  const ratio = (c: number): number => (held[c] as number) / Math.max(cost[c] as number, 1e-300);
  const candidates = Array.from(held.keys())
    .slice(existingCount)
    .sort((a, b) => ratio(b) - ratio(a));
  let sum = 0;
  for (let c = 0; c < existingCount; c++) sum += held[c] as number;
  let left = limit;
  for (const c of candidates) {
    sum += (held[c] as number) * Math.min(1, Math.max(0, left) / Math.max(cost[c] as number, 1e-300));
    left -= cost[c] as number;
  }
  return sum;
}
