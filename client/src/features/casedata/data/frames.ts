/** Values of all the windows that playback shows, so that one legend can hold for them all. */
import type { Playback, Step } from '../../../state/codecs/casedata.ts';
import { NO_DAY, type Dataset } from './dataset.ts';
import { framesOf, growWindow, type DayRange } from './time.ts';

/** Rows to group for one legend at most: more frames than that are sampled. */
const MOST_ROWS = 1_000_000;
/** Frames that add up differ little from one to the next. */
const GROWING_FRAMES = 12;

export interface Played {
  readonly window: DayRange;
  readonly extent: DayRange;
  readonly step: Step;
  readonly playback: Playback;
}

/** The windows of a playback, the same for each of its windows; as many as is enough for a legend. */
export function playedFrames({ window, extent, step, playback }: Played): DayRange[] {
  if (playback === 'moving') return framesOf(window, extent, step);
  const frames: DayRange[] = [];
  const first = growWindow({ from: window.from, to: window.from }, extent, step, 1) ?? window;
  for (let next: DayRange | null = first; next !== null; next = growWindow(next, extent, step, 1)) frames.push(next);
  return sampled(frames, GROWING_FRAMES);
}

/**
 * What `measure` gives for the rows of each frame, all in one list.
 *
 * @param rows those that playback shows, in any order
 */
export function valuesOfFrames(
  data: Dataset,
  rows: Uint32Array,
  frames: readonly DayRange[],
  measure: (rows: Uint32Array) => Float64Array,
): Float64Array {
  const byDay = rows.filter((row) => (data.day[row] ?? NO_DAY) !== NO_DAY);
  byDay.sort((a, b) => (data.day[a] ?? 0) - (data.day[b] ?? 0));
  const within = ({ from, to }: DayRange): Uint32Array =>
    byDay.subarray(firstAt(data, byDay, from), firstAt(data, byDay, to + 1));
  const total = frames.reduce((sum, frame) => sum + within(frame).length, 0);
  const chosen = sampled(frames, Math.max(1, Math.floor((frames.length * MOST_ROWS) / Math.max(total, 1))));
  const lists = chosen.map((frame) => measure(within(frame)));
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** At most so many, evenly spread, the last one included. */
function sampled<T>(list: readonly T[], most: number): T[] {
  const every = Math.ceil(list.length / most);
  return list.filter((_, index) => (list.length - 1 - index) % every === 0);
}

/** Index of the first row, in order of their days, whose day is not before `day`. */
function firstAt(data: Dataset, byDay: Uint32Array, day: number): number {
  let [low, high] = [0, byDay.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((data.day[byDay[middle] ?? 0] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
