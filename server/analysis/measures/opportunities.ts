import type { OpportunitiesResult } from '../../../tiles/api/accessibility-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { sumOf } from '../sums.ts';
import type { MeasureInput, Task } from '../types.ts';
import { decayWeight } from './decay.ts';
import { summaries } from './distribution.ts';
import { facilityWeights, type FacilityWeights } from './facility-weights.ts';
import { groupsOf } from './groups.ts';
import { inequality } from './inequality.ts';

type Request = Extract<MeasureRequest, { readonly kind: 'opportunities' }>;

/** Facilities between two looks at the task. */
const FACILITIES_A_LOOK = 64;

/**
 * Opportunities that are reached from each cell: Aᵢ = Σⱼ Oⱼ·f(cᵢⱼ) (Hansen 1959), in the unit of the weights; with
 * the cumulative decay the measure of Geurs & van Wee 2004 by contours. Nobody competes: what one reaches, another
 * reaches too. `costs` reaches at least to `within`. `attribute`: weights by existing facility, where one is named.
 * Throws `AnalysisError`.
 */
export function opportunities(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  request: Request,
  task: Task,
  { at, attribute }: { readonly at?: string | undefined; readonly attribute?: Float64Array | undefined } = {},
): OpportunitiesResult {
  const weights = facilityWeights(facilities, attribute, at);
  const access = reachedOf({ demand, costs }, request, weights, task, at);
  const [all] = summaries(access, demand.people);
  return {
    kind: 'opportunities',
    total: sumOf(weights.weight),
    withoutWeight: weights.without,
    ...(all as NonNullable<typeof all>),
    gini: inequality(access, demand.people).gini,
    ...(request.by === undefined ? {} : { groups: byGroup(access, demand, request.by) }),
    ...(request.perDemand === true ? { access: Array.from(access) } : {}),
  };
}

/** Σⱼ Oⱼ·f(cᵢⱼ), by demand. */
export function reachedOf(
  { demand, costs }: Pick<MeasureInput, 'demand' | 'costs'>,
  { decay, within = Infinity }: Pick<Request, 'decay' | 'within'>,
  { weight }: FacilityWeights,
  task: Task,
  at?: string,
): Float64Array {
  const weightOf = decayWeight(decay, within, at);
  const access = new Float64Array(demand.count);
  for (let f = 0; f < weight.length; f += 1) {
    if (f % FACILITIES_A_LOOK === 0) task.checkpoint();
    const own = weight[f] as number;
    if (own === 0) continue;
    const end = costs.start[f + 1] as number;
    for (let k = costs.start[f] as number; k < end; k += 1) {
      const cell = costs.demand[k] as number;
      access[cell] = (access[cell] as number) + own * weightOf(costs.cost[k] as number);
    }
  }
  return access;
}

function byGroup(
  access: Float64Array,
  demand: MeasureInput['demand'],
  by: NonNullable<Request['by']>,
): NonNullable<OpportunitiesResult['groups']> {
  const { keys, ofCell } = groupsOf(demand, by);
  const cells = new Uint32Array(keys.length);
  for (let cell = 0; cell < demand.count; cell += 1) cells[ofCell(cell)] = (cells[ofCell(cell)] as number) + 1;
  return summaries(access, demand.people, keys.length, ofCell).flatMap((summary, group) =>
    cells[group] === 0 ? [] : [{ key: keys[group] ?? null, ...summary }],
  );
}
