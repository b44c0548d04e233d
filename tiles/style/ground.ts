/** The city's own base map of vector tiles: land cover, water, buildings, roads, rail, borders, places. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';
import type { Text } from '../layer/layer.ts';
import type { Bbox } from '../api/wire.ts';
import { nameExpression } from './expressions.ts';
import type { Palette } from './palette.ts';
import { roadColor, roadWidth, zoomed } from './roads.ts';

export const GROUND_SOURCE = 'ground';

/** What is known of the tiles at `/basemap/{z}/{x}/{y}.mvt`. */
export interface Ground {
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bbox;
  readonly attribution: Text;
  /** Parts of the city's layers that it draws itself: they are not drawn again. */
  readonly draws: readonly string[];
}

/** What is known of the heights at `/basemap/terrain/{z}/{x}/{y}.png`. */
export type Terrain = Omit<Ground, 'draws'>;

export const TERRAIN_SOURCE = 'terrain';

const NAME = { zh: 'name', en: 'name_en' };
const COVER_ORDER = ['farmland', 'grass', 'residential', 'industrial', 'forest', 'park', 'beach'] as const;
const RAIL = ['rail', 'subway', 'tram'];
const PATHS = ['path', 'track', 'pedestrian'];
/** From the first zoom on that they are drawn. */
const ROADS: readonly { readonly id: string; readonly minzoom: number; readonly classes: readonly string[] }[] = [
  { id: 'service', minzoom: 14, classes: ['service'] },
  { id: 'minor', minzoom: 12.5, classes: ['minor'] },
  { id: 'medium', minzoom: 10.5, classes: ['secondary', 'tertiary'] },
  { id: 'major', minzoom: 6, classes: ['motorway', 'trunk', 'primary'] },
];

type Part = 'ground' | 'lines' | 'labels';

function from(id: string, layer: string, part: Part) {
  return { id: `base:ground-${id}`, source: GROUND_SOURCE, 'source-layer': layer, metadata: { 'chengtu:base': part } };
}

function isOne(property: string, values: readonly string[]): FilterSpecification {
  return ['in', ['get', property], ['literal', [...values]]];
}

/** What covers the land. */
export function groundCover({ land, cover }: Palette): LayerSpecification[] {
  const colors = COVER_ORDER.flatMap((each) => [each, cover[each]]);
  const order = COVER_ORDER.flatMap((each, i) => [each, i]);
  return [
    {
      ...from('land', 'land', 'ground'),
      type: 'fill',
      paint: { 'fill-color': land, 'fill-antialias': false },
    },
    {
      ...from('landcover', 'landcover', 'ground'),
      type: 'fill',
      layout: { 'fill-sort-key': ['match', ['get', 'class'], ...order, -1] as unknown as ExpressionSpecification },
      paint: {
        'fill-color': ['match', ['get', 'class'], ...colors, land] as unknown as ExpressionSpecification,
        'fill-antialias': false,
        'fill-opacity': zoomed(7, 0.6, 11, 1),
      },
    },
  ];
}

/** What lies on the land: water and buildings. */
export function groundAreas({ sea, coast, building, buildingLine }: Palette): LayerSpecification[] {
  return [
    {
      ...from('water', 'water', 'ground'),
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': sea },
    },
    {
      ...from('waterway', 'waterway', 'ground'),
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': sea,
        'line-width': [
          'interpolate',
          ['exponential', 1.4],
          ['zoom'],
          8,
          ['match', ['get', 'class'], 'river', 0.8, 0.2],
          12,
          ['match', ['get', 'class'], 'river', 2.2, 0.7],
          16,
          ['match', ['get', 'class'], 'river', 9, 3],
        ],
      },
    },
    {
      ...from('shore', 'water', 'ground'),
      type: 'line',
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': coast, 'line-width': zoomed(7, 0.6, 14, 1.6) },
    },
    {
      ...from('building', 'building', 'ground'),
      type: 'fill',
      minzoom: 14,
      paint: {
        'fill-color': building,
        'fill-outline-color': ['step', ['zoom'], building, 15.5, buildingLine],
        'fill-opacity': zoomed(14, 0.4, 15.5, 1),
      },
    },
  ];
}

/** Hills in the light from the north-west: above what covers the land, below water, roads and names. */
export function hillshade({ hills }: Palette): LayerSpecification {
  return {
    id: 'base:hillshade',
    type: 'hillshade',
    source: TERRAIN_SOURCE,
    metadata: { 'chengtu:base': 'ground' satisfies Part },
    paint: {
      'hillshade-shadow-color': hills.shadow,
      'hillshade-highlight-color': hills.light,
      'hillshade-accent-color': hills.shadow,
      // Where streets fill the map they need the ground to themselves.
      'hillshade-exaggeration': zoomed(8, hills.strength, 15, hills.strength * 0.6),
    },
  };
}

/** Roads and rail, one over the other by rank: each kind's casings first, so that crossings are open. */
export function groundRoads({ road, rail, land }: Palette): LayerSpecification[] {
  const shape = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const inTunnel: FilterSpecification = ['==', ['get', 'brunnel'], 'tunnel'];
  const fill = roadColor(road);
  return [
    {
      ...from('path', 'transportation', 'lines'),
      type: 'line',
      minzoom: 14,
      filter: ['all', isOne('class', PATHS), ['!', inTunnel]] as FilterSpecification,
      paint: {
        'line-color': road.path,
        'line-opacity': zoomed(14, 0.5, 15.5, 1),
        'line-width': zoomed(14, 0.7, 18, 2.4),
        'line-dasharray': [3, 1.5],
      },
    },
    ...ROADS.flatMap(({ id, minzoom, classes }): LayerSpecification[] => {
      const common = { type: 'line', minzoom, layout: shape } as const;
      const own = isOne('class', classes);
      return [
        {
          ...from(`road-${id}-tunnel`, 'transportation', 'lines'),
          ...common,
          layout: { 'line-join': 'round' },
          filter: ['all', own, inTunnel] as FilterSpecification,
          paint: {
            'line-color': road.casing,
            'line-width': roadWidth(0),
            'line-dasharray': [1.5, 1],
            'line-opacity': 0.8,
          },
        },
        {
          ...from(`road-${id}-casing`, 'transportation', 'lines'),
          ...common,
          filter: ['all', own, ['!', inTunnel]] as FilterSpecification,
          paint: { 'line-color': road.casing, 'line-width': roadWidth(1), 'line-opacity': zoomed(8, 0.4, 12, 1) },
        },
        {
          ...from(`road-${id}`, 'transportation', 'lines'),
          ...common,
          filter: ['all', own, ['!', inTunnel]] as FilterSpecification,
          paint: { 'line-color': fill, 'line-width': roadWidth(0), 'line-opacity': zoomed(8, 0.5, 11, 1) },
        },
      ];
    }),
    {
      ...from('rail', 'transportation', 'lines'),
      type: 'line',
      minzoom: 8,
      filter: ['all', isOne('class', ['rail', 'subway']), ['!', inTunnel]] as FilterSpecification,
      paint: { 'line-color': rail, 'line-width': zoomed(11, 0.5, 17, 2) },
    },
    {
      ...from('tram', 'transportation', 'lines'),
      type: 'line',
      minzoom: 13.5,
      filter: ['all', ['==', ['get', 'class'], 'tram'], ['!', inTunnel]] as FilterSpecification,
      paint: { 'line-color': rail, 'line-width': zoomed(14, 0.4, 17, 1), 'line-opacity': 0.8 },
    },
    {
      ...from('rail-dashes', 'transportation', 'lines'),
      type: 'line',
      // Yards would be a carpet of dashes.
      minzoom: 14,
      filter: ['all', ['==', ['get', 'class'], 'rail'], ['!', inTunnel]] as FilterSpecification,
      paint: { 'line-color': land, 'line-width': zoomed(12, 0.5, 16, 1.2), 'line-dasharray': [4, 4] },
    },
  ];
}

/** @param most the last administrative level drawn, as OpenStreetMap counts them */
export function groundBorders({ districtLine, subdistrictLine }: Palette, most: number): LayerSpecification[] {
  const level: ExpressionSpecification = ['to-number', ['get', 'admin_level']];
  const line = (id: string, above: number, upTo: number, minzoom: number): LayerSpecification[] =>
    above >= most
      ? []
      : [
          {
            ...from(id, 'boundary', 'lines'),
            type: 'line',
            minzoom,
            filter: ['all', ['>', level, above], ['<=', level, Math.min(upTo, most)]] as FilterSpecification,
            layout: { 'line-join': 'round' },
            paint: {
              'line-color': upTo > 6 ? subdistrictLine : districtLine,
              'line-width': upTo > 6 ? zoomed(10, 0.5, 15, 1.2) : zoomed(7, 0.7, 14, 1.5),
              'line-dasharray': upTo > 6 ? [3, 2.5] : [5, 2.5],
              // Among streets a border is one line too many.
              'line-opacity': zoomed(13, 1, 16, 0.35),
            },
          },
        ];
  return [...line('border-minor', 6, 10, 10), ...line('border', 0, 6, 0)];
}

interface Label {
  readonly id: string;
  readonly classes: readonly string[];
  readonly minzoom: number;
  readonly maxzoom?: number;
  readonly size: ExpressionSpecification;
  readonly color: keyof Pick<Palette, 'text' | 'quietText' | 'roadText' | 'waterText' | 'greenText'>;
  readonly isSpaced?: boolean;
}

/** Least important first: MapLibre places later layers first. */
const PLACES: readonly Label[] = [
  {
    id: 'village',
    classes: ['village', 'neighbourhood'],
    minzoom: 13.5,
    size: zoomed(13, 10, 17, 12),
    color: 'quietText',
  },
  { id: 'green', classes: ['park', 'beach', 'peak'], minzoom: 9, size: zoomed(9, 10, 15, 12), color: 'greenText' },
  {
    id: 'water',
    classes: ['lake', 'bay', 'sea', 'island'],
    minzoom: 7,
    size: zoomed(8, 10.5, 14, 13),
    color: 'waterText',
    isSpaced: true,
  },
  {
    id: 'suburb',
    classes: ['suburb', 'subdistrict'],
    minzoom: 11.5,
    maxzoom: 16,
    size: zoomed(11, 10.5, 15, 13.5),
    color: 'quietText',
  },
  { id: 'town', classes: ['town'], minzoom: 8.5, maxzoom: 16, size: zoomed(9, 11, 14, 14.5), color: 'quietText' },
  {
    id: 'district',
    classes: ['district'],
    minzoom: 7,
    maxzoom: 13.5,
    size: zoomed(8, 12, 12, 17),
    color: 'text',
    isSpaced: true,
  },
  { id: 'city', classes: ['city'], minzoom: 4, maxzoom: 12, size: zoomed(6, 12.5, 11, 19), color: 'text' },
];

/** @param without classes of places that the city's own layers name */
export function groundLabels(palette: Palette, lang: Lang, without: readonly string[]): LayerSpecification[] {
  const halo = { 'text-halo-color': palette.halo, 'text-halo-width': 1.5 };
  const name = nameExpression(NAME, lang);
  return [
    {
      ...from('road-name', 'transportation', 'labels'),
      type: 'symbol',
      minzoom: 12.5,
      filter: ['all', ['has', 'name'], ['!', isOne('class', RAIL) as ExpressionSpecification]] as FilterSpecification,
      layout: {
        'symbol-placement': 'line',
        'text-field': name,
        'text-size': zoomed(13, 10, 17, 13),
        'symbol-spacing': 320,
        'text-padding': 6,
      },
      paint: { 'text-color': palette.roadText, ...halo },
    },
    {
      ...from('waterway-name', 'waterway', 'labels'),
      type: 'symbol',
      minzoom: 10.5,
      filter: ['has', 'name'],
      layout: {
        'symbol-placement': 'line',
        'text-field': name,
        'text-size': zoomed(10, 10, 16, 13),
        'symbol-spacing': 420,
        'text-letter-spacing': 0.1,
      },
      paint: { 'text-color': palette.waterText, ...halo },
    },
    ...PLACES.flatMap(({ id, classes, minzoom, maxzoom, size, color, isSpaced = false }): LayerSpecification[] => {
      const own = classes.filter((each) => !without.includes(each));
      if (own.length === 0) return [];
      return [
        {
          ...from(`place-${id}`, 'place', 'labels'),
          type: 'symbol',
          minzoom,
          ...(maxzoom === undefined ? {} : { maxzoom }),
          filter: isOne('class', own),
          layout: {
            'text-field': name,
            'text-size': size,
            'text-max-width': 8,
            'text-padding': 5,
            ...(isSpaced ? { 'text-letter-spacing': 0.1 } : {}),
          },
          paint: { 'text-color': palette[color], ...halo },
        },
      ];
    }),
  ];
}

/** Whether the base map itself draws what a layer of the city stands for. */
export function drawsRole(ground: Ground | null, role: string): boolean {
  return ground?.draws.includes(role) ?? false;
}
