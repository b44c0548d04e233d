import Type from 'typebox';
import { FilterLangParameter, FilterParameter, LangParameter, LayersParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import {
  StyleSchema,
  TileJsonSchema,
  TileMatrixSetListSchema,
  TileMatrixSetSchema,
} from '../../tiles/api/tile-sets.ts';
import type { Ground, Terrain } from '../../tiles/style/ground.ts';
import { BASE_TONES, STYLE_THEMES, type StyleTheme } from '../../tiles/style/palette.ts';
import { MATRIX_SET_IDS } from '../../tiles/tile/matrix-set.ts';
import { tileMatrixSetOf } from '../../tiles/tile/tile-matrix-set.ts';
import { LAYER_FILTERS } from '../filter/filters.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone } from '../platform/auth/principal.ts';
import { ApiError } from '../platform/http/errors.ts';
import { SearchParameters } from '../platform/http/query.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import { describeTiles, listMatrixSets, makeStyle } from './descriptions.ts';
import { TILES } from './messages.ts';
import { MATRIX_SET_TILE_ROUTE, TILE_ROUTE, TILE_TYPE } from './http.ts';
import { matrixSetOf, selectLayers, tileLayers } from './request.ts';

export interface TileRoutesParts {
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  /** What is known of the city's own base map; null where it has none. */
  readonly ground: () => Promise<Ground | null>;
  readonly terrain: () => Promise<Terrain | null>;
  readonly version: string;
}

const LayersParam = Type.String({
  examples: ['toilets,schools'],
  ...says('图层编号，逗号分隔。', 'Ids of layers between commas.'),
});
const MatrixSetParam = Type.String({
  enum: [...MATRIX_SET_IDS],
  ...says('瓦片矩阵集编号，见 /tileMatrixSets。', 'Id of a tile matrix set; see /tileMatrixSets.'),
});
const TilePlace = {
  z: Type.String({ examples: ['12'], ...says('级别。', 'Zoom.') }),
  x: Type.String({ examples: ['3416'], ...says('列号，自西向东。', 'Column, from the west.') }),
  y: Type.String({ examples: ['1615'], ...says('行号，自北向南。', 'Row, from the north.') }),
};
const NO_PARAMETERS = new SearchParameters(new URLSearchParams());
/** What chooses the features and properties in tiles. */
const SelectionQuery = {
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  properties: Type.Optional(
    Type.Array(
      Type.String(),
      says(
        '瓦片携带的属性，逗号分隔；不给则用图层的默认。',
        'Attributes that travel, between commas; those of the layer where it is left out.',
      ),
    ),
  ),
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-03-01'],
      ...says(
        '那一时刻的数据，只含现在仍可公开的；不给则为现在。',
        'Data as of this moment, of what may be seen today; of now where it is left out.',
      ),
    }),
  ),
};

const BaseParameter = Type.Enum([...BASE_TONES], {
  ...says(
    '底图的样子：own 为本色（不给即是），grey 为灰色，dark 为深色。',
    'How the base map looks: own for its own colours (as where it is left out), grey, or dark.',
  ),
});
const LangQuery = Type.Object({ lang: Type.Optional(LangParameter) });

const COMMON = { method: 'GET', auth: anyone, cache: 'revalidate', cors: 'any-site', turn: 'kept' } as const;

/** TileJSON, tile matrix sets and styles. */
export function tileRoutes({ registry, layerStats, ground, terrain, version }: TileRoutesParts): readonly Route[] {
  return [
    route({
      ...COMMON,
      path: '/tiles/:layers.json',
      params: Type.Object({ layers: LayersParam }),
      query: Type.Object({ ...SelectionQuery, ...LangQuery.properties }),
      openQuery: [LAYER_FILTERS],
      answer: json(TileJsonSchema),
      vary: ['language', 'host'],
      docs: {
        tag: 'tiles',
        id: 'getTileJson',
        summary: TILES['get-tilejson'],
        examples: ['/tiles/toilets,schools.json'],
      },
      handle: async ({ params, parameters, lang, base, signal }) => {
        const layers = tileLayers(params.layers, registry);
        const sources = layers.map(({ id }) => registry.sourceOf(id));
        const isFree = sources.every(({ tilesOnly }) => tilesOnly === true);
        const selection = selectLayers(layers, isFree ? NO_PARAMETERS : parameters);
        const stats = await layerStats.some(layers, signal);
        return describeTiles(layers, {
          city: registry.city,
          selection,
          parameters,
          lang,
          origin: base,
          version,
          stats,
          sources,
        });
      },
    }),
    route({
      ...COMMON,
      path: '/tileMatrixSets',
      query: LangQuery,
      answer: json(TileMatrixSetListSchema),
      vary: ['language', 'host'],
      docs: { tag: 'tiles', id: 'getTileMatrixSets', summary: TILES['get-matrix-sets'], examples: ['/tileMatrixSets'] },
      handle: ({ lang, base }) => listMatrixSets(lang, base),
    }),
    route({
      ...COMMON,
      path: '/tileMatrixSets/:matrixSet',
      params: Type.Object({ matrixSet: MatrixSetParam }),
      query: LangQuery,
      answer: json(TileMatrixSetSchema),
      vary: ['language'],
      docs: { tag: 'tiles', id: 'getTileMatrixSet', summary: TILES['get-matrix-set'] },
      handle: ({ params, lang }) => tileMatrixSetOf(matrixSetOf(params.matrixSet), lang),
    }),
    route({
      ...COMMON,
      path: '/styles/:theme.json',
      params: Type.Object({
        theme: Type.String({ enum: [...STYLE_THEMES], ...says('主题。', 'Theme.') }),
      }),
      query: Type.Object({
        layers: Type.Optional(LayersParameter),
        base: Type.Optional(BaseParameter),
        ...LangQuery.properties,
      }),
      answer: json(StyleSchema),
      vary: ['language', 'host'],
      docs: { tag: 'tiles', id: 'getStyle', summary: TILES['get-style'], examples: ['/styles/light.json'] },
      handle: async ({ params, query, lang, base, signal }) => {
        const theme = themeOf(params.theme);
        const only = query.layers === undefined ? null : registry.layers(query.layers);
        return makeStyle(theme, {
          registry,
          only,
          lang,
          origin: base,
          layerStats,
          ground: await ground(),
          terrain: await terrain(),
          tone: query.base ?? 'own',
          signal,
        });
      },
    }),
  ];
}

/** Routes of the tiles themselves, for the OpenAPI description only: `TileHandler` answers them ahead of the table. */
export function describedTileRoutes(): readonly Route[] {
  const tile = {
    ...COMMON,
    answer: { ...body(TILE_TYPE, TILES.tile), empty: TILES['empty-tile'] },
    query: Type.Object(SelectionQuery),
    openQuery: [LAYER_FILTERS],
    handle: () => {
      throw new Error('Tiles are answered ahead of the table.');
    },
  };
  return [
    route({
      ...tile,
      path: TILE_ROUTE,
      params: Type.Object({ layers: LayersParam, ...TilePlace }),
      docs: { tag: 'tiles', id: 'getTile', summary: TILES['get-tile'], examples: ['/tiles/toilets/9/427/201.mvt'] },
    }),
    route({
      ...tile,
      path: MATRIX_SET_TILE_ROUTE,
      params: Type.Object({ layers: LayersParam, matrixSet: MatrixSetParam, ...TilePlace }),
      docs: { tag: 'tiles', id: 'getTileOfMatrixSet', summary: TILES['get-tile-of-matrix-set'] },
    }),
  ];
}

function themeOf(text: string): StyleTheme {
  const theme = STYLE_THEMES.find((each) => each === text);
  if (theme) return theme;
  throw new ApiError(404, 'unknown-theme', TILES['unknown-theme'], {
    parameter: 'theme',
    values: { theme: text, themes: STYLE_THEMES.join(', ') },
  });
}
