/** Records by week, month, quarter or year, laid out over the days of the data. */
import { scaleLinear } from 'd3-scale';
import type { Step } from '../../../state/codecs/casedata.ts';
import { boundaries, type DayRange } from '../data/time.ts';

export interface Bucket {
  /** Days, both included, cut to the extent of the data. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Left edge, width and height, each 0–1. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** `byDay[0]` is the extent's first day. Days are too narrow to draw and to click, so they are grouped by week. */
export function bucketsOf(byDay: Uint32Array, extent: DayRange, step: Step): Bucket[] {
  const starts = boundaries(extent, step === 'day' ? 'week' : step);
  const x = scaleLinear([extent.from, extent.to + 1], [0, 1]);
  const buckets = starts.slice(0, -1).map((start, index) => {
    const from = Math.max(start, extent.from);
    const to = Math.min((starts[index + 1] ?? start) - 1, extent.to);
    let count = 0;
    for (let day = from; day <= to; day += 1) count += byDay[day - extent.from] ?? 0;
    return { from, to, count };
  });
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  return buckets.map((bucket) => ({
    ...bucket,
    x: x(bucket.from),
    width: x(bucket.to + 1) - x(bucket.from),
    height: bucket.count / most,
  }));
}

/** The day at a share of the histogram's width. */
export function dayAt(share: number, { from, to }: DayRange): number {
  return Math.max(from, Math.min(to, from + Math.floor(share * (to - from + 1))));
}
