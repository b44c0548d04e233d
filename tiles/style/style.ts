/** Catalogue → MapLibre style: pure, and complete without any outside server. */
import type { LayerSpecification, SourceSpecification, StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { LayerDefinition } from '../layer/layer.ts';
import type { Bbox } from '../api/wire.ts';
import { BASE_LAYERS } from './base-layers.ts';
import { BASE_SOURCE, drawBase, isBaseLayer, LABEL_SOURCE } from './base.ts';
import { drawsRole, GROUND_SOURCE, TERRAIN_SOURCE, type Ground, type Terrain } from './ground.ts';
import type { Lang } from '../i18n.ts';
import { escapeHtml } from '../text.ts';
import type { Band, Drawn } from './layer-parts.ts';
import { drawLayer } from './layers.ts';
import { isNamedByBase } from '../layer/tile-attributes.ts';
import type { BaseTone, StyleTheme } from './palette.ts';

/** Where the name of an area of the base map stands. */
export interface LabelPoint {
  readonly layer: string;
  readonly name: string;
  readonly name_en: string | null;
  readonly lon: number;
  readonly lat: number;
}

export interface StyleOptions {
  readonly theme: StyleTheme;
  readonly lang: Lang;
  /** The whole catalogue: the base map draws from it even where `only` leaves its layers out. */
  readonly catalogue: readonly LayerDefinition[];
  /** Ids of the layers to draw; all where absent. */
  readonly only?: ReadonlySet<string>;
  /** Start of every tile address, without a slash at the end. */
  readonly origin: string;
  readonly name: string;
  readonly center: readonly [lon: number, lat: number];
  readonly zoom: number;
  /** Extent of each layer's data, so that the map asks for no tile outside. */
  readonly bounds: Readonly<Record<string, Bbox>>;
  readonly labels: readonly LabelPoint[];
  /** What is known of the city's own base map of vector tiles; absent where it has none. */
  readonly ground?: Ground | null;
  /** What is known of the city's heights; absent where it has none. */
  readonly terrain?: Terrain | null;
  /** How the base map looks; in its own colours where absent. */
  readonly tone?: BaseTone;
}

/**
 * A style of the offline base map and of the layers of the catalogue. Every layer has a source of its own, so that
 * showing one fetches no other; the base map has one source for all it draws. It names no `glyphs`: MapLibre then
 * draws every text with the fonts of the device.
 */
export function styleOf(options: StyleOptions): StyleSpecification {
  const { theme, lang, catalogue, only, name, center, zoom } = options;
  const layers = catalogue.filter((layer) => only?.has(layer.id) ?? true);
  return {
    version: 8,
    name,
    metadata: {
      'chengtu:theme': theme,
      'chengtu:lang': lang,
      [BASE_LAYERS]: drawnFromLayers(options).map(({ id }) => id),
    },
    center: [...center],
    zoom,
    sources: {
      ...baseSources(options),
      ...Object.fromEntries(layers.map((layer) => [layer.id, sourceOf(layer, options)])),
    },
    layers: stack(options, layers),
  };
}

/**
 * From the ground up: ground, areas, roads and boundaries, lines, names of the base map, points, labels, numbers of
 * clusters, selection.
 */
function stack(
  { theme, lang, catalogue, ground = null, terrain = null, tone = 'own' }: StyleOptions,
  layers: readonly LayerDefinition[],
): LayerSpecification[] {
  const base = drawBase(theme, lang, catalogue, ground, tone, terrain !== null);
  const drawn = [...layers]
    .sort((a, b) => a.style.order - b.style.order || compare(a.id, b.id))
    .flatMap((layer) => drawLayer(layer, theme, lang).filter((each) => !namedByBase(layer, each)));
  const band = (name: Band): LayerSpecification[] =>
    drawn.filter((each) => each.band === name).map((each) => each.spec);
  // MapLibre places the texts of later layers first: names yield to numbers, and those of the base map to those of the
  // layers.
  return [
    ...base.ground,
    ...band('areas'),
    ...base.lines,
    ...band('lines'),
    ...base.labels,
    ...band('points'),
    ...band('labels'),
    ...band('numbers'),
    ...band('selection'),
  ];
}

function namedByBase(layer: LayerDefinition, { band }: Drawn): boolean {
  return band === 'labels' && isNamedByBase(layer);
}

function sourceOf(layer: LayerDefinition, { origin, lang, bounds }: StyleOptions): SourceSpecification {
  const extent = bounds[layer.id];
  return {
    type: 'vector',
    tiles: [`${origin}/tiles/${layer.id}/{z}/{x}/{y}.mvt`],
    minzoom: layer.minzoom,
    maxzoom: layer.maxzoom,
    // Clients put it into their page as HTML.
    attribution: escapeHtml(layer.source[lang]),
    ...(extent ? { bounds: [...extent] } : {}),
  };
}

/** The layers that the base map is drawn from: those that stand for what it does not draw itself. */
function drawnFromLayers({ catalogue, ground = null }: Pick<StyleOptions, 'catalogue' | 'ground'>): LayerDefinition[] {
  return catalogue.filter((layer) => isBaseLayer(layer) && !drawsRole(ground, layer.role ?? ''));
}

function baseSources({
  catalogue,
  origin,
  labels,
  lang,
  ground = null,
  terrain = null,
}: StyleOptions): Record<string, SourceSpecification> {
  const base = drawnFromLayers({ catalogue, ground });
  const features = labels.map(({ lon, lat, ...properties }) => ({
    type: 'Feature' as const,
    properties,
    geometry: { type: 'Point' as const, coordinates: [rounded(lon), rounded(lat)] },
  }));
  return {
    ...(ground === null
      ? {}
      : {
          [GROUND_SOURCE]: {
            type: 'vector' as const,
            tiles: [`${origin}/basemap/{z}/{x}/{y}.mvt`],
            minzoom: ground.minzoom,
            maxzoom: ground.maxzoom,
            bounds: [...ground.bounds] as [number, number, number, number],
            attribution: escapeHtml(ground.attribution[lang]),
          },
        }),
    ...(terrain === null
      ? {}
      : {
          [TERRAIN_SOURCE]: {
            type: 'raster-dem' as const,
            tiles: [`${origin}/basemap/terrain/{z}/{x}/{y}.png`],
            encoding: 'mapbox' as const,
            tileSize: 256,
            minzoom: terrain.minzoom,
            maxzoom: terrain.maxzoom,
            bounds: [...terrain.bounds] as [number, number, number, number],
            attribution: escapeHtml(terrain.attribution[lang]),
          },
        }),
    ...(base.length === 0
      ? {}
      : {
          [BASE_SOURCE]: {
            type: 'vector' as const,
            tiles: [`${origin}/tiles/${base.map((layer) => layer.id).join(',')}/{z}/{x}/{y}.mvt`],
            minzoom: Math.min(...base.map((layer) => layer.minzoom)),
            maxzoom: Math.max(...base.map((layer) => layer.maxzoom)),
          },
        }),
    [LABEL_SOURCE]: { type: 'geojson', data: { type: 'FeatureCollection', features } },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** To a metre, which is closer than a name can be placed, and half as long. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(5));
}
