/** How roads look, from the city's own layer and from the base map alike. */
import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { RoadColors } from './palette.ts';

export function roadColor({ trunk, primary, minor }: RoadColors): ExpressionSpecification {
  return ['match', ['get', 'class'], ['motorway', 'trunk'], trunk, 'primary', primary, minor];
}

/** Width by class and zoom; `casing` is the width the casing shows on either side at zoom 14. */
export function roadWidth(casing: number): ExpressionSpecification {
  const at = (scale: number, rim: number): ExpressionSpecification => {
    const width = (px: number): number => Math.round((px * scale + 2 * casing * rim) * 100) / 100;
    return [
      'match',
      ['get', 'class'],
      ['motorway', 'trunk'],
      width(1.6),
      'primary',
      width(1.2),
      'secondary',
      width(0.9),
      'tertiary',
      width(0.7),
      'service',
      width(0.3),
      width(0.55),
    ];
  };
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    8,
    at(0.6, 0.3),
    12,
    at(1.6, 0.5),
    14,
    at(3.4, 0.7),
    // About as wide as streets are.
    18,
    at(32, 1),
  ];
}

export function zoomed(zoomA: number, a: number, zoomB: number, b: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], zoomA, a, zoomB, b];
}
