import type { Static } from 'typebox';
import { tileJsonOf } from '../../tiles/api/tilejson.ts';
import type { TileJson, TileMatrixSetListSchema } from '../../tiles/api/tile-sets.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { LIMITS } from '../../tiles/filter/cql2/error.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { BaseTone, StyleTheme } from '../../tiles/style/palette.ts';
import type { Ground, Terrain } from '../../tiles/style/ground.ts';
import { styleOf } from '../../tiles/style/style.ts';
import { MATRIX_SET_IDS, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { MATRIX_SET_DESCRIPTIONS } from '../../tiles/tile/tile-matrix-set.ts';
import { FILTER, FILTER_LANG, LAYER_FILTER, type Parameters } from '../filter/filters.ts';
import type { LayerStats, LayerStatsCache } from '../layers/layer-stats.ts';
import type { City } from '../layers/city.ts';
import { withSources } from '../layers/layer-loads.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerSource, TileSelection } from '../layers/source.ts';
import { say, type Lang } from '../platform/messages/index.ts';
import { TILES } from './messages.ts';

type Stats = ReadonlyMap<string, LayerStats>;

export interface TileDescription {
  /** Whose bounds hold for layers without data. */
  readonly city: City;
  readonly selection: TileSelection;
  /** As they came: the tiles have the filter, properties and moment of this address. */
  readonly parameters: Parameters;
  readonly lang: Lang;
  readonly origin: string;
  readonly version: string;
  readonly stats: Stats;
  /** Of the layers, each in its place. They have been looked at: how old their data can be is known then. */
  readonly sources: readonly LayerSource[];
}

export function describeTiles(
  layers: readonly LayerDefinition[],
  { city, selection, parameters, lang, origin, version, stats, sources }: TileDescription,
): TileJson {
  const agesS = sources.map(({ ageS }) => ageS).filter((ageS) => ageS !== undefined);
  return tileJsonOf(withSources(layers, stats), {
    lang,
    origin,
    bounds: around(layers.flatMap((layer) => stats.get(layer.id)?.bbox ?? [])) ?? city.bounds,
    version,
    reserved: { id: TILES['field-id'][lang], provenance: TILES['field-provenance'][lang] },
    label: TILES['field-label'][lang],
    query: tileQuery(
      parameters,
      sources.some(({ tilesOnly }) => tilesOnly === true),
    ),
    vectorLayers: new Map(
      layers.flatMap(({ id }, index) => {
        const own = sources[index]?.vectorLayers ?? null;
        return own === null ? [] : [[id, own] as const];
      }),
    ),
    maxAgeS: agesS.length === 0 || agesS.includes(null) ? undefined : Math.max(...agesS.map(Number)),
    properties: new Map(
      selection.layers.flatMap(({ layer, properties }) => (properties === null ? [] : [[layer.id, properties]])),
    ),
  });
}

/** The parameters that tiles take too, as they were given; all of them where a source takes any. */
function tileQuery(parameters: Parameters, takesAny: boolean): string {
  const isTiles = (name: string): boolean =>
    takesAny || [FILTER, FILTER_LANG, 'properties', 'datetime'].includes(name) || name.startsWith(LAYER_FILTER);
  return new URLSearchParams(
    parameters.names
      .filter(isTiles)
      .map((name): [string, string] => [name, parameters.text(name, LIMITS.characters) ?? '']),
  ).toString();
}

/** The box around boxes in a flat list; null for an empty list. */
function around(edges: readonly number[]): Bbox | null {
  if (edges.length === 0) return null;
  const every = (offset: number): number[] => edges.filter((_, index) => index % 4 === offset);
  return [Math.min(...every(0)), Math.min(...every(1)), Math.max(...every(2)), Math.max(...every(3))];
}

export interface StyleChoice {
  readonly registry: LayerRegistry;
  /** Null for all layers. */
  readonly only: readonly LayerDefinition[] | null;
  readonly lang: Lang;
  readonly origin: string;
  readonly layerStats: LayerStatsCache;
  /** What is known of the city's own base map; null where it has none. */
  readonly ground: Ground | null;
  /** What is known of the city's heights; null where it has none. */
  readonly terrain: Terrain | null;
  readonly tone: BaseTone;
  readonly signal: AbortSignal;
}

export async function makeStyle(
  theme: StyleTheme,
  { registry, only, lang, origin, layerStats, ground, terrain, tone, signal }: StyleChoice,
): Promise<object> {
  const name = TILES[theme === 'dark' ? 'style-name-dark' : 'style-name'];
  const stats = await layerStats.some(only ?? registry.list, signal);
  return styleOf({
    theme,
    lang,
    catalogue: withSources(registry.list, stats),
    ...(only === null ? {} : { only: new Set(only.map(({ id }) => id)) }),
    origin,
    name: say(name, lang, { city: registry.city.name[lang] }),
    center: registry.city.start.center,
    zoom: registry.city.start.zoom,
    bounds: boundsOf(stats),
    labels: (await layerStats.areas(signal)).labels,
    ground,
    terrain,
    tone,
  });
}

function boundsOf(stats: Stats): Record<string, Bbox> {
  return Object.fromEntries([...stats].flatMap(([id, { bbox }]) => (bbox ? [[id, bbox] as const] : [])));
}

/** The tile matrix sets that tiles come in, and where the tiles of each are. */
export function listMatrixSets(lang: Lang, origin: string): Static<typeof TileMatrixSetListSchema> {
  const tileMatrixSets = MATRIX_SET_IDS.map((id) => {
    const { title, uri, crs } = MATRIX_SET_DESCRIPTIONS[id];
    return { id, title: title[lang], ...(uri === undefined ? {} : { uri }), crs, links: linksOf(id, origin) };
  });
  return { tileMatrixSets };
}

function linksOf(id: MatrixSetId, origin: string) {
  return [
    { rel: 'self', type: 'application/json', href: `${origin}/tileMatrixSets/${id}` },
    {
      rel: 'item',
      type: 'application/vnd.mapbox-vector-tile',
      templated: true,
      href: `${origin}/tiles/{layers}/${id}/{tileMatrix}/{tileCol}/{tileRow}.mvt`,
    },
  ];
}
