/** How much a cache answers, where some tiles are asked for much more often than others. */

/** Popularity by rank: the n-th is asked for 1 / n^skew as often as the first (Zipf). They add up to 1. */
export function zipf(items: number, skew: number): Float64Array {
  const shares = Float64Array.from({ length: items }, (_, rank) => (rank + 1) ** -skew);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/**
 * Share of requests that a cache of the last used `room` items answers, by the approximation of Che, Tung and Wang
 * (2002): an item is there if it was asked for within a time T that is the same for all, and T fills the cache.
 */
export function hitRate(shares: Float64Array, room: number): number {
  if (room >= shares.length) return 1;
  const filled = (time: number): number => shares.reduce((sum, share) => sum - Math.expm1(-share * time), 0);
  let [low, high] = [0, room];
  while (filled(high) < room) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (filled(middle) < room) low = middle;
    else high = middle;
  }
  return shares.reduce((sum, share) => sum - share * Math.expm1(-share * high), 0);
}
