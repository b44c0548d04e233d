/** Matrices of costs: built facility by facility, joined and cut. */
import { grown } from '../arrays.ts';
import type { CostMatrix, Nearest } from '../types.ts';

const FIRST_PAIRS = 1024;
/** Of a pair: its demand and its cost. */
export const PAIR_BYTES = 12;

/** A matrix that grows, in arrays that double as they fill. Call `endFacility` after the pairs of each facility. */
export class MatrixBuilder {
  readonly #demandCount: number;
  readonly #mostPairs: number;
  readonly #tooMany: () => Error;
  readonly #beforeGrowth: (bytes: number) => void;
  readonly #start: number[] = [0];
  #demand: Uint32Array;
  #cost: Float64Array;
  #count = 0;

  /**
   * `tooMany` makes the error that is thrown where there are more than `mostPairs`. `beforeGrowth` hears how many bytes
   * the matrix will take, the old arrays beside the new ones.
   */
  constructor(
    demandCount: number,
    mostPairs: number,
    tooMany: () => Error,
    beforeGrowth: (bytes: number) => void = () => undefined,
  ) {
    this.#demandCount = demandCount;
    this.#mostPairs = mostPairs;
    this.#tooMany = tooMany;
    this.#beforeGrowth = beforeGrowth;
    this.#demand = new Uint32Array(Math.min(FIRST_PAIRS, mostPairs));
    this.#cost = new Float64Array(this.#demand.length);
  }

  push(demand: number, cost: number): void {
    if (this.#count === this.#demand.length) this.#makeRoom(1);
    this.#demand[this.#count] = demand;
    this.#cost[this.#count] = cost;
    this.#count += 1;
  }

  pushAll(demand: Uint32Array, cost: Float64Array): void {
    this.#makeRoom(demand.length);
    this.#demand.set(demand, this.#count);
    this.#cost.set(cost, this.#count);
    this.#count += demand.length;
  }

  endFacility(): void {
    this.#start.push(this.#count);
  }

  matrix(): CostMatrix {
    return {
      facilityCount: this.#start.length - 1,
      demandCount: this.#demandCount,
      start: Uint32Array.from(this.#start),
      demand: this.#demand.slice(0, this.#count),
      cost: this.#cost.slice(0, this.#count),
    };
  }

  #makeRoom(pairs: number): void {
    const count = this.#count + pairs;
    if (count > this.#mostPairs) throw this.#tooMany();
    if (count <= this.#demand.length) return;
    const capacity = Math.min(this.#mostPairs, Math.max(count, 2 * this.#demand.length));
    this.#beforeGrowth((capacity + this.#demand.length) * PAIR_BYTES);
    this.#demand = grown(new Uint32Array(capacity), this.#demand.subarray(0, this.#count));
    this.#cost = grown(new Float64Array(capacity), this.#cost.subarray(0, this.#count));
  }
}

/** The nearest facility by demand, as a matrix of costs has it. */
export function nearestOfCosts({ facilityCount, demandCount, start, demand, cost }: CostMatrix): Nearest {
  const nearest = {
    cost: new Float64Array(demandCount).fill(Infinity),
    facility: new Int32Array(demandCount).fill(-1),
  };
  for (let f = 0; f < facilityCount; f += 1) {
    const end = start[f + 1] as number;
    for (let at = start[f] as number; at < end; at += 1) {
      const i = demand[at] as number;
      // Facilities come in ascending order: of equals the first one stays.
      if ((cost[at] as number) >= (nearest.cost[i] as number)) continue;
      nearest.cost[i] = cost[at] as number;
      nearest.facility[i] = f;
    }
  }
  return nearest;
}

/** The facilities of the first, then those of the second. Both are of the same demand. */
export function joinMatrices(a: CostMatrix, b: CostMatrix): CostMatrix {
  const offset = a.demand.length;
  const demand = new Uint32Array(offset + b.demand.length);
  const cost = new Float64Array(demand.length);
  demand.set(a.demand);
  demand.set(b.demand, offset);
  cost.set(a.cost);
  cost.set(b.cost, offset);
  const start = new Uint32Array(a.facilityCount + b.facilityCount + 1);
  start.set(a.start);
  for (let f = 0; f <= b.facilityCount; f += 1) start[a.facilityCount + f] = (b.start[f] as number) + offset;
  return { facilityCount: a.facilityCount + b.facilityCount, demandCount: a.demandCount, start, demand, cost };
}

/** Only the nearest facility of each demand has an entry. */
export function nearestOnly({ cost, facility }: Nearest, facilityCount: number): CostMatrix {
  const start = new Uint32Array(facilityCount + 1);
  for (const f of facility) if (f >= 0) start[f + 1] = (start[f + 1] as number) + 1;
  for (let f = 0; f < facilityCount; f += 1) start[f + 1] = (start[f + 1] as number) + (start[f] as number);
  const at = start.slice();
  const matrix = {
    demand: new Uint32Array(start[facilityCount] as number),
    cost: new Float64Array(start[facilityCount] as number),
  };
  facility.forEach((f, d) => {
    if (f < 0) return;
    const place = at[f] as number;
    matrix.demand[place] = d;
    matrix.cost[place] = cost[d] as number;
    at[f] = place + 1;
  });
  return { facilityCount, demandCount: cost.length, start, ...matrix };
}

/** The pairs of at most `limit`. */
export function cutMatrix(matrix: CostMatrix, limit: number): CostMatrix {
  if (limit === Infinity) return matrix;
  const start = new Uint32Array(matrix.facilityCount + 1);
  const [demand, cost]: [number[], number[]] = [[], []];
  for (let f = 0; f < matrix.facilityCount; f += 1) {
    for (let at = matrix.start[f] as number; at < (matrix.start[f + 1] as number); at += 1) {
      if ((matrix.cost[at] as number) > limit) continue;
      demand.push(matrix.demand[at] as number);
      cost.push(matrix.cost[at] as number);
    }
    start[f + 1] = demand.length;
  }
  return { ...matrix, start, demand: Uint32Array.from(demand), cost: Float64Array.from(cost) };
}
