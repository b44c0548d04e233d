/** Expressions of the MapLibre style language that several kinds of layers share. */
import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';
import type { Color, LayerDefinition } from '../layer/layer.ts';
import type { StyleTheme } from './palette.ts';

/** The feature's name in a language, in Chinese where it has none in English; empty where it has none at all. */
export function nameExpression(name: LayerDefinition['name'], lang: Lang): ExpressionSpecification {
  const zh: ExpressionSpecification = ['get', name.zh];
  if (lang === 'zh' || name.en === undefined) return ['to-string', zh];
  return ['to-string', ['coalesce', ['get', name.en], zh]];
}

/** The layer's colour, or its classes' colours. `paint` turns a colour of the catalogue into the one drawn. */
export function colorExpression(
  layer: LayerDefinition,
  theme: StyleTheme,
  paint: (color: string) => string = (color) => color,
): string | ExpressionSpecification {
  const drawn = (color: Color): string => paint(color[theme]);
  const { by, color } = layer.style;
  if (!by) return drawn(color);
  if ('values' in by) {
    const branches = Object.entries(by.values).flatMap(([value, each]) => [value, drawn(each)]);
    if (branches.length === 0) return drawn(color);
    // Flags and codes kept as numbers are matched by their text, as the keys of the catalogue are texts.
    return [
      'match',
      ['to-string', ['get', by.attribute]],
      ...branches,
      drawn(color),
    ] as unknown as ExpressionSpecification;
  }
  const stops = by.steps.flatMap((step) => [step.from, drawn(step.color)]);
  if (stops.length === 0) return drawn(color);
  const steps = [
    'step',
    ['to-number', ['get', by.attribute]],
    drawn(color),
    ...stops,
  ] as unknown as ExpressionSpecification;
  return ['case', ['==', ['typeof', ['get', by.attribute]], 'number'], steps, drawn(color)];
}

/** A size given for zoom 14 that doubles in four zooms, as the catalogue means it. `plus` is added at every zoom. */
export function sizeExpression(size: number, plus = 0): ExpressionSpecification {
  const at = (zoom: number): number => round(sizeAt(size, zoom) + plus);
  return ['interpolate', ['exponential', 2 ** 0.25], ['zoom'], 6, at(6), 10, at(10), 14, at(14), 18, at(18)];
}

/** Radius of marks that hold a character: large enough to be seen from afar, and from zoom 14 on for it to be read. */
export function glyphRadiusExpression(size: number, factor = 1, plus = 0): ExpressionSpecification {
  const at = (zoom: number, least = 0): number => round(Math.max(sizeAt(size, zoom), least) * factor + plus);
  return [
    'interpolate',
    ['exponential', 2 ** 0.25],
    ['zoom'],
    6,
    at(6, 2),
    10,
    at(10, 3),
    13.5,
    at(13.5, 4),
    14,
    at(14, 7),
    15,
    at(15, 9),
    18,
    at(18, 12),
  ];
}

/**
 * Radius, and text size, of marks that hold a value: smaller on the whole city, where many stand close together, but
 * readable.
 */
export function valueSizeExpression(size: number, plus = 0): ExpressionSpecification {
  const at = (share: number): number => round(size * share + plus);
  return ['interpolate', ['linear'], ['zoom'], 7, at(0.65), 9, at(0.75), 11, at(1)];
}

function sizeAt(size: number, zoom: number): number {
  return size * 2 ** ((zoom - 14) / 4);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Black or white, whichever reads better on a colour (relative luminance of WCAG 2). */
export function inkOn(color: string): string {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return luminance > 0.179 ? '#000000' : '#ffffff';
}
