/** Costs in a straight line: geodesics on the spheroid, whatever the streets. */
import type { MatrixBuilder } from '../paths/matrix.ts';
import type { Reach } from '../paths/reach.ts';
import type { CostMatrix, Nearest, Task } from '../types.ts';
import { spheroidPoints, type SpheroidPoints } from './geodesic.ts';
import { PointTree } from './point-tree.ts';

export interface StraightInput {
  /** Degrees, pairs; NaN where a point has no place: it has no costs. */
  readonly facilities: Float64Array;
  readonly demand: Float64Array;
  /** Cost of a metre of the straight line. */
  readonly costAMetre: number;
}

/** Points between two looks at the task. */
const POINTS_A_LOOK = 64;

/** Which demand a place reaches, and at what cost. */
export class StraightReach {
  readonly #tree: PointTree;
  readonly #costAMetre: number;

  /** `demand`: degrees, pairs. */
  constructor(demand: Float64Array, costAMetre: number) {
    this.#tree = new PointTree(spheroidPoints(demand));
    this.#costAMetre = costAMetre;
  }

  /** Demand within the limit of a place. */
  find(lonLat: readonly [lon: number, lat: number], limit: number): Reach {
    const found = this.pairs(spheroidPoints(Float64Array.from(lonLat)), 0, limit, () => true);
    return {
      demand: Uint32Array.from(found, ([demand]) => demand),
      cost: Float64Array.from(found, ([, cost]) => cost),
    };
  }

  /** Of point `f`: the demand within the limit that `keep` takes, ascending, and its costs. */
  pairs(
    from: SpheroidPoints,
    f: number,
    limit: number,
    keep: (demand: number, cost: number) => boolean,
  ): readonly (readonly [demand: number, cost: number])[] {
    const found: [demand: number, cost: number][] = [];
    // Rounded up: what lies on the limit is held against it as a cost.
    const metres = (limit / this.#costAMetre) * (1 + Number.EPSILON * 4);
    this.#tree.within(from, f, metres, (index, far) => {
      const cost = far * this.#costAMetre;
      if (cost <= limit && keep(index, cost)) found.push([index, cost]);
    });
    return found.sort(([a], [b]) => a - b);
  }
}

/** Costs of the pairs within the limit that `keep` takes, in `pairs`. */
export function straightMatrix(
  { facilities, demand, costAMetre }: StraightInput,
  { limit, keep }: { readonly limit: number; readonly keep: (demand: number, cost: number) => boolean },
  pairs: MatrixBuilder,
  task: Task,
): CostMatrix {
  const from = spheroidPoints(facilities);
  const finder = new StraightReach(demand, costAMetre);
  for (let f = 0; f < from.count; f += 1) {
    if (f % POINTS_A_LOOK === 0) {
      task.checkpoint();
      task.progress(f / from.count, 'paths');
    }
    for (const [index, cost] of finder.pairs(from, f, limit, keep)) pairs.push(index, cost);
    pairs.endFacility();
  }
  return pairs.matrix();
}

/** The nearest facility of every demand: the same bits as in the matrix, of equals the one of the lowest index. */
export function straightNearest({ facilities, demand, costAMetre }: StraightInput, task: Task): Nearest {
  const to = spheroidPoints(demand);
  const tree = new PointTree(spheroidPoints(facilities));
  const nearest = { cost: new Float64Array(to.count).fill(Infinity), facility: new Int32Array(to.count).fill(-1) };
  for (let d = 0; d < to.count; d += 1) {
    if (d % POINTS_A_LOOK === 0) task.checkpoint();
    const found = tree.nearest(to, d, costAMetre);
    if (found === null) continue;
    nearest.cost[d] = found.cost;
    nearest.facility[d] = found.index;
  }
  return nearest;
}
