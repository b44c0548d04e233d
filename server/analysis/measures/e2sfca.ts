import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { E2sfcaResult } from '../../../tiles/api/accessibility-results.ts';
import { AnalysisError } from '../errors.ts';
import { MEASURES } from './messages.ts';
import type { MeasureInput } from '../types.ts';
import { decayWeight } from './decay.ts';
import { inequality } from './inequality.ts';
import { Sum, sumOf } from '../sums.ts';

type Request = Extract<MeasureRequest, { readonly kind: 'e2sfca' }>;

/**
 * Enhanced two-step floating catchment area (Luo & Qi 2009). First step: each facility's supply over the people within
 * its catchment, weighted by cost. Second step: each cell adds up these ratios, weighted alike. Access is in supply per
 * person. Supply is a facility's capacity; where no facility has any, each counts 1; one without where others have one
 * supplies nothing. `costs` reaches at least to the catchment. Throws `AnalysisError`.
 */
export function e2sfca(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  request: Request,
  at?: string,
): E2sfcaResult {
  const { catchment } = request;
  if (!(catchment > 0))
    throw new AnalysisError(
      'catchment-wrong',
      MEASURES['catchment-wrong'],
      { value: catchment },
      { at: `${at ?? ''}/catchment` },
    );
  const weightOf = decayWeight(request.decay, catchment, at);
  const access = new Float64Array(demand.count);
  const [reached, unreached] = [new Sum(), new Sum()];
  const ratios: (number | null)[] = [];
  for (let f = 0; f < facilities.existingCount; f += 1) {
    const supply = supplyOf(facilities, f);
    const [from, to] = [costs.start[f] as number, costs.start[f + 1] as number];
    const weighted = new Sum();
    for (let k = from; k < to; k += 1)
      weighted.add((demand.people[costs.demand[k] as number] as number) * weightOf(costs.cost[k] as number));
    const ratio = weighted.value > 0 ? supply / weighted.value : null;
    ratios.push(ratio);
    (ratio === null ? unreached : reached).add(supply);
    if (ratio === null || ratio === 0) continue;
    for (let k = from; k < to; k += 1) {
      const cell = costs.demand[k] as number;
      access[cell] = (access[cell] as number) + ratio * weightOf(costs.cost[k] as number);
    }
  }
  const people = sumOf(demand.people);
  const held = sumOf(access.map((each, cell) => each * (demand.people[cell] as number)));
  return {
    kind: 'e2sfca',
    ratios: ratios.map((ratio, f) => ({ id: facilities.ids[f] as string, ratio })),
    mean: people > 0 ? held / people : 0,
    reachedSupply: reached.value,
    unreachedSupply: unreached.value,
    withoutCapacity:
      facilities.capacity?.subarray(0, facilities.existingCount).filter((each) => Number.isNaN(each)).length ?? null,
    gini: inequality(access, demand.people).gini,
    ...(request.perDemand === true ? { access: Array.from(access) } : {}),
  };
}

export function supplyOf({ capacity }: Pick<MeasureInput['facilities'], 'capacity'>, facility: number): number {
  if (capacity === null) return 1;
  const own = capacity[facility] as number;
  return Number.isNaN(own) ? 0 : own;
}
