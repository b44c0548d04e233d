import type { Map as MapLibre } from 'maplibre-gl';
import { isRaster } from './compose.ts';

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
