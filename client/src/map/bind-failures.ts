import { effect } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Problem } from '../../../tiles/api/wire.ts';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import { isRaster } from './compose.ts';
import type { MapHost } from './host.ts';
import type { Refresher } from './refresh.ts';
import { keepShowing, keyOf, readTile } from './tiles.ts';

/** A refused tile is requested again up to this often. */
const MAX_TRIES = 5;
/** Spreads the retries, so that pages turned away by an overload do not all return at once. */
const JITTER = 0.5;
/** An overload refuses many tiles; the reader is told once. */
const TELL_AGAIN_AFTER_MS = 30_000;
/** A tile that loads after this long was not refused in the same overload. */
const FORGET_TRIES_AFTER_MS = 120_000;

interface Tries {
  count: number;
  timer: ReturnType<typeof setTimeout>;
}

/** Handles tiles that do not load. Tiles the server is too busy for are retried automatically, others on request. */
export function bindFailures(host: MapHost, map: MapLibre, refresher: Refresher): () => void {
  const tries = new Map<string, Tries>();
  /** Keys, by source, of tiles that load only when the reader retries. */
  const failed = new Map<string, Set<string>>();
  const toldMs = new Map<string, number>();

  const tellOnce = (key: 'error.busy' | 'error.stale'): void => {
    const nowMs = performance.now();
    if (nowMs - (toldMs.get(key) ?? -Infinity) < TELL_AGAIN_AFTER_MS) return;
    toldMs.set(key, nowMs);
    host.notify({ key });
  };
  const retryFailed = (): void => {
    for (const [source, keys] of failed) refresher.refresh(source, (tile) => keys.has(keyOf(tile)));
    failed.clear();
  };
  const giveUp = (source: unknown, tile: TileCoord | null): void => {
    // Of a base map of another server the reader is told where it shows nothing at all: see bindBasemap.
    if (typeof source === 'string' && isRaster(source)) return;
    if (typeof source !== 'string' || tile === null) return host.notify({ key: 'error.tiles' });
    failed.set(source, new Set([...(failed.get(source) ?? []), keyOf(tile)]));
    host.notify({ key: 'error.tiles', retry: retryFailed });
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
    // Aborting a tile that is no longer needed is not an error.
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
  // A greeting means the service is back.
  const stop = effect(() => {
    if (host.live.greetings.value > 0) retryFailed();
  });
  return () => {
    stop();
    window.removeEventListener('online', retryFailed);
    map.off('error', onError);
    for (const { timer } of tries.values()) clearTimeout(timer);
  };
}

/** The server's request to ask for a tile later. */
export interface Refusal {
  readonly retryAfterMs: number;
  /** The server works, but its database does not. */
  readonly isDatabaseLost: boolean;
}

const DEFAULT_RETRY_S = 2;
/** Longest wait that the page accepts from the server. */
const MAX_RETRY_S = 60;

/**
 * Reads a tile error of MapLibre; null where the tile was not refused for a while. MapLibre passes on the body of a
 * response but not its headers, so the server repeats the delay in the body.
 */
export async function readRefusal(error: unknown): Promise<Refusal | null> {
  if (!isAnswer(error) || (error.status !== 503 && error.status !== 429)) return null;
  const body = await readBody(error.body);
  const { retryAfterS = DEFAULT_RETRY_S, code } = body ?? {};
  return {
    retryAfterMs: Math.max(0, Math.min(MAX_RETRY_S, Number(retryAfterS) || DEFAULT_RETRY_S)) * 1000,
    isDatabaseLost: code === 'database-unavailable',
  };
}

function isAnswer(error: unknown): error is { readonly status: number; readonly body: Blob } {
  return (
    typeof error === 'object' && error !== null && 'status' in error && 'body' in error && error.body instanceof Blob
  );
}

/** A proxy may answer with a page of its own. */
async function readBody(blob: Blob): Promise<Partial<Problem> | null> {
  try {
    return JSON.parse(await blob.text()) as Partial<Problem> | null;
  } catch {
    return null;
  }
}
