import { BASE_SOURCE, isBaseLayer } from '../../../tiles/style/base.ts';
import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { boundsOfDegrees, touchedTiles } from '../../../tiles/tile/touched.ts';
import { isTouched, type TilesTouching } from '../../../tiles/tile/touching.ts';
import type { LayerChange } from '../data/live.ts';
import type { MapHost } from './host.ts';
import type { Refresher } from './refresh.ts';
import type { TileTest } from './tiles.ts';

/** Loading thousands of features causes many changes of the whole layer. The map refreshes when they pause. */
const WHOLE_AFTER_MS = 400;
const WHOLE_AT_LATEST_MS = 3000;

/** Requests again exactly the tiles that a change touches. */
export function bindLive({ live, layers }: MapHost, refresher: Refresher): () => void {
  const whole = new Map<string, { timer: ReturnType<typeof setTimeout>; sinceMs: number }>();
  const refresh = (layer: string, test: TileTest): void => {
    for (const source of sourcesOf(layers.peek()?.get(layer), layer)) refresher.refresh(source, test);
  };
  const refreshWhole = (layer: string): void => {
    const before = whole.get(layer);
    clearTimeout(before?.timer);
    const nowMs = performance.now();
    const sinceMs = before?.sinceMs ?? nowMs;
    const timer = setTimeout(
      () => {
        whole.delete(layer);
        refresh(layer, () => true);
      },
      Math.max(0, Math.min(WHOLE_AFTER_MS, sinceMs + WHOLE_AT_LATEST_MS - nowMs)),
    );
    whole.set(layer, { timer, sinceMs });
  };

  const stop = live.onChange((change) => {
    const geometry = layers.peek()?.get(change.layer)?.geometry;
    if (change.boxes === null || geometry === undefined) refreshWhole(change.layer);
    else refresh(change.layer, touchedTest(geometry, change.boxes));
  });
  return () => {
    stop();
    for (const { timer } of whole.values()) clearTimeout(timer);
  };
}

/** Sources that show a layer: its own, and that of the base map where it draws from the layer. */
function sourcesOf(layer: LayerInfo | undefined, id: string): string[] {
  return layer !== undefined && isBaseLayer(layer) ? [id, BASE_SOURCE] : [id];
}

/** Tiles come in few levels: what a box touches is worked out once for each. */
function touchedTest(geometry: Parameters<typeof touchedTiles>[0], boxes: NonNullable<LayerChange['boxes']>): TileTest {
  const bounds = boxes.map(boundsOfDegrees);
  const levels = new Map<number, TilesTouching[]>();
  return ({ z, x, y }) => {
    let touched = levels.get(z);
    if (touched === undefined) {
      touched = bounds.map((box) => touchedTiles(geometry, box, 'WebMercatorQuad', z));
      levels.set(z, touched);
    }
    return touched.some((each) => isTouched(each, x, y));
  };
}
