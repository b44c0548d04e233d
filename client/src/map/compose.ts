import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { ClientConfig } from '../../../tiles/api/wire.ts';
import { baseLayersOf } from '../../../tiles/style/base-layers.ts';
import { BASE_SOURCE, WATER_LAYERS } from '../../../tiles/style/base.ts';
import { escapeHtml } from '../../../tiles/text.ts';
import { arranged, faded } from './arrange.ts';
import { choroplethLayers, isChoropleth, type Choropleth } from './choropleth.ts';
import type { Overlay } from './overlays.ts';
import { switchSources, type TileSources } from './sources.ts';
import { layerOf, roleOf } from './style-layer.ts';

export interface Composition {
  /** As the server gave it for one theme and language: every layer of the catalogue, over the offline base map. */
  readonly base: StyleSpecification;
  readonly shown: readonly string[];
  /** Where the tiles come from, and which features are left out of them. */
  readonly sources: TileSources;
  /** A base map of the configuration; null draws the offline one. */
  readonly basemap: ClientConfig['basemaps'][number] | null;
  readonly overlays: readonly Overlay[];
  /** Areas in colours, on the land and below water. */
  readonly choropleth?: Choropleth | null;
  /** Share of its own opacity that a layer is drawn with, by id; 1 for those that are not named. */
  readonly opacities?: Readonly<Record<string, number>>;
  /** Ids of layers that lie above one another, the topmost first. */
  readonly order?: readonly string[];
  /** Style layers, by id, of the layers that the reader has recoloured. */
  readonly repainted?: ReadonlyMap<string, LayerSpecification>;
}

/** Source of a raster base map. */
export const BASEMAP = 'basemap';
const BASEMAP_LABELS = 'basemap-labels';

/** Whether a source is of a raster base map, which another server may give. */
export function isRaster(source: string): boolean {
  return source === BASEMAP || source === BASEMAP_LABELS;
}

/**
 * The one style that shows a state of the map. MapLibre compares it with the one before and changes only what
 * differs, so switching theme, language or layers keeps view, selection and loaded tiles.
 */
export function composeStyle({
  base,
  shown,
  sources,
  basemap,
  overlays,
  choropleth = null,
  opacities = {},
  order = [],
  repainted,
}: Composition): StyleSpecification {
  const switched = switchSources(
    { ...base, layers: withChoropleth(base, choropleth).map((layer) => repainted?.get(layer.id) ?? layer) },
    sources,
  );
  const layers = arranged(switched.layers, order).flatMap((layer): LayerSpecification[] => {
    const id = layerOf(layer);
    if (id === null) return basemap === null || layer.type === 'background' || isChoropleth(layer) ? [layer] : [];
    // The selection is an overlay of its own, made from the whole feature: it shows where a tile or a filter leaves it
    // out.
    return roleOf(layer) === 'selected' ? [] : [faded(dress(layer, shown.includes(id)), opacities[id] ?? 1)];
  });
  const rasters = basemap === null ? {} : rasterSources(basemap);
  const raster = Object.keys(rasters).map((id): LayerSpecification => ({ id, type: 'raster', source: id }));
  const background = layers.filter((layer) => layer.type === 'background');
  const others = layers.filter((layer) => layer.type !== 'background');
  return {
    ...switched,
    sources: Object.assign(
      {},
      switched.sources,
      rasters,
      ...overlays.map((overlay) => overlay.sources),
    ) as StyleSpecification['sources'],
    layers: [...background, ...raster, ...others, ...overlays.flatMap((overlay) => overlay.layers)],
  };
}

/** The layers of a style with the coloured areas on its land; as they are where it draws no such areas. */
function withChoropleth(style: StyleSpecification, choropleth: Choropleth | null): LayerSpecification[] {
  const { layers, sources } = style;
  if (choropleth === null) return layers;
  // Where the base map draws the areas too, its tiles have them already.
  const source = baseLayersOf(style).includes(choropleth.layer) ? BASE_SOURCE : choropleth.layer;
  if (sources[source] === undefined) return layers;
  const water = layers.findIndex(({ id }) => WATER_LAYERS.includes(id));
  const at = water < 0 ? layers.findLastIndex(isGround) + 1 : water;
  return [...layers.slice(0, at), ...choroplethLayers(choropleth, source), ...layers.slice(at)];
}

function isGround({ metadata }: LayerSpecification): boolean {
  return (metadata as { 'chengtu:base'?: unknown } | undefined)?.['chengtu:base'] === 'ground';
}

function dress(layer: LayerSpecification, visible: boolean): LayerSpecification {
  if (layer.type === 'background') return layer;
  return { ...layer, layout: { ...layer.layout, visibility: visible ? 'visible' : 'none' } };
}

/** In drawing order: some makers keep the labels apart. */
function rasterSources({
  tiles,
  labels,
  attribution,
  maxzoom,
}: ClientConfig['basemaps'][number]): StyleSpecification['sources'] {
  const raster = (of: readonly string[]): StyleSpecification['sources'][string] => ({
    type: 'raster',
    tiles: [...of],
    tileSize: 256,
    // MapLibre takes it for HTML, and so would whoever turned its own credit on.
    attribution: escapeHtml(attribution),
    maxzoom,
  });
  return { [BASEMAP]: raster(tiles), ...(labels === undefined ? {} : { [BASEMAP_LABELS]: raster(labels) }) };
}
