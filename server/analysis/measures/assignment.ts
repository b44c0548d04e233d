import type { AssignmentResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { MeasureInput } from '../types.ts';
import { inequality } from './inequality.ts';
import { GroupSums, Sum } from '../sums.ts';

/**
 * Everybody to the nearest facility, of equally near ones to the first: people, mean (by people) and greatest cost of
 * each, and how unevenly costs are spread over people. Cells that no facility can be reached from count as unassigned
 * and in nothing else.
 */
export function assignment(
  { demand, facilities, nearest }: Pick<MeasureInput, 'demand' | 'nearest' | 'facilities'>,
  request: Extract<MeasureRequest, { readonly kind: 'assignment' }>,
): AssignmentResult {
  const count = facilities.existingCount;
  const cells = new Uint32Array(count);
  const farthest = new Float64Array(count);
  const [people, costs] = [new GroupSums(count), new GroupSums(count)];
  const [unassigned, assigned, total] = [new Sum(), new Sum(), new Sum()];
  const weights = new Float64Array(demand.count);
  for (let cell = 0; cell < demand.count; cell += 1) {
    const facility = nearest.facility[cell] as number;
    const [here, cost] = [demand.people[cell] as number, nearest.cost[cell] as number];
    if (facility < 0) {
      unassigned.add(here);
      continue;
    }
    weights[cell] = here;
    cells[facility] = (cells[facility] as number) + 1;
    people.add(facility, here);
    costs.add(facility, here * cost);
    assigned.add(here);
    total.add(here * cost);
    if (here > 0) farthest[facility] = Math.max(farthest[facility] as number, cost);
  }
  const { gini, lorenz } = inequality(nearest.cost, weights);
  return {
    kind: 'assignment',
    facilities: Array.from({ length: count }, (_, f) => ({
      id: facilities.ids[f] as string,
      people: people.of(f),
      cells: cells[f] as number,
      meanCost: people.of(f) > 0 ? costs.of(f) / people.of(f) : null,
      maxCost: people.of(f) > 0 ? (farthest[f] as number) : null,
    })),
    unassignedPeople: unassigned.value,
    meanCost: assigned.value > 0 ? total.value / assigned.value : null,
    maxCost: assigned.value > 0 ? farthest.reduce((most, cost) => Math.max(most, cost), 0) : null,
    gini,
    lorenz,
    ...(request.perDemand === true ? { perDemand: Array.from(nearest.facility) } : {}),
  };
}
