import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefresher } from './refresh.ts';

type State = 'loading' | 'loaded' | 'errored' | 'expired' | 'reloading';
interface FakeTile {
  state: State;
  readonly tileID: { readonly canonical: { z: number; x: number; y: number } };
}

/** The part of a MapLibre map that the refresher uses: tiles in view and out of view, and the requests it makes. */
function fakeMap() {
  const inView: FakeTile[] = [];
  let kept: FakeTile[] = [];
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  const tile = (key: string, state: State = 'loaded'): FakeTile => {
    const [z = 0, x = 0, y = 0] = key.split('/').map(Number);
    return { state, tileID: { canonical: { z, x, y } } };
  };
  const keyOf = ({
    tileID: {
      canonical: { z, x, y },
    },
  }: FakeTile): string => `${String(z)}/${String(x)}/${String(y)}`;
  const manager = {
    _inViewTiles: { getAllTiles: () => inView },
    _outOfViewCache: {
      filter: (keep: (each: FakeTile) => boolean) => {
        kept = kept.filter(keep);
      },
    },
  };
  const map = {
    style: { tileManagers: { toilets: manager } },
    getSource: (id: string) => (id === 'toilets' ? {} : undefined),
    on: (_: string, listener: () => void) => listeners.add(listener),
    off: (_: string, listener: () => void) => listeners.delete(listener),
    refreshTiles(source: string, tiles: readonly { z: number; x: number; y: number }[]) {
      for (const { z, x, y } of tiles) {
        asked.push(`${source} ${String(z)}/${String(x)}/${String(y)}`);
        for (const each of inView) if (keyOf(each) === `${String(z)}/${String(x)}/${String(y)}`) each.state = 'expired';
      }
    },
  };
  return {
    map: map as unknown as MapLibre,
    asked,
    show: (key: string, state?: State) => {
      const made = tile(key, state);
      inView.push(made);
      return made;
    },
    keep: (key: string) => kept.push(tile(key)),
    keptKeys: () => kept.map(keyOf),
    leave: (gone: FakeTile) => {
      inView.splice(inView.indexOf(gone), 1);
      kept.push(gone);
    },
    listeners,
    emit: () => [...listeners].forEach((listener) => listener()),
  };
}

const is =
  (...keys: string[]) =>
  ({ z, x, y }: { z: number; x: number; y: number }) =>
    keys.includes(`${String(z)}/${String(x)}/${String(y)}`);

describe('refreshing tiles', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('requests touched tiles in view, and drops touched ones from the cache', () => {
    const { map, asked, show, keep, keptKeys } = fakeMap();
    show('12/1/1');
    show('12/1/2');
    show('12/1/3', 'errored');
    keep('11/0/0');
    keep('11/0/1');
    createRefresher(map).refresh('toilets', is('12/1/1', '12/1/3', '11/0/0'));
    expect(asked).toEqual(['toilets 12/1/1', 'toilets 12/1/3']);
    expect(keptKeys()).toEqual(['11/0/1']);
  });

  it.each<State>(['loading', 'expired', 'reloading'])(
    'waits for the answer to a tile that is %s, and asks once more',
    (state) => {
      const { map, asked, show, emit } = fakeMap();
      const tile = show('12/1/1', state);
      const refresher = createRefresher(map);
      refresher.refresh('toilets', is('12/1/1'));
      refresher.refresh('toilets', is('12/1/1'));
      vi.advanceTimersByTime(5000);
      expect(asked).toEqual([]);
      tile.state = 'loaded';
      emit();
      expect(asked).toEqual(['toilets 12/1/1']);
      tile.state = 'loaded';
      vi.advanceTimersByTime(5000);
      expect(asked).toHaveLength(1);
    },
  );

  it('notices an answer for which no event fires', () => {
    const { map, asked, show } = fakeMap();
    const tile = show('12/1/1', 'expired');
    createRefresher(map).refresh('toilets', is('12/1/1'));
    tile.state = 'loaded';
    vi.advanceTimersByTime(100);
    expect(asked).toEqual(['toilets 12/1/1']);
  });

  it('forgets a tile that left the view while it waited', () => {
    const { map, asked, show, leave, keptKeys, emit } = fakeMap();
    const tile = show('12/1/1', 'expired');
    createRefresher(map).refresh('toilets', is('12/1/1'));
    tile.state = 'loaded';
    leave(tile);
    emit();
    expect([asked, keptKeys()]).toEqual([[], []]);
  });

  it('requests a tile that is shown at two zooms once', () => {
    const { map, asked, show, emit } = fakeMap();
    show('16/1/1');
    const other = show('16/1/1', 'loading');
    createRefresher(map).refresh('toilets', is('16/1/1'));
    expect(asked).toEqual([]);
    other.state = 'loaded';
    emit();
    expect(asked).toEqual(['toilets 16/1/1']);
  });

  it('does nothing for an unknown source, and nothing once stopped', () => {
    const { map, asked, show, listeners } = fakeMap();
    show('12/1/1', 'expired');
    const refresher = createRefresher(map);
    refresher.refresh('parking', () => true);
    refresher.refresh('toilets', () => true);
    refresher.stop();
    vi.advanceTimersByTime(5000);
    expect([asked, listeners.size]).toEqual([[], 0]);
  });
});
