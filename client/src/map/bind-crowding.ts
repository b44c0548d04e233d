import type { Map as MapLibre, MapGeoJSONFeature } from 'maplibre-gl';
import { roleOf } from './style-layer.ts';

/** A cluster whose number has no room gives way with it: see the style's state `crowded`. */
export function bindCrowding(map: MapLibre): () => void {
  const update = (): void => {
    const layers = map.getStyle().layers;
    const ids = (role: string): string[] => layers.filter((layer) => roleOf(layer) === role).map(({ id }) => id);
    const [circles, counts] = [ids('cluster'), ids('cluster-count')];
    if (circles.length === 0) return;
    const placed = new Set(map.queryRenderedFeatures({ layers: counts }).map(keyOf));
    for (const feature of map.queryRenderedFeatures({ layers: circles })) {
      const { id, source, sourceLayer, state } = feature;
      const crowded = !placed.has(keyOf(feature));
      if (id === undefined || sourceLayer === undefined || (state['crowded'] === true) === crowded) continue;
      map.setFeatureState({ source, sourceLayer, id }, { crowded });
    }
  };
  map.on('idle', update);
  return () => {
    map.off('idle', update);
  };
}

function keyOf({ source, sourceLayer = '', id }: MapGeoJSONFeature): string {
  return `${source} ${sourceLayer} ${String(id)}`;
}
