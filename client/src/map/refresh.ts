/** Refreshes single tiles of the map, but never one whose answer is still on its way. */
import type { Map as MapLibre } from 'maplibre-gl';
import { forgetKept, keyOf, sourcesWith, tilesInView, type TileTest } from './tiles.ts';

export interface Refresher {
  /**
   * Requests matching tiles in view again, which stay visible until then, and drops matching cached tiles.
   *
   * @param id of a source, or of a layer: then those of the source that holds it
   */
  readonly refresh: (id: string, test: TileTest) => void;
  readonly stop: () => void;
}

/** MapLibre fires no event for an answer identical to the last one. */
const LOOK_AGAIN_MS = 100;

/**
 * While a tile loads, MapLibre may request it a second time and keep whichever answer comes last, or, for a new tile,
 * the first. Either may predate the change, so the refresher waits for the first answer.
 */
export function createRefresher(map: MapLibre): Refresher {
  /** Keys of tiles by source. */
  const waiting = new Map<string, Set<string>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const [source, keys] of waiting) {
      const inView = new Map(tilesInView(map, source).map((each) => [keyOf(each.tile), each]));
      const ready = [...keys]
        .flatMap((key) => inView.get(key) ?? [])
        .filter(({ isBusy }) => !isBusy)
        .map(({ tile }) => tile);
      const gone = new Set([...keys].filter((key) => !inView.has(key)));
      if (gone.size > 0) forgetKept(map, source, (tile) => gone.has(keyOf(tile)));
      for (const key of [...gone, ...ready.map(keyOf)]) keys.delete(key);
      if (keys.size === 0) waiting.delete(source);
      if (ready.length > 0) map.refreshTiles(source, ready);
    }
    if (waiting.size > 0) timer = setTimeout(look, LOOK_AGAIN_MS);
  };
  const onData = (): void => {
    if (waiting.size > 0) look();
  };
  map.on('sourcedata', onData);

  return {
    refresh(id, test) {
      for (const source of sourcesWith(map, id)) {
        forgetKept(map, source, test);
        const wanted = tilesInView(map, source)
          .filter(({ tile }) => test(tile))
          .map(({ tile }) => keyOf(tile));
        if (wanted.length > 0) waiting.set(source, new Set([...(waiting.get(source) ?? []), ...wanted]));
      }
      if (waiting.size > 0) look();
    },
    stop() {
      clearTimeout(timer);
      waiting.clear();
      map.off('sourcedata', onData);
    },
  };
}
