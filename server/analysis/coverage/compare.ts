/** What a scenario changes, from who is served by which facility without it and with it. */
import type { Demand, Nearest } from '../types.ts';

/** A facility of the scenario. `handle`: see `Scenario`. */
export interface FacilityCoverage {
  readonly handle: number;
  readonly id: string;
  readonly added: boolean;
  /** People within `within`, and those within of no other facility; null where they are not counted. */
  readonly people: number | null;
  readonly exclusivePeople: number | null;
  readonly unconnected: boolean;
}

/** All arrays belong to the caller. */
export interface Coverage {
  /** Facilities of the scenario, by ascending handle. */
  readonly facilities: readonly FacilityCoverage[];
  /** By demand: the least cost, Infinity beyond the limit. */
  readonly cost: Float64Array;
  /** By demand: handle of the nearest, -1 for none; of equals the lowest. */
  readonly nearest: Int32Array;
  /** By demand: facilities within `within`; null where they are not counted. */
  readonly withinCount: Uint32Array | null;
  /** Demand whose cost or nearest facility is not that of the base, ascending. */
  readonly changed: Uint32Array;
  readonly coveredPeople: number;
  readonly coveredAreaM2: number;
  readonly before: { readonly coveredPeople: number; readonly coveredAreaM2: number };
  /** People whom the edits bring within `within`, and people whom they take out. */
  readonly gainedPeople: number;
  readonly lostPeople: number;
}

export interface Compared {
  readonly demand: Pick<Demand, 'count' | 'people' | 'areaM2'>;
  /** Facilities by their handles: see `Scenario`. */
  readonly base: Nearest;
  readonly now: Nearest;
  readonly within: number;
  /** Null where facilities are not counted. */
  readonly withinCount: Uint32Array | null;
}

/** Sums in the order of demand, so that full coverage equals the total to the last digit. */
export function compare({ demand, base, now, within, withinCount }: Compared): Omit<Coverage, 'facilities'> {
  const { count, people, areaM2 } = demand;
  const { cost, facility: nearest } = now;
  const before = { coveredPeople: 0, coveredAreaM2: 0 };
  const sums = { coveredPeople: 0, coveredAreaM2: 0, gainedPeople: 0, lostPeople: 0 };
  const changed = new Uint32Array(count);
  let changes = 0;
  for (let i = 0; i < count; i += 1) {
    const was = (base.cost[i] as number) <= within;
    const is = (cost[i] as number) <= within;
    if (was) {
      before.coveredPeople += people[i] as number;
      before.coveredAreaM2 += areaM2[i] as number;
      if (!is) sums.lostPeople += people[i] as number;
    }
    if (is) {
      sums.coveredPeople += people[i] as number;
      sums.coveredAreaM2 += areaM2[i] as number;
      if (!was) sums.gainedPeople += people[i] as number;
    }
    if (cost[i] === base.cost[i] && nearest[i] === base.facility[i]) continue;
    changed[changes] = i;
    changes += 1;
  }
  return {
    ...sums,
    before,
    cost: cost.slice(),
    nearest: nearest.slice(),
    withinCount: withinCount?.slice() ?? null,
    changed: changed.slice(0, changes),
  };
}
