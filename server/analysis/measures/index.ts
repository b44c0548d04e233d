import type { IsochronesResult, MeasureResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { MeasureInput, Task } from '../types.ts';
import { assignment } from './assignment.ts';
import { balance } from './balance.ts';
import { coverage } from './coverage.ts';
import { e2sfca } from './e2sfca.ts';
import { gaps } from './gaps.ts';
import { hotspots } from './hotspots.ts';
import { kde } from './kde.ts';
import { moran } from './moran.ts';
import { overlap } from './overlap.ts';
import { density, supply } from './ratio.ts';
import { rowStandardised } from './spatial-weights.ts';
import { assertPlaced, countIn, locateValues, needed, projectionFor, weightsOf } from './spatial-values.ts';
import type { MeasureExtra } from './types.ts';

export type RunnableRequest = Exclude<MeasureRequest, { readonly kind: 'isochrones' }>;
export type RunnableResult = Exclude<MeasureResult, IsochronesResult>;

/**
 * Runs one measure. `input` may be null for those that read no demand and no facilities of the study: `hotspots`,
 * `moran`, `kde`, `balance`. `at` of `extra` is the JSON pointer of the request. Throws `AnalysisError` for what is
 * wrong with the request, `TypeError` where the caller lacks what it needs, and what `task` throws.
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
    default:
      return runSpatial(input, request, task, extra);
  }
}

type SpatialRequest = Extract<MeasureRequest, { readonly kind: 'hotspots' | 'moran' | 'kde' | 'balance' }>;

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
        ...hotspots(located.values, weightsOf(request.neighbours, located, task, extra.at), request, extra.at),
        ...located.counted,
      };
    }
    case 'moran': {
      const located = locateValues(request.values, demand, extra, extra.at);
      const weights = weightsOf(request.neighbours, located, task, extra.at);
      const result = moran(
        located.values,
        request.rowStandardised === true ? rowStandardised(weights) : weights,
        request,
        task,
        extra.at,
      );
      return located.counted === null
        ? result
        : { ...result, domain: located.counted.domain, outside: located.counted.outside };
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

function given(input: MeasureInput | null): MeasureInput {
  if (input === null) throw new TypeError('The measure was given neither demand nor facilities.');
  return input;
}
