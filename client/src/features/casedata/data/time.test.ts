import { describe, expect, it } from 'vitest';
import { bucketsOf, dayAt } from '../charts/histogram.ts';
import { toDay, toIso } from '../../../../../tiles/day.ts';
import {
  boundaries,
  busyDays,
  firstWindow,
  framesOf,
  growWindow,
  moveWindow,
  shiftDay,
  startOf,
  type DayRange,
} from './time.ts';
import { STEPS, type Step } from '../../../state/codecs/casedata.ts';

const range = (from: string, to: string) => ({ from: toDay(from), to: toDay(to) });
const YEAR = range('2017-01-01', '2017-12-31');
const iso = (window: { from: number; to: number } | null) => window && [toIso(window.from), toIso(window.to)];

function* played(first: DayRange, extent: DayRange, step: Step): Generator<DayRange> {
  for (let frame: DayRange | null = first; frame !== null; frame = moveWindow(frame, extent, step, 1)) yield frame;
}

describe('days', () => {
  it('begin weeks on Mondays and months on their first', () => {
    expect(toIso(startOf(toDay('2017-01-01'), 'week'))).toBe('2016-12-26');
    expect(toIso(startOf(toDay('2017-01-02'), 'week'))).toBe('2017-01-02');
    expect(toIso(startOf(toDay('2017-02-28'), 'month'))).toBe('2017-02-01');
    expect(toIso(startOf(toDay('2017-06-30'), 'quarter'))).toBe('2017-04-01');
    expect(toIso(startOf(toDay('2017-12-31'), 'year'))).toBe('2017-01-01');
  });

  it('step by months to the last day a shorter month has', () => {
    expect(toIso(shiftDay(toDay('2017-01-31'), 'month', 1))).toBe('2017-02-28');
    expect(toIso(shiftDay(toDay('2017-12-15'), 'month', 1))).toBe('2018-01-15');
  });
});

describe('the window', () => {
  it('keeps whole months whole', () => {
    expect(iso(moveWindow(range('2017-01-01', '2017-01-31'), YEAR, 'month', 1))).toEqual(['2017-02-01', '2017-02-28']);
    expect(iso(moveWindow(range('2017-02-01', '2017-02-28'), YEAR, 'month', 1))).toEqual(['2017-03-01', '2017-03-31']);
  });

  it('is cut at the end of the data and goes no further', () => {
    const last = moveWindow(range('2017-12-20', '2017-12-26'), YEAR, 'week', 1);
    expect(iso(last)).toEqual(['2017-12-27', '2017-12-31']);
    expect(last && moveWindow(last, YEAR, 'week', 1)).toBeNull();
    expect(moveWindow(YEAR, YEAR, 'week', 1)).toBeNull();
  });

  it('starts with the first step of the data', () => {
    expect(iso(firstWindow(YEAR, 'month'))).toEqual(['2017-01-01', '2017-01-31']);
    expect(iso(firstWindow(YEAR, 'week'))).toEqual(['2017-01-01', '2017-01-01']);
  });

  it('is a whole week again after the first, which the data cut to a Sunday', () => {
    const second = moveWindow(firstWindow(YEAR, 'week'), YEAR, 'week', 1);
    expect(iso(second)).toEqual(['2017-01-02', '2017-01-08']);
    expect(iso(second && moveWindow(second, YEAR, 'week', -1))).toEqual(['2017-01-01', '2017-01-01']);
    expect(iso(moveWindow(range('2017-12-18', '2017-12-24'), YEAR, 'week', 1))).toEqual(['2017-12-25', '2017-12-31']);
  });

  it.each(STEPS)('shows every day exactly once in steps of a %s, wherever the data begin and end', (step: Step) => {
    for (const extent of [YEAR, range('2016-11-09', '2018-02-28'), range('2017-05-05', '2017-05-05')]) {
      const frames = [...played(firstWindow(extent, step), extent, step)];
      const days = frames.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, k) => from + k));
      expect(days).toEqual(Array.from({ length: extent.to - extent.from + 1 }, (_, k) => extent.from + k));
      // Only the first and the last may be cut.
      for (const { from, to } of frames.slice(1, -1)) {
        expect(startOf(from, step)).toBe(from);
        expect(startOf(to + 1, step)).toBe(to + 1);
      }
      expect(framesOf(frames[Math.floor(frames.length / 2)] ?? extent, extent, step)).toEqual(frames);
    }
  });

  it('starts where the records do', () => {
    const byDay = new Uint32Array(365);
    byDay[45] = 3;
    byDay[200] = 1;
    const busy = busyDays(byDay, YEAR);
    expect(iso(busy)).toEqual(['2017-02-15', '2017-07-20']);
    expect(iso(firstWindow(YEAR, 'week', busy ?? YEAR))).toEqual(['2017-02-13', '2017-02-19']);
    expect(busyDays(new Uint32Array(365), YEAR)).toBeNull();
  });

  it('grows by whole steps to the end of the data, and back', () => {
    const [first, grown] = [firstWindow(YEAR, 'week'), growWindow(firstWindow(YEAR, 'week'), YEAR, 'week', 1)];
    expect(iso(grown)).toEqual(['2017-01-01', '2017-01-08']);
    expect(grown && growWindow(grown, YEAR, 'week', -1)).toEqual(first);
    expect(growWindow(first, YEAR, 'week', -1)).toBeNull();
    expect(iso(growWindow(range('2017-01-01', '2017-01-04'), YEAR, 'week', 1))).toEqual(['2017-01-01', '2017-01-08']);
    expect(iso(growWindow(range('2017-01-01', '2017-12-24'), YEAR, 'week', 1))).toEqual(['2017-01-01', '2017-12-31']);
    expect(growWindow(YEAR, YEAR, 'month', 1)).toBeNull();
  });
});

describe('the histogram', () => {
  it('adds up to all days and fills the width', () => {
    const byDay = Uint32Array.from({ length: 365 }, (_, day) => day % 5);
    for (const step of ['day', 'week', 'month'] as const) {
      const buckets = bucketsOf(byDay, YEAR, step);
      expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(byDay.reduce((sum, n) => sum + n));
      expect(buckets.reduce((sum, bucket) => sum + bucket.width, 0)).toBeCloseTo(1);
      expect(Math.max(...buckets.map((bucket) => bucket.height))).toBe(1);
    }
    expect(bucketsOf(byDay, YEAR, 'month')).toHaveLength(12);
    expect(boundaries(YEAR, 'week')).toHaveLength(54);
  });

  it('knows the day under the pointer', () => {
    expect(toIso(dayAt(0, YEAR))).toBe('2017-01-01');
    expect(toIso(dayAt(1.2, YEAR))).toBe('2017-12-31');
    expect(toIso(dayAt(0.5, YEAR))).toBe('2017-07-02');
  });
});
