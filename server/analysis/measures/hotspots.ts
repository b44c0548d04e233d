import type { HotspotsResult } from '../../../tiles/api/spatial-results.ts';
import type { Task } from '../types.ts';
import { conditionalP } from './conditional-permutations.ts';
import { assertVaried, centred } from './deviations.ts';
import { DEFAULT_SEED } from './moran.ts';
import { twoSided } from './normal.ts';
import { islands, type SpatialWeights } from './spatial-weights.ts';
import { Sum } from '../sums.ts';

export const DEFAULT_FDR = 0.05;

interface Options {
  /**
   * Gi*: each value belongs to its own neighbourhood, with weight 1 where `weights` have none for it. False: Gi,
   * without it.
   */
  readonly self?: boolean;
  readonly fdr?: number;
  readonly permutations?: number;
  readonly seed?: number;
}

/**
 * Getis–Ord Gi* as a z score (Ord & Getis 1995, eq. 14.3 ff., with the standard deviation of the population), or Gi,
 * whose mean and standard deviation leave i out. p is two-sided by the normal distribution; found are those that
 * Benjamini & Hochberg's procedure finds at the false discovery rate asked for (Caldas de Castro & Singer 2006). A
 * value without neighbours in `Gi`, or with all values alike in its neighbourhood, has z 0 and p 1: nothing can be told
 * of it. With permutations, those of the others around each value (`conditionalP`) say what is found. Throws
 * `AnalysisError` where all values are equal, or there are fewer than 3.
 */
export function hotspots(
  values: Float64Array,
  weights: SpatialWeights,
  { self = true, fdr = DEFAULT_FDR, permutations = 0, seed = DEFAULT_SEED }: Options = {},
  task?: Task,
  at?: string,
): HotspotsResult {
  assertVaried(values, 3, at);
  const z = self ? starScores(values, weights) : plainScores(values, weights);
  const p = z.map(twoSided);
  const drawn =
    permutations > 0 ? conditionalP(centred(values).deviations, weights, { permutations, seed }, task) : null;
  const deciding = drawn ?? p;
  const threshold = discoveryThreshold(deciding, fdr);
  return {
    kind: 'hotspots',
    z: Array.from(z),
    p: Array.from(p),
    ...(drawn === null ? {} : { pPermutation: Array.from(drawn) }),
    threshold,
    islands: islands(weights),
    class: Array.from(z, (score, i) => ((deciding[i] as number) > threshold || score === 0 ? 0 : score > 0 ? 1 : -1)),
  };
}

/** z = (Σw·x − x̄·W) / (s·√((n·Σw² − W²)/(n − 1))), on deviations from the mean so that nothing cancels. */
function starScores(values: Float64Array, weights: SpatialWeights): Float64Array {
  const n = values.length;
  const { deviations, squares } = centred(values);
  const s = Math.sqrt(squares / n);
  return values.map((_, i) => {
    const { lag, sum, sumOfSquares } = neighbourhood(deviations, weights, i, true);
    return score(lag, s, n * sumOfSquares, sum * sum, n - 1);
  });
}

/** The same over the other n − 1 values. */
export function plainScores(values: Float64Array, weights: SpatialWeights): Float64Array {
  const n = values.length;
  // From the median, so that one far value does not drown the others when it is the one left out.
  const middle = values.slice().sort()[n >> 1] as number;
  const shifted = values.map((value) => value - middle);
  const sums = sumsOfOthers(shifted);
  const squares = sumsOfOthers(shifted.map((d) => d * d));
  return values.map((_, i) => {
    const mean = (sums[i] as number) / (n - 1);
    const variance = (squares[i] as number) / (n - 1) - mean * mean;
    const { lag, sum, sumOfSquares } = neighbourhood(shifted, weights, i, false);
    return score(lag - mean * sum, Math.sqrt(Math.max(variance, 0)), (n - 1) * sumOfSquares, sum * sum, n - 2);
  });
}

/** Of all values but one, by that one: from both ends, as a difference from the sum of all would cancel. */
function sumsOfOthers(values: Float64Array): Float64Array {
  const others = new Float64Array(values.length);
  const [before, after] = [new Sum(), new Sum()];
  for (let i = 0; i < values.length; i += 1) {
    others[i] = before.value;
    before.add(values[i] as number);
  }
  for (let i = values.length - 1; i >= 0; i -= 1) {
    others[i] = (others[i] as number) + after.value;
    after.add(values[i] as number);
  }
  return others;
}

/** excess / (s·√((a − b)/c)); 0 where the neighbourhood is everybody, which leaves rounding alone of a − b. */
function score(excess: number, s: number, a: number, b: number, c: number): number {
  return s > 0 && a - b > a * 1e-12 ? excess / (s * Math.sqrt((a - b) / c)) : 0;
}

interface Neighbourhood {
  /** Σ weight · value. */
  readonly lag: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

function neighbourhood(
  values: Float64Array,
  { start, index, weight }: SpatialWeights,
  i: number,
  self: boolean,
): Neighbourhood {
  const lag = new Sum();
  let [sum, sumOfSquares, hasOwn] = [0, 0, false];
  const add = (j: number, w: number): void => {
    lag.add(w * (values[j] as number));
    sum += w;
    sumOfSquares += w * w;
  };
  for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
    const j = index[k] as number;
    if (j === i) hasOwn = true;
    if (j !== i || self) add(j, weight[k] as number);
  }
  if (self && !hasOwn) add(i, 1);
  return { lag: lag.value, sum, sumOfSquares };
}

/** Greatest p that is at most rank/n of the rate (Benjamini & Hochberg 1995); 0 where none is. */
export function discoveryThreshold(p: Float64Array, rate: number): number {
  const ascending = p.slice().sort();
  for (let k = ascending.length; k > 0; k -= 1) {
    const value = ascending[k - 1] as number;
    if (value <= (k / ascending.length) * rate) return value;
  }
  return 0;
}
