import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HangWatch } from './hang-watch.ts';

describe('the watch over another process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells once of a silence that has lasted too long', () => {
    const onHang = vi.fn<(silentMs: number) => void>();
    const watch = new HangWatch({ limitMs: 3000, onHang });
    vi.advanceTimersByTime(2000);
    watch.heard();
    vi.advanceTimersByTime(2000);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(onHang.mock.calls).toEqual([[3000]]);
  });

  it('waits longer for the first sign of life', () => {
    const onHang = vi.fn<() => void>();
    const watch = new HangWatch({ limitMs: 3000, firstLimitMs: 9000, onHang });
    vi.advanceTimersByTime(8000);
    expect(onHang).not.toHaveBeenCalled();
    watch.heard();
    vi.advanceTimersByTime(3000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('takes an hour in which this process slept as well for one step', () => {
    const onHang = vi.fn<() => void>();
    const watch = new HangWatch({ limitMs: 3000, onHang });
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1000);
    expect(watch.silentMs).toBe(1000);
    expect(onHang).not.toHaveBeenCalled();
    watch.stop();
  });

  it('never tells of a silence where its limit is 0, and goes on counting', () => {
    const onHang = vi.fn<() => void>();
    const watch = new HangWatch({ limitMs: 0, onHang });
    vi.advanceTimersByTime(100_000);
    expect([watch.silentMs, onHang.mock.calls.length]).toEqual([100_000, 0]);
    watch.stop();
    vi.advanceTimersByTime(5000);
    expect(watch.silentMs).toBe(100_000);
  });
});
