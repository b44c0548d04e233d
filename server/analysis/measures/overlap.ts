import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { OverlapResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureInput } from '../types.ts';
import { GroupSums } from '../sums.ts';

/** `peopleByCount` ends with those within of this many and more. */
export const MOST_COUNTED = 10;

/**
 * People within `within` of each facility, those within of it alone, and people by the number of facilities that they
 * are within of. `costs` reaches at least to `within`.
 */
export function overlap(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  { within }: Extract<MeasureRequest, { readonly kind: 'overlap' }>,
): OverlapResult {
  const count = facilities.existingCount;
  const reached = new Uint32Array(demand.count);
  forEachWithin(costs, count, within, (_, cell) => {
    reached[cell] = (reached[cell] as number) + 1;
  });
  const [people, exclusive] = [new GroupSums(count), new GroupSums(count)];
  forEachWithin(costs, count, within, (facility, cell) => {
    people.add(facility, demand.people[cell] as number);
    if (reached[cell] === 1) exclusive.add(facility, demand.people[cell] as number);
  });
  const most = Math.min(
    reached.reduce((a, b) => Math.max(a, b), 0),
    MOST_COUNTED,
  );
  const byCount = new GroupSums(most + 1);
  for (let cell = 0; cell < demand.count; cell += 1)
    byCount.add(Math.min(reached[cell] as number, most), demand.people[cell] as number);
  return {
    kind: 'overlap',
    facilities: Array.from({ length: count }, (_, f) => ({
      id: facilities.ids[f] as string,
      people: people.of(f),
      exclusivePeople: exclusive.of(f),
    })),
    peopleByCount: Array.from({ length: most + 1 }, (_, n) => byCount.of(n)),
  };
}

function forEachWithin(
  costs: MeasureInput['costs'],
  facilities: number,
  within: number,
  visit: (facility: number, cell: number) => void,
): void {
  for (let facility = 0; facility < facilities; facility += 1) {
    const end = costs.start[facility + 1] as number;
    for (let at = costs.start[facility] as number; at < end; at += 1) {
      if ((costs.cost[at] as number) <= within) visit(facility, costs.demand[at] as number);
    }
  }
}
