/** Tail probabilities of the normal distribution, to some 1e-14 relative however far out. */

/** From here on the continued fraction: the series would lose digits to `1 − erf`. */
const SERIES_END = 1.5;
const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
/** Smaller than the smallest number. */
const VANISHES = 28;
const MOST_TERMS = 500;

/**
 * Complementary error function. Power series near 0 (Abramowitz & Stegun 1964, 7.1.6), continued fraction beyond
 * (7.1.14).
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (Number.isNaN(x)) return NaN;
  if (x > VANISHES) return 0;
  return x < SERIES_END ? 1 - erfBySeries(x) : erfcByFraction(x);
}

/** Probability of a standard normal value at least as far from 0 as `z`, on either side. */
export function twoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms positive, nothing cancels. */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < MOST_TERMS && term > (sum * Number.EPSILON) / 4; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * expMinusSquare(x) * sum;
}

/**
 * erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the front by Lentz's method (Thompson & Barnett
 * 1986).
 */
function erfcByFraction(x: number): number {
  let fraction = x;
  let c = x;
  let d = 0;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const a = n / 2;
    d = 1 / (x + a * d);
    c = x + a / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < Number.EPSILON) break;
  }
  return expMinusSquare(x) / (Math.sqrt(Math.PI) * fraction);
}

/** e^(−x²) with x² to twice the digits, as its rounding would be multiplied by x² (Cody 1969 splits x alike). */
function expMinusSquare(x: number): number {
  // Sixteenths square without rounding; the rest is small.
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}
