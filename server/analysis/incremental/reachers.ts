/** By demand, which facilities reach it: those at their places in the base in fixed arrays, others in lists beside these. */
import type { Reach } from '../paths/reach.ts';
import type { CostMatrix } from '../types.ts';

export class Reachers {
  readonly #start: Uint32Array;
  readonly #facility: Uint32Array;
  readonly #cost: Float64Array;
  /** Base facilities that are where they were. */
  readonly #inPlace: Uint8Array;
  /** Handles and costs by turns. */
  readonly #others: (number[] | undefined)[];

  constructor({ facilityCount, demandCount, start, demand, cost }: CostMatrix) {
    this.#start = new Uint32Array(demandCount + 1);
    for (const i of demand) this.#start[i + 1] = (this.#start[i + 1] as number) + 1;
    for (let i = 0; i < demandCount; i += 1) this.#start[i + 1] = (this.#start[i + 1] as number) + (this.#start[i] as number);
    this.#facility = new Uint32Array(demand.length);
    this.#cost = new Float64Array(demand.length);
    const next = this.#start.slice(0, demandCount);
    for (let f = 0; f < facilityCount; f += 1) {
      for (let at = start[f] as number; at < (start[f + 1] as number); at += 1) {
        const i = demand[at] as number;
        const to = next[i] as number;
        this.#facility[to] = f;
        this.#cost[to] = cost[at] as number;
        next[i] = to + 1;
      }
    }
    this.#inPlace = new Uint8Array(facilityCount).fill(1);
    this.#others = new Array<number[] | undefined>(demandCount).fill(undefined);
  }

  setInPlace(facility: number, inPlace: boolean): void {
    this.#inPlace[facility] = inPlace ? 1 : 0;
  }

  add(handle: number, { demand, cost }: Reach): void {
    for (let at = 0; at < demand.length; at += 1) {
      const i = demand[at] as number;
      const others = this.#others[i];
      if (others === undefined) this.#others[i] = [handle, cost[at] as number];
      else others.push(handle, cost[at] as number);
    }
  }

  remove(handle: number, { demand }: Reach): void {
    for (const i of demand) {
      const others = this.#others[i] as number[];
      const last = others.length - 2;
      for (let at = 0; at <= last; at += 2) {
        if (others[at] !== handle) continue;
        // Order does not matter: the last one takes its place.
        others[at] = others[last] as number;
        others[at + 1] = others[last + 1] as number;
        others.length = last;
      }
    }
  }

  /** Puts the least cost of a demand, and of equals the lowest handle, into both arrays. */
  least(i: number, costs: Float64Array, handles: Int32Array): void {
    let least = Infinity;
    let nearest = -1;
    const end = this.#start[i + 1] as number;
    for (let at = this.#start[i] as number; at < end; at += 1) {
      const facility = this.#facility[at] as number;
      // Ascending handles: of equals the first stays.
      if ((this.#cost[at] as number) >= least || this.#inPlace[facility] === 0) continue;
      least = this.#cost[at] as number;
      nearest = facility;
    }
    const others = this.#others[i] ?? [];
    for (let at = 0; at < others.length; at += 2) {
      const [handle, cost] = [others[at] as number, others[at + 1] as number];
      if (cost > least || (cost === least && handle > nearest)) continue;
      least = cost;
      nearest = handle;
    }
    costs[i] = least;
    handles[i] = nearest;
  }
}
