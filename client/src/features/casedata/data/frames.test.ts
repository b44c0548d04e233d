import { describe, expect, it } from 'vitest';
import { FIVE } from './fixture.ts';
import { playedFrames, valuesOfFrames } from './frames.ts';
import { toDay, toIso } from '../../../../../tiles/day.ts';
import { firstWindow, moveWindow } from './time.ts';

const extent = { from: toDay('2017-01-02'), to: toDay('2017-02-01') };
const rows = Uint32Array.from({ length: FIVE.count }, (_, row) => row);
const count = (of: Uint32Array): Float64Array => (of.length === 0 ? new Float64Array() : Float64Array.of(of.length));

describe('the frames of a playback', () => {
  it('are the same from each of its windows, so that the legend stays', () => {
    const first = firstWindow(extent, 'week');
    const all = playedFrames({ window: first, extent, step: 'week', playback: 'moving' });
    expect(all).toHaveLength(5);
    for (let window = first; ; ) {
      expect(playedFrames({ window, extent, step: 'week', playback: 'moving' })).toEqual(all);
      const next = moveWindow(window, extent, 'week', 1);
      if (next === null) break;
      window = next;
    }
  });

  it('add up to the whole where they grow', () => {
    const window = firstWindow(extent, 'week');
    const all = playedFrames({ window, extent, step: 'week', playback: 'growing' });
    expect(all.map(({ from, to }) => [toIso(from), toIso(to)])).toEqual([
      ['2017-01-02', '2017-01-08'],
      ['2017-01-02', '2017-01-15'],
      ['2017-01-02', '2017-01-22'],
      ['2017-01-02', '2017-01-29'],
      ['2017-01-02', '2017-02-01'],
    ]);
  });

  it('give the values of each, and none for rows without a day', () => {
    const week = { window: firstWindow(extent, 'week'), extent, step: 'week' } as const;
    const values = (playback: 'moving' | 'growing'): number[] => [
      ...valuesOfFrames(FIVE, rows, playedFrames({ ...week, playback }), count),
    ];
    expect(values('moving')).toEqual([1, 2, 1]);
    expect(values('growing')).toEqual([1, 3, 3, 3, 4]);
  });
});
