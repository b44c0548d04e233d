/** Clusters under a click: how far to zoom in, and what one that cannot open holds. */
import type { MapGeoJSONFeature } from 'maplibre-gl';
import { eastingOf, northingOf } from '../../../tiles/tile/mercator.ts';
import {
  cellAt,
  cellBounds3857,
  CLUSTER_OVER,
  FIRST_CLUSTER_ID,
  LAST_CELL_LEVEL,
  type Cell,
} from '../../../tiles/tile/pyramid.ts';
import type { LayerInfo, NearbyResult } from '../../../tiles/api/wire.ts';
import { anchorOf, type LonLat } from '../format/geometry.ts';
import { layerOf } from './style-layer.ts';

export interface Cluster extends LonLat {
  readonly layer: LayerInfo;
  /** Id of its tile feature. */
  readonly id: number;
  readonly count: number;
  /** Maximum zoom of the tiles it comes from. */
  readonly maxzoom: number;
}

/** Null where a rendered feature is not a cluster of a known layer. */
export function readCluster(
  feature: MapGeoJSONFeature,
  layers: ReadonlyMap<string, LayerInfo>,
  maxzoom: number,
): Cluster | null {
  const { id, geometry, properties } = feature;
  const { cluster, point_count: count } = properties;
  const layer = layers.get(layerOf(feature.layer) ?? '');
  if (
    layer === undefined ||
    cluster !== true ||
    typeof count !== 'number' ||
    typeof id !== 'number' ||
    geometry.type !== 'Point'
  )
    return null;
  const [lon = 0, lat = 0] = geometry.coordinates;
  return { layer, id, lon, lat, count, maxzoom };
}

/** Zoom levels per click: enough to show a difference, few enough to keep the reader oriented. */
const ZOOMS = { least: 2, most: 3 };

/**
 * The zoom at which the points of a cluster would separate if they were evenly spread, limited to a few levels per
 * click. Null where the tiles shown are the last there are (`maxzoom`), so that the cluster opens at no zoom.
 */
export function openingZoom(count: number, zoom: number, maxzoom: number): number | null {
  const tiles = Math.floor(zoom);
  if (tiles >= maxzoom) return null;
  const wanted = Math.ceil(Math.log(count / CLUSTER_OVER) / Math.log(4));
  return Math.min(maxzoom, tiles + Math.max(ZOOMS.least, Math.min(ZOOMS.most, wanted)));
}

/** The cell of a cluster in tiles of a zoom, from the number that the database gave it. */
export function cellOfCluster(id: number, tileZoom: number): Cell {
  let [cx, cy] = [0, 0];
  // Bits of column and row in turn; the number has more of them than JavaScript's shifts take.
  for (let rest = id - FIRST_CLUSTER_ID, place = 1; rest > 0; rest = Math.floor(rest / 4), place *= 2) {
    cx += (rest % 2) * place;
    cy += (Math.floor(rest / 2) % 2) * place;
  }
  return { level: Math.min(tileZoom, LAST_CELL_LEVEL), cx, cy };
}

/** Radius in metres on the ground that reaches all of a cell from any place in it. */
export function cellReachM(cell: Cell, { lat }: LonLat): number {
  const { west, east } = cellBounds3857(cell);
  // The spheroid differs from the sphere by less than a hundredth.
  return Math.ceil((east - west) * Math.SQRT2 * Math.cos((lat * Math.PI) / 180) * 1.01);
}

/** The hits that the database counts in the cell. */
export function inCell({ level, cx, cy }: Cell, hits: NearbyResult['features']): NearbyResult['features'] {
  return hits.filter((hit) => {
    const at = anchorOf(hit.geometry, hit.bbox);
    const own = cellAt(eastingOf(at.lon), northingOf(at.lat), level);
    return own.cx === cx && own.cy === cy;
  });
}
