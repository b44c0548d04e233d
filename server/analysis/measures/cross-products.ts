/** Sums over pairs of neighbours. Weights of values for themselves are left out. */
import { Sum, sumOf } from '../sums.ts';
import type { SpatialWeights } from './spatial-weights.ts';

export interface WeightSums {
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  /** Row sum and column sum together, by value. */
  readonly both: Float64Array;
  /** All values are neighbours of all others, by the same weight: no order of the values differs from another. */
  readonly isEven: boolean;
}

/** Weights of pairs whose squares differ from their mean's by less than this part are the same but for rounding. */
const ROUNDING = 1e-12;

/** S0 = Σw, S1 = ½Σ(w_ij + w_ji)², S2 = Σ(row sum + column sum)². */
export function weightSums({ count, start, index, weight }: SpatialWeights): WeightSums {
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
  // By Cauchy and Schwarz 2·S1·n·(n − 1) is at least (2·S0)², and equal where all pairs weigh the same.
  const isEven = s1.value * count * (count - 1) - 2 * s0.value ** 2 <= ROUNDING * 2 * s0.value ** 2;
  return { s0: s0.value, s1: s1.value, s2: sumOf(both.map((sum) => sum * sum)), both, isEven };
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

/** Σ_j w_ij·z_j, by value i. */
export function spatialLags(z: Float64Array, { start, index, weight }: SpatialWeights): Float64Array {
  return z.map((_, i) => {
    let lag = 0;
    for (let k = start[i] as number; k < (start[i + 1] as number); k += 1) {
      const j = index[k] as number;
      if (j !== i) lag += (weight[k] as number) * (z[j] as number);
    }
    return lag;
  });
}

/** Σ over pairs of w_ij·z_i·z_j. */
export function crossProducts(z: Float64Array, weights: SpatialWeights): number {
  return sumOf(spatialLags(z, weights).map((lag, i) => lag * (z[i] as number)));
}

/**
 * Variance of Moran's I under randomisation (Cliff & Ord 1981, 1.44), of deviations whose squares add up to `squares`.
 */
export function randomisationVariance(deviations: Float64Array, squares: number, { s0, s1, s2 }: WeightSums): number {
  const n = deviations.length;
  const kurtosis = (n * sumOf(deviations.map((d) => d ** 4))) / squares ** 2;
  const expected = -1 / (n - 1);
  return (
    (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
      ((n - 1) * (n - 2) * (n - 3) * s0 * s0) -
    expected ** 2
  );
}

/** As `crossProducts`, without compensation: it is compared, not shown. */
export function roughProducts(z: Float64Array, { count, start, index, weight }: SpatialWeights): number {
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
