/** Style layers of one layer of the catalogue. */
import type { Lang } from '../i18n.ts';
import type { LayerDefinition } from '../layer/layer.ts';
import { LABEL_PROPERTY } from '../layer/tile-attributes.ts';
import { colorExpression, sizeExpression } from './expressions.ts';
import { base, hovered, label, selected, type Context, type Drawn } from './layer-parts.ts';
import { PALETTES, type StyleTheme } from './palette.ts';
import { drawPoints } from './point-layers.ts';

const DEFAULT_SIZE = { LineString: 2.5, Polygon: 1 } as const;
const DEFAULT_FILL_OPACITY = 0.3;
/** Thinner lines stay without a casing: it would be wider than they are. */
const CASED_FROM_PX = 2;

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

function dashes(dash: readonly number[] | undefined): { 'line-dasharray'?: number[] } {
  return dash ? { 'line-dasharray': [...dash] } : {};
}
