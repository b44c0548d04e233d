import type { Reach } from '../paths/reach.ts';
import type { CostMatrix, Nearest } from '../types.ts';
import { Reachers } from './reachers.ts';

/** By demand, the nearest facility and the number of those within, as facilities come, go and come back. */
export class Served {
  readonly cost: Float64Array;
  readonly nearest: Int32Array;
  readonly withinCount: Uint32Array;
  within: number;
  readonly #baseReach: readonly Reach[];
  readonly #reachers: Reachers;
  /** Of those that are there. */
  readonly #reach: Map<number, Reach>;
  /** Base facilities that are elsewhere or gone. */
  readonly #away = new Set<number>();

  constructor(matrix: CostMatrix, { cost, facility }: Nearest, within: number) {
    this.cost = cost.slice();
    this.nearest = facility.slice();
    this.withinCount = new Uint32Array(matrix.demandCount);
    this.within = within;
    this.#baseReach = reachesOf(matrix);
    this.#reachers = new Reachers(matrix);
    this.#reach = new Map(this.#baseReach.entries());
    this.#count();
  }

  /** Null for a facility that is not there. */
  reachOf(handle: number): Reach | null {
    return this.#reach.get(handle) ?? null;
  }

  setWithin(within: number): void {
    this.within = within;
    this.withinCount.fill(0);
    this.#count();
  }

  /** To the base but for these: the reach of one elsewhere or added, null for one of the base that is gone. */
  goTo(others: ReadonlyMap<number, Reach | null>): void {
    const baseCount = this.#baseReach.length;
    for (const handle of [...this.#reach.keys()]) if (handle >= baseCount && !others.has(handle)) this.#take(handle);
    for (const handle of [...this.#away]) {
      if (others.has(handle)) continue;
      this.#take(handle);
      this.#away.delete(handle);
      this.#put(handle, this.#baseReach[handle] as Reach);
    }
    for (const [handle, reach] of others) {
      if (this.reachOf(handle) === reach && (handle >= baseCount || this.#away.has(handle))) continue;
      this.#take(handle);
      if (handle < baseCount) this.#away.add(handle);
      if (reach !== null) this.#put(handle, reach);
    }
  }

  #isInPlace(handle: number): boolean {
    return handle < this.#baseReach.length && !this.#away.has(handle);
  }

  #take(handle: number): void {
    const reach = this.#reach.get(handle);
    if (reach === undefined) return;
    this.#reach.delete(handle);
    if (this.#isInPlace(handle)) this.#reachers.setInPlace(handle, false);
    else this.#reachers.remove(handle, reach);
    const { demand, cost } = reach;
    for (let at = 0; at < demand.length; at += 1) {
      const i = demand[at] as number;
      if ((cost[at] as number) <= this.within) this.withinCount[i] = (this.withinCount[i] as number) - 1;
      if (this.nearest[i] === handle) this.#reachers.least(i, this.cost, this.nearest);
    }
  }

  #put(handle: number, reach: Reach): void {
    this.#reach.set(handle, reach);
    if (this.#isInPlace(handle)) this.#reachers.setInPlace(handle, true);
    else this.#reachers.add(handle, reach);
    const { demand, cost } = reach;
    for (let at = 0; at < demand.length; at += 1) {
      const i = demand[at] as number;
      const offered = cost[at] as number;
      if (offered <= this.within) this.withinCount[i] = (this.withinCount[i] as number) + 1;
      const least = this.cost[i] as number;
      if (offered > least || (offered === least && handle > (this.nearest[i] as number))) continue;
      this.cost[i] = offered;
      this.nearest[i] = handle;
    }
  }

  #count(): void {
    for (const { demand, cost } of this.#reach.values()) {
      for (let at = 0; at < demand.length; at += 1) {
        const i = demand[at] as number;
        if ((cost[at] as number) <= this.within) this.withinCount[i] = (this.withinCount[i] as number) + 1;
      }
    }
  }
}

function reachesOf({ facilityCount, start, demand, cost }: CostMatrix): readonly Reach[] {
  return Array.from({ length: facilityCount }, (_, f) => ({
    demand: demand.subarray(start[f], start[f + 1]), cost: cost.subarray(start[f], start[f + 1]),
  }));
}
