import type { MoranResult } from '../../../tiles/api/spatial-results.ts';
import { MEASURES } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Task } from '../types.ts';
import { assertVaried, centred } from './deviations.ts';
import { twoSided } from './normal.ts';
import { randomFrom, shuffle } from '../random.ts';
import { islands, type SpatialWeights } from './spatial-weights.ts';
import { Sum, sumOf } from '../sums.ts';

interface Options {
  readonly permutations?: number;
  readonly seed?: number;
}

export const DEFAULT_SEED = 1;

/**
 * Moran's I with its mean and variances under normality and under randomisation (Cliff & Ord 1981, 1.35–1.44). All
 * values count in n, those without neighbours too. p is two-sided; that of permutations is (1 + those at least as far
 * from the expectation) / (1 + permutations). Weights of values for themselves are left out. Throws `AnalysisError`.
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
  const { s0, s1, s2 } = weightSums(weights);
  if (s0 === 0)
    throw new AnalysisError('no-neighbours', MEASURES['no-neighbours'], {}, { at: `${at ?? ''}/neighbours` });
  const { deviations, squares } = centred(values);
  const scale = n / (s0 * squares);
  const i = scale * crossProducts(deviations, weights);
  const expected = -1 / (n - 1);
  const kurtosis = (n * sumOf(deviations.map((d) => d ** 4))) / squares ** 2;
  const normality = (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - expected ** 2;
  const randomisation =
    (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
      ((n - 1) * (n - 2) * (n - 3) * s0 * s0) -
    expected ** 2;
  const z = {
    normality: (i - expected) / Math.sqrt(normality),
    randomisation: (i - expected) / Math.sqrt(randomisation),
  };
  return {
    kind: 'moran',
    i,
    count: n,
    expected,
    variance: { normality, randomisation },
    z,
    islands: islands(weights),
    p: {
      normality: twoSided(z.normality),
      randomisation: twoSided(z.randomisation),
      ...(permutations > 0
        ? { permutation: permutationP(deviations, weights, { i, expected, scale, permutations, seed }, task) }
        : {}),
    },
  };
}

/** S0 = Σw, S1 = ½Σ(w_ij + w_ji)², S2 = Σ(row sum + column sum)². */
function weightSums({ count, start, index, weight }: SpatialWeights): {
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
} {
  const [s0, s1] = [new Sum(), new Sum()];
  const both = new Float64Array(count);
  const back = transposedWeights({ count, start, index, weight });
  for (let i = 0; i < count; i += 1) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
      const [j, w] = [index[k] as number, weight[k] as number];
      if (j === i) continue;
      s0.add(w);
      // ½Σ(w_ij + w_ji)² = Σw_ij² + Σw_ij·w_ji.
      s1.add(w * w + w * (back[k] as number));
      both[i] = (both[i] as number) + w;
      both[j] = (both[j] as number) + w;
    }
  }
  return { s0: s0.value, s1: s1.value, s2: sumOf(both.map((sum) => sum * sum)) };
}

/** For each entry i → j, the weight of j → i. Rows are ascending, so that it is found by halving. */
function transposedWeights({ count, start, index, weight }: SpatialWeights): Float64Array {
  const back = new Float64Array(index.length);
  for (let i = 0; i < count; i += 1) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
      const row = index[k] as number;
      let [low, high] = [start[row] as number, start[row + 1] as number];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((index[middle] as number) < i) low = middle + 1;
        else high = middle;
      }
      if (low < (start[row + 1] as number) && index[low] === i) back[k] = weight[low] as number;
    }
  }
  return back;
}

/** Σ over pairs of w_ij·z_i·z_j. */
function crossProducts(z: Float64Array, { count, start, index, weight }: SpatialWeights): number {
  const sum = new Sum();
  for (let i = 0; i < count; i += 1) {
    let lag = 0;
    for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
      if (index[k] !== i) lag += (weight[k] as number) * (z[index[k] as number] as number);
    }
    sum.add(lag * (z[i] as number));
  }
  return sum.value;
}

function permutationP(
  deviations: Float64Array,
  weights: SpatialWeights,
  {
    i,
    expected,
    scale,
    permutations,
    seed,
  }: {
    readonly i: number;
    readonly expected: number;
    readonly scale: number;
    readonly permutations: number;
    readonly seed: number;
  },
  task?: Task,
): number {
  const random = randomFrom(seed);
  const shuffled = deviations.slice();
  // Orders that leave every pair as it is differ from I by rounding alone.
  const far = Math.abs(i - expected) * (1 - 1e-9);
  let asFar = 0;
  for (let done = 0; done < permutations; done += 1) {
    task?.checkpoint();
    task?.progress(done / permutations, 'permutations');
    shuffle(shuffled, random);
    if (Math.abs(scale * roughProducts(shuffled, weights) - expected) >= far) asFar += 1;
  }
  return (1 + asFar) / (1 + permutations);
}

/** As `crossProducts`, without compensation: it is compared, not shown. */
function roughProducts(z: Float64Array, { count, start, index, weight }: SpatialWeights): number {
  let sum = 0;
  for (let i = 0, k = 0; i < count; i += 1) {
    const end = start[i + 1] as number;
    let lag = 0;
    for (; k < end; k += 1) {
      const j = index[k] as number;
      if (j !== i) lag += (weight[k] as number) * (z[j] as number);
    }
    sum += lag * (z[i] as number);
  }
  return sum;
}
