import { effect } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import type { App } from '../app/types.ts';
import type { Refresher } from './refresh.ts';
import { readRefusal } from './refusal.ts';
import { keepShowing, keyOf, readTile } from './tiles.ts';

/** A tile that is refused is asked for again this often. */
const MAX_TRIES = 5;
/** So that the pages an overload turned away do not all come back at once. */
const JITTER = 0.5;
/** Tiles are refused by the dozen, and people told once. */
const TELL_AGAIN_AFTER_MS = 30_000;
/** A tile that loads after this long was not refused in the same overload. */
const FORGET_TRIES_AFTER_MS = 120_000;

interface Tries {
  count: number;
  timer: ReturnType<typeof setTimeout>;
}

/** What happens when a tile does not load: one the server is too busy for comes later by itself, others on request. */
export function bindFailures(app: App, map: MapLibre, refresher: Refresher): () => void {
  const tries = new Map<string, Tries>();
  /** Keys by source, of tiles that come only when they are asked for again. */
  const failed = new Map<string, Set<string>>();
  const toldMs = new Map<string, number>();

  const tellOnce = (key: 'error.busy' | 'error.stale'): void => {
    const nowMs = performance.now();
    if (nowMs - (toldMs.get(key) ?? -Infinity) < TELL_AGAIN_AFTER_MS) return;
    toldMs.set(key, nowMs);
    app.actions.notify({ key });
  };
  const retryFailed = (): void => {
    for (const [source, keys] of failed) refresher.refresh(source, (tile) => keys.has(keyOf(tile)));
    failed.clear();
  };
  const giveUp = (source: unknown, tile: TileCoord | null): void => {
    if (typeof source !== 'string' || tile === null) return app.actions.notify({ key: 'error.tiles' });
    failed.set(source, new Set([...(failed.get(source) ?? []), keyOf(tile)]));
    app.actions.notify({ key: 'error.tiles', retry: retryFailed });
  };

  /** False where it has been tried often enough. */
  const tryLater = (source: string, tile: TileCoord, delayMs: number): boolean => {
    const key = `${source} ${keyOf(tile)}`;
    const count = (tries.get(key)?.count ?? 0) + 1;
    clearTimeout(tries.get(key)?.timer);
    if (count > MAX_TRIES) {
      tries.delete(key);
      return false;
    }
    const again = (): void => {
      const timer = setTimeout(() => tries.delete(key), FORGET_TRIES_AFTER_MS);
      tries.set(key, { count, timer });
      refresher.refresh(source, (each) => keyOf(each) === keyOf(tile));
    };
    tries.set(key, { count, timer: setTimeout(again, delayMs * (1 + JITTER * Math.random())) });
    return true;
  };

  const onError = (event: object): void => {
    const { error, sourceId, tile } = event as {
      readonly error?: unknown;
      readonly sourceId?: unknown;
      readonly tile?: unknown;
    };
    // A tile asked for and no longer wanted is no fault.
    if (error instanceof Error && error.name === 'AbortError') return;
    keepShowing(tile);
    // MapLibre finds out at its next frame that nothing is on its way, and asks for none after an error.
    map.triggerRepaint();
    const coord = readTile(tile);
    void readRefusal(error).then((refusal) => {
      const willCome =
        refusal !== null &&
        coord !== null &&
        typeof sourceId === 'string' &&
        tryLater(sourceId, coord, refusal.retryAfterMs);
      if (!willCome) giveUp(sourceId, coord);
      else tellOnce(refusal.isDatabaseLost ? 'error.stale' : 'error.busy');
    });
  };
  map.on('error', onError);
  window.addEventListener('online', retryFailed);
  // Whoever greets is there again.
  const stop = effect(() => {
    if (app.live.greetings.value > 0) retryFailed();
  });
  return () => {
    stop();
    window.removeEventListener('online', retryFailed);
    map.off('error', onError);
    for (const { timer } of tries.values()) clearTimeout(timer);
  };
}
