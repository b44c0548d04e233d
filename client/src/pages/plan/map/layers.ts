/** What deck.gl is given to draw. */
import { HeatmapLayer } from '@deck.gl/aggregation-layers';
import type { Layer } from '@deck.gl/core';
import {
  ArcLayer,
  LineLayer,
  PathLayer,
  ScatterplotLayer,
  SolidPolygonLayer,
  TextLayer,
  type ScatterplotLayerProps,
  type TextLayerProps,
} from '@deck.gl/layers';
import { binary, PlainColumnLayer } from '../../../features/casedata/map/columns.ts';
import { rgb, type Rgb } from '../../../features/casedata/colors.ts';
import type { Theme } from '../../../state/types.ts';
import type { Arcs } from '../data/selection.ts';
import type { Cells, CellShape } from '../data/cells.ts';
import { gapColor } from '../data/classes.ts';
import type { GapMark } from '../data/gap-marks.ts';
import { shareColors, type Hexagons } from '../data/hexagons.ts';
import type { Outline } from '../data/outline.ts';
import type { ProposedSite } from '../session/proposal.ts';
import { ACCENT, FONT, FORBIDDEN, type Rgba } from './look.ts';
import { haloOf, isMarked, markColor, MARK_SIGNS, type Marker, type MarkerKind } from './markers.ts';

/** Below the names of the base map, so that they stay readable. */
export interface Placing {
  readonly beforeId: string | undefined;
}

const RADIUS_PX: Readonly<Record<MarkerKind, number>> = { existing: 4, added: 9, moved: 9, removed: 7, unconnected: 6 };
/**
 * Metres that a plain mark's radius has for each of its `RADIUS_PX`, until it reaches its largest size; metres of its
 * sign.
 */
const PLAIN_M = 36;
const SIGN_M = 260;
const PLAIN_MOST_PX = 5;

export interface CellsLook {
  readonly id: string;
  readonly colors: Uint8Array;
  /** Metres of height for each person; null lies flat. */
  readonly metresPerPerson: number | null;
}

export function cellsLayer(
  cells: Cells,
  shape: CellShape,
  heights: Float32Array,
  { id, colors, metresPerPerson }: CellsLook,
  placing: Placing,
): Layer {
  const flat = metresPerPerson === null;
  return new PlainColumnLayer({
    id,
    ...before(flat ? placing : { beforeId: undefined }),
    data: binary({
      length: cells.count,
      attributes: {
        getPosition: { value: cells.lonLat, size: 2 },
        getFillColor: { value: colors, size: 4, normalized: true },
        getElevation: { value: heights, size: 1 },
      },
    }),
    diskResolution: shape.vertices.length,
    vertices: shape.vertices,
    radius: shape.radiusM,
    radiusUnits: 'meters',
    coverage: flat ? 1 : 0.8,
    extruded: !flat,
    elevationScale: metresPerPerson ?? 1,
    stroked: false,
    // Nearly flat light: the colours have to match those of the legend.
    material: { ambient: 0.75, diffuse: 0.35, shininess: 8, specularColor: [40, 40, 40] },
  });
}

export function heatLayer(id: string, cells: Cells, weights: Float32Array, theme: Theme, placing: Placing): Layer {
  return new HeatmapLayer({
    id,
    ...before(placing),
    data: {
      length: cells.count,
      attributes: { getPosition: { value: cells.lonLat, size: 2 }, getWeight: { value: weights, size: 1 } },
    },
    aggregation: 'SUM',
    radiusPixels: 26,
    intensity: 1.2,
    threshold: 0.04,
    opacity: 0.85,
    debounceTimeout: 120,
    colorRange: shareColors(theme).map(rgb),
  });
}

export function arcsLayer(id: string, arcs: Arcs, theme: Theme, animate: boolean): Layer {
  return new ArcLayer({
    id,
    data: {
      length: arcs.count,
      attributes: { getSourcePosition: { value: arcs.from, size: 2 }, getTargetPosition: { value: arcs.to, size: 2 } },
    },
    getSourceColor: [...ACCENT[theme], 50] as Rgba,
    getTargetColor: [...ACCENT[theme], 150] as Rgba,
    getWidth: 1,
    getHeight: animate ? 0.4 : 0.15,
  });
}

/** Hexagons by the share of their people who are not served. */
export function hexagonsLayer(id: string, hexagons: Hexagons, colors: Uint8Array, placing: Placing): Layer {
  return new PlainColumnLayer({
    id,
    ...before(placing),
    data: binary({
      length: hexagons.count,
      attributes: {
        getPosition: { value: hexagons.lonLat, size: 2 },
        getFillColor: { value: colors, size: 4, normalized: true },
      },
    }),
    diskResolution: hexagons.shape.vertices.length,
    vertices: hexagons.shape.vertices,
    radius: hexagons.shape.radiusM,
    radiusUnits: 'meters',
    coverage: 0.96,
    extruded: false,
    stroked: false,
  });
}

export type OutlineKind = 'gap' | 'selected' | 'zone';
const OUTLINE_PX: Readonly<Record<OutlineKind, number>> = { gap: 1.5, selected: 2.5, zone: 1.2 };
/** Of the theme's ink. */
const ZONE_LINE: Readonly<Record<Theme, Rgb>> = { light: [60, 52, 60], dark: [236, 232, 224] };

export function outlineLayer(id: string, outline: Outline, kind: OutlineKind, theme: Theme): Layer {
  return new LineLayer({
    id,
    data: {
      length: outline.count,
      attributes: {
        getSourcePosition: { value: outline.from, size: 2 },
        getTargetPosition: { value: outline.to, size: 2 },
      },
    },
    getColor: [...outlineColor(kind, theme), 255] as Rgba,
    getWidth: OUTLINE_PX[kind],
    widthUnits: 'pixels',
    parameters: { depthCompare: 'always' },
  });
}

function outlineColor(kind: OutlineKind, theme: Theme): Rgb {
  if (kind === 'selected') return ACCENT[theme];
  return kind === 'zone' ? ZONE_LINE[theme] : rgb(gapColor(theme));
}

/** Numbers of gap areas, as the list beside the map gives them; the first lies on top. */
export function gapNumbersLayer(id: string, marks: readonly GapMark[], theme: Theme): Layer {
  return new TextLayer<GapMark>({
    id,
    data: [...marks].reverse(),
    characterSet: '0123456789',
    getPosition: ({ lon, lat }) => [lon, lat],
    getText: ({ number }) => String(number),
    getSize: 12,
    fontFamily: FONT,
    fontWeight: 700,
    getColor: rgb(haloOf(theme)),
    background: true,
    getBackgroundColor: [...rgb(gapColor(theme)), 235] as Rgba,
    backgroundPadding: [5, 2],
    parameters: { depthCompare: 'always' },
  });
}

/**
 * Unchanged facilities are hollow rings, so that thousands of them do not hide the cells, and small in a view of a
 * district; those that the scenario changes are filled and keep their size. The sign of an unconnected one shows once
 * there is room for it.
 */
export function markersLayers(id: string, markers: readonly Marker[], theme: Theme): Layer[] {
  const [plain, marked] = [markers.filter((marker) => !isMarked(marker)), markers.filter(isMarked)];
  return [
    discs(`${id}-plain`, plain, theme, {
      radiusUnits: 'meters',
      radiusMinPixels: 2,
      radiusMaxPixels: PLAIN_MOST_PX,
      getRadius: ({ kind }) => PLAIN_M * RADIUS_PX[kind],
      lineWidthMinPixels: 1,
      lineWidthMaxPixels: 2,
      ...hollow(theme),
    }),
    signs(`${id}-plain-signs`, plain, theme, { sizeUnits: 'meters', sizeMaxPixels: 11, getSize: SIGN_M }),
    discs(`${id}-marked`, marked, theme, {
      radiusUnits: 'pixels',
      getRadius: ({ kind, selected }) => RADIUS_PX[kind] + (selected ? 3 : 0),
    }),
    signs(`${id}-marked-signs`, marked, theme, { getSize: 15 }),
  ];
}

function discs(
  id: string,
  markers: readonly Marker[],
  theme: Theme,
  size: Partial<ScatterplotLayerProps<Marker>>,
): Layer {
  const halo = rgb(haloOf(theme));
  const inMetres = size.radiusUnits === 'meters';
  return new ScatterplotLayer<Marker>({
    id,
    data: markers,
    getPosition: ({ lon, lat }) => [lon, lat],
    getFillColor: ({ kind }) => [...rgb(markColor(theme, kind)), 235] as Rgba,
    stroked: true,
    lineWidthUnits: inMetres ? 'meters' : 'pixels',
    getLineWidth: ({ selected }) => (inMetres ? PLAIN_M : selected ? 3 : 1),
    getLineColor: ({ selected }) => (selected ? [...ACCENT[theme], 255] : [...halo, 220]),
    parameters: { depthCompare: 'always' },
    ...size,
  });
}

/** A white core within a dark outline. */
function hollow(theme: Theme): Partial<ScatterplotLayerProps<Marker>> {
  return {
    getFillColor: ({ kind }) => [...rgb(kind === 'unconnected' ? markColor(theme, kind) : haloOf(theme)), 235] as Rgba,
    getLineColor: ({ kind }) => [...rgb(markColor(theme, kind)), 255] as Rgba,
  };
}

function signs(id: string, markers: readonly Marker[], theme: Theme, size: Partial<TextLayerProps<Marker>>): Layer {
  return new TextLayer<Marker>({
    id,
    data: markers.filter(({ kind }) => MARK_SIGNS[kind] !== ''),
    characterSet: Object.values(MARK_SIGNS).join(''),
    getPosition: ({ lon, lat }) => [lon, lat],
    getText: ({ kind }) => MARK_SIGNS[kind],
    fontFamily: FONT,
    fontWeight: 700,
    ...size,
    getColor: rgb(haloOf(theme)),
    parameters: { depthCompare: 'always' },
  });
}

/** From where a facility stands to where the scenario has it. */
export function movesLayer(id: string, markers: readonly Marker[], theme: Theme): Layer {
  return new LineLayer<Marker>({
    id,
    data: markers.filter(({ from }) => from !== null),
    getSourcePosition: ({ from }) => [from?.lon ?? 0, from?.lat ?? 0],
    getTargetPosition: ({ lon, lat }) => [lon, lat],
    getColor: [...rgb(markColor(theme, 'moved')), 220] as Rgba,
    getWidth: 2,
    widthUnits: 'pixels',
    parameters: { depthCompare: 'always' },
  });
}

/** Numbers of proposed sites, as the list beside the map gives them. */
export function sitesLayers(id: string, sites: readonly ProposedSite[], theme: Theme): Layer[] {
  // The first lies on top.
  const drawn = [...sites].reverse();
  return [
    new ScatterplotLayer<ProposedSite>({
      id: `${id}-pins`,
      data: drawn,
      getPosition: ({ lon, lat }) => [lon, lat],
      radiusUnits: 'pixels',
      getRadius: 12,
      getFillColor: [...rgb(markColor(theme, 'added')), 255] as Rgba,
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      getLineColor: [...rgb(haloOf(theme)), 255] as Rgba,
      parameters: { depthCompare: 'always' },
    }),
    new TextLayer<ProposedSite>({
      id: `${id}-numbers`,
      data: drawn,
      characterSet: '0123456789',
      getPosition: ({ lon, lat }) => [lon, lat],
      getText: ({ number }) => String(number),
      getSize: 13,
      fontFamily: FONT,
      fontWeight: 700,
      getColor: rgb(haloOf(theme)),
      parameters: { depthCompare: 'always' },
    }),
  ];
}

type Corners = readonly (readonly [lon: number, lat: number])[];

/** No-build areas. */
export function areasLayers(id: string, rings: readonly Corners[], theme: Theme): Layer[] {
  const color = FORBIDDEN[theme];
  const open = (corners: Corners): [number, number][] => corners.map(([lon, lat]) => [lon, lat]);
  const lines = rings.map((ring) => open([...ring, ...ring.slice(0, 1)]));
  return [
    new SolidPolygonLayer<Corners>({
      id: `${id}-fill`,
      data: [...rings],
      getPolygon: (ring) => open(ring),
      getFillColor: [...color, 50] as Rgba,
    }),
    new PathLayer<[number, number][]>({
      id: `${id}-line`,
      data: lines,
      getPath: (path) => path,
      getColor: [...color, 255] as Rgba,
      getWidth: 2,
      widthUnits: 'pixels',
    }),
  ];
}

/** deck.gl's layers do not declare the property that places them in MapLibre's stack. */
function before({ beforeId }: Placing): object {
  return beforeId === undefined ? {} : { beforeId };
}
