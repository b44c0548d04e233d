import type { CellsResult, IsochronesResult, MatrixResult, OverlapResult } from '../../../tiles/api/measure-results.ts';
import type { BalanceResult, HotspotsResult, MoranResult } from '../../../tiles/api/spatial-results.ts';
import type { MeasureResult } from '../../../tiles/api/result.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { GroupSums, sumOf } from '../sums.ts';
import type { MeasureInput, Task } from '../types.ts';
import { assignment } from './assignment.ts';
import { coverage } from './coverage.ts';
import { e2sfca } from './e2sfca.ts';
import { gaps } from './gaps.ts';
import { hotspots } from './hotspots.ts';
import { generalG } from './general-g.ts';
import { gini } from './inequality.ts';
import { kde } from './kde.ts';
import { localMoran } from './local-moran.ts';
import { moran } from './moran.ts';
import { opportunities } from './opportunities.ts';
import { density, supply } from './ratio.ts';
import { rowStandardised, type SpatialWeights } from './spatial-weights.ts';
import { assertPlaced, countIn, locateValues, needed, projectionFor } from './spatial-values.ts';
import { weightsOf, type Located } from './spatial-values.ts';
import type { MeasureExtra } from './types.ts';

/** Those that a study answers by itself are left out. */
export type RunnableRequest = Exclude<MeasureRequest, { readonly kind: 'isochrones' | 'matrix' | 'cells' }>;
export type RunnableResult = Exclude<MeasureResult, IsochronesResult | MatrixResult | CellsResult>;

/**
 * Runs one measure. `input` may be null for those that read no demand and no facilities of the study: `hotspots`,
 * `moran`, `local-moran`, `general-g`, `kde`, `balance`. `at` of `extra` is the JSON pointer of the request. Throws
 * `AnalysisError` for what is wrong with the request, `TypeError` where the caller lacks what it needs, and what `task`
 * throws.
 */
export function runMeasure(
  input: MeasureInput | null,
  request: RunnableRequest,
  task: Task,
  extra: MeasureExtra = {},
): RunnableResult {
  task.checkpoint();
  switch (request.kind) {
    case 'coverage':
      return coverage(given(input), request);
    case 'gaps':
      return gaps(given(input), request, extra.touching);
    case 'assignment':
      return assignment(given(input), request);
    case 'overlap':
      return overlap(given(input), request);
    case 'supply':
      return supply(given(input), request);
    case 'density':
      return density(given(input), request);
    case 'e2sfca':
      return e2sfca(given(input), request, extra.at);
    case 'opportunities':
      return opportunities(given(input), request, task, extra);
    default:
      return runSpatial(input, request, task, extra);
  }
}

type SpatialRequest = Extract<
  MeasureRequest,
  { readonly kind: 'hotspots' | 'moran' | 'local-moran' | 'general-g' | 'kde' | 'balance' }
>;

function runSpatial(
  input: MeasureInput | null,
  request: SpatialRequest,
  task: Task,
  extra: MeasureExtra,
): RunnableResult {
  const demand = input?.demand ?? null;
  switch (request.kind) {
    case 'hotspots': {
      const located = locateValues(request.values, demand, extra, extra.at);
      return {
        ...hotspots(located.values, weightsOf(request.neighbours, located, task, extra.at), request, task, extra.at),
        ...namesOf(located),
      };
    }
    case 'moran': {
      const located = locateValues(request.values, demand, extra, extra.at);
      return {
        ...moran(located.values, standardised(request, located, task, extra.at), request, task, extra.at),
        ...groundOf(located),
      };
    }
    case 'local-moran': {
      const located = locateValues(request.values, demand, extra, extra.at);
      return {
        ...localMoran(located.values, standardised(request, located, task, extra.at), request, task, extra.at),
        ...namesOf(located),
      };
    }
    case 'general-g': {
      const located = locateValues(request.values, demand, extra, extra.at);
      return {
        ...generalG(located.values, weightsOf(request.neighbours, located, task, extra.at), request, task, extra.at),
        ...groundOf(located),
      };
    }
    case 'kde': {
      const points = needed(extra.points, 'points');
      assertPlaced(points, {}, extra.at);
      return kde(points.lonLat, projectionFor(demand, points.lonLat), request, task, extra.at);
    }
    case 'balance': {
      const points = needed(extra.points, 'points');
      const counted = countIn(points, request, demand, extra, extra.at);
      return balance(counted.cell, counted.keys, points.ids, counted.domain);
    }
  }
}

function standardised(
  { neighbours, rowStandardised: isByRow }: Extract<SpatialRequest, { readonly rowStandardised?: boolean }>,
  located: Located,
  task: Task,
  at: string | undefined,
): SpatialWeights {
  const weights = weightsOf(neighbours, located, task, at);
  return isByRow === true ? rowStandardised(weights) : weights;
}

/** Ids by value, where values have any, and what was counted in. */
function namesOf({ ids, counted }: Located): Pick<HotspotsResult, 'ids' | 'areas' | 'domain' | 'outside'> {
  return { ...(ids === null ? {} : { ids }), ...counted };
}

function groundOf({ counted }: Located): Pick<MoranResult, 'domain' | 'outside'> {
  return counted === null ? {} : { domain: counted.domain, outside: counted.outside };
}

function given(input: MeasureInput | null): MeasureInput {
  if (input === null) throw new TypeError('The measure was given neither demand nor facilities.');
  return input;
}

/** `peopleByCount` ends with those within of this many and more. */
const MOST_COUNTED = 10;

/**
 * People within `within` of each facility, those within of it alone, and people by the number of facilities that they
 * are within of. `costs` reaches at least to `within`.
 */
export function overlap(
  { demand, facilities, costs }: Pick<MeasureInput, 'demand' | 'facilities' | 'costs'>,
  { within }: Extract<MeasureRequest, { readonly kind: 'overlap' }>,
): OverlapResult {
  const count = facilities.existingCount;
  const reached = new Uint32Array(demand.count);
  forEachWithin(costs, count, within, (_, cell) => {
    reached[cell] = (reached[cell] as number) + 1;
  });
  const [people, exclusive] = [new GroupSums(count), new GroupSums(count)];
  forEachWithin(costs, count, within, (facility, cell) => {
    people.add(facility, demand.people[cell] as number);
    if (reached[cell] === 1) exclusive.add(facility, demand.people[cell] as number);
  });
  const most = Math.min(
    reached.reduce((a, b) => Math.max(a, b), 0),
    MOST_COUNTED,
  );
  const byCount = new GroupSums(most + 1);
  for (let cell = 0; cell < demand.count; cell += 1)
    byCount.add(Math.min(reached[cell] as number, most), demand.people[cell] as number);
  return {
    kind: 'overlap',
    facilities: Array.from({ length: count }, (_, f) => ({
      id: facilities.ids[f] as string,
      people: people.of(f),
      exclusivePeople: exclusive.of(f),
    })),
    peopleByCount: Array.from({ length: most + 1 }, (_, n) => byCount.of(n)),
  };
}

function forEachWithin(
  costs: MeasureInput['costs'],
  facilities: number,
  within: number,
  visit: (facility: number, cell: number) => void,
): void {
  for (let facility = 0; facility < facilities; facility += 1) {
    const end = costs.start[facility + 1] as number;
    for (let at = costs.start[facility] as number; at < end; at += 1) {
      if ((costs.cost[at] as number) <= within) visit(facility, costs.demand[at] as number);
    }
  }
}

/**
 * How evenly points are spread over cells: `cell` by point (-1 for none), `keys` by cell. Mean, coefficient of
 * variation (standard deviation of the population, divided by n, over the mean), Gini coefficient and maximum of the
 * counts, empty cells among them; points in no cell count in `points` and in nothing else.
 */
export function balance(
  cell: Int32Array,
  keys: readonly string[],
  ids: readonly string[],
  domain: BalanceResult['domain'],
): BalanceResult {
  const counts = new Float64Array(keys.length);
  const outside: string[] = [];
  for (const [point, at] of cell.entries()) {
    if (at < 0) outside.push(ids[point] as string);
    else counts[at] = (counts[at] as number) + 1;
  }
  const mean = keys.length === 0 ? 0 : sumOf(counts) / keys.length;
  const deviation = Math.sqrt(sumOf(counts.map((count) => (count - mean) ** 2)) / keys.length);
  return {
    kind: 'balance',
    domain,
    points: ids.length,
    outside,
    cells: keys.map((key, i) => ({ key, count: counts[i] as number })),
    mean,
    cv: mean > 0 ? deviation / mean : null,
    gini: gini(counts),
    max: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}
