import type { EquityResult } from '../../../tiles/api/accessibility-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { demandFor } from '../demand/groups.ts';
import { sumOf } from '../sums.ts';
import type { Demand, MeasureInput, Task } from '../types.ts';
import { summaries } from './distribution.ts';
import { facilityWeights } from './facility-weights.ts';
import { inequality, palmaRatio } from './inequality.ts';
import { reachedOf } from './opportunities.ts';

type Request = Extract<MeasureRequest, { readonly kind: 'equity' }>;
type Figures = EquityResult['groups'][number];

/** Access by demand: whom it serves worst is where it is highest for costs, lowest for opportunities. */
interface Access {
  readonly of: EquityResult['of'];
  /** Infinity where no facility can be reached. */
  readonly value: Float64Array;
  readonly isWorst: (value: number) => boolean;
}

/**
 * How evenly access is spread, over everybody and within groups of people, and how far groups are apart. Access is the
 * cost of the nearest facility; with a decay the opportunities that are reached. `costs` reaches at least to `within`
 * where there is a decay. Throws `AnalysisError`.
 */
export function equity(
  input: Pick<MeasureInput, 'demand' | 'facilities' | 'costs' | 'nearest'>,
  request: Request,
  task: Task,
  { at = '', attribute }: { readonly at?: string | undefined; readonly attribute?: Float64Array | undefined } = {},
): EquityResult {
  const { demand } = input;
  const access = accessOf(input, request, task, { at, attribute });
  const everybody = figuresOf(access, null, demand.people, null);
  const groups =
    request.groups === undefined
      ? (demand.groups ?? [])
      : // One that is named twice is one.
        [...new Set(request.groups)].map((name) => ({
          name,
          people: peopleOf(demand, name, `${at}/groups/${String(request.groups?.indexOf(name) ?? 0)}`),
        }));
  const figures = groups.map(({ name, people }) => figuresOf(access, name, people, everybody.mean));
  return { kind: 'equity', of: access.of, groups: [everybody, ...figures], gap: gapOf(access.of, figures) };
}

function peopleOf(demand: Demand, name: string, at: string): Float64Array {
  return demandFor(demand, name, at).people;
}

function accessOf(
  { demand, facilities, costs, nearest }: Parameters<typeof equity>[0],
  { within, decay }: Request,
  task: Task,
  { at, attribute }: { readonly at: string; readonly attribute: Float64Array | undefined },
): Access {
  if (decay === undefined) return { of: 'cost', value: nearest.cost, isWorst: (cost) => !(cost <= within) };
  const weights = facilityWeights(facilities, attribute, at);
  const value = reachedOf({ demand, costs }, { decay, within }, weights, task, at);
  return { of: 'opportunities', value, isWorst: (reached) => reached === 0 };
}

function figuresOf(
  { of, value, isWorst }: Access,
  group: string | null,
  people: Float64Array,
  meanOfAll: number | null,
): Figures {
  const all = sumOf(people);
  const reaching = people.map((here, cell) => (value[cell] === Infinity ? 0 : here));
  // Nobody who reaches nothing has a cost: it must not be Infinity times nobody.
  const [{ mean, median }] = summaries(
    value.map((each) => (each === Infinity ? 0 : each)),
    reaching,
  ) as [ReturnType<typeof summaries>[number]];
  const worst = sumOf(people.map((here, cell) => (isWorst(value[cell] as number) ? here : 0)));
  return {
    group,
    people: all,
    mean,
    median,
    gini: inequality(value, reaching).gini,
    palma: palmaRatio(value, reaching, of === 'cost' ? 'highest' : 'lowest'),
    worstPeople: worst,
    worstShare: all > 0 ? worst / all : null,
    unreachablePeople: of === 'cost' ? all - sumOf(reaching) : null,
    meanDifference: mean === null || meanOfAll === null ? null : mean - meanOfAll,
    meanRatio: mean === null || meanOfAll === null || meanOfAll === 0 ? null : mean / meanOfAll,
  };
}

/** Between the groups that are served best and worst, by their means; null for fewer than two that have one. */
function gapOf(of: EquityResult['of'], figures: readonly Figures[]): EquityResult['gap'] {
  const ranked = figures
    .flatMap(({ group, mean }) => (group === null || mean === null ? [] : [{ group, mean }]))
    .sort((a, b) => (of === 'cost' ? a.mean - b.mean : b.mean - a.mean));
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (best === undefined || worst === undefined || ranked.length < 2) return null;
  return {
    best: best.group,
    worst: worst.group,
    difference: worst.mean - best.mean,
    ratio: best.mean === 0 ? null : worst.mean / best.mean,
  };
}
