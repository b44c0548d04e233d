import type { MoranResult } from '../../../tiles/api/spatial-results.ts';
import { MEASURES } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Task } from '../types.ts';
import { assertVaried, centred } from './deviations.ts';
import { twoSided } from './normal.ts';
import { crossProducts, randomisationVariance, roughProducts, weightSums } from './cross-products.ts';
import { permutationP } from './permutations.ts';
import { islands, type SpatialWeights } from './spatial-weights.ts';

interface Options {
  readonly permutations?: number;
  readonly seed?: number;
}

export const DEFAULT_SEED = 1;

/**
 * Moran's I with its mean and variances under normality and under randomisation (Cliff & Ord 1981, 1.35–1.44). All
 * values count in n, those without neighbours too. p is two-sided; that of permutations is (1 + those at least as far
 * from the expectation) / (1 + permutations). Weights of values for themselves are left out. Where all are neighbours
 * by the same weight every order of the values has the same I: z is 0 and p 1. Throws `AnalysisError`.
 */
export function moran(
  values: Float64Array,
  weights: SpatialWeights,
  { permutations = 0, seed = DEFAULT_SEED }: Options = {},
  task?: Task,
  at?: string,
): MoranResult {
  // The variance under randomisation divides by n − 3.
  assertVaried(values, 4, at);
  const n = values.length;
  const sums = weightSums(weights);
  const { s0, s1, s2, isEven } = sums;
  if (s0 === 0)
    throw new AnalysisError('no-neighbours', MEASURES['no-neighbours'], {}, { at: `${at ?? ''}/neighbours` });
  const { deviations, squares } = centred(values);
  const scale = n / (s0 * squares);
  const i = scale * crossProducts(deviations, weights);
  const expected = -1 / (n - 1);
  // Where nothing can vary, what rounding leaves of a variance would make any p of it.
  const normality = isEven ? 0 : (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - expected ** 2;
  const randomisation = isEven ? 0 : randomisationVariance(deviations, squares, sums);
  const z = {
    normality: isEven ? 0 : (i - expected) / Math.sqrt(normality),
    randomisation: isEven ? 0 : (i - expected) / Math.sqrt(randomisation),
  };
  const fromExpected = (order: Float64Array): number => scale * roughProducts(order, weights) - expected;
  return {
    kind: 'moran',
    i: isEven ? expected : i,
    count: n,
    expected,
    variance: { normality, randomisation },
    z,
    islands: islands(weights),
    p: {
      normality: twoSided(z.normality),
      randomisation: twoSided(z.randomisation),
      ...(permutations > 0
        ? {
            permutation: isEven
              ? 1
              : permutationP(deviations, fromExpected, { permutations, seed, own: i - expected }, task),
          }
        : {}),
    },
  };
}
