/** Where the picture of a whole layer looks. */
import { bbox as turfBbox } from '@turf/bbox';
import type { Geometry } from 'geojson';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { formatDecimal } from '../../tiles/text.ts';
import { distanceM } from '../../tiles/tile/spheroid.ts';
import type { LayerSource } from '../layers/source.ts';
import type { Queryable } from '../platform/db/types.ts';
import { viewOf } from '../pictures/index.ts';

export const PICTURE_PX = { width: 600, height: 300 } as const;

/** The view of `/static/{layers}/{view}/…`, and the box that `auto` shows. */
export interface PictureView {
  readonly view: string;
  readonly bbox: Bbox | null;
}

/** Rounded to about a metre: the address of a picture is what it is kept by. */
const DECIMALS = 5;

/**
 * All of a layer, where its features are drawn from so far away; else those around the one nearest to its middle, from
 * as far as they are drawn. Rejects as the source does.
 */
export async function pictureView(
  layer: LayerDefinition,
  bbox: Bbox | null,
  { source, open }: { readonly source: LayerSource; readonly open: () => Queryable },
): Promise<PictureView> {
  const whole = { view: 'auto', bbox };
  if (bbox === null || source.tilesOnly === true) return whole;
  const { lon, lat, zoom } = viewOf({ box: bbox, ...PICTURE_PX, maxZoom: layer.maxzoom });
  // Tiles are those of the whole zoom below.
  if (Math.floor(zoom) >= layer.minzoom) return whole;
  const [west, south] = bbox;
  const radiusM = Math.ceil(distanceM({ lon, lat }, { lon: west, lat: south }));
  const [feature] = await source.items(open(), { layer, lon, lat, radiusM, limit: 1, filter: null });
  if (feature === undefined) return whole;
  const [minX, minY, maxX, maxY] = turfBbox(feature.geometry as Geometry);
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2].map((degrees) => formatDecimal(degrees, DECIMALS));
  return { view: `${x ?? ''},${y ?? ''},${String(layer.minzoom)}`, bbox: null };
}
