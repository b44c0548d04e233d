/** What a page draws on its embedded map: rings around features, and GeoJSON of its own. */
import type { FilterSpecification, GeoJSONSourceSpecification } from 'maplibre-gl';
import type { Item } from '../../../tiles/api/wire.ts';
import { PALETTES, type StyleTheme } from '../../../tiles/style/palette.ts';
import type { Overlay } from '../map/overlays.ts';
import type { OwnGeoJson, OwnStyle } from './types.ts';

const GEOJSON_TYPES: ReadonlySet<string> = new Set([
  'Feature',
  'FeatureCollection',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

export function isGeoJson(data: unknown): data is OwnGeoJson {
  return (
    typeof data === 'object' && data !== null && 'type' in data && GEOJSON_TYPES.has(String((data as OwnGeoJson).type))
  );
}

/** Before the page's own name of a source: no name can take that of a source of ours. */
const OWN = 'own:';

/** The page's name of a source; null where it is none of the page's. */
export function ownSource(source: string): string | null {
  return source.startsWith(OWN) ? source.slice(OWN.length) : null;
}

export function highlightOverlay(items: readonly Item[], theme: StyleTheme): Overlay {
  const { accent, halo } = PALETTES[theme];
  const source = 'highlight';
  const data = { type: 'FeatureCollection', features: items } as unknown as GeoJSON.GeoJSON;
  return {
    sources: { [source]: { type: 'geojson', data } },
    layers: [
      {
        id: 'highlight-line',
        type: 'line',
        source,
        filter: NO_POINT,
        paint: { 'line-color': accent, 'line-width': 3 },
      },
      {
        id: 'highlight-ring',
        type: 'circle',
        source,
        filter: only('Point'),
        paint: {
          'circle-radius': 13,
          'circle-opacity': 0,
          'circle-stroke-color': accent,
          'circle-stroke-width': 3,
          'circle-stroke-opacity': 0.9,
        },
      },
      {
        id: 'highlight-rim',
        type: 'circle',
        source,
        filter: only('Point'),
        paint: { 'circle-radius': 16, 'circle-opacity': 0, 'circle-stroke-color': halo, 'circle-stroke-width': 1.5 },
      },
    ],
  };
}

export function ownOverlay(name: string, data: OwnGeoJson, style: OwnStyle, theme: StyleTheme): Overlay {
  const { accent, halo, text } = PALETTES[theme];
  const { color = accent, fillOpacity = 0.2, width = 3, radius = 7, label } = style;
  const source = OWN + name;
  const spec: GeoJSONSourceSpecification = { type: 'geojson', data: data as unknown as GeoJSON.GeoJSON };
  return {
    sources: { [source]: spec },
    layers: [
      {
        id: `${source}:fill`,
        type: 'fill',
        source,
        filter: only('Polygon'),
        paint: { 'fill-color': color, 'fill-opacity': fillOpacity },
      },
      {
        id: `${source}:line`,
        type: 'line',
        source,
        filter: NO_POINT,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': color, 'line-width': width },
      },
      {
        id: `${source}:point`,
        type: 'circle',
        source,
        filter: only('Point'),
        paint: {
          'circle-radius': radius,
          'circle-color': color,
          'circle-stroke-color': halo,
          'circle-stroke-width': 2,
        },
      },
      ...(label === undefined
        ? []
        : [
            {
              id: `${source}:label`,
              type: 'symbol' as const,
              source,
              layout: {
                'text-field': ['to-string', ['get', label]] as ['to-string', ['get', string]],
                'text-size': 13,
                'text-anchor': 'top' as const,
                'text-offset': [0, 0.9] as [number, number],
              },
              paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 1.6 },
            },
          ]),
    ],
  };
}

const NO_POINT: FilterSpecification = ['!=', ['geometry-type'], 'Point'];

function only(kind: 'Point' | 'Polygon'): FilterSpecification {
  return ['==', ['geometry-type'], kind];
}
