import { effect } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { MapHost } from './host.ts';
import { isSameView, roundView, type View, type Viewport } from './view.ts';

/** View of the host ↔ camera of the map; and the viewport that counts and charts follow. */
export function bindView({ view, viewport }: Pick<MapHost, 'view' | 'viewport'>, map: MapLibre): () => void {
  const onResize = (): void => {
    viewport.value = viewportOf(map);
  };
  const onMoveEnd = (): void => {
    view.value = cameraOf(map);
    onResize();
  };
  map.on('moveend', onMoveEnd);
  map.on('resize', onResize);
  onResize();

  const stopFollowing = effect(() => {
    const wanted = view.value;
    if (wanted === null || isSameView(wanted, cameraOf(map))) return;
    map.jumpTo({ center: [wanted.lon, wanted.lat], zoom: wanted.zoom, bearing: wanted.bearing, pitch: wanted.pitch });
  });

  return () => {
    map.off('moveend', onMoveEnd);
    map.off('resize', onResize);
    stopFollowing();
  };
}

function cameraOf(map: MapLibre): View {
  const { lng, lat } = map.getCenter();
  return roundView({ lon: lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() });
}

function viewportOf(map: MapLibre): Viewport {
  const bounds = map.getBounds();
  return {
    bbox: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
    zoom: map.getZoom(),
  };
}
