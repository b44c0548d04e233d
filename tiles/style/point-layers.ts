/** Style layers of a layer of points: the marks, what is written in them, and the clusters. */
import type { ExpressionSpecification, SymbolLayerSpecification } from '@maplibre/maplibre-gl-style-spec';
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
/** Names of the images of flags begin with it; the colour follows, as `#rrggbb`. */
export const FLAG_IMAGE = 'flag:';
/** Upwards, so that the tip of the flag stands on the place. */
const FLAG_OFFSET_EM = -1.15;

export function drawPoints(context: Context): Drawn[] {
  const { layer, theme, palette } = context;
  const { size = DEFAULT_SIZE, glyph, glyphAttribute } = layer.style;
  if (glyphAttribute !== undefined) return drawFlags(context, glyphAttribute, size);
  const radius = (plus = 0) => {
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
  const written = glyph === undefined ? null : drawGlyph(context, glyph, size);
  return [
    circle,
    ...(written === null ? [] : [written]),
    ...drawClusters(context),
    ...(written === null ? [] : [keepClear(written, context, 2)]),
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

/**
 * The value of an attribute on a flag, at every zoom: never a circle, which is what clusters with their counts are. A
 * flag that has no room is left out whole, until a closer look has room for it. The image of a flag is named by its
 * colour: who draws the style makes it; without it the value stands in a halo of that colour.
 */
function drawFlags(context: Context, attribute: string, size: number): Drawn[] {
  const { layer, theme, lang, palette } = context;
  const color = colorExpression(layer, theme);
  const textSize = valueSizeExpression(size);
  const flag = {
    'text-size': textSize,
    'text-offset': [0, FLAG_OFFSET_EM],
    'text-padding': 1,
    'icon-text-fit': 'both',
    'icon-text-fit-padding': [1, 4, 1, 4],
    'icon-padding': 1,
  };
  const own = layer.style.color[theme];
  return [
    {
      // “×16” is no number that a flag could have.
      band: 'numbers',
      spec: {
        ...base(context, 'cluster', {
          ...flag,
          'text-field': ['concat', '×', clusterCountExpression(lang)],
          'icon-image': FLAG_IMAGE + own,
        }),
        type: 'symbol',
        filter: IS_CLUSTER,
        paint: { 'text-color': inkOn(own), 'text-halo-color': own, 'text-halo-width': 1.5 },
      },
    },
    ...label(context, { 'text-anchor': 'top', 'text-offset': [0, 0.3] }, NOT_CLUSTER),
    {
      band: 'numbers',
      spec: {
        ...base(context, 'flag', {
          ...flag,
          'text-field': ['to-string', ['get', attribute]],
          'icon-image': ['concat', FLAG_IMAGE, color],
        }),
        type: 'symbol',
        filter: NOT_CLUSTER,
        paint: {
          'text-color': colorExpression(layer, theme, inkOn),
          'text-halo-color': color,
          'text-halo-width': 1.5,
        },
      },
    },
    {
      band: 'selection',
      spec: {
        ...selected(context),
        type: 'circle',
        paint: {
          'circle-radius': valueSizeExpression(size, 4),
          'circle-color': palette.accent,
          'circle-opacity': 0.2,
          'circle-stroke-color': palette.accent,
          'circle-stroke-width': 3,
        },
      },
    },
  ];
}

/**
 * A cluster whose number has no room gives way with it: a circle without a number says nothing, and hides what has one.
 * Whoever draws the style says so by the state `crowded`; without it all circles stand.
 */
const CROWDED: ExpressionSpecification = ['case', ['boolean', ['feature-state', 'crowded'], false], 0, 1];

/**
 * Clusters: each stands for all points of a cell that holds too many of them. A cluster falls into no class, so it has
 * the layer's own colour. Its number is placed before every name, which keeps off it, and is left out where a higher
 * mark or a larger cluster lies over it: two numbers side by side would read as one.
 */
function drawClusters(context: Context): Drawn[] {
  const { layer, theme, lang, palette } = context;
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
          'circle-stroke-color': palette.clusterRim,
          'circle-stroke-width': hovered(CLUSTER_RIM_PX, 2 * CLUSTER_RIM_PX),
          'circle-opacity': CROWDED,
          'circle-stroke-opacity': CROWDED,
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
