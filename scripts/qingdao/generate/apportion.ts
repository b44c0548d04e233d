/**
 * Splits a total into parts in proportion to the weights so that the parts add up to it exactly (largest remainder,
 * after Hamilton). Parts have `decimals` decimal places, and so must the total.
 */
export function apportion(total: number, weights: readonly number[], decimals = 0): number[] {
  const scale = 10 ** decimals;
  const units = Math.round(total * scale);
  if (Math.abs(units - total * scale) > 1e-6) {
    throw new RangeError(`The total ${total} has more than ${decimals} decimal places.`);
  }
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(weightSum > 0)) throw new RangeError('Apportioning needs a positive sum of weights.');
  const shares = weights.map((weight) => (units * weight) / weightSum);
  const parts = shares.map((share) => Math.floor(share));
  const missing = units - parts.reduce((sum, part) => sum + part, 0);
  shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, missing)
    .forEach(({ index }) => {
      parts[index] = (parts[index] ?? 0) + 1;
    });
  return parts.map((part) => part / scale);
}
