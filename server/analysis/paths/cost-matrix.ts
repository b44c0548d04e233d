import { PATHS } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { CostMatrix, Graph, Nearest, Snaps, Task } from '../types.ts';
import { ReachFinder, snapPoint } from './reach.ts';
import type { StreetSearch } from './search-graph.ts';

export interface PathsInput {
  readonly graph: Graph;
  /** `backward` where people go to the facility, `forward` where it comes to them. */
  readonly search: StreetSearch;
  readonly facilities: Snaps;
  readonly demand: Snaps;
  readonly accessSpeedMps: number;
  /** Nothing beyond it is looked for; Infinity for everything that can be reached. In the network's unit of cost. */
  readonly limit: number;
}

/** Twelve bytes each, and twice that while the arrays grow. */
export const MOST_PAIRS = 50_000_000;

/**
 * Costs of all pairs within the limit, exact with points on edges: access, along the edge, the way, along the edge,
 * access, summed from the facility on. Throws `AnalysisError` where there are more pairs than memory should hold.
 */
export function costMatrix(
  { facilities, limit, ...streets }: PathsInput,
  task: Task,
  mostPairs = MOST_PAIRS,
): CostMatrix {
  checkLimit(limit);
  return reachMatrix(new ReachFinder(streets), { facilities, limit, mostPairs }, task);
}

/** The same by a finder that is there already. */
export function reachMatrix(
  finder: ReachFinder,
  { facilities, limit, mostPairs }: { readonly facilities: Snaps; readonly limit: number; readonly mostPairs: number },
  task: Task,
): CostMatrix {
  const pairs = new PairList(limit, mostPairs);
  const start = new Uint32Array(facilities.count + 1);
  for (let f = 0; f < facilities.count; f += 1) {
    const reach = finder.find(snapPoint(facilities, f), limit);
    pairs.push(reach.demand, reach.cost);
    start[f + 1] = pairs.count;
    task.checkpoint();
    if (f % 64 === 63) task.progress((f + 1) / facilities.count, 'paths');
  }
  return { facilityCount: facilities.count, demandCount: finder.demand.count, start, ...pairs.arrays() };
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

export function checkLimit(limit: number): void {
  if (!(limit >= 0)) throw new AnalysisError('bad-limit', PATHS['bad-limit'], { value: String(limit) });
}

/** Pairs in arrays that double as they fill. */
class PairList {
  count = 0;
  readonly #limit: number;
  readonly #most: number;
  #demand = new Uint32Array(1024);
  #cost = new Float64Array(1024);

  constructor(limit: number, most: number) {
    this.#limit = limit;
    this.#most = most;
  }

  push(demand: Uint32Array, cost: Float64Array): void {
    const count = this.count + demand.length;
    if (count > this.#most)
      throw new AnalysisError('limit-too-far', PATHS['limit-too-far'], {
        limit: String(this.#limit),
        most: String(this.#most),
      });
    if (count > this.#demand.length) {
      const capacity = Math.min(this.#most, Math.max(count, 2 * this.#demand.length));
      this.#demand = grown(new Uint32Array(capacity), this.#demand, this.count);
      this.#cost = grown(new Float64Array(capacity), this.#cost, this.count);
    }
    this.#demand.set(demand, this.count);
    this.#cost.set(cost, this.count);
    this.count = count;
  }

  arrays(): { readonly demand: Uint32Array; readonly cost: Float64Array } {
    return { demand: this.#demand.slice(0, this.count), cost: this.#cost.slice(0, this.count) };
  }
}

function grown<Values extends Uint32Array | Float64Array>(larger: Values, values: Values, count: number): Values {
  larger.set(values.subarray(0, count));
  return larger;
}
