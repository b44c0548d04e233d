import { effect } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { App } from '../app/types.ts';
import { anchorOf } from '../format/geometry.ts';
import { roundView } from '../state/codecs/view.ts';
import { samePart } from '../state/store.ts';
import type { View } from '../state/types.ts';

/** View of the state ↔ camera of the map; and the viewport that counts and charts follow. */
export function bindView(app: App, map: MapLibre): () => void {
  const onMoveEnd = (): void => {
    app.store.view.value = cameraOf(map);
    readViewport(app, map);
  };
  const onResize = (): void => readViewport(app, map);
  map.on('moveend', onMoveEnd);
  map.on('resize', onResize);
  readViewport(app, map);

  const stopFollowing = effect(() => {
    const view = app.store.view.value;
    if (view === null || samePart('view', view, cameraOf(map))) return;
    map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom, bearing: view.bearing, pitch: view.pitch });
  });
  const stopOpening = showLinkedFeature(app);

  return () => {
    map.off('moveend', onMoveEnd);
    map.off('resize', onResize);
    stopFollowing();
    stopOpening();
  };
}

function cameraOf(map: MapLibre): View {
  const { lng, lat } = map.getCenter();
  return roundView({ lon: lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() });
}

function readViewport(app: App, map: MapLibre): void {
  const bounds = map.getBounds();
  app.ui.viewport.value = {
    bbox: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
    zoom: map.getZoom(),
  };
}

/** An address that names a feature and no view means: go there. */
function showLinkedFeature(app: App): () => void {
  if (app.store.view.peek() !== null || app.store.selection.peek() === null) return () => undefined;
  let done = false;
  return effect(() => {
    const item = app.ui.selected.value;
    if (done || item === null || app.map.value === null) return;
    done = true;
    app.actions.flyTo({ ...anchorOf(item.geometry, item.bbox), bbox: item.bbox }, { animate: false });
  });
}
