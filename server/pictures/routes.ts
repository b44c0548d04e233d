import Type from 'typebox';
import { BboxParameter, FilterLangParameter, FilterParameter, LangParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { BASE_ONLY } from '../../tiles/embed/address.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { PALETTES, STYLE_THEMES } from '../../tiles/style/palette.ts';
import { MATRIX_SET_IDS } from '../../tiles/tile/matrix-set.ts';
import { FILTER, FILTER_LANG, LAYER_FILTER, LAYER_FILTERS } from '../filter/filters.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone } from '../platform/auth/principal.ts';
import { BadParameter } from '../platform/http/errors.ts';
import type { Query } from '../platform/http/query.ts';
import { body, route, type Route, type RouteRequest } from '../platform/http/route.ts';
import { selectLayers, tileLayers } from '../tiles/index.ts';
import { PICTURES } from './messages.ts';
import { PICTURE_BASES, type PictureRequest, type Pictures } from './pictures.ts';
import { pngReply } from './png-reply.ts';
import { rasterReply, type Look, type RasterPath } from './raster.ts';
import { readMarkers, readSize, readView } from './request.ts';

export interface PictureRoutesParts {
  readonly pictures: Pictures;
  readonly registry: LayerRegistry;
}

const MAX_LAYERS = 20;

const LayersParam = Type.String({
  examples: ['toilets,parking'],
  ...says('图层编号，逗号分隔；base 只画底图。', 'Ids of layers between commas; base for the base map alone.'),
});
const TilePlace = {
  z: Type.String({ examples: ['12'], ...says('级别。', 'Zoom.') }),
  x: Type.String({ examples: ['3416'], ...says('列号，自西向东。', 'Column, from the west.') }),
  y: Type.String({
    examples: ['1615'],
    ...says('行号，自北向南；其后可加 @2x。', 'Row, from the north; @2x may follow.'),
  }),
};
const ThemeParameter = Type.Enum([...STYLE_THEMES], {
  ...says('主题；不给则为浅色。', 'Theme; light where it is left out.'),
});
const BaseParameter = Type.Enum([...PICTURE_BASES], {
  ...says(
    '底图：own 本色、grey 灰色、dark 深色、none 透明，只画图层；不给则为 own。',
    'The base map: in its own colours, grey, dark, or none for layers on nothing; own where it is left out.',
  ),
});
/** What pictures and raster tiles take alike. */
const LookQuery = {
  theme: Type.Optional(ThemeParameter),
  base: Type.Optional(BaseParameter),
  lang: Type.Optional(LangParameter),
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-03-01'],
      ...says('图层在那一时刻的数据；不给则为现在。', 'The layers as of this moment; as of now where it is left out.'),
    }),
  ),
};
const COMMON = {
  method: 'GET',
  auth: anyone,
  cache: 'revalidate',
  cors: 'any-site',
  turn: 'kept',
  cost: 'picture',
  vary: ['language'],
  openQuery: [LAYER_FILTERS],
} as const;

/** Still pictures of the map, and raster tiles. */
export function pictureRoutes({ pictures, registry }: PictureRoutesParts): readonly Route[] {
  const raster = ({ params, query, parameters, lang, principal, signal }: RouteRequest<TileParams, LookChoice>) => {
    const look = readLook(params.layers, query, { parameters, lang, registry });
    return rasterReply(pictures, { path: params, look }, { principal, signal });
  };
  return [
    route({
      ...COMMON,
      path: '/static/:layers/:view/:size.png',
      params: Type.Object({
        layers: LayersParam,
        view: Type.String({
          examples: ['120.38,36.07,13'],
          ...says(
            '视野：经度,纬度,级别；auto 为参数 bbox 的范围，不给 bbox 则为全市。',
            'Longitude,latitude,zoom; auto for the box of the parameter bbox, else for the city.',
          ),
        }),
        size: Type.String({
          examples: ['600x400@2x'],
          ...says('宽x高，64 到 1280 像素；其后可加 @2x。', 'Width x height, 64 to 1280 px; @2x may follow.'),
        }),
      }),
      query: Type.Object({
        ...LookQuery,
        bbox: Type.Optional(BboxParameter),
        marker: Type.Optional(
          Type.String({
            examples: ['120.38,36.07'],
            ...says(
              '标记：经度,纬度，可再加颜色 rrggbb；多个以分号隔开。',
              'Markers: longitude,latitude and a colour rrggbb by choice; several between semicolons.',
            ),
          }),
        ),
      }),
      answer: body('image/png', PICTURES.picture),
      docs: {
        tag: 'tiles',
        id: 'getStaticPicture',
        summary: PICTURES['get-static'],
        examples: ['/static/toilets/120.38,36.07,13/600x400@2x.png'],
      },
      handle: async ({ params, query, parameters, lang, principal, signal }) => {
        const look = readLook(params.layers, query, { parameters, lang, registry });
        const size = readSize(params.size);
        const request: PictureRequest = {
          ...look,
          view: readView(params.view, size, query.bbox ?? registry.city.bounds),
          ratio: size.ratio,
          markers: readMarkers(query.marker, PALETTES[look.theme].accent),
          hasNotes: true,
          cut: null,
        };
        const prepared = await pictures.prepare(request, { principal, signal });
        return pngReply(pictures, prepared, { principal, signal });
      },
    }),
    route({
      ...COMMON,
      path: '/raster/:layers/:z/:x/:y.png',
      params: Type.Object({ layers: LayersParam, ...TilePlace }),
      query: Type.Object(LookQuery),
      answer: body('image/png', PICTURES.raster),
      docs: {
        tag: 'tiles',
        id: 'getRasterTile',
        summary: PICTURES['get-raster'],
        examples: ['/raster/toilets/12/3418/1611.png'],
      },
      handle: raster,
    }),
    route({
      ...COMMON,
      path: '/raster/:layers/:matrixSet/:z/:x/:y.png',
      params: Type.Object({
        layers: LayersParam,
        matrixSet: Type.String({
          enum: [...MATRIX_SET_IDS],
          ...says('瓦片矩阵集编号，见 /tileMatrixSets。', 'Id of a tile matrix set; see /tileMatrixSets.'),
        }),
        ...TilePlace,
      }),
      query: Type.Object(LookQuery),
      answer: body('image/png', PICTURES.raster),
      docs: { tag: 'tiles', id: 'getRasterTileOfMatrixSet', summary: PICTURES['get-raster-of-matrix-set'] },
      handle: raster,
    }),
  ];
}

interface LookChoice {
  readonly theme?: Look['theme'] | undefined;
  readonly base?: Look['base'] | undefined;
}

interface TileParams extends RasterPath {
  readonly layers: string;
}

/** Which layers, and how they look. Throws `UnknownLayer` or `BadParameter`. */
export function readLook(
  list: string,
  { theme = 'light', base = 'own' }: LookChoice,
  {
    parameters,
    lang,
    registry,
  }: { readonly parameters: Query; readonly lang: Look['lang']; readonly registry: LayerRegistry },
): Look {
  const layers = list === BASE_ONLY ? [] : tileLayers(list, registry);
  if (layers.length > MAX_LAYERS)
    throw new BadParameter('layers', PICTURES['too-many-layers'], { max: MAX_LAYERS, count: layers.length });
  return { layers, theme, base, lang, query: tileQuery(layers, parameters) };
}

/** The parameters that the tiles of the layers take: checked here, so that an empty picture tells of them too. */
function tileQuery(layers: readonly LayerDefinition[], parameters: Query): URLSearchParams {
  const names = parameters.names.filter(
    (name) => [FILTER, FILTER_LANG, 'datetime'].includes(name) || name.startsWith(LAYER_FILTER),
  );
  const [first] = names;
  if (first === undefined) return new URLSearchParams();
  if (layers.length === 0) throw new BadParameter(first, PICTURES['filter-needs-layer']);
  selectLayers(layers, { names, text: (name, most) => parameters.text(name, most) });
  return new URLSearchParams([...parameters.search].filter(([name]) => names.includes(name)));
}
