import type { Layer } from '@deck.gl/core';
import { ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { Theme } from '../../../state/types.ts';
import type { AreaKind } from '../../../state/codecs/casedata.ts';
import { rampColors, rgb } from '../colors.ts';
import { binary, PlainColumnLayer } from './columns.ts';
import { EvenHeatmapLayer } from './heat.ts';
import { haloFor, inkFor, type Label, type PointBuffers } from './frame.ts';

/** Ids of the layers that can be pointed at. */
export const POINTS = 'case-points';
export const HEXAGONS = 'case-hexagons';
export const COLUMNS = 'case-columns';

const FONT = 'system-ui, sans-serif';
/** Columns as wide as they can be without hiding their neighbours: subdistricts lie far apart, unit grids 250 m. */
const COLUMN_WIDTH: Readonly<Record<AreaKind, { radius: number; radiusUnits: 'pixels' | 'meters' }>> = {
  district: { radius: 12, radiusUnits: 'pixels' },
  subdistrict: { radius: 7, radiusUnits: 'pixels' },
  grid: { radius: 80, radiusUnits: 'meters' },
};

/** Below the names of the base map, so that they stay readable; `undefined` on top of everything. */
export interface Placing {
  readonly beforeId: string | undefined;
}

/** Close by, each point has a rim; from afar rims would be all one sees. */
export function pointsLayer({ positions, colors }: PointBuffers, theme: Theme, rimmed: boolean): Layer {
  return new ScatterplotLayer({
    id: POINTS,
    data: {
      length: positions.length / 2,
      attributes: {
        getPosition: { value: positions, size: 2 },
        getFillColor: { value: colors, size: 4, normalized: true },
      },
    },
    radiusUnits: 'meters',
    getRadius: 26,
    radiusMinPixels: 2,
    radiusMaxPixels: 8,
    stroked: rimmed,
    lineWidthUnits: 'pixels',
    getLineWidth: 0.8,
    getLineColor: [...haloFor(theme), 180],
    pickable: true,
    autoHighlight: true,
    highlightColor: [214, 0, 108, 255],
  });
}

/** `peak`: points at the densest spot of all pictures that this one is compared with; null where it stands alone. */
export function heatLayer(positions: Float64Array, theme: Theme, peak: number | null, placing: Placing): Layer {
  return new EvenHeatmapLayer({
    peak,
    id: 'case-heat',
    ...before(placing),
    data: { length: positions.length / 2, attributes: { getPosition: { value: positions, size: 2 } } },
    getWeight: 1,
    aggregation: 'SUM',
    radiusPixels: 34,
    intensity: 3,
    threshold: 0.03,
    opacity: 0.8,
    debounceTimeout: 150,
    colorRange: rampColors(theme, 6).map(rgb),
  });
}

/** `radius` is centre to corner as a share of the world, as the hexagons were binned. */
export function hexagonLayer(
  { positions, colors }: PointBuffers,
  radius: number,
  highlighted: number,
  placing: Placing,
): Layer {
  return new PlainColumnLayer({
    id: HEXAGONS,
    ...before(placing),
    data: binary({
      length: positions.length / 2,
      attributes: {
        getPosition: { value: positions, size: 2 },
        getFillColor: { value: colors, size: 4, normalized: true },
      },
    }),
    diskResolution: 6,
    angle: 30,
    extruded: false,
    radiusUnits: 'common',
    radius: radius * 512,
    coverage: 0.96,
    opacity: 0.8,
    pickable: true,
    highlightedObjectIndex: highlighted,
    highlightColor: [214, 0, 108, 200],
  });
}

export function columnLayer(
  { positions, colors }: PointBuffers,
  values: Float64Array,
  options: { areas: AreaKind; scale: number; highlighted: number },
): Layer {
  const { areas, scale, highlighted } = options;
  // An area without a value has no column; deck.gl leaves out what is below zero.
  const heights = Float32Array.from(values, (value) => (Number.isFinite(value) ? value : -1));
  return new PlainColumnLayer({
    id: COLUMNS,
    data: binary({
      length: positions.length / 2,
      attributes: {
        getPosition: { value: positions, size: 2 },
        getFillColor: { value: colors, size: 4, normalized: true },
        getElevation: { value: heights, size: 1 },
      },
    }),
    diskResolution: 8,
    extruded: true,
    ...COLUMN_WIDTH[areas],
    elevationScale: scale,
    // Nearly flat light: the colours have to match those of the legend.
    material: { ambient: 0.75, diffuse: 0.35, shininess: 8, specularColor: [40, 40, 40] },
    pickable: true,
    highlightedObjectIndex: highlighted,
    highlightColor: [214, 0, 108, 255],
  });
}

/**
 * Value labels: in a hexagon black or white, by its colour; over a column in the ink of the theme, on a translucent
 * ground.
 */
export function labelLayer(
  labels: readonly Label[],
  format: (value: number) => string,
  theme: Theme,
  style: { colors: readonly string[] } | { scale: number },
): Layer {
  const onColumn = 'scale' in style;
  return new TextLayer<Label>({
    id: onColumn ? 'case-column-labels' : 'case-hexagon-labels',
    data: labels,
    getText: ({ value }) => format(value),
    getPosition: ({ position: [lon, lat, value] }) => [lon, lat, onColumn ? value * style.scale : 0],
    getSize: 12.5,
    fontFamily: FONT,
    fontWeight: 600,
    characterSet: 'auto',
    getColor: ({ class: index }) =>
      onColumn ? (theme === 'light' ? [20, 24, 28] : [240, 244, 247]) : inkFor(style.colors[index] ?? '#000000'),
    ...(onColumn && {
      getPixelOffset: [0, -10] as [number, number],
      background: true,
      getBackgroundColor: [...haloFor(theme), 205] as [number, number, number, number],
      backgroundPadding: [3, 1] as [number, number],
    }),
    parameters: { depthCompare: 'always' },
    pickable: false,
  });
}

/** deck.gl's layers do not declare the property that places them in MapLibre's stack. */
function before({ beforeId }: Placing): object {
  return beforeId === undefined ? {} : { beforeId };
}
