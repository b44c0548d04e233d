import { AnalysisError } from '../errors.ts';
import { NetworkCosts, type Traveller } from '../study/costs.ts';
import type { Resolved } from '../study/resolve.ts';
import type { CostMatrix, Demand, Nearest, Task } from '../types.ts';
import { PARTS } from './messages.ts';
import { decodePart, type PartCosts } from './part-message.ts';

/** Costs of a study that its parts have computed. Throws `AnalysisError` where these are of other data. */
export class JoinedCosts extends NetworkCosts {
  readonly #parts: readonly PartCosts[];
  readonly #facilityCount: number;
  #pairs: CostMatrix | null = null;

  constructor(resolved: Resolved, traveller: Traveller, demand: Demand, parts: readonly Uint8Array[]) {
    super(resolved, traveller, demand);
    this.#parts = parts.map(decodePart);
    this.#facilityCount = resolved.existing.length;
    const cells = this.#parts.reduce((sum, part) => sum + part.cells.length, 0);
    if (cells !== demand.count || this.#parts.some(({ key }) => key !== resolved.key))
      throw new AnalysisError('parts-changed', PARTS['parts-changed'], {}, { at: '/parts' });
  }

  /** Within the limit of the parts; Infinity beyond. */
  override nearest(): Nearest {
    const { count } = this.demandSnaps;
    const joined = { cost: new Float64Array(count).fill(Infinity), facility: new Int32Array(count).fill(-1) };
    for (const { cells, facilities, nearest } of this.#parts) {
      nearest?.cost.forEach((cost, index) => {
        const cell = cells[index] as number;
        joined.cost[cell] = cost;
        joined.facility[cell] = facilities[nearest.facility[index] as number] ?? -1;
      });
    }
    return joined;
  }

  /** Within the limit of the parts, which is that of the study. */
  override existing(_limit: number, task: Task): CostMatrix {
    this.#pairs ??= this.#join(task);
    return this.#pairs;
  }

  #join(task: Task): CostMatrix {
    const builder = this.room.builder(this.demandSnaps.count);
    /** By part the place of the next facility in it. */
    const next = new Uint32Array(this.#parts.length);
    for (let f = 0; f < this.#facilityCount; f += 1) {
      if (f % 256 === 0) task.checkpoint();
      const found: (readonly [cell: number, cost: number])[] = [];
      for (const [index, { cells, facilities, pairs }] of this.#parts.entries()) {
        const at = next[index] as number;
        if (pairs === null || facilities[at] !== f) continue;
        next[index] = at + 1;
        for (let k = pairs.start[at] as number; k < (pairs.start[at + 1] as number); k += 1)
          found.push([cells[pairs.demand[k] as number] as number, pairs.cost[k] as number]);
      }
      // As a matrix has them, whichever part they are from.
      for (const [cell, cost] of found.sort(([a], [b]) => a - b)) builder.push(cell, cost);
      builder.endFacility();
    }
    return builder.matrix();
  }
}
