/** A second map for the same page: its own camera and canvas, everything else shared. */
import { signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { App } from '../../../app/types.ts';

export function secondApp(app: App): App {
  return {
    ...app,
    map: signal<MapLibre | null>(null),
    store: { ...app.store, view: signal(app.store.view.peek()) },
    ui: { ...app.ui, viewport: signal(app.ui.viewport.peek()) },
  };
}

/** Moves each map as the other is moved, at once. Returns the function that lets them go their own ways. */
export function syncCameras(a: MapLibre, b: MapLibre): () => void {
  let isFollowing = false;
  const follow = (from: MapLibre, to: MapLibre) => (): void => {
    if (isFollowing) return;
    // The map that follows must not move the first one in turn.
    isFollowing = true;
    to.jumpTo({
      center: from.getCenter(),
      zoom: from.getZoom(),
      bearing: from.getBearing(),
      pitch: from.getPitch(),
      padding: from.getPadding(),
    });
    isFollowing = false;
  };
  const [followA, followB] = [follow(a, b), follow(b, a)];
  followA();
  a.on('move', followA);
  b.on('move', followB);
  return () => {
    a.off('move', followA);
    b.off('move', followB);
  };
}
