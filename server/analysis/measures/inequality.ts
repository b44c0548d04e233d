import { sumOf } from '../sums.ts';

/** Values in ascending order with the weights that they have, those of weight 0 left out. */
interface Ordered {
  readonly value: Float64Array;
  readonly weight: Float64Array;
}

const LORENZ_STEPS = 100;

export interface Inequality {
  /** Null where the mean is 0 or nobody is there. */
  readonly gini: number | null;
  /** Shares of weight and of value at every percent of weight, from [0, 0] to [1, 1]. */
  readonly lorenz: readonly (readonly [weightShare: number, valueShare: number])[] | null;
}

/**
 * Gini coefficient and Lorenz curve of values of at least 0, each held by so many (`weight`). The coefficient is that
 * of a whole population: mean absolute difference of two of it over twice the mean (Gini 1912; no n/(n − 1)).
 */
export function inequality(values: Float64Array, weights: Float64Array): Inequality {
  const ordered = inOrder(values, weights);
  const gini = giniOf(ordered);
  return { gini, lorenz: gini === null ? null : lorenzOf(ordered) };
}

/** The coefficient alone, every value counting once. */
export function gini(values: Float64Array): number | null {
  return giniOf(inOrder(values, new Float64Array(values.length).fill(1)));
}

/** Shares of the people whom the ratio compares (Palma 2011). */
const WORST_SHARE = 0.4;
const BEST_SHARE = 0.1;

/**
 * Palma ratio of access: means of the tenth served best and of the two fifths served worst, the better over the worse,
 * so that it is at least 1, and 1 where all are served alike. Where the `highest` values are worst, as costs are, it is
 * the mean of the worst over that of the best, else that of the best over the worst. Somebody on the border of a share
 * is divided. Null where nobody is there, or the mean it would be divided by is 0.
 */
export function palmaRatio(values: Float64Array, weights: Float64Array, worst: 'highest' | 'lowest'): number | null {
  const { value, weight } = inOrder(values, weights);
  const whole = sumOf(weight);
  if (!(whole > 0)) return null;
  const [low, high] = worst === 'highest' ? [BEST_SHARE, WORST_SHARE] : [WORST_SHARE, BEST_SHARE];
  const least = meanOfFirst(value, weight, low * whole);
  const most = meanOfFirst(value.toReversed(), weight.toReversed(), high * whole);
  return least === 0 ? null : most / least;
}

/** Mean over the first so many of the weight. */
function meanOfFirst(value: Float64Array, weight: Float64Array, much: number): number {
  let [left, held] = [much, 0];
  for (let k = 0; k < value.length && left > 0; k += 1) {
    const taken = Math.min(left, weight[k] as number);
    held += taken * (value[k] as number);
    left -= taken;
  }
  return held / (much - left);
}

function inOrder(values: Float64Array, weights: Float64Array): Ordered {
  const order = new Uint32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    if ((weights[i] as number) > 0) order[count++] = i;
  }
  const kept = order.subarray(0, count).sort((a, b) => (values[a] as number) - (values[b] as number));
  return {
    value: Float64Array.from(kept, (i) => values[i] as number),
    weight: Float64Array.from(kept, (i) => weights[i] as number),
  };
}

/**
 * Σ over pairs of w·w·|difference| = Σₖ (weight up to k)·(weight after k)·(xₖ₊₁ − xₖ): terms of one sign, so that
 * coefficients near 0 keep their digits, and equal values give exactly 0.
 */
function giniOf({ value, weight }: Ordered): number | null {
  const n = value.length;
  const after = new Float64Array(n + 1);
  for (let k = n - 1; k >= 0; k -= 1) after[k] = (after[k + 1] as number) + (weight[k] as number);
  const products = Float64Array.from(value, (x, k) => x * (weight[k] as number));
  const whole = sumOf(products);
  if (n === 0 || whole === 0) return null;
  let upTo = 0;
  const terms = new Float64Array(n - 1);
  for (let k = 0; k + 1 < n; k += 1) {
    upTo += weight[k] as number;
    terms[k] = upTo * (after[k + 1] as number) * ((value[k + 1] as number) - (value[k] as number));
  }
  return sumOf(terms) / ((after[0] as number) * whole);
}

/** The curve is straight between two values, so shares between them are interpolated without error. */
function lorenzOf({ value, weight }: Ordered): (readonly [number, number])[] {
  const weights = sumOf(weight);
  const whole = sumOf(Float64Array.from(value, (x, k) => x * (weight[k] as number)));
  const curve: (readonly [number, number])[] = [];
  let [k, upTo, held] = [0, 0, 0];
  for (let step = 0; step < LORENZ_STEPS; step += 1) {
    const share = step / LORENZ_STEPS;
    while (k < value.length - 1 && upTo + (weight[k] as number) <= share * weights) {
      upTo += weight[k] as number;
      held += (weight[k] as number) * (value[k] as number);
      k += 1;
    }
    curve.push([share, (held + (share * weights - upTo) * (value[k] as number)) / whole]);
  }
  curve.push([1, 1]);
  return curve;
}
