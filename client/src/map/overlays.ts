import { circle } from '@turf/circle';
import type {
  FilterSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import { PALETTES, type StyleTheme } from '../../../tiles/style/palette.ts';
import type { Item, NearbyResult } from '../../../tiles/api/wire.ts';
import type { NearbyQuery } from '../data/api.ts';
import type { LonLat } from '../format/geometry.ts';

/** Something the map draws on top of the city's style; its ids start with the overlay's own name. */
export interface Overlay {
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
}

/** The device's own position: blue, as on every other map. */
const OWN: Readonly<Record<StyleTheme, string>> = { light: '#1d64d8', dark: '#6ea8ff' };

/** A ring around points, a cased line along lines and borders. */
export function selectionOverlay(item: Item | null, theme: StyleTheme): Overlay | null {
  if (item === null) return null;
  const { accent, halo } = PALETTES[theme];
  return {
    sources: { selection: geojson(item) },
    layers: [
      {
        id: 'selection-fill',
        type: 'fill',
        source: 'selection',
        filter: only('Polygon'),
        paint: { 'fill-color': accent, 'fill-opacity': 0.1 },
      },
      line('selection-casing', 'selection', halo, 7, 0.85),
      line('selection-line', 'selection', accent, 3.5),
      {
        id: 'selection-ring',
        type: 'circle',
        source: 'selection',
        filter: only('Point'),
        paint: {
          'circle-radius': 15,
          'circle-color': accent,
          'circle-opacity': 0.18,
          'circle-stroke-color': accent,
          'circle-stroke-width': 3,
        },
      },
    ],
  };
}

/** The radius as a ring, the starting point, and the hits. */
export function nearbyOverlay(query: NearbyQuery | null, hits: NearbyResult | null, theme: StyleTheme): Overlay | null {
  if (query === null) return null;
  const { accent, halo } = PALETTES[theme];
  const ring = circle([query.lon, query.lat], query.radiusM / 1000, { steps: 96, units: 'kilometers' });
  return {
    sources: {
      'nearby-ring': geojson(ring),
      'nearby-origin': geojson(pointFeature(query)),
      'nearby-hits': geojson({ type: 'FeatureCollection', features: hits?.features ?? [] }),
    },
    layers: [
      {
        id: 'nearby-ring-fill',
        type: 'fill',
        source: 'nearby-ring',
        paint: { 'fill-color': accent, 'fill-opacity': 0.06 },
      },
      line('nearby-ring-line', 'nearby-ring', accent, 2, 0.9, [3, 2]),
      {
        id: 'nearby-hits',
        type: 'circle',
        source: 'nearby-hits',
        filter: only('Point'),
        paint: { 'circle-radius': 10, 'circle-opacity': 0, 'circle-stroke-color': accent, 'circle-stroke-width': 2 },
      },
      {
        id: 'nearby-origin',
        type: 'circle',
        source: 'nearby-origin',
        paint: { 'circle-radius': 6, 'circle-color': accent, 'circle-stroke-color': halo, 'circle-stroke-width': 3 },
      },
    ],
  };
}

export function ownPositionOverlay(
  own: (LonLat & { readonly accuracyM: number }) | null,
  theme: StyleTheme,
): Overlay | null {
  if (own === null) return null;
  const { halo } = PALETTES[theme];
  const accuracy = circle([own.lon, own.lat], Math.max(own.accuracyM, 1) / 1000, { steps: 64, units: 'kilometers' });
  return {
    sources: { 'own-accuracy': geojson(accuracy), 'own-point': geojson(pointFeature(own)) },
    layers: [
      {
        id: 'own-accuracy',
        type: 'fill',
        source: 'own-accuracy',
        paint: { 'fill-color': OWN[theme], 'fill-opacity': 0.14 },
      },
      {
        id: 'own-point',
        type: 'circle',
        source: 'own-point',
        paint: {
          'circle-radius': 7,
          'circle-color': OWN[theme],
          'circle-stroke-color': halo,
          'circle-stroke-width': 3,
        },
      },
    ],
  };
}

/** The line that is measured, and the area that it goes around. */
export function measureOverlay(points: readonly LonLat[], theme: StyleTheme): Overlay {
  const { accent, halo } = PALETTES[theme];
  const coordinates = points.map(({ lon, lat }) => [lon, lat]);
  const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry });
  const [first] = coordinates;
  const features = [
    ...(points.length > 2 && first !== undefined
      ? [feature({ type: 'Polygon', coordinates: [[...coordinates, first]] })]
      : []),
    ...(points.length > 1 ? [feature({ type: 'LineString', coordinates })] : []),
    ...coordinates.map((each) => feature({ type: 'Point', coordinates: each })),
  ];
  return {
    sources: { measure: geojson({ type: 'FeatureCollection', features }) },
    layers: [
      {
        id: 'measure-area',
        type: 'fill',
        source: 'measure',
        filter: only('Polygon'),
        paint: { 'fill-color': accent, 'fill-opacity': 0.12 },
      },
      { ...line('measure-casing', 'measure', halo, 5, 0.85), filter: only('LineString') } as LayerSpecification,
      { ...line('measure-line', 'measure', accent, 2.5), filter: only('LineString') } as LayerSpecification,
      {
        id: 'measure-points',
        type: 'circle',
        source: 'measure',
        filter: only('Point'),
        paint: { 'circle-radius': 4, 'circle-color': halo, 'circle-stroke-color': accent, 'circle-stroke-width': 2.5 },
      },
    ],
  };
}

/** A place that somebody asked for by its coordinates. */
export function foundPlaceOverlay(at: LonLat, theme: StyleTheme): Overlay {
  const { accent, halo } = PALETTES[theme];
  return {
    sources: { 'found-place': geojson(pointFeature(at)) },
    layers: [
      {
        id: 'found-place',
        type: 'circle',
        source: 'found-place',
        paint: { 'circle-radius': 7, 'circle-color': accent, 'circle-stroke-color': halo, 'circle-stroke-width': 3 },
      },
    ],
  };
}

function only(kind: 'Point' | 'LineString' | 'Polygon'): FilterSpecification {
  return ['==', ['geometry-type'], kind];
}

function geojson(data: unknown): GeoJSONSourceSpecification {
  return { type: 'geojson', data: data as GeoJSON.GeoJSON };
}

function pointFeature({ lon, lat }: LonLat): unknown {
  return { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function line(
  id: string,
  source: string,
  color: string,
  width: number,
  opacity = 1,
  dash?: number[],
): LayerSpecification {
  return {
    id,
    type: 'line',
    source,
    filter: ['!=', ['geometry-type'], 'Point'],
    layout: { 'line-join': 'round', 'line-cap': dash === undefined ? 'round' : 'butt' },
    paint: {
      'line-color': color,
      'line-width': width,
      'line-opacity': opacity,
      ...(dash && { 'line-dasharray': dash }),
    },
  };
}
