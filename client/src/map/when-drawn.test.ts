import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenSettled } from './when-drawn.ts';

/** A map of a layer and of the base map of another server. */
function standIn() {
  const loaded = new Set<string>();
  const listeners = new Map<string, Set<() => void>>([
    ['render', new Set()],
    ['idle', new Set()],
  ]);
  return {
    load: (id: string) => void loaded.add(id),
    fire: (type: string) => listeners.get(type)?.forEach((each) => each()),
    heard: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    map: {
      on: (type: string, listener: () => void) => listeners.get(type)?.add(listener),
      off: (type: string, listener: () => void) => listeners.get(type)?.delete(listener),
      getStyle: () => ({ sources: { toilets: {}, basemap: {} } }),
      getSource: () => ({}),
      isSourceLoaded: (id: string) => loaded.has(id),
      triggerRepaint: () => undefined,
    } as unknown as MapLibre,
  };
}

describe('a map that is waited for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stands when MapLibre says so', () => {
    const { map, fire, heard } = standIn();
    const then = vi.fn();
    whenSettled(map, then);
    fire('idle');
    fire('idle');
    vi.advanceTimersByTime(60_000);
    expect([then.mock.calls.length, heard()]).toEqual([1, 0]);
  });

  it('stands a while after all that comes from this service, where another server does not answer', () => {
    const { map, fire, load } = standIn();
    const then = vi.fn();
    whenSettled(map, then);
    fire('render');
    vi.advanceTimersByTime(60_000);
    expect(then).not.toHaveBeenCalled();
    load('toilets');
    fire('render');
    vi.advanceTimersByTime(7999);
    expect(then).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(then).toHaveBeenCalledOnce();
  });

  it('is waited for no longer once nobody asks', () => {
    const { map, fire, load, heard } = standIn();
    const then = vi.fn();
    const stop = whenSettled(map, then);
    load('toilets');
    fire('render');
    stop();
    vi.advanceTimersByTime(60_000);
    expect(heard()).toBe(0);
    expect(then).not.toHaveBeenCalled();
  });
});
