import type { Map as MapLibre, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import type { LayerInfo } from '../../../tiles/wire.ts';
import type { Candidate } from '../app/types.ts';
import { namesOf } from '../format/name.ts';
import { layerOf } from './style-layer.ts';

/** Fingers and small marks: a click counts this far around. */
const REACH_PX = 5;

export interface Pick extends Candidate {
  readonly isArea: boolean;
  /** Where MapLibre keeps the feature's state. */
  readonly source: string;
  readonly sourceLayer: string | undefined;
  readonly fid: string | number | undefined;
}

/** The catalogue's features at a point of the screen, topmost first, each once. */
export function featuresAt(map: MapLibre, at: { x: number; y: number }, layers: ReadonlyMap<string, LayerInfo>): Pick[] {
  const box: [PointLike, PointLike] = [[at.x - REACH_PX, at.y - REACH_PX], [at.x + REACH_PX, at.y + REACH_PX]];
  // Areas are hit by the point alone, or every click near a border would list both sides.
  const isArea = (feature: MapGeoJSONFeature): boolean => layers.get(layerOf(feature.layer) ?? '')?.geometry === 'Polygon';
  const near = map.queryRenderedFeatures(box).filter((feature) => !isArea(feature));
  const under = map.queryRenderedFeatures([at.x, at.y]).filter(isArea);
  const seen = new Map<string, Pick>();
  for (const feature of [...near, ...under]) {
    const picked = toPick(feature, layers);
    const key = picked === null ? '' : `${picked.layer}/${picked.id}`;
    if (picked !== null && !seen.has(key)) seen.set(key, picked);
  }
  return [...seen.values()];
}

/** What a click opens without asking: the one mark or line there, or the one area. Null where a choice is needed. */
export function obvious(picks: readonly Pick[]): Pick | null {
  const marks = picks.filter((pick) => !pick.isArea);
  const wanted = marks.length > 0 ? marks : picks;
  return wanted.length === 1 ? wanted[0] ?? null : null;
}

function toPick(feature: MapGeoJSONFeature, layers: ReadonlyMap<string, LayerInfo>): Pick | null {
  const layer = layers.get(layerOf(feature.layer) ?? '');
  const id: unknown = feature.properties['id'];
  if (layer === undefined || (typeof id !== 'string' && typeof id !== 'number')) return null;
  return {
    layer: layer.id, id: String(id), name: namesOf(layer, feature.properties),
    isArea: layer.geometry === 'Polygon', source: feature.source, sourceLayer: feature.sourceLayer, fid: feature.id,
  };
}
