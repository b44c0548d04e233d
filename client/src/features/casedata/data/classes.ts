/** Classes of a legend: as many values in each as round limits allow. */
const MAX_CLASSES = 6;
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Lower limits, ascending; the first is the smallest value. Empty where there is no value. */
export function classLimits(values: ArrayLike<number>, classes = MAX_CLASSES): number[] {
  const sorted = Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  if (least === undefined || most === undefined) return [];
  const limits = [least];
  for (let k = 1; k < classes; k += 1) {
    const quantile = (at: number): number => sorted[Math.floor((at * sorted.length) / classes)] ?? most;
    const gap = Math.min(quantile(k) - quantile(k - 1), quantile(k + 1) - quantile(k));
    const limit = limitNear(quantile(k), gap);
    if (limit > (limits[limits.length - 1] ?? least) && limit <= most) limits.push(limit);
  }
  return limits;
}

/**
 * First and last value of each class, as a legend shows them. For whole numbers both values belong to the class; the
 * last class is open (null).
 */
export function classRanges(
  limits: readonly number[],
  isWhole: boolean,
): { readonly from: number; readonly to: number | null }[] {
  const first = (limit: number): number => (isWhole ? Math.ceil(limit) : limit);
  return limits.map((limit, index) => {
    const next = limits[index + 1];
    return { from: first(limit), to: next === undefined ? null : isWhole ? first(next) - 1 : next };
  });
}

/** Index of the class a value falls in. */
export function classOf(limits: readonly number[], value: number): number {
  let index = 0;
  while (index + 1 < limits.length && value >= (limits[index + 1] ?? Infinity)) index += 1;
  return index;
}

/** A round number near a value; where that meets its neighbours, its value to the digits that tell them apart. */
function limitNear(value: number, gap: number): number {
  const round = roundLimit(value);
  if (gap <= 0 || Math.abs(round - value) <= gap / 2) return round;
  const step = 10 ** Math.floor(Math.log10(gap));
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** The nearest round number: one that is easily read and remembered. */
function roundLimit(value: number): number {
  if (value === 0) return 0;
  const magnitude = 10 ** Math.floor(Math.log10(Math.abs(value)));
  const share = Math.abs(value) / magnitude;
  const nearest = ROUND.reduce((best, each) => (Math.abs(each - share) < Math.abs(best - share) ? each : best));
  // Powers of ten below one are not exact: 3 × 0.1.
  return Math.sign(value) * Number((nearest * magnitude).toPrecision(12));
}
