/** Style layers of a layer of points: the marks, what is written in them, and the clusters. */
import type { SymbolLayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Text } from '../layer/layer.ts';
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
import { colorExpression, glyphRadiusExpression, inkOn, sizeExpression, valueSizeExpression } from './expressions.ts';
import { base, hovered, label, selected, type Context, type Drawn } from './layer-parts.ts';

const DEFAULT_SIZE = 5;
const GLYPH_MINZOOM = 14;

export function drawPoints(context: Context): Drawn[] {
  const { layer, theme, palette } = context;
  const { size = DEFAULT_SIZE, glyph, glyphAttribute } = layer.style;
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
