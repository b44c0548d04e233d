import type { GeneralGResult } from '../../../tiles/api/spatial-results.ts';
import { MEASURES } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { sumOf } from '../sums.ts';
import type { Task } from '../types.ts';
import { crossProducts, randomisationVariance, roughProducts, weightSums } from './cross-products.ts';
import { assertVaried, centred } from './deviations.ts';
import { DEFAULT_SEED } from './moran.ts';
import { twoSided } from './normal.ts';
import { permutationP } from './permutations.ts';
import { islands, type SpatialWeights } from './spatial-weights.ts';

interface Options {
  readonly permutations?: number;
  readonly seed?: number;
}

/**
 * The general G of Getis & Ord 1992 (their 4 to 6): Σ w_ij·x_i·x_j over Σ x_i·x_j, both over pairs of different values,
 * with its mean and variance under randomisation. High where high values are neighbours, low where low ones are. It is
 * computed from deviations, so that a high mean takes no digits away. p is two-sided; that of permutations is as in
 * `moran`, and where all are neighbours alike z is 0 and p 1. Throws `AnalysisError`, also for a negative value, of
 * which it is not defined.
 */
export function generalG(
  values: Float64Array,
  weights: SpatialWeights,
  { permutations = 0, seed = DEFAULT_SEED }: Options = {},
  task?: Task,
  at?: string,
): GeneralGResult {
  assertVaried(values, 4, at);
  const negative = values.findIndex((value) => value < 0);
  if (negative >= 0)
    throw new AnalysisError(
      'values-negative',
      MEASURES['values-negative'],
      { value: negative + 1, found: String(values[negative]) },
      { at: `${at ?? ''}/values` },
    );
  const n = values.length;
  const sums = weightSums(weights);
  const { s0, s2, both, isEven } = sums;
  if (s0 === 0)
    throw new AnalysisError('no-neighbours', MEASURES['no-neighbours'], {}, { at: `${at ?? ''}/neighbours` });
  const { deviations, squares } = centred(values);
  const mean = sumOf(values) / n;
  // Σx_i·x_j over pairs, as (Σx)² − Σx² of deviations from the mean.
  const pairs = n * (n - 1) * mean * mean - squares;
  const expected = s0 / (n * (n - 1));
  const expectedCross = (-s0 * squares) / (n * (n - 1));
  const excess = (of: Float64Array, cross: number): number => mean * dot(both, of) + cross - expectedCross;
  const own = excess(deviations, crossProducts(deviations, weights));
  const cubes = sumOf(deviations.map((d) => d ** 3));
  const linear = (squares / (n - 1)) * (s2 - (4 * s0 * s0) / n);
  const quadratic = ((s0 * squares) / n) ** 2 * randomisationVariance(deviations, squares, sums);
  const mixed = cubes * (-s2 / (n * (n - 1)) + (2 * (2 * s0 * s0 - s2)) / (n * (n - 1) * (n - 2)));
  const variance = isEven ? 0 : (mean * mean * linear + 2 * mean * mixed + quadratic) / pairs ** 2;
  const z = isEven ? 0 : own / pairs / Math.sqrt(variance);
  const fromExpected = (order: Float64Array): number => excess(order, roughProducts(order, weights));
  const p = {
    randomisation: twoSided(z),
    ...(permutations > 0
      ? { permutation: isEven ? 1 : permutationP(deviations, fromExpected, { permutations, seed, own }, task) }
      : {}),
  };
  return {
    kind: 'general-g',
    g: isEven ? expected : expected + own / pairs,
    count: n,
    expected,
    variance,
    z,
    p,
    islands: islands(weights),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  return sumOf(a.map((value, i) => value * (b[i] as number)));
}
