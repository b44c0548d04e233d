/** Costs of a study that travels in straight lines. */
import type { CacheBudget } from '../engine/cache-budget.ts';
import { straightMatrix, straightNearest } from '../straight/straight-costs.ts';
import type { StraightTravel } from '../straight/straight-travel.ts';
import type { CostMatrix, Demand, Nearest, Task } from '../types.ts';
import { MatrixRoom, type Keep, type StudyCosts } from './costs.ts';
import { lonLatOf, type FacilitySite } from './facility-set.ts';

/** Costs in straight lines. Throws `AnalysisError` where they would not fit into the memory. */
export class StraightCosts implements StudyCosts {
  readonly #existing: Float64Array;
  readonly #candidates: Float64Array;
  readonly #demand: Demand;
  readonly #costAMetre: number;
  readonly #room: MatrixRoom;
  #nearest: Nearest | null = null;
  #matrix: { readonly limit: number; readonly matrix: CostMatrix } | null = null;

  constructor(
    { detour, costUnit, speedMps }: StraightTravel,
    sites: { readonly existing: readonly FacilitySite[]; readonly candidates: readonly FacilitySite[] },
    demand: Demand,
    budget: CacheBudget,
  ) {
    this.#existing = lonLatOf(sites.existing);
    this.#candidates = lonLatOf(sites.candidates);
    this.#demand = demand;
    this.#costAMetre = costUnit === 'm' ? detour : detour / speedMps;
    this.#room = new MatrixRoom(budget);
  }

  nearest(task: Task): Nearest {
    this.#nearest ??= straightNearest(this.#input(this.#existing), task);
    return this.#nearest;
  }

  existing(limit: number, task: Task): CostMatrix {
    if (this.#matrix === null || this.#matrix.limit < limit)
      this.#matrix = { limit, matrix: this.#between(this.#existing, limit, () => true, task) };
    return this.#matrix.matrix;
  }

  someExisting(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix {
    return this.#between(picked(this.#existing, which), limit, keep, task);
  }

  candidates(which: Uint32Array, limit: number, keep: Keep, task: Task): CostMatrix {
    return this.#between(picked(this.#candidates, which), limit, keep, task);
  }

  #between(places: Float64Array, limit: number, keep: Keep, task: Task): CostMatrix {
    return straightMatrix(this.#input(places), { limit, keep }, this.#room.builder(this.#demand.count), task);
  }

  #input(facilities: Float64Array): Parameters<typeof straightNearest>[0] {
    return { facilities, demand: this.#demand.lonLat, costAMetre: this.#costAMetre };
  }
}

function picked(lonLat: Float64Array, which: Uint32Array): Float64Array {
  const found = new Float64Array(2 * which.length);
  which.forEach((index, k) => found.set(lonLat.subarray(2 * index, 2 * index + 2), 2 * k));
  return found;
}
