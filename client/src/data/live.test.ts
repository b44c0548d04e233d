import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { createLive, type LayerChange } from './live.ts';

const BOX: Bbox = [120, 36, 120, 36];
const OTHER: Bbox = [121, 37, 121, 37];

function setUp() {
  const live = createLive();
  const told: LayerChange[] = [];
  live.receive({ type: 'hello', revisions: { toilets: 5, roads: 2 } });
  live.onChange((change) => told.push(change));
  const change = (layer: string, revision: number, boxes: readonly Bbox[] | null = [BOX]) =>
    live.receive({ type: 'change', layer, revision, boxes });
  return { live, told, change };
}

describe('data changes', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reach listeners as they come', () => {
    const { told, change } = setUp();
    change('toilets', 6);
    change('roads', 3, null);
    expect(told).toEqual([
      { layer: 'toilets', boxes: [BOX] },
      { layer: 'roads', boxes: null },
    ]);
  });

  it('that were missed while the connection was lost are reported for the whole layer', () => {
    const { live, told, change } = setUp();
    change('toilets', 6);
    live.receive({ type: 'hello', revisions: { toilets: 6, roads: 4, schools: 1 } });
    expect(told.slice(1)).toEqual([
      { layer: 'roads', boxes: null },
      { layer: 'schools', boxes: null },
    ]);
    expect(live.greetings.value).toBe(2);
  });

  it('to a definition are reported for the whole layer, and raise the count of redefinitions', () => {
    const { live, told } = setUp();
    live.receive({ type: 'layers', layer: 'benches', definitions: 'b' });
    expect([told, live.redefinitions.value]).toEqual([[{ layer: 'benches', boxes: null }], 1]);
  });

  it('to definitions that were missed are reported for every layer', () => {
    const live = createLive();
    const told: LayerChange[] = [];
    const revisions = { toilets: 5, roads: 2 };
    live.receive({ type: 'hello', revisions, definitions: 'a' });
    live.onChange((change) => told.push(change));
    live.receive({ type: 'hello', revisions, definitions: 'a' });
    expect([told, live.redefinitions.value]).toEqual([[], 0]);
    live.receive({ type: 'hello', revisions, definitions: 'b' });
    expect([told.map(({ layer }) => layer), live.redefinitions.value]).toEqual([['toilets', 'roads'], 1]);
  });

  it('before the first greeting are unknown, so every layer is reported as changed', () => {
    const live = createLive();
    const told: LayerChange[] = [];
    live.onChange((change) => told.push(change));
    live.receive({ type: 'hello', revisions: { toilets: 5 } });
    expect(told).toEqual([{ layer: 'toilets', boxes: null }]);
    expect(live.versions.value).toEqual({});
  });

  it('are held back while the page is hidden, and delivered together', () => {
    const { live, told, change } = setUp();
    live.pause();
    change('toilets', 6, [BOX]);
    change('toilets', 7, [OTHER]);
    change('roads', 3, [BOX]);
    change('roads', 4, null);
    expect(told).toEqual([]);
    live.resume();
    expect(told).toEqual([
      { layer: 'toilets', boxes: [BOX, OTHER] },
      { layer: 'roads', boxes: null },
    ]);
    change('toilets', 8);
    expect(told).toHaveLength(3);
  });

  it('with too many boxes held back become a change of the whole layer', () => {
    const { live, told, change } = setUp();
    live.pause();
    for (let n = 0; n < 501; n += 1) change('toilets', 6 + n);
    live.resume();
    expect(told).toEqual([{ layer: 'toilets', boxes: null }]);
  });

  it('raise the version of their layer at once, and not more than twice a second', () => {
    const { live, change } = setUp();
    for (let n = 0; n < 20; n += 1) {
      change('toilets', 6 + n);
      vi.advanceTimersByTime(50);
    }
    expect(live.versions.value['toilets']).toBeGreaterThanOrEqual(2);
    expect(live.versions.value['toilets']).toBeLessThanOrEqual(3);
    vi.advanceTimersByTime(2000);
    const settled = live.versions.value['toilets'] ?? 0;
    expect(settled).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(10_000);
    expect(live.versions.value).toEqual({ toilets: settled });
    change('toilets', 99);
    expect(live.versions.value['toilets']).toBe(settled + 1);
  });

  it('are named in requests for a second, those told last at the end', () => {
    const { live, change } = setUp();
    expect(live.asking()).toEqual({ 'If-Revision': 'toilets=5,roads=2' });
    vi.advanceTimersByTime(1000);
    expect(live.asking()).toEqual({});
    change('toilets', 6);
    expect(live.asking()).toEqual({ 'If-Revision': 'roads=2,toilets=6' });
    const revisions = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`layer-${String(n)}`, n + 1]));
    live.receive({ type: 'hello', revisions: { toilets: 6, roads: 2, ...revisions } });
    const header = live.asking()['If-Revision'] ?? '';
    expect([header.split(',').length, header.endsWith(',layer-149=150')]).toEqual([99, true]);
    vi.advanceTimersByTime(5000);
    live.receive({ type: 'hello', revisions: { toilets: 6, roads: 2, ...revisions } });
    expect(live.asking()).toEqual({});
  });
});
