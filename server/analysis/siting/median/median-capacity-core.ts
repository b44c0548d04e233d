/**
 * A p-median problem with capacities: what could serve each demand, cheapest first, and how much each facility holds.
 */
import type { SitingProblem } from '../../types.ts';
import { spending } from './median-core.ts';
import { sortPairs } from './median-sort.ts';

export interface CapacityCore {
  /** Existing facilities first, then the candidates that can be paid for; `facility[f]` is the index in the problem. */
  readonly facility: Uint32Array;
  readonly existing: number;
  /** Infinity for no limit. */
  readonly capacity: Float64Array;
  /** 0 for existing ones. */
  readonly price: Float64Array;
  readonly budget: number;
  /** Demand with people that some facility in reach can hold, by index in the problem, and its people. */
  readonly row: Uint32Array;
  readonly weight: Float64Array;
  /** Facilities of row i and the people × cost they would take: entries `start[i]` to `start[i + 1]`, ascending. */
  readonly start: Uint32Array;
  readonly entryFacility: Uint32Array;
  readonly entryCost: Float64Array;
}

export function capacityCore(problem: SitingProblem): CapacityCore {
  const { costs, people, existingCount, capacity } = problem;
  const { price, budget } = spending(problem);
  const kept: number[] = [];
  for (let f = 0; f < costs.facilityCount; f++) if (f < existingCount || price(f) <= budget) kept.push(f);
  const facility = Uint32Array.from(kept);
  const limit = Float64Array.from(facility, (f) =>
    Number.isFinite(capacity?.[f] ?? Infinity) ? (capacity?.[f] as number) : Infinity,
  );
  const lists = Array.from(people, (): { facility: number; cost: number }[] => []);
  facility.forEach((index, f) => {
    for (let k = costs.start[index] as number; k < (costs.start[index + 1] as number); k++) {
      const demand = costs.demand[k] as number;
      const weight = people[demand] as number;
      if (weight > 0 && weight <= (limit[f] as number))
        lists[demand]?.push({ facility: f, cost: weight * (costs.cost[k] as number) });
    }
  });
  const row = Uint32Array.from(lists.keys()).filter((demand) => (lists[demand]?.length ?? 0) > 0);
  return {
    facility,
    existing: existingCount,
    capacity: limit,
    price: Float64Array.from(facility, (f) => (f < existingCount ? 0 : price(f))),
    budget,
    row,
    weight: Float64Array.from(row, (demand) => people[demand] as number),
    ...entriesOf(Array.from(row, (demand) => lists[demand] ?? [])),
  };
}

function entriesOf(
  lists: readonly (readonly { readonly facility: number; readonly cost: number }[])[],
): Pick<CapacityCore, 'start' | 'entryFacility' | 'entryCost'> {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (start[i + 1] = (start[i] as number) + list.length));
  const entryFacility = new Uint32Array(start[lists.length] as number);
  const entryCost = new Float64Array(entryFacility.length);
  lists.forEach((list, i) => {
    const from = start[i] as number;
    list.forEach((entry, k) => {
      entryFacility[from + k] = entry.facility;
      entryCost[from + k] = entry.cost;
    });
    sortPairs(entryCost, entryFacility, from, from + list.length - 1);
  });
  return { start, entryFacility, entryCost };
}

export function affordable(core: CapacityCore, open: Uint8Array): boolean {
  let spent = 0;
  for (let f = core.existing; f < open.length; f++) spent += (open[f] as number) * (core.price[f] as number);
  return spent <= core.budget;
}
