import type { Map as MapLibre, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { LayerInfo } from '../../../tiles/api/wire.ts';
import type { Selection } from '../data/api.ts';
import { namesOf } from '../format/name.ts';
import { readCluster, type Cluster } from './clusters.ts';
import { layerOf } from './style-layer.ts';

/** Fingers and small marks: a click counts this far around. */
const REACH_PX = 5;

/** What lies under a click, topmost first. */
export interface Candidate extends Selection {
  /** Name as the tile carries it; null where it has none. */
  readonly name: Text | null;
}

/** Where MapLibre keeps a feature's state. */
export interface Target {
  readonly source: string;
  readonly sourceLayer: string | undefined;
  readonly fid: string | number | undefined;
}

export interface Pick extends Candidate, Target {
  readonly isArea: boolean;
  /** As the tile carries them. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Targets {
  /** What a click opens in place of all others. */
  readonly cluster: Cluster | null;
  /** The catalogue's features, topmost first, each once. */
  readonly picks: readonly Pick[];
  /** The topmost of all. */
  readonly target: Target | null;
}

/** What lies at a point of the screen. */
export function targetsAt(
  map: MapLibre,
  at: { x: number; y: number },
  layers: ReadonlyMap<string, LayerInfo>,
): Targets {
  const box: [PointLike, PointLike] = [
    [at.x - REACH_PX, at.y - REACH_PX],
    [at.x + REACH_PX, at.y + REACH_PX],
  ];
  // Areas are hit by the point alone, or every click near a border would list both sides.
  const isArea = (feature: MapGeoJSONFeature): boolean =>
    layers.get(layerOf(feature.layer) ?? '')?.geometry === 'Polygon';
  const near = map.queryRenderedFeatures(box).filter((feature) => !isArea(feature));
  const under = map.queryRenderedFeatures([at.x, at.y]);
  const seen = new Map<string, Pick>();
  for (const feature of [...near, ...under.filter(isArea)]) {
    const picked = toPick(feature, layers);
    const key = picked === null ? '' : `${picked.layer}/${picked.id}`;
    if (picked !== null && !seen.has(key)) seen.set(key, picked);
  }
  const picks = [...seen.values()];
  // Exact hits come before near ones.
  const [top] = [...under.filter((feature) => !isArea(feature)), ...near].filter((feature) =>
    isTarget(feature, layers),
  );
  const cluster = top === undefined ? null : readCluster(top, layers, maxzoomOf(map, top));
  return { cluster, picks, target: top === undefined ? (picks[0] ?? null) : targetOf(top) };
}

/** What a click opens without asking: the one mark or line there, or the one area. Null where a choice is needed. */
export function obvious(picks: readonly Pick[]): Pick | null {
  const marks = picks.filter((pick) => !pick.isArea);
  const wanted = marks.length > 0 ? marks : picks;
  return wanted.length === 1 ? (wanted[0] ?? null) : null;
}

function isTarget(feature: MapGeoJSONFeature, layers: ReadonlyMap<string, LayerInfo>): boolean {
  return toPick(feature, layers) !== null || readCluster(feature, layers, 0) !== null;
}

function toPick(feature: MapGeoJSONFeature, layers: ReadonlyMap<string, LayerInfo>): Pick | null {
  const layer = layers.get(layerOf(feature.layer) ?? '');
  const id: unknown = feature.properties['id'];
  if (layer === undefined || (typeof id !== 'string' && typeof id !== 'number')) return null;
  return {
    layer: layer.id,
    id: String(id),
    name: namesOf(layer, feature.properties),
    isArea: layer.geometry === 'Polygon',
    values: feature.properties,
    ...targetOf(feature),
  };
}

function targetOf({ source, sourceLayer, id }: MapGeoJSONFeature): Target {
  return { source, sourceLayer, fid: id };
}

/** Maximum zoom of the tiles that a feature comes from: an archive may end earlier than the service. */
function maxzoomOf(map: MapLibre, { source }: MapGeoJSONFeature): number {
  const { maxzoom } = map.getSource(source) as { readonly maxzoom?: number };
  return maxzoom ?? 0;
}
