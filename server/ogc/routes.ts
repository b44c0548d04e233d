/** The public layers by the standards of OGC: features, vector tiles and styles. */
import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { FilterLangParameter, FilterParameter, LangParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { StyleSchema } from '../../tiles/api/tile-sets.ts';
import type { Lang } from '../../tiles/i18n.ts';
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import type { Ground, Terrain } from '../../tiles/style/ground.ts';
import { STYLE_THEMES } from '../../tiles/style/palette.ts';
import { LIMITS } from '../../tiles/filter/cql2/error.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { withPost } from '../platform/http/by-post.ts';
import type { Content } from '../platform/http/content.ts';
import { ApiError } from '../platform/http/errors.ts';
import { route, type Route, type RouteRequest } from '../platform/http/route.ts';
import { makeStyle } from '../tiles/index.ts';
import { collectionAddress, collectionSchema, describeCollection, type SchemaKind } from './collections.ts';
import { CONFORMANCE } from './conformance.ts';
import { SYSTEMS } from './crs.ts';
import { featureJson, readOne, readPage, type ItemsParts } from './items.ts';
import { cursorOf, ITEM_PARAMETERS, LIMIT, readItemsQuery, readSystem, withReserved } from './items-query.ts';
import { inFormat, REL, selfLinks, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';
import { openApi30, ROOT } from './openapi-3-0.ts';
import { fillText, pageHtml, type Crumb } from './page.ts';
import * as pages from './pages.ts';
import { FORMATS, formatOf, htmlContent, jsonContent, refuseOthers, type Format } from './resource.ts';
import {
  CollectionSchema,
  CollectionsSchema,
  ConformanceSchema,
  FeatureSchema,
  FeaturesSchema,
  LandingSchema,
  PropertiesSchema,
  StylesSchema,
  TilesetSchema,
  TilesetsSchema,
} from './schemas.ts';
import { describeTileset, matrixSetsOf, summarizeTileset, type TilesetParts } from './tilesets.ts';

export interface OgcRoutesParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  /** What is known of the city's own base map and heights; null where it has none. */
  readonly ground: () => Promise<Ground | null>;
  readonly terrain: () => Promise<Terrain | null>;
  readonly version: string;
}

const CommonQuery = {
  f: Type.Optional(
    Type.Enum([...FORMATS], says('json 或 html；不给则按 Accept。', 'json or html; by Accept where it is left out.')),
  ),
  lang: Type.Optional(LangParameter),
};
const COMMON_NAMES = Object.keys(CommonQuery);

const CrsQuery = Type.Optional(
  Type.String({
    examples: [SYSTEMS[0]?.uri],
    ...says(
      '回答所用的坐标参考系（URI，见图层的 crs），坐标按其坐标轴顺序；不给则为 CRS84。',
      'Coordinate system of the answer by its URI (see crs of the collection), in the order of its axes; CRS84 where it is left out.',
    ),
  }),
);

const ItemsQuery = {
  ...CommonQuery,
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: LIMIT.usual,
      ...says('每页最多多少个要素，至多 10000。', 'Features on a page, at most 10000.'),
    }),
  ),
  bbox: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 4,
      maxItems: 6,
      examples: [[120.3, 36.0, 120.5, 36.2]],
      ...says(
        '与此范围相交的要素：4 个（或 6 个）数，按 bbox-crs 的坐标轴顺序；跨 180° 经线时西大于东。高程不计。',
        'Features that meet the box: 4 (or 6) numbers in the order of the axes of bbox-crs; across the antimeridian the west is the larger. Heights do not count.',
      ),
    }),
  ),
  'bbox-crs': Type.Optional(
    Type.String(says('bbox 的坐标参考系；不给则为 CRS84。', 'System of bbox; CRS84 where it is left out.')),
  ),
  crs: CrsQuery,
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-03-01', '2026-01-01/..'],
      ...says(
        '日期、时刻或时段。有日期属性的图层按其筛选，其余图层给出那一刻（时段末）的数据。',
        'A date, a moment or an interval. It chooses by the date of a feature where the collection has one; else it gives the data as of then (as of its end).',
      ),
    }),
  ),
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  'filter-crs': Type.Optional(
    Type.String(
      says(
        'filter 中坐标的坐标参考系；不给则为 CRS84。',
        'System of the coordinates in filter; CRS84 where it is left out.',
      ),
    ),
  ),
  sortby: Type.Optional(
    Type.Array(Type.String(), {
      examples: [['-name']],
      ...says(
        '排序属性，逗号分隔，- 在前为降序；没有值的排在最后，值相同的按编号。',
        'Attributes between commas, - in front for descending; without a value come last, equal ones by id.',
      ),
    }),
  ),
  properties: Type.Optional(
    Type.Array(
      Type.String(),
      says('要返回的属性，逗号分隔；不给则为全部。', 'Properties to give, between commas; all where it is left out.'),
    ),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 20_000,
      ...says('下一页的位置，由 next 链接给出。', 'Where the next page begins, as the link next gives it.'),
    }),
  ),
};

const CollectionParam = Type.String({
  examples: ['toilets'],
  ...says('图层编号。', 'Id of the collection.'),
});
const CollectionParams = Type.Object({ collectionId: CollectionParam });
const MatrixSetParam = Type.String({
  examples: ['WebMercatorQuad'],
  ...says('瓦片矩阵集编号。', 'Id of the tile matrix set.'),
});

type Query = { readonly f?: Format | undefined };
type Asked<P = unknown> = RouteRequest<P, Query>;

/** A resource as it is told: JSON, and a page. */
interface Told {
  readonly type: string;
  readonly json: () => string;
  readonly crumbs: readonly Crumb[];
  readonly title: string;
  readonly body: () => readonly pages.Html[];
  readonly headers?: Readonly<Record<string, string>>;
}

export function ogcRoutes(parts: OgcRoutesParts): readonly Route[] {
  const { db, registry, layerStats, version } = parts;
  const city = registry.city.name;

  const tell = (asked: Asked, { type, json, crumbs, title, body, headers = {} }: Told): Content => {
    const { lang, base } = asked;
    if (formatOf(asked) === 'json') return jsonContent(json(), type, { lang, headers });
    const page = { lang, base, city, self: selfOf(asked), crumbs, title, body: body(), jsonType: type };
    return htmlContent(pageHtml(page), { lang, headers });
  };

  /** A route that takes no other parameters than its own. */
  const resource = <P extends TProperties = Record<never, TSchema>>(spec: {
    readonly path: string;
    readonly params?: TObject<P>;
    readonly id: string;
    readonly summary: Text;
    readonly type: string;
    readonly schema: TSchema;
    readonly examples?: readonly string[];
    readonly query?: TProperties;
    readonly handle: (asked: Asked<Record<keyof P, string>>) => Content | Promise<Content>;
  }): Route => {
    const { path, params, id, summary, type, schema, examples, query = CommonQuery, handle } = spec;
    return route({
      method: 'GET',
      path: ROOT + path,
      auth: anyone,
      ...(params === undefined ? {} : { params: params as TObject<TProperties> }),
      query: Type.Object(query),
      answer: { status: 200, type, schema },
      cache: 'revalidate',
      cors: 'any-site',
      turn: 'kept',
      vary: ['language', 'host', 'accept'],
      docs: { tag: 'ogc', id, summary, ...(examples === undefined ? {} : { examples }) },
      handle: (request) => {
        const asked = request as unknown as Asked<Record<keyof P, string>>;
        refuseOthers(asked, Object.keys(query));
        return handle(asked);
      },
    });
  };

  const linksToSelf = (asked: Asked, type: string): readonly Link[] =>
    selfLinks(selfOf(asked), { format: formatOf(asked), type, lang: asked.lang });

  const home = ({ base, lang }: Asked): Crumb => ({
    title: OGC.collections[lang],
    href: `${base}${ROOT}/collections?f=html&lang=${lang}`,
  });
  const toLayer = (asked: Asked, layer: LayerDefinition): readonly Crumb[] => [
    home(asked),
    { title: layer.title[asked.lang], href: `${collectionAddress(asked.base, layer)}?f=html&lang=${asked.lang}` },
  ];

  const describe = async (layer: LayerDefinition, asked: Asked, self: readonly Link[]) =>
    describeCollection(
      layer,
      {
        stats: await layerStats.of(layer, asked.signal),
        source: registry.sourceOf(layer.id),
        lang: asked.lang,
        base: asked.base,
      },
      self,
    );

  const landing = resource({
    path: '',
    id: 'getOgcLanding',
    summary: OGC['get-landing'],
    type: TYPE.json,
    schema: LandingSchema,
    examples: ['/ogc'],
    handle: (asked) => {
      const { base, lang } = asked;
      const at = (path: string, rel: string, type: string, text: Text): Link => ({
        rel,
        type,
        title: text[lang],
        href: base + path,
      });
      const links = [
        ...linksToSelf(asked, TYPE.json),
        at(`${ROOT}/api?f=json`, 'service-desc', TYPE.openapi, OGC.api),
        at(`${ROOT}/api?f=html`, 'service-doc', TYPE.html, OGC.api),
        at(`${ROOT}/conformance`, 'conformance', TYPE.json, OGC.conformance),
        at(`${ROOT}/collections`, 'data', TYPE.json, OGC.collections),
        at(`${ROOT}/tiles`, REL.vectorTilesets, TYPE.json, OGC.tilesets),
        at('/tileMatrixSets', REL.tilingSchemes, TYPE.json, OGC['matrix-set']),
        at(`${ROOT}/styles`, REL.styles, TYPE.json, OGC.styles),
      ];
      const title = fillText(OGC['api-title'], lang, { city });
      const description = fillText(OGC['api-intro'], lang, { city });
      return tell(asked, {
        type: TYPE.json,
        json: () => JSON.stringify({ title, description, links }),
        crumbs: [],
        title,
        body: () => pages.landing({ description, lang, base }),
      });
    },
  });

  const conformance = resource({
    path: '/conformance',
    id: 'getOgcConformance',
    summary: OGC['get-conformance'],
    type: TYPE.json,
    schema: ConformanceSchema,
    examples: ['/ogc/conformance'],
    handle: (asked) =>
      tell(asked, {
        type: TYPE.json,
        json: () => JSON.stringify({ conformsTo: CONFORMANCE }),
        crumbs: [],
        title: OGC.conformance[asked.lang],
        body: () => pages.conformance(CONFORMANCE, asked.lang),
      }),
  });

  const api = resource({
    path: '/api',
    id: 'getOgcApi',
    summary: OGC['get-api'],
    type: TYPE.openapi,
    schema: Type.Unsafe<object>({ type: 'object' }),
    examples: ['/ogc/api'],
    handle: (asked) => {
      const { lang, base } = asked;
      const description = fillText(OGC['api-intro'], lang, { city });
      const title = { zh: fillText(OGC['api-title'], 'zh', { city }), en: fillText(OGC['api-title'], 'en', { city }) };
      return tell(asked, {
        type: TYPE.openapi,
        json: () => JSON.stringify(openApi30(routes, { lang, title, description, version, base })),
        crumbs: [],
        title: OGC.api[lang],
        body: () => pages.api(routes, lang),
      });
    },
  });

  const collections = resource({
    path: '/collections',
    id: 'getOgcCollections',
    summary: OGC['get-collections'],
    type: TYPE.json,
    schema: CollectionsSchema,
    examples: ['/ogc/collections'],
    handle: async (asked) => {
      const { base, lang, signal } = asked;
      const stats = await layerStats.all(signal);
      const sourceOf = (layer: LayerDefinition) => registry.sourceOf(layer.id);
      return tell(asked, {
        type: TYPE.json,
        json: () =>
          JSON.stringify({
            links: linksToSelf(asked, TYPE.json),
            crs: SYSTEMS.map(({ uri }) => uri),
            collections: registry.list.map((layer) =>
              describeCollection(
                layer,
                { stats: stats.get(layer.id), source: sourceOf(layer), lang, base },
                selfLinks(collectionAddress(base, layer), { format: 'json', type: TYPE.json, lang }),
              ),
            ),
          }),
        crumbs: [],
        title: OGC.collections[lang],
        body: () => pages.collections(registry.list, { stats, sourceOf, lang, base }),
      });
    },
  });

  const collection = resource({
    path: '/collections/:collectionId',
    params: CollectionParams,
    id: 'getOgcCollection',
    summary: OGC['get-collection'],
    type: TYPE.json,
    schema: CollectionSchema,
    examples: ['/ogc/collections/toilets'],
    handle: async (asked) => {
      const layer = registry.layer(asked.params.collectionId, 'collectionId');
      const described = await describe(layer, asked, linksToSelf(asked, TYPE.json));
      const stats = await layerStats.of(layer, asked.signal);
      return tell(asked, {
        type: TYPE.json,
        json: () => JSON.stringify(described),
        crumbs: [home(asked)],
        title: layer.title[asked.lang],
        body: () =>
          pages.collection(layer, { stats, source: registry.sourceOf(layer.id), lang: asked.lang, base: asked.base }),
      });
    },
  });

  const schemaRoute = (kind: SchemaKind, id: string, summary: Text): Route =>
    resource({
      path: `/collections/:collectionId/${kind}`,
      params: CollectionParams,
      id,
      summary,
      type: TYPE.schema,
      schema: PropertiesSchema,
      examples: [`/ogc/collections/toilets/${kind}`],
      handle: (asked) => {
        const { lang, base } = asked;
        const layer = layerWithItems(asked.params.collectionId, asked);
        const schema = collectionSchema(layer, kind, { source: registry.sourceOf(layer.id), lang, base });
        return tell(asked, {
          type: TYPE.schema,
          json: () => JSON.stringify(schema),
          crumbs: toLayer(asked, layer),
          title: OGC[kind][lang],
          body: () => pages.schema(schema, lang),
        });
      },
    });

  /** Throws `ApiError` for a layer that has tiles alone. */
  function layerWithItems(id: string, { base }: Pick<Asked, 'base'>): LayerDefinition {
    const layer = registry.layer(id, 'collectionId');
    if (registry.sourceOf(layer.id).tilesOnly !== true) return layer;
    throw new ApiError(404, 'no-items', OGC['no-items'], {
      parameter: 'collectionId',
      values: { layer: id, tiles: `${collectionAddress(base, layer)}/tiles` },
    });
  }

  const partsOf = (layer: LayerDefinition, { principal, signal }: Asked): ItemsParts => {
    const source = registry.sourceOf(layer.id);
    return { source, layerStats, signal, open: (until) => sessionOf(source, db, principal, { signal: until }) };
  };

  const itemsRoute = route({
    method: 'GET',
    path: `${ROOT}/collections/:collectionId/items`,
    auth: anyone,
    params: CollectionParams,
    query: Type.Object(ItemsQuery),
    openQuery: [
      {
        name: 'queryables',
        schema: Type.String(
          says(
            '属性名=值：该属性等于此值的要素；属性见 queryables。',
            'Name of a queryable and the value that it must have; see queryables.',
          ),
        ),
      },
    ],
    answer: { status: 200, type: TYPE.geojson, schema: FeaturesSchema },
    cache: 'revalidate',
    cors: 'any-site',
    turn: 'kept',
    vary: ['language', 'host', 'accept'],
    docs: {
      tag: 'ogc',
      id: 'getOgcItems',
      summary: OGC['get-items'],
      examples: ['/ogc/collections/toilets/items?limit=5'],
    },
    handle: async (request) => {
      const { parameters, lang, base } = request;
      // By POST the parameters are in the body.
      const isPost = request.body.length > 0;
      const layer = layerWithItems(request.params.collectionId, request);
      const source = registry.sourceOf(layer.id);
      const asked = readItemsQuery(parameters, layer, source);
      const page = await readPage(partsOf(layer, request), asked);
      const { query, system } = asked;
      const self = isPost ? `${base}${request.path}` : selfOf(request);
      const cursor = page.next === null ? null : cursorOf(asked, page.next);
      const links: readonly Link[] = [
        ...selfLinks(self, { format: formatOf(request), type: TYPE.geojson, lang }),
        ...(cursor === null ? [] : [nextLink(request, cursor, isPost)]),
        { rel: 'collection', type: TYPE.json, href: collectionAddress(base, layer) },
        { rel: 'describedby', type: TYPE.schema, href: `${collectionAddress(base, layer)}/schema` },
      ];
      return tell(request, {
        type: TYPE.geojson,
        headers: { 'Content-Crs': `<${system.uri}>` },
        json: () => {
          const features = page.rows.map((row) => featureJson(row, { layer, properties: query.properties, system }));
          const matched = page.matched === null ? '' : `"numberMatched":${String(page.matched)},`;
          return `{"type":"FeatureCollection","links":${JSON.stringify(links)},${matched}"numberReturned":${String(features.length)},"features":[${features.join(',\n')}]}`;
        },
        crumbs: toLayer(request, layer),
        title: OGC.items[lang],
        body: () =>
          pages.items(layer, {
            page,
            query,
            lang,
            base,
            self,
            next: cursor === null || isPost ? null : withCursor(self, cursor),
          }),
      });
    },
  });

  const item = resource({
    path: '/collections/:collectionId/items/:featureId',
    params: Type.Object({
      collectionId: CollectionParam,
      featureId: Type.String(says('要素编号。', 'Id of the feature.')),
    }),
    id: 'getOgcItem',
    summary: OGC['get-item'],
    type: TYPE.geojson,
    schema: FeatureSchema,
    query: { ...CommonQuery, crs: CrsQuery },
    handle: async (asked) => {
      const { params, parameters, lang, base } = asked;
      const system = readSystem(parameters, 'crs');
      const layer = layerWithItems(params.collectionId, asked);
      const row = await readOne(partsOf(layer, asked), layer, { id: params.featureId, system });
      if (row === null)
        throw new ApiError(404, 'unknown-item', OGC['unknown-feature'], {
          parameter: 'featureId',
          values: { layer: layer.id, id: params.featureId },
        });
      const links: readonly Link[] = [
        ...linksToSelf(asked, TYPE.geojson),
        { rel: 'collection', type: TYPE.json, href: collectionAddress(base, layer) },
        { rel: 'describedby', type: TYPE.schema, href: `${collectionAddress(base, layer)}/schema` },
      ];
      return tell(asked, {
        type: TYPE.geojson,
        headers: { 'Content-Crs': `<${system.uri}>` },
        json: () => featureJson(row, { layer, properties: null, system }, `,"links":${JSON.stringify(links)}`),
        crumbs: [
          ...toLayer(asked, layer),
          { title: OGC.items[lang], href: `${collectionAddress(base, layer)}/items?f=html&lang=${lang}` },
        ],
        title: row.id,
        body: () => pages.item(layer, { row, lang }),
      });
    },
  });

  /** Layers whose tiles are of the city's data, as far as one tile holds them. */
  const together = (): readonly LayerDefinition[] =>
    registry.list.filter((layer) => registry.sourceOf(layer.id).tilesOnly !== true).slice(0, MAX_TILE_LAYERS);

  const tilesetParts = async (layer: LayerDefinition | null, asked: Asked): Promise<TilesetParts> => {
    const { base, lang, signal } = asked;
    if (layer === null)
      return {
        title: OGC['all-layers'][lang],
        layers: together(),
        bbox: registry.city.bounds,
        address: `${base}${ROOT}/tiles`,
        base,
        lang,
      };
    const { bbox } = await layerStats.of(layer, signal);
    return {
      title: layer.title[lang],
      layers: [layer],
      bbox,
      address: `${collectionAddress(base, layer)}/tiles`,
      base,
      lang,
    };
  };

  const tilesetRoutes = (isOfCollection: boolean): readonly Route[] => {
    const under = isOfCollection ? '/collections/:collectionId' : '';
    const layerOf = (params: Readonly<Record<string, string>>): LayerDefinition | null =>
      isOfCollection ? registry.layer(params['collectionId'] ?? '', 'collectionId') : null;
    const matrixSets = (layer: LayerDefinition | null) =>
      matrixSetsOf(layer !== null && registry.sourceOf(layer.id).tilesOnly === true);
    const crumbs = (asked: Asked, layer: LayerDefinition | null): readonly Crumb[] =>
      layer === null ? [] : toLayer(asked, layer);
    return [
      resource<TProperties>({
        path: `${under}/tiles`,
        ...(isOfCollection ? { params: CollectionParams } : {}),
        id: isOfCollection ? 'getOgcCollectionTilesets' : 'getOgcTilesets',
        summary: OGC[isOfCollection ? 'get-collection-tilesets' : 'get-tilesets'],
        type: TYPE.json,
        schema: TilesetsSchema,
        examples: [isOfCollection ? '/ogc/collections/toilets/tiles' : '/ogc/tiles'],
        handle: async (asked) => {
          const layer = layerOf(asked.params);
          const of = await tilesetParts(layer, asked);
          const tilesets = matrixSets(layer).map((id) => summarizeTileset(id, of));
          return tell(asked, {
            type: TYPE.json,
            json: () => JSON.stringify({ tilesets, links: linksToSelf(asked, TYPE.json) }),
            crumbs: crumbs(asked, layer),
            title: OGC.tilesets[asked.lang],
            body: () => pages.tilesets(tilesets, asked.lang),
          });
        },
      }),
      resource<TProperties>({
        path: `${under}/tiles/:tileMatrixSetId`,
        params: Type.Object({
          ...(isOfCollection ? { collectionId: CollectionParam } : {}),
          tileMatrixSetId: MatrixSetParam,
        }),
        id: isOfCollection ? 'getOgcCollectionTileset' : 'getOgcTileset',
        summary: OGC[isOfCollection ? 'get-collection-tileset' : 'get-tileset'],
        type: TYPE.json,
        schema: TilesetSchema,
        examples: [`/ogc${isOfCollection ? '/collections/toilets' : ''}/tiles/WebMercatorQuad`],
        handle: async (asked) => {
          const layer = layerOf(asked.params);
          const wanted = asked.params['tileMatrixSetId'] ?? '';
          const choices = matrixSets(layer);
          const id = choices.find((each) => each === wanted);
          if (id === undefined)
            throw new ApiError(404, 'unknown-matrix-set', OGC['no-tileset'], {
              parameter: 'tileMatrixSetId',
              values: {
                layer: layer?.title ?? OGC['all-layers'],
                matrixSet: wanted,
                choices: choices.join(', '),
              },
            });
          const tileset = describeTileset(id, await tilesetParts(layer, asked));
          return tell(asked, {
            type: TYPE.json,
            json: () => JSON.stringify(tileset),
            crumbs: crumbs(asked, layer),
            title: tileset.title,
            body: () => pages.tileset(tileset, asked.lang),
          });
        },
      }),
    ];
  };

  const styleTitle = (id: (typeof STYLE_THEMES)[number], lang: Lang): string => OGC[`style-${id}`][lang];

  const styles = resource({
    path: '/styles',
    id: 'getOgcStyles',
    summary: OGC['get-styles'],
    type: TYPE.json,
    schema: StylesSchema,
    examples: ['/ogc/styles'],
    handle: (asked) => {
      const { lang, base } = asked;
      const list = STYLE_THEMES.map((id) => ({
        id,
        title: styleTitle(id, lang),
        links: [{ rel: 'stylesheet', type: TYPE.style, href: `${base}${ROOT}/styles/${id}?lang=${lang}` }],
      }));
      return tell(asked, {
        type: TYPE.json,
        json: () => JSON.stringify({ default: STYLE_THEMES[0], styles: list, links: linksToSelf(asked, TYPE.json) }),
        crumbs: [],
        title: OGC.styles[lang],
        body: () => pages.styles(list, lang),
      });
    },
  });

  const style = resource({
    path: '/styles/:styleId',
    params: Type.Object({
      styleId: Type.String({ examples: ['light'], ...says('样式编号。', 'Id of the style.') }),
    }),
    id: 'getOgcStyle',
    summary: OGC['get-style'],
    type: TYPE.style,
    schema: StyleSchema,
    query: { lang: CommonQuery.lang },
    examples: ['/ogc/styles/light'],
    handle: async ({ params, lang, base, signal }) => {
      const theme = STYLE_THEMES.find((each) => each === params.styleId);
      if (theme === undefined)
        throw new ApiError(404, 'unknown-style', OGC['unknown-style'], {
          parameter: 'styleId',
          values: { style: params.styleId, styles: STYLE_THEMES.join(', ') },
        });
      const made = await makeStyle(theme, {
        registry,
        only: null,
        lang,
        origin: base,
        layerStats,
        ground: await parts.ground(),
        terrain: await parts.terrain(),
        tone: 'own',
        signal,
      });
      return jsonContent(JSON.stringify(made), TYPE.style, { lang });
    },
  });

  const routes: readonly Route[] = [
    landing,
    conformance,
    api,
    collections,
    collection,
    ...withPost(itemsRoute),
    item,
    schemaRoute('schema', 'getOgcSchema', OGC['get-schema']),
    schemaRoute('queryables', 'getOgcQueryables', OGC['get-queryables']),
    schemaRoute('sortables', 'getOgcSortables', OGC['get-sortables']),
    ...tilesetRoutes(true),
    ...tilesetRoutes(false),
    styles,
    style,
  ];
  return routes;
}

/** Characters of a parameter that was read already. */
const ANY_LENGTH = LIMITS.longest;

function queryOf({ parameters }: Pick<Asked, 'parameters'>): URLSearchParams {
  return new URLSearchParams(
    parameters.names.map((name): [string, string] => [name, parameters.text(name, ANY_LENGTH) ?? '']),
  );
}

/** The address asked for, from the start. */
function selfOf(asked: Pick<Asked, 'parameters' | 'base' | 'path'>): string {
  const query = queryOf(asked).toString();
  return `${asked.base}${asked.path}${query === '' ? '' : `?${query}`}`;
}

function withCursor(self: string, cursor: string): string {
  const url = new URL(self);
  url.searchParams.set('cursor', cursor);
  return url.href;
}

/** What came by POST goes on by POST, as it may be too long for an address. */
function nextLink(asked: Asked, cursor: string, isPost: boolean): Link {
  const { base, path } = asked;
  const type = formatOf(asked) === 'json' ? TYPE.geojson : TYPE.html;
  if (!isPost) return { rel: 'next', type, href: withCursor(inFormat(selfOf(asked), formatOf(asked)), cursor) };
  return {
    rel: 'next',
    type,
    href: `${base}${path}`,
    method: 'POST',
    body: { ...Object.fromEntries(queryOf(asked)), cursor },
  };
}
