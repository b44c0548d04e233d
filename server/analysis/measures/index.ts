import type { CellsResult, IsochronesResult, MatrixResult } from '../../../tiles/api/measure-results.ts';
import type { BalanceResult, HotspotsResult, MoranResult } from '../../../tiles/api/spatial-results.ts';
import type { MeasureResult } from '../../../tiles/api/result.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { sumOf } from '../sums.ts';
import type { MeasureInput, Task } from '../types.ts';
import { assignment } from './assignment.ts';
import { coverage } from './coverage.ts';
import { e2sfca } from './e2sfca.ts';
import { equity } from './equity.ts';
import { gaps } from './gaps.ts';
import { hotspots } from './hotspots.ts';
import { generalG } from './general-g.ts';
import { gini } from './inequality.ts';
import { huff } from './huff.ts';
import { kde } from './kde.ts';
import { localMoran } from './local-moran.ts';
import { moran } from './moran.ts';
import { opportunities } from './opportunities.ts';
import { overlap } from './overlap.ts';
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
    case 'huff':
      return huff(given(input), request, task, extra);
    case 'equity':
      return equity(given(input), request, task, extra);
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
