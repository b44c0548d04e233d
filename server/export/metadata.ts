import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { MAX_LATITUDE } from '../../tiles/tile/tile.ts';
import { partsOf } from '../../tiles/tile/bbox.ts';
import { tileJsonOf } from '../../tiles/api/tilejson.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { TILES } from '../tiles/index.ts';
import type { Lang } from '../platform/messages/index.ts';
import type { Finishing } from './assemble.ts';

/** As much as the header of an archive can tell apart. */
const MARGIN_DEG = 1e-7;

export interface Description {
  readonly layers: readonly LayerDefinition[];
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bbox;
  readonly lang: Lang;
  readonly version: string;
}

/** What the archive says of itself: as the TileJSON of the same layers, for the levels that it has. */
export function describeArchive({ layers, minzoom, maxzoom, bounds, lang, version }: Description): Finishing {
  const tileJson = tileJsonOf(
    layers.filter((layer) => layer.minzoom <= maxzoom),
    {
      lang,
      origin: '',
      bounds,
      version,
      label: TILES['field-label'][lang],
      reserved: { id: TILES['field-id'][lang], provenance: TILES['field-provenance'][lang] },
    },
  );
  const clamp = (zoom: number): number => Math.max(minzoom, Math.min(maxzoom, zoom));
  const [lon, lat, zoom] = tileJson.center;
  return {
    minzoom,
    maxzoom,
    bounds,
    center: [lon, lat, clamp(zoom)],
    metadata: {
      name: tileJson.name,
      description: tileJson.description,
      attribution: tileJson.attribution,
      type: 'overlay',
      version,
      vector_layers: tileJson.vector_layers.map((layer) => ({
        ...layer,
        minzoom: clamp(layer.minzoom),
        maxzoom: clamp(layer.maxzoom),
      })),
    },
  };
}

/**
 * The box around the extents of layers, cut to `within` and to the world of Web Mercator; null where they have none in
 * it.
 */
export function boundsOf(extents: readonly Bbox[], within: Bbox | null): Bbox | null {
  if (extents.length === 0) return null;
  // An archive's bounds cannot cross the antimeridian, so they hold the parts on both sides.
  const parts = partsOf(within ?? [-180, -90, 180, 90]).flatMap((part) => {
    const bounds = boundsIn(extents, part);
    return bounds === null ? [] : [bounds];
  });
  if (parts.length === 0) return null;
  return [
    Math.min(...parts.map((part) => part[0])),
    Math.min(...parts.map((part) => part[1])),
    Math.max(...parts.map((part) => part[2])),
    Math.max(...parts.map((part) => part[3])),
  ];
}

function boundsIn(extents: readonly Bbox[], [west, south, east, north]: Bbox): Bbox | null {
  // Readers do not take a box without width or height.
  const bounds = [
    Math.max(west, Math.min(...extents.map((extent) => extent[0])) - MARGIN_DEG),
    Math.max(south, -MAX_LATITUDE, Math.min(...extents.map((extent) => extent[1])) - MARGIN_DEG),
    Math.min(east, Math.max(...extents.map((extent) => extent[2])) + MARGIN_DEG),
    Math.min(north, MAX_LATITUDE, Math.max(...extents.map((extent) => extent[3])) + MARGIN_DEG),
  ] as const;
  return bounds[0] < bounds[2] && bounds[1] < bounds[3] ? bounds : null;
}
