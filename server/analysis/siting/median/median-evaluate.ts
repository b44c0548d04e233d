/** Every answer is evaluated from the problem as it was given, whatever the search believed. */
import type { SitingProblem } from '../../types.ts';
import { spending } from './median-core.ts';

export interface Served {
  /**
   * Facility nearest to each demand among the existing and the chosen (the one of the lowest index of equals); -1 for
   * none.
   */
  readonly assignment: Int32Array;
  /** Its cost; Infinity for none. */
  readonly cost: Float64Array;
}

export function serve({ costs, existingCount }: SitingProblem, chosen: Iterable<number>): Served {
  const assignment = new Int32Array(costs.demandCount).fill(-1);
  const cost = new Float64Array(costs.demandCount).fill(Infinity);
  const take = (facility: number): void => {
    for (let k = costs.start[facility] as number; k < (costs.start[facility + 1] as number); k++) {
      const demand = costs.demand[k] as number;
      if (!((costs.cost[k] as number) < (cost[demand] as number))) continue;
      cost[demand] = costs.cost[k] as number;
      assignment[demand] = facility;
    }
  };
  for (let facility = 0; facility < existingCount; facility++) take(facility);
  for (const facility of [...chosen].sort((a, b) => a - b)) take(facility);
  return { assignment, cost };
}

/** People × cost of all that are served, and the people who could be and are not. */
export function medianValue(
  { people }: SitingProblem,
  { cost }: Served,
  servable: Uint8Array,
): { readonly cost: number; readonly unserved: number } {
  let total = 0;
  let unserved = 0;
  for (let demand = 0; demand < people.length; demand++) {
    const weight = people[demand] as number;
    if (weight === 0) continue;
    if (cost[demand] !== Infinity) total += weight * (cost[demand] as number);
    else if (servable[demand] === 1) unserved += weight;
  }
  return { cost: total, unserved };
}

/** Marks demand that an existing facility, or a candidate that can be paid for, has a way to. */
export function servableDemand(problem: SitingProblem): Uint8Array {
  const { costs, existingCount } = problem;
  const { price, budget } = spending(problem);
  const servable = new Uint8Array(costs.demandCount);
  for (let facility = 0; facility < costs.facilityCount; facility++) {
    if (facility >= existingCount && price(facility) > budget) continue;
    for (let k = costs.start[facility] as number; k < (costs.start[facility + 1] as number); k++)
      servable[costs.demand[k] as number] = 1;
  }
  return servable;
}

export function unservableDemand(servable: Uint8Array): Uint32Array {
  const unservable: number[] = [];
  for (let demand = 0; demand < servable.length; demand++) if (servable[demand] === 0) unservable.push(demand);
  return Uint32Array.from(unservable);
}

/**
 * A request for p facilities gets p, also where fewer do as well: the remaining ones are the first candidates not
 * chosen.
 */
export function filledUp({ p, costs, existingCount }: SitingProblem, chosen: Iterable<number>): Uint32Array {
  const all = new Set(chosen);
  for (let facility = existingCount; p !== null && facility < costs.facilityCount && all.size < p; facility++)
    all.add(facility);
  return Uint32Array.from(all).sort();
}
