/** People by whole minutes to their nearest facility. */
import { LIMIT_S } from '../data/coverage.ts';

const MINUTE_S = 60;
const LAST = LIMIT_S / MINUTE_S;
/** The axis ends where all but this share of those who get there have got there. */
const TAIL = 0.005;
const AXIS_STEP = 5;

/**
 * People by minute: entry k holds those who need more than k and at most k + 1 minutes, entry 0 also those who need no
 * time, and the last entry those without a way within the limit.
 */
export function peopleByMinute(
  cost: Float32Array,
  people: Float64Array,
  chosen: Uint8Array | null = null,
): Float64Array {
  const bars = new Float64Array(LAST + 1);
  for (let cell = 0; cell < cost.length; cell += 1) {
    if (chosen !== null && chosen[cell] === 0) continue;
    const minute = Math.min(LAST, Math.max(0, Math.ceil((cost[cell] as number) / MINUTE_S) - 1));
    bars[minute] = (bars[minute] as number) + (people[cell] as number);
  }
  return bars;
}

/** Minutes of the axis, in steps of five: enough for most people, and for the time asked for. */
export function axisMinutes(bars: Float64Array, withinMinutes: number): number {
  const reached = bars.subarray(0, LAST).reduce((sum, each) => sum + each, 0);
  let [minute, sum] = [0, 0];
  while (minute < LAST && sum < reached * (1 - TAIL)) {
    sum += bars[minute] as number;
    minute += 1;
  }
  const needed = Math.max(minute, withinMinutes + 1);
  return Math.min(LAST, Math.ceil(needed / AXIS_STEP) * AXIS_STEP);
}

export interface MinuteBar {
  /**
   * People of the bar need more than `fromS` seconds and at most `toS`. From 0 includes no time at all, to Infinity
   * includes people without a way.
   */
  readonly fromS: number;
  readonly toS: number;
  readonly people: number;
  /** People of the selection, and of the scenario beside; null where there is none. */
  readonly part: number | null;
  readonly other: number | null;
}

/** One bar a minute up to `minutes`, and one for all beyond. */
export function minuteBars(
  minutes: number,
  all: Float64Array,
  part: Float64Array | null,
  other: Float64Array | null,
): MinuteBar[] {
  const beyond = (values: Float64Array): number => values.subarray(minutes).reduce((sum, each) => sum + each, 0);
  const at = (values: Float64Array | null, k: number): number | null =>
    values === null ? null : k < minutes ? (values[k] as number) : beyond(values);
  return Array.from({ length: minutes + 1 }, (_, k) => ({
    fromS: k * MINUTE_S,
    toS: k < minutes ? (k + 1) * MINUTE_S : Infinity,
    people: at(all, k) ?? 0,
    part: at(part, k),
    other: at(other, k),
  }));
}

/**
 * So many people may be beyond the axis that the other bars would vanish: their bar is cut off at this multiple of the
 * highest other one.
 */
const MOST_OF_OTHERS = 1.15;

/** People at the top of the axis, and whether the last bar is cut off there. */
export function topOf(bars: readonly MinuteBar[]): { readonly top: number; readonly cut: boolean } {
  const highest = (some: readonly MinuteBar[]): number =>
    some.reduce((most, { people, other }) => Math.max(most, people, other ?? 0), 0);
  const [others, last] = [highest(bars.slice(0, -1)), highest(bars.slice(-1))];
  const cut = others > 0 && last > MOST_OF_OTHERS * others;
  return { top: Math.max(1, cut ? MOST_OF_OTHERS * others : Math.max(others, last)), cut };
}

/** First and last bar of a band of seconds; null where the band does not fit the bars. */
export function barsOfBand(
  bars: readonly MinuteBar[],
  fromS: number,
  toS: number,
): readonly [first: number, last: number] | null {
  const first = bars.findIndex((bar) => bar.fromS === fromS);
  const last = bars.findIndex((bar) => bar.toS === toS);
  return first < 0 || last < first ? null : [first, last];
}
