import { effect } from '@preact/signals';
import type { ErrorEvent, Map as MapLibre, MapSourceDataEvent } from 'maplibre-gl';
import { BASEMAP } from './compose.ts';
import type { MapHost } from './host.ts';

/** A server that has shown nothing for so long is not waited for in silence. */
const PATIENCE_MS = 8000;

/**
 * Tells the reader when a raster base map of another server shows nothing at all, and offers the built-in one: MapLibre
 * keeps quiet about pictures that are not found, and waits without end for those that never come.
 */
export function bindBasemap(host: MapHost, map: MapLibre): () => void {
  let stopWaiting = (): void => undefined;

  const tell = (): void => {
    stopWaiting();
    host.notify({
      key: 'error.basemap',
      retryLabel: 'basemap.useBuiltIn',
      retry: () => {
        host.basemap.value = 'offline';
      },
    });
  };
  const stop = effect(() => {
    const id = host.basemap.value;
    stopWaiting();
    if (host.config.value?.basemaps.every((each) => each.id !== id) ?? true) return;
    const onData = ({ sourceId, tile }: MapSourceDataEvent): void => {
      // Only tiles that have come are told of with their picture.
      if (sourceId === BASEMAP && (tile as { readonly state?: unknown } | undefined)?.state === 'loaded') stopWaiting();
    };
    const onError = (event: ErrorEvent & { readonly sourceId?: string }): void => {
      if (event.sourceId === BASEMAP) tell();
    };
    const timer = setTimeout(tell, PATIENCE_MS);
    map.on('sourcedata', onData);
    map.on('error', onError);
    stopWaiting = () => {
      clearTimeout(timer);
      map.off('sourcedata', onData);
      map.off('error', onError);
    };
  });
  return () => {
    stop();
    stopWaiting();
  };
}
