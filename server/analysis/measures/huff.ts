import type { HuffResult } from '../../../tiles/api/accessibility-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { DEFAULT_HUFF_ALPHA, DEFAULT_HUFF_DECAY } from '../../../tiles/api/vocabulary.ts';
import { demandIds } from '../demand/ids.ts';
import { GroupSums, Sum } from '../sums.ts';
import type { Demand, MeasureInput, Task } from '../types.ts';
import { decayWeight, type Weight } from './decay.ts';
import { facilityWeights } from './facility-weights.ts';

type Request = Extract<MeasureRequest, { readonly kind: 'huff' }>;

/** Facilities between two looks at the task. */
const FACILITIES_A_LOOK = 64;

/** By demand. */
interface Drawn {
  /** Σⱼ Sⱼ^α·f(cᵢⱼ). */
  readonly pull: Float64Array;
  /** Facility of the greatest share, of equals the first; -1 where there is none. */
  readonly dominant: Int32Array;
  /** Its pull, and its cost. */
  readonly most: Float64Array;
  readonly cost: Float64Array;
}

/**
 * Huff 1963: people of cell i choose facility j with the probability Sⱼ^α·f(cᵢⱼ) / Σₖ Sₖ^α·f(cᵢₖ), over the facilities
 * within the limit. S is the attribute or capacity of a facility, 1 where none has any. With the power decay f = c^(−β)
 * from `scale` on, and costs below `scale` count as `scale`, so that a facility at no distance draws no infinite share.
 * Shares of a cell add up to 1: the markets of all facilities and those whom nothing draws are all people. `costs`
 * reaches at least to `within`. Throws `AnalysisError`.
 */
export function huff(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  request: Request,
  task: Task,
  { at, attribute }: { readonly at?: string | undefined; readonly attribute?: Float64Array | undefined } = {},
): HuffResult {
  const { alpha = DEFAULT_HUFF_ALPHA, decay = DEFAULT_HUFF_DECAY, within = Infinity } = request;
  const { weight, without } = facilityWeights(facilities, attribute, at);
  // A facility of nothing draws nobody, whatever the exponent.
  const size = weight.map((own) => (own === 0 ? 0 : own ** alpha));
  const weightOf = decayWeight(decay, within, at);
  const drawn = drawnBy({ demand, costs }, size, weightOf, task);
  const [people, cost, cells] = [new GroupSums(size.length), new GroupSums(size.length), new Uint32Array(size.length)];
  forEachPull({ demand, costs }, size, weightOf, task, (f, cell, pull, far) => {
    const share = (demand.people[cell] as number) * (pull / (drawn.pull[cell] as number));
    people.add(f, share);
    cost.add(f, share * far);
  });
  for (const f of drawn.dominant) if (f >= 0) cells[f] = (cells[f] as number) + 1;
  const [all, undrawn] = [new Sum(), new Sum()];
  for (let cell = 0; cell < demand.count; cell += 1)
    (drawn.dominant[cell] === -1 ? undrawn : all).add(demand.people[cell] as number);
  return {
    kind: 'huff',
    withoutWeight: without,
    people: all.value,
    undrawnPeople: undrawn.value,
    facilities: Array.from(size, (_, f) => ({
      id: facilities.ids[f] as string,
      people: people.of(f),
      share: all.value > 0 ? people.of(f) / all.value : null,
      meanCost: people.of(f) > 0 ? cost.of(f) / people.of(f) : null,
      dominantCells: cells[f] as number,
    })),
    ...(request.perDemand === true ? { dominant: dominantRows(demand, facilities.ids, drawn) } : {}),
  };
}

type Pairs = Pick<MeasureInput, 'demand' | 'costs'>;

function drawnBy(pairs: Pairs, size: Float64Array, weightOf: Weight, task: Task): Drawn {
  const { count } = pairs.demand;
  const drawn: Drawn = {
    pull: new Float64Array(count),
    dominant: new Int32Array(count).fill(-1),
    most: new Float64Array(count),
    cost: new Float64Array(count).fill(NaN),
  };
  forEachPull(pairs, size, weightOf, task, (f, cell, pull, far) => {
    drawn.pull[cell] = (drawn.pull[cell] as number) + pull;
    if (pull <= (drawn.most[cell] as number)) return;
    drawn.most[cell] = pull;
    drawn.dominant[cell] = f;
    drawn.cost[cell] = far;
  });
  return drawn;
}

/** Of every pair that draws anybody. */
function forEachPull(
  { costs }: Pairs,
  size: Float64Array,
  weightOf: Weight,
  task: Task,
  visit: (facility: number, cell: number, pull: number, cost: number) => void,
): void {
  for (let f = 0; f < size.length; f += 1) {
    if (f % FACILITIES_A_LOOK === 0) task.checkpoint();
    const own = size[f] as number;
    if (own === 0) continue;
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k += 1) {
      const far = costs.cost[k] as number;
      const pull = own * weightOf(far);
      if (pull > 0) visit(f, costs.demand[k] as number, pull, far);
    }
  }
}

function dominantRows(
  demand: Demand,
  ids: readonly string[],
  { pull, dominant, most, cost }: Drawn,
): NonNullable<HuffResult['dominant']> {
  const place = (degrees: number): number | null => (Number.isNaN(degrees) ? null : degrees);
  return demandIds(demand).map((id, cell) => {
    const facility = dominant[cell] as number;
    return {
      demand: id,
      facility: facility < 0 ? null : (ids[facility] as string),
      share: facility < 0 ? null : (most[cell] as number) / (pull[cell] as number),
      cost: facility < 0 ? null : (cost[cell] as number),
      people: demand.people[cell] as number,
      lon: place(demand.lonLat[2 * cell] as number),
      lat: place(demand.lonLat[2 * cell + 1] as number),
    };
  });
}
