/** Nearest rank, of values in ascending order; NaN where there are none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** As `percentile`, of values in any order. */
export function percentileOf(values: readonly number[], percent: number): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    percent,
  );
}

export function median(values: readonly number[]): number {
  return percentileOf(values, 50);
}
