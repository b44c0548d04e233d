import { describe, expect, it } from 'vitest';
import { bucketsOf, dayAt } from '../charts/histogram.ts';
import { boundaries, firstWindow, moveWindow, shiftDay, startOf, toDay, toIso } from './time.ts';

const range = (from: string, to: string) => ({ from: toDay(from), to: toDay(to) });
const YEAR = range('2017-01-01', '2017-12-31');
const iso = (window: { from: number; to: number } | null) => window && [toIso(window.from), toIso(window.to)];

describe('days', () => {
  it('begin weeks on Mondays and months on their first', () => {
    expect(toIso(startOf(toDay('2017-01-01'), 'week'))).toBe('2016-12-26');
    expect(toIso(startOf(toDay('2017-01-02'), 'week'))).toBe('2017-01-02');
    expect(toIso(startOf(toDay('2017-02-28'), 'month'))).toBe('2017-02-01');
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
    expect(moveWindow(YEAR, YEAR, 'week', 1)).not.toBeNull();
  });

  it('starts with the first step of the data', () => {
    expect(iso(firstWindow(YEAR, 'month'))).toEqual(['2017-01-01', '2017-01-31']);
    expect(iso(firstWindow(YEAR, 'week'))).toEqual(['2017-01-01', '2017-01-01']);
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
