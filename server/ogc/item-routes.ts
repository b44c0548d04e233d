/** Pages of features, and single ones. */
import Type from 'typebox';
import { says } from '../../tiles/api/schema.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { sessionOf } from '../layers/source.ts';
import { withPost } from '../platform/http/by-post.ts';
import { ApiError } from '../platform/http/errors.ts';
import { route, type Route } from '../platform/http/route.ts';
import { say } from '../platform/messages/index.ts';
import { collectionAddress } from './collections.ts';
import {
  CollectionParam,
  CollectionParams,
  CommonQuery,
  layerWithItems,
  linksToSelf,
  queryOf,
  READ,
  resource,
  selfOf,
  tell,
  toLayer,
  type Asked,
  type OgcRoutesParts,
} from './context.ts';
import { CrsQuery, ItemsQuery } from './item-parameters.ts';
import { featureJson, readOne, readPage, type ItemsParts } from './items.ts';
import { cursorOf, readItemsQuery, readSystem } from './items-query.ts';
import { inFormat, ROOT, selfLinks, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';
import * as pages from './pages.ts';
import { pictureView } from './picture-view.ts';
import { formatOf, type Format } from './resource.ts';
import { FeatureSchema, FeaturesSchema } from './schemas.ts';

export function itemRoutes({ db, registry, layerStats }: OgcRoutesParts): readonly Route[] {
  const city = registry.city.name;
  const partsOf = (layer: LayerDefinition, { principal, signal }: Asked): ItemsParts => {
    const source = registry.sourceOf(layer.id);
    return { source, layerStats, signal, open: (until) => sessionOf(source, db, principal, { signal: until }) };
  };

  /** Names of areas, which pages show in place of codes. */
  const areasFor = async ({ signal }: Asked): Promise<pages.Areas> => (await layerStats.areas(signal)).names;

  const itemsRoute = route({
    ...READ,
    path: `${ROOT}/collections/:collectionId/items`,
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
    answer: { status: 200, type: TYPE.geojson, schema: FeaturesSchema, otherTypes: [TYPE.html] },
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
      const layer = layerWithItems(registry, request.params.collectionId, request);
      const source = registry.sourceOf(layer.id);
      const asked = readItemsQuery(parameters, layer, source);
      const page = await readPage(partsOf(layer, request), asked);
      const { query, system } = asked;
      const format = formatOf(request);
      const self = isPost ? `${base}${request.path}` : selfOf(request);
      const cursor = page.next === null ? null : cursorOf(asked, page.next);
      const links: readonly Link[] = [
        ...selfLinks(self, { format, type: TYPE.geojson, lang }),
        ...(cursor === null ? [] : [nextLink(request, { cursor, format, isPost })]),
        { rel: 'collection', type: TYPE.json, href: collectionAddress(base, layer) },
        { rel: 'describedby', type: TYPE.schema, href: `${collectionAddress(base, layer)}/schema` },
      ];
      return tell(request, city, {
        type: TYPE.geojson,
        headers: { 'Content-Crs': `<${system.uri}>` },
        json: () => {
          const features = page.rows.map((row) => featureJson(row, { layer, properties: query.properties, system }));
          const matched = page.matched === null ? '' : `"numberMatched":${String(page.matched)},`;
          return `{"type":"FeatureCollection","links":${JSON.stringify(links)},${matched}"numberReturned":${String(features.length)},"features":[${features.join(',\n')}]}`;
        },
        crumbs: toLayer(request, layer),
        title: say(OGC['items-of'], lang, { layer: layer.title }),
        body: async () =>
          pages.items(layer, {
            page,
            areas: await areasFor(request),
            query,
            lang,
            base,
            self,
            picture: await pictureView(layer, (await layerStats.of(layer, request.signal)).bbox, {
              source,
              open: () => sessionOf(source, db, request.principal, { signal: request.signal }),
            }),
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
      const layer = layerWithItems(registry, params.collectionId, asked);
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
      return tell(asked, city, {
        type: TYPE.geojson,
        headers: { 'Content-Crs': `<${system.uri}>` },
        json: () => featureJson(row, { layer, properties: null, system }, `,"links":${JSON.stringify(links)}`),
        crumbs: [
          ...toLayer(asked, layer),
          { title: OGC.items[lang], href: `${collectionAddress(base, layer)}/items?f=html&lang=${lang}` },
        ],
        title: pages.nameOf(layer, row, lang),
        body: async () => pages.item(layer, { row, areas: await areasFor(asked), lang, base, system }),
      });
    },
  });

  return [...withPost(itemsRoute), item];
}

function withCursor(self: string, cursor: string): string {
  const url = new URL(self);
  url.searchParams.delete('offset');
  url.searchParams.set('cursor', cursor);
  return url.href;
}

/** What came by POST goes on by POST, as it may be too long for an address. */
function nextLink(
  asked: Asked,
  { cursor, format, isPost }: { readonly cursor: string; readonly format: Format; readonly isPost: boolean },
): Link {
  const { base, path } = asked;
  const type = format === 'json' ? TYPE.geojson : TYPE.html;
  if (!isPost) return { rel: 'next', type, href: withCursor(inFormat(selfOf(asked), format), cursor) };
  return {
    rel: 'next',
    type,
    href: `${base}${path}`,
    method: 'POST',
    body: { ...Object.fromEntries([...queryOf(asked)].filter(([name]) => name !== 'offset')), cursor },
  };
}
