import type { Map as MapLibre } from 'maplibre-gl';
import { isRaster } from './compose.ts';

/** So long a base map of another server is waited for once all else stands. */
const PATIENCE_MS = 8000;

/**
 * Calls `then` once the map has drawn all that comes from this service. MapLibre's own `load` and `idle` wait for the
 * base map of another server as well, which may never answer. Returns a function that ends the wait.
 * @param sources ids of all sources of the style, asked for with each frame
 */
export function whenDrawn(map: MapLibre, sources: () => readonly string[], then: () => void): () => void {
  const onRender = (): void => {
    const own = sources().filter((id) => !isRaster(id));
    // A style is taken in a while after it is given.
    if (!own.every((id) => map.getSource(id) !== undefined && map.isSourceLoaded(id))) return;
    map.off('render', onRender);
    then();
  };
  map.on('render', onRender);
  return () => {
    map.off('render', onRender);
  };
}

/**
 * Calls `then` once the map stands, or all of it but a base map whose server does not answer. Returns a function that
 * ends the wait.
 */
export function whenSettled(map: MapLibre, then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sources = Object.keys(map.getStyle().sources);
  const stopWaiting = whenDrawn(
    map,
    () => sources,
    () => {
      timer = setTimeout(end, PATIENCE_MS);
    },
  );
  const stop = (): void => {
    stopWaiting();
    clearTimeout(timer);
    map.off('idle', end);
  };
  function end(): void {
    stop();
    then();
  }
  map.on('idle', end);
  map.triggerRepaint();
  return stop;
}
