import type { Decay, MeasureRequest } from '../../../tiles/api/measures.ts';
import type { E2sfcaResult } from '../../../tiles/api/measure-results.ts';
import { AnalysisError } from '../errors.ts';
import { MEASURES } from './messages.ts';
import type { MeasureInput } from '../types.ts';
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
  const weightOf = decayWeight(request, at);
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

/** Weight by cost, 0 beyond the catchment. */
export function decayWeight(
  { catchment, decay }: Pick<Request, 'catchment' | 'decay'>,
  at?: string,
): (cost: number) => number {
  if (!(catchment > 0))
    throw new AnalysisError(
      'catchment-wrong',
      MEASURES['catchment-wrong'],
      { value: catchment },
      { at: `${at ?? ''}/catchment` },
    );
  return decay.kind === 'gaussian' ? gaussianWeight(catchment) : stepWeight(catchment, decay, at);
}

/** Gaussian that is 1 at 0 and falls to 0 at the catchment's end (Dai 2010, eq. 3). */
function gaussianWeight(catchment: number): (cost: number) => number {
  const end = Math.exp(-0.5);
  return (cost) => (cost <= catchment ? (Math.exp(-0.5 * (cost / catchment) ** 2) - end) / (1 - end) : 0);
}

/** The first step that a cost is at most `upTo` of (Luo & Qi 2009). */
function stepWeight(
  catchment: number,
  { steps }: Extract<Decay, { readonly kind: 'steps' }>,
  at?: string,
): (cost: number) => number {
  const wrong = steps.findIndex(
    ({ upTo, weight }, i) => !(upTo > (steps[i - 1]?.upTo ?? -Infinity) && weight >= 0 && weight < Infinity),
  );
  if (steps.length === 0 || wrong >= 0) {
    throw new AnalysisError(
      'steps-wrong',
      MEASURES['steps-wrong'],
      { step: Math.max(wrong, 0) + 1 },
      { at: `${at ?? ''}/decay/steps${wrong < 0 ? '' : `/${wrong}`}` },
    );
  }
  return (cost) => (cost <= catchment ? (steps.find(({ upTo }) => cost <= upTo)?.weight ?? 0) : 0);
}
