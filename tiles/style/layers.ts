/** Style layers of one layer of the catalogue. */
import type {
  FilterSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';
import type { LayerDefinition, Text } from '../layer/layer.ts';
import {
  colorExpression,
  glyphRadiusExpression,
  inkOn,
  nameExpression,
  sizeExpression,
  valueSizeExpression,
} from './expressions.ts';
import { LABEL_PROPERTY } from '../layer/tile-attributes.ts';
import {
  clusterCountExpression,
  clusterOrderExpression,
  clusterRadiusExpression,
  CLUSTER_PADDING_PX,
  CLUSTER_RIM_PX,
  CLUSTER_TEXT_PX,
  IS_CLUSTER,
  NOT_CLUSTER,
} from './clusters.ts';
import { PALETTES, type Palette, type StyleTheme } from './palette.ts';

/** What a style layer draws of its layer; `metadata['chengtu:role']` says so to the client. */
export type LayerRole =
  | 'fill'
  | 'outline'
  | 'casing'
  | 'line'
  | 'circle'
  | 'glyph'
  | 'label'
  | 'selected'
  | 'cluster'
  | 'cluster-count'
  | 'mark-room';

/** Where in the stack a style layer belongs, from the ground up. */
export type Band = 'areas' | 'lines' | 'points' | 'labels' | 'numbers' | 'selection';

export interface Drawn {
  readonly band: Band;
  readonly spec: LayerSpecification;
}

interface Context {
  readonly layer: LayerDefinition;
  readonly theme: StyleTheme;
  readonly lang: Lang;
  readonly palette: Palette;
}

const DEFAULT_SIZE = { Point: 5, LineString: 2.5, Polygon: 1 } as const;
const DEFAULT_FILL_OPACITY = 0.3;
const GLYPH_MINZOOM = 14;
/** Thinner lines stay without a casing: it would be wider than they are. */
const CASED_FROM_PX = 2;

/** Picks the feature drawn as selected; the layers of role `selected` start with an id that no feature has. */
export function selectionFilter(featureId: string): FilterSpecification {
  return ['==', ['get', 'id'], featureId];
}

export function drawLayer(layer: LayerDefinition, theme: StyleTheme, lang: Lang): Drawn[] {
  const context = { layer, theme, lang, palette: PALETTES[theme] };
  switch (layer.geometry) {
    case 'Polygon':
      return drawAreas(context);
    case 'LineString':
      return drawLines(context);
    case 'Point':
      return drawPoints(context);
  }
}

function drawAreas(context: Context): Drawn[] {
  const { layer, theme, palette } = context;
  const { fillOpacity = DEFAULT_FILL_OPACITY, size = DEFAULT_SIZE.Polygon, dash } = layer.style;
  const color = colorExpression(layer, theme);
  return [
    // Drawn even where it is invisible: a click inside the area has to find it.
    {
      band: 'areas',
      spec: {
        ...base(context, 'fill'),
        type: 'fill',
        paint: { 'fill-color': color, 'fill-opacity': hovered(fillOpacity, Math.min(1, fillOpacity + 0.2)) },
      },
    },
    {
      band: 'areas',
      spec: {
        ...base(context, 'outline'),
        type: 'line',
        paint: { 'line-color': color, 'line-width': sizeExpression(size), ...dashes(dash) },
      },
    },
    ...label(context, {}, ['==', ['get', LABEL_PROPERTY], true]),
    {
      band: 'selection',
      spec: { ...selected(context), type: 'line', paint: { 'line-color': palette.accent, 'line-width': 3.5 } },
    },
  ];
}

function drawLines(context: Context): Drawn[] {
  const { layer, theme, palette } = context;
  const { size = DEFAULT_SIZE.LineString, dash } = layer.style;
  const shape = { 'line-cap': dash ? 'butt' : 'round', 'line-join': 'round' } as const;
  const line: Drawn = {
    band: 'lines',
    spec: {
      ...base(context, 'line', shape),
      type: 'line',
      paint: { 'line-color': colorExpression(layer, theme), 'line-width': sizeExpression(size), ...dashes(dash) },
    },
  };
  const casing: Drawn = {
    band: 'lines',
    spec: {
      ...base(context, 'casing', shape),
      type: 'line',
      paint: { 'line-color': palette.rim, 'line-width': sizeExpression(size, 2), 'line-opacity': 0.9 },
    },
  };
  return [
    ...(dash || size < CASED_FROM_PX ? [line] : [casing, line]),
    ...label(context, { 'symbol-placement': 'line' }),
    {
      band: 'selection',
      spec: {
        ...selected(context, shape),
        type: 'line',
        paint: { 'line-color': palette.accent, 'line-width': sizeExpression(size, 4), 'line-opacity': 0.75 },
      },
    },
  ];
}

function drawPoints(context: Context): Drawn[] {
  const { layer, theme, palette } = context;
  const { size = DEFAULT_SIZE.Point, glyph, glyphAttribute } = layer.style;
  const radius = (plus = 0) => {
    if (glyphAttribute !== undefined) return valueSizeExpression(size, plus);
    return glyph === undefined ? sizeExpression(size, plus) : glyphRadiusExpression(size, 1, plus);
  };
  const circle: Drawn = {
    band: 'points',
    spec: {
      ...base(context, 'circle'),
      type: 'circle',
      filter: NOT_CLUSTER,
      paint: {
        'circle-color': colorExpression(layer, theme),
        'circle-radius': radius(),
        'circle-stroke-color': palette.rim,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 10, hovered(0.4, 2), 14, hovered(1.25, 3)],
      },
    },
  };
  const written =
    glyphAttribute !== undefined
      ? drawValue(context, glyphAttribute, size)
      : glyph !== undefined
        ? drawGlyph(context, glyph, size)
        : null;
  return [
    circle,
    ...(written === null ? [] : [written]),
    ...drawClusters(context),
    ...(written === null ? [] : [keepClear(written, context, glyphAttribute === undefined ? 2 : 4)]),
    ...label(
      context,
      { 'text-variable-anchor': ['top', 'bottom', 'right', 'left'], 'text-radial-offset': 0.9, 'text-justify': 'auto' },
      NOT_CLUSTER,
    ),
    {
      band: 'selection',
      spec: {
        ...selected(context),
        type: 'circle',
        paint: {
          'circle-radius': radius(4),
          'circle-color': palette.accent,
          'circle-opacity': 0.2,
          'circle-stroke-color': palette.accent,
          'circle-stroke-width': 3,
        },
      },
    },
  ];
}

/** The character in the mark, as large as the mark's inner square. */
function drawGlyph(context: Context, glyphs: string | Text, size: number): Drawn {
  const { layer, theme, lang } = context;
  const glyph = typeof glyphs === 'string' ? glyphs : glyphs[lang];
  const textSize = glyphRadiusExpression(size, glyph.length > 1 ? 0.95 : 1.4);
  return {
    band: 'points',
    spec: {
      ...base(context, 'glyph', {
        'text-field': glyph,
        'text-size': textSize,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      }),
      type: 'symbol',
      minzoom: Math.max(GLYPH_MINZOOM, layer.minzoom),
      filter: NOT_CLUSTER,
      paint: { 'text-color': colorExpression(layer, theme, inkOn) },
    },
  };
}

/** The value of an attribute in the mark, at every zoom. */
function drawValue(context: Context, attribute: string, size: number): Drawn {
  const { layer, theme } = context;
  const layout = {
    'text-field': ['to-string', ['get', attribute]],
    'text-size': valueSizeExpression(size),
    'text-allow-overlap': true,
    'text-ignore-placement': true,
  };
  return {
    band: 'points',
    spec: {
      ...base(context, 'glyph', layout),
      type: 'symbol',
      filter: NOT_CLUSTER,
      paint: { 'text-color': colorExpression(layer, theme, inkOn) },
    },
  };
}

/**
 * Clusters: each stands for all points of a cell that holds too many of them. A cluster falls into no class, so it has
 * the layer's own colour. Its number is placed before every name, which keeps off it, and is left out where a higher
 * mark or a larger cluster lies over it: two numbers side by side would read as one.
 */
function drawClusters(context: Context): Drawn[] {
  const { layer, theme, lang } = context;
  const color = layer.style.color[theme];
  const layout = {
    'text-field': clusterCountExpression(lang),
    'text-size': CLUSTER_TEXT_PX,
    'text-padding': CLUSTER_PADDING_PX,
    'symbol-sort-key': ['*', -1, clusterOrderExpression()],
  };
  return [
    {
      band: 'points',
      spec: {
        ...base(context, 'cluster', { 'circle-sort-key': clusterOrderExpression() }),
        type: 'circle',
        filter: IS_CLUSTER,
        paint: {
          'circle-color': color,
          'circle-radius': clusterRadiusExpression(),
          'circle-stroke-color': color,
          'circle-stroke-width': hovered(CLUSTER_RIM_PX, 2 * CLUSTER_RIM_PX),
          'circle-stroke-opacity': 0.3,
        },
      },
    },
    {
      band: 'numbers',
      spec: {
        ...base(context, 'cluster-count', layout),
        type: 'symbol',
        filter: IS_CLUSTER,
        paint: { 'text-color': inkOn(color), 'text-halo-color': color, 'text-halo-width': 1.5 },
      },
    },
  ];
}

/**
 * Draws nothing, and keeps the numbers of lower clusters and all names off what is written in a mark, and off the
 * mark's margin.
 */
function keepClear({ spec }: Drawn, context: Context, marginPx: number): Drawn {
  const { layout, minzoom = context.layer.minzoom } = spec as SymbolLayerSpecification;
  const {
    'text-allow-overlap': _overlap,
    'text-ignore-placement': _placement,
    visibility: _visibility,
    ...text
  } = layout ?? {};
  return {
    band: 'numbers',
    spec: {
      ...base(context, 'mark-room', { ...text, 'text-padding': marginPx }),
      type: 'symbol',
      minzoom,
      filter: NOT_CLUSTER,
      paint: { 'text-opacity': 0 },
    },
  };
}

function label(context: Context, placement: Readonly<Record<string, unknown>>, filter?: FilterSpecification): Drawn[] {
  const { layer, lang, palette } = context;
  if (!layer.style.label) return [];
  const layout = {
    'text-field': nameExpression(layer.name, lang),
    'text-size': ['interpolate', ['linear'], ['zoom'], 10, 10.5, 16, 13],
    'text-max-width': 9,
    'text-padding': 3,
    'text-optional': true,
    ...placement,
  };
  return [
    {
      band: 'labels',
      spec: {
        ...base(context, 'label', layout),
        type: 'symbol',
        minzoom: Math.max(layer.style.label.minzoom, layer.minzoom),
        ...(filter === undefined ? {} : { filter }),
        paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
      },
    },
  ];
}

function selected(
  context: Context,
  layout: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof base> & { filter: FilterSpecification } {
  return { ...base(context, 'selected', layout), filter: selectionFilter('') };
}

/** What every style layer of a layer has in common. */
function base({ layer }: Context, role: LayerRole, layout: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `${layer.id}:${role}`,
    source: layer.id,
    'source-layer': layer.id,
    minzoom: layer.minzoom,
    metadata: { 'chengtu:layer': layer.id, 'chengtu:role': role },
    layout: { ...layout, visibility: layer.shownAtStart === true ? ('visible' as const) : ('none' as const) },
  };
}

function hovered(
  usual: number,
  under: number,
): ['case', ['boolean', ['feature-state', 'hover'], false], number, number] {
  return ['case', ['boolean', ['feature-state', 'hover'], false], under, usual];
}

function dashes(dash: readonly number[] | undefined): { 'line-dasharray'?: number[] } {
  return dash ? { 'line-dasharray': [...dash] } : {};
}
