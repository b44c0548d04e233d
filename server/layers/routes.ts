import Type from 'typebox';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import {
  BboxParameter,
  FilterLangParameter,
  FilterParameter,
  LayerParameter,
  LayersParameter,
} from '../../tiles/api/common.ts';
import {
  BriefLayerListSchema,
  ColumnsSchema,
  CountsSchema,
  ItemSchema,
  LayerDetailsSchema,
  LayerListSchema,
  LEFT_OUT_IN_BRIEF,
  type BriefLayer,
  type LayerInfo,
  type SourceInfo,
} from '../../tiles/api/layers.ts';
import { says } from '../../tiles/api/schema.ts';
import { LAYER_FILTERS, readFilters } from '../filter/filters.ts';
import { demand } from '../platform/auth/operator.ts';
import { anyone, type Rights } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { Content, JSON_TYPE } from '../platform/http/content.ts';
import { ApiError } from '../platform/http/errors.ts';
import { withPost } from '../platform/http/by-post.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import { checkProperties } from './check-properties.ts';
import { ColumnsCache } from './columns-cache.ts';
import { countFeatures } from './counts.ts';
import { loadsOf, sourceNow } from './layer-loads.ts';
import type { LayerStats, LayerStatsCache } from './layer-stats.ts';
import { LAYERS } from './messages.ts';
import type { LayerRegistry } from './registry.ts';
import { sessionOf, type LayerSource } from './source.ts';

export interface LayerRoutesParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  /** Databases of tables, served or not, and who is told of them. */
  readonly sources?: { readonly list: () => readonly SourceInfo[]; readonly rights: Rights };
  /** Version of the program, which goes into ETags. */
  readonly version: string;
}

/** What nobody on the way may keep. */
function ownJson(value: unknown): Content {
  return new Content(Buffer.from(JSON.stringify(value)), { type: JSON_TYPE, cache: 'no-store' });
}

const LayerParams = Type.Object({ layer: LayerParameter });

export function layerRoutes({ db, registry, layerStats, sources, version }: LayerRoutesParts): readonly Route[] {
  const columns = new ColumnsCache({ db, registry, stats: layerStats, version });
  const common = { method: 'GET', auth: anyone, cache: 'revalidate', cors: 'any-site', turn: 'kept' } as const;
  return [
    route({
      ...common,
      path: '/layers',
      query: Type.Object({
        sources: Type.Optional(
          Type.Enum(
            ['all'],
            says(
              'all：连同数据源的全部表，包括没有提供的及其原因；只供服务的运维人员。',
              'all: with all tables of sources, also those that are no layers, and why; for whoever runs the service.',
            ),
          ),
        ),
        detail: Type.Optional(
          Type.Enum(
            ['brief'],
            says(
              'brief：只要列出和绘制图层所需的部分，约为全部的五分之一；其余见 /layers/{layer}。不与 sources 同用。',
              'brief: only what lists and draws layers, a fifth of all; /layers/{layer} has the rest. Not together with sources.',
            ),
          ),
        ),
      }),
      answer: json(Type.Union([LayerListSchema, BriefLayerListSchema])),
      docs: {
        tag: 'layers',
        id: 'getLayers',
        summary: LAYERS['get-layers'],
        examples: ['/layers', '/layers?detail=brief', '/layers?sources=all'],
      },
      handle: async ({ query, principal, signal }) => {
        const isAll = query.sources !== undefined && sources !== undefined;
        // Names of tables that are no layers are nobody else's business.
        if (isAll) demand(sources.rights, principal);
        const stats = await layerStats.all(signal);
        const { themes } = registry;
        const layers = registry.list.map((layer) =>
          describeLayer(layer, stats.get(layer.id), registry.sourceOf(layer.id)),
        );
        if (query.detail === 'brief' && !isAll) return { themes, layers: layers.map(briefLayer) };
        const list = { themes, layers, areas: (await layerStats.areas(signal)).names };
        return isAll ? ownJson({ ...list, sources: sources.list() }) : list;
      },
    }),
    route({
      ...common,
      path: '/layers/:layer',
      params: LayerParams,
      answer: json(LayerDetailsSchema),
      docs: { tag: 'layers', id: 'getLayer', summary: LAYERS['get-layer'], examples: ['/layers/toilets'] },
      handle: async ({ params, signal }) => {
        const layer = registry.layer(params.layer);
        const stats = await layerStats.of(layer, signal);
        const info = describeLayer(layer, stats, registry.sourceOf(layer.id));
        return { ...info, schema: registry.schema(layer.id) };
      },
    }),
    route({
      ...common,
      path: '/layers/:layer/items/:id',
      params: Type.Object({ layer: LayerParameter, id: Type.String(says('要素编号。', 'Id of the feature.')) }),
      answer: json(ItemSchema),
      docs: { tag: 'layers', id: 'getItem', summary: LAYERS['get-item'] },
      handle: async ({ params: { layer: name, id }, principal, signal }) => {
        const layer = registry.layer(name);
        const source = registry.sourceOf(layer.id);
        const item = await source.item(sessionOf(source, db, principal, { signal }), layer, id);
        if (item !== null) return item;
        throw new ApiError(404, 'unknown-item', LAYERS['unknown-item'], {
          parameter: 'id',
          values: { layer: layer.id, id },
        });
      },
    }),
    ...withPost(
      route({
        ...common,
        path: '/layers/:layer/columns',
        params: LayerParams,
        query: Type.Object({
          properties: Type.Optional(
            Type.Array(Type.String(), {
              examples: [['name', 'district']],
              ...says(
                '要取的属性，逗号分隔；不给则只有编号和位置。',
                'Attributes between commas; ids and places alone where it is left out.',
              ),
            }),
          ),
          filter: Type.Optional(FilterParameter),
          'filter-lang': Type.Optional(FilterLangParameter),
        }),
        openQuery: [LAYER_FILTERS],
        answer: json(ColumnsSchema),
        docs: {
          tag: 'layers',
          id: 'getColumns',
          summary: LAYERS['get-columns'],
          examples: ['/layers/toilets/columns?properties=name'],
        },
        handle: ({ params, query, parameters, principal, signal }) => {
          const layer = registry.layer(params.layer);
          const properties = checkProperties(layer, query.properties ?? []);
          const filter = readFilters(parameters, [layer]).get(layer.id) ?? null;
          return columns.get(principal, { layer, properties, filter }, signal);
        },
      }),
    ),
    ...withPost(
      route({
        ...common,
        path: '/counts',
        query: Type.Object({
          layers: Type.Optional(LayersParameter),
          bbox: Type.Optional(BboxParameter),
          filter: Type.Optional(FilterParameter),
          'filter-lang': Type.Optional(FilterLangParameter),
          partial: Type.Optional(
            Type.Boolean(
              says(
                '省去数据源暂时无法答复的图层，而不是整个回答出错。',
                'Leave out layers whose source cannot answer now, in place of an error for all.',
              ),
            ),
          ),
        }),
        openQuery: [LAYER_FILTERS],
        answer: json(CountsSchema),
        docs: {
          tag: 'layers',
          id: 'getCounts',
          summary: LAYERS['get-counts'],
          examples: ['/counts?layers=toilets&bbox=120.3,36.0,120.5,36.2'],
        },
        handle: ({ query, parameters, principal, signal }) => {
          const layers = query.layers === undefined ? null : registry.layers(query.layers);
          const filters = readFilters(parameters, layers ?? registry.list);
          const parts = { db, principal, registry, layerStats, signal };
          return countFeatures(parts, { layers, isPartial: query.partial ?? false, bbox: query.bbox, filters });
        },
      }),
    ),
  ];
}

/** A definition and what the database holds of it, after a look at it: it tells how old the data can be. */
function describeLayer(layer: LayerDefinition, stats: LayerStats | undefined, source: LayerSource): LayerInfo {
  const { count = 0, bbox = null, provenance = {}, updatedAt = null } = stats ?? {};
  const { ageS, tilesOnly = false } = source;
  return {
    ...layer,
    source: sourceNow(layer, stats),
    loads: loadsOf(stats),
    count,
    bbox,
    provenance,
    updatedAt,
    ...(ageS === undefined ? {} : { maxAgeS: ageS }),
    ...(tilesOnly ? { tilesOnly } : {}),
  };
}

function briefLayer(layer: LayerInfo): BriefLayer {
  const brief: Partial<LayerInfo> = { ...layer };
  for (const key of LEFT_OUT_IN_BRIEF) delete brief[key];
  const { alternatives: _, ...style } = layer.style;
  return { ...brief, style } as BriefLayer;
}
