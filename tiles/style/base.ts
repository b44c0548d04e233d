/**
 * The base map: the city's own one of vector tiles where it has one, and sea, land, districts, subdistricts and roads
 * of its layers. No other server is needed.
 */
import type { FilterSpecification, LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';
import { nameExpression } from './expressions.ts';
import type { LayerDefinition } from '../layer/layer.ts';
import {
  drawsRole,
  groundAreas,
  groundBorders,
  groundCover,
  groundLabels,
  groundRoads,
  hillshade,
  type Ground,
} from './ground.ts';
import { basePalette, type BaseTone, type Palette, type StyleTheme } from './palette.ts';
import { roadColor, roadWidth, zoomed } from './roads.ts';

/** Parts of layers that the base map is drawn from; one source carries those layers together. */
const BASE_ROLES = ['sea', 'district', 'subdistrict', 'roads'] as const;
export const BASE_SOURCE = 'base';
/** Points to put the names of areas at: in a tile an area's name would be drawn once for every tile it touches. */
export const LABEL_SOURCE = 'base-labels';

/** Ids of the layers that the base map is drawn from, by their parts; a city may lack any. */
type BaseIds = Readonly<Partial<Record<(typeof BASE_ROLES)[number], string | undefined>>>;

/** The lowest style layers of water, with a base map of tiles and without: areas in colours end at the shore. */
export const WATER_LAYERS: readonly string[] = ['base:ground-water', 'base:sea'];

/** Whether the base map draws from a layer. */
export function isBaseLayer({ role }: LayerDefinition): boolean {
  return BASE_ROLES.some((each) => each === role);
}

const NAME = { zh: 'name', en: 'name_en' };
const MAJOR: FilterSpecification = ['match', ['get', 'class'], ['trunk', 'primary'], true, false];
const MINOR: FilterSpecification = ['match', ['get', 'class'], ['trunk', 'primary'], false, true];

export interface BaseMap {
  /** Below every layer of the catalogue. */
  readonly ground: LayerSpecification[];
  /** Above areas, below lines. */
  readonly lines: LayerSpecification[];
  /** Above lines, below points. */
  readonly labels: LayerSpecification[];
}

/**
 * The base map does without what the catalogue lacks.
 *
 * @param ground what is known of the city's own base map; null where it has none
 * @param hasHills whether heights are known; only in its own colours does the base map shade hills: the quiet looks are
 *   for what lies above
 */
export function drawBase(
  theme: StyleTheme,
  lang: Lang,
  catalogue: readonly LayerDefinition[],
  ground: Ground | null = null,
  tone: BaseTone = 'own',
  hasHills = false,
): BaseMap {
  const palette = basePalette(theme, tone);
  const ids: BaseIds = Object.fromEntries(catalogue.filter(isBaseLayer).map(({ id, role }) => [role, id]));
  const drawn: BaseIds = Object.fromEntries(Object.entries(ids).filter(([role]) => !drawsRole(ground, role)));
  const present = (spec: LayerSpecification): boolean => !('source-layer' in spec) || spec['source-layer'] !== ABSENT;
  const own = {
    ground: drawGround(palette, drawn, ids.district !== undefined).filter(present),
    lines: [...drawRoads(palette, drawn), ...drawBoundaries(palette, drawn)].filter(present),
    labels: drawLabels(palette, lang, { ...ids, roads: drawn.roads }).filter(present),
  };
  const hills = hasHills && tone === 'own' ? [hillshade(palette)] : [];
  const [background, ...areas] = own.ground;
  const land = areas.filter(({ id }) => id === 'base:land');
  const water = areas.filter(({ id }) => id !== 'base:land');
  const below = background === undefined ? [] : [background];
  if (ground === null) return { ...own, ground: [...below, ...land, ...hills, ...water] };
  // Where the city has districts and subdistricts of its own, theirs are the borders and names that hold.
  const most = drawsRole(ground, 'district') || ids.district === undefined ? ALL_LEVELS : COUNTRY_LEVELS;
  const named = [
    ...(ids.district === undefined ? [] : ['district']),
    ...(ids.subdistrict === undefined ? [] : ['suburb', 'subdistrict']),
  ];
  return {
    // The land of the city's districts lies below what covers it, its sea above.
    ground: [...below, ...land, ...groundCover(palette), ...hills, ...groundAreas(palette), ...water],
    lines: [...groundRoads(palette), ...groundBorders(palette, most), ...own.lines],
    labels: [...groundLabels(palette, lang, named), ...own.labels],
  };
}

/** Administrative levels as OpenStreetMap counts them: those of a country end at its provinces. */
const COUNTRY_LEVELS = 4;
const ALL_LEVELS = 10;

/** Stands for a layer that the city lacks. */
const ABSENT = '';

/** @param hasDistricts whether it is known where the land of the city ends, whoever draws it */
function drawGround(palette: Palette, { district, sea }: BaseIds, hasDistricts: boolean): LayerSpecification[] {
  return [
    {
      id: 'base:background',
      type: 'background',
      metadata: { 'chengtu:base': 'ground' },
      paint: { 'background-color': hasDistricts ? palette.outside : palette.land },
    },
    {
      ...fromTiles('land', 'ground', district),
      type: 'fill',
      paint: { 'fill-color': palette.land, 'fill-antialias': false },
    },
    { ...fromTiles('sea', 'ground', sea), type: 'fill', paint: { 'fill-color': palette.sea } },
  ];
}

function drawBoundaries(palette: Palette, { district, subdistrict, sea }: BaseIds): LayerSpecification[] {
  return [
    {
      ...fromTiles('subdistrict-line', 'lines', subdistrict),
      type: 'line',
      minzoom: 10,
      paint: {
        'line-color': palette.subdistrictLine,
        'line-width': zoomed(10, 0.5, 15, 1.4),
        'line-dasharray': [3, 2],
      },
    },
    {
      ...fromTiles('district-halo', 'lines', district),
      type: 'line',
      paint: { 'line-color': palette.districtLine, 'line-width': zoomed(7, 2, 14, 7), 'line-opacity': 0.16 },
    },
    {
      ...fromTiles('district-line', 'lines', district),
      type: 'line',
      paint: {
        'line-color': palette.districtLine,
        'line-width': zoomed(7, 0.6, 14, 1.6),
        'line-dasharray': [5, 2, 1, 2],
      },
    },
    // Districts end at the coast: there the coast is drawn, not a boundary.
    {
      ...fromTiles('coast', 'lines', sea),
      type: 'line',
      paint: { 'line-color': palette.coast, 'line-width': zoomed(7, 0.9, 14, 2.4) },
    },
  ];
}

function drawRoads({ road }: Palette, { roads }: BaseIds): LayerSpecification[] {
  const shape = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const fill = roadColor(road);
  const minor = { minzoom: 12, filter: MINOR };
  const major = { minzoom: 9, filter: MAJOR };
  // On the whole city they would be cracks in coloured areas.
  const faint = zoomed(9, 0, 11, 1);
  return [
    {
      ...fromTiles('road-minor-casing', 'lines', roads),
      ...minor,
      type: 'line',
      layout: shape,
      paint: { 'line-color': road.casing, 'line-width': roadWidth(1) },
    },
    {
      ...fromTiles('road-minor', 'lines', roads),
      ...minor,
      type: 'line',
      layout: shape,
      paint: { 'line-color': fill, 'line-width': roadWidth(0) },
    },
    {
      ...fromTiles('road-major-casing', 'lines', roads),
      ...major,
      type: 'line',
      layout: shape,
      paint: { 'line-color': road.casing, 'line-width': roadWidth(1), 'line-opacity': faint },
    },
    {
      ...fromTiles('road-major', 'lines', roads),
      ...major,
      type: 'line',
      layout: shape,
      paint: { 'line-color': fill, 'line-width': roadWidth(0), 'line-opacity': faint },
    },
  ];
}

function drawLabels(palette: Palette, lang: Lang, { district, subdistrict, roads }: BaseIds): LayerSpecification[] {
  const halo = { 'text-halo-color': palette.halo, 'text-halo-width': 1.6 };
  const name = nameExpression(NAME, lang);
  // A name gives way to a mark.
  const dodging = {
    'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'] as (
      | 'center'
      | 'bottom'
      | 'top'
      | 'left'
      | 'right'
    )[],
    'text-radial-offset': 0.9,
    'text-justify': 'auto' as const,
  };
  return [
    {
      ...fromTiles('road-name', 'labels', roads),
      type: 'symbol',
      minzoom: 13,
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
      ...fromLabels('subdistrict-name', subdistrict),
      type: 'symbol',
      minzoom: 11.5,
      maxzoom: 16,
      layout: {
        'text-field': name,
        'text-size': zoomed(11, 10.5, 15, 13.5),
        'text-max-width': 8,
        'text-padding': 4,
        ...dodging,
      },
      paint: { 'text-color': palette.quietText, ...halo },
    },
    {
      ...fromLabels('district-name', district),
      type: 'symbol',
      maxzoom: 13.5,
      layout: {
        'text-field': name,
        'text-size': zoomed(8, 12, 12, 17),
        'text-letter-spacing': 0.08,
        'text-max-width': 8,
        ...dodging,
      },
      paint: { 'text-color': palette.text, ...halo },
    },
  ];
}

function fromTiles(id: string, part: keyof BaseMap, layer: string = ABSENT) {
  return { id: `base:${id}`, source: BASE_SOURCE, 'source-layer': layer, metadata: { 'chengtu:base': part } };
}

function fromLabels(id: string, layer: string = ABSENT) {
  const filter: FilterSpecification = ['==', ['get', 'layer'], layer];
  return { id: `base:${id}`, source: LABEL_SOURCE, filter, metadata: { 'chengtu:base': 'labels' } };
}
