/** Layers as collections, and their schemas. */
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import { sessionOf } from '../layers/source.ts';
import type { Route } from '../platform/http/route.ts';
import { say } from '../platform/messages/index.ts';
import { collectionAddress, collectionSchema, describeCollection, type SchemaKind } from './collections.ts';
import {
  CollectionParams,
  layerWithItems,
  linksToSelf,
  resource,
  tell,
  toCollections,
  toLayer,
  type OgcRoutesParts,
} from './context.ts';
import { SYSTEMS } from './crs.ts';
import { selfLinks, TYPE } from './links.ts';
import { OGC } from './messages.ts';
import * as pages from './pages.ts';
import { pictureView } from './picture-view.ts';
import { CollectionSchema, CollectionsSchema, PropertiesSchema } from './schemas.ts';

export function collectionRoutes({ db, registry, layerStats }: OgcRoutesParts): readonly Route[] {
  const city = registry.city.name;
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
      return tell(asked, city, {
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
      const { lang, base, signal } = asked;
      const parts = { stats: await layerStats.of(layer, signal), source: registry.sourceOf(layer.id), lang, base };
      return tell(asked, city, {
        type: TYPE.json,
        json: () => JSON.stringify(describeCollection(layer, parts, linksToSelf(asked, TYPE.json))),
        crumbs: [toCollections(asked)],
        title: layer.title[lang],
        body: async () =>
          pages.collection(layer, {
            ...parts,
            bounds: registry.city.bounds,
            picture: await pictureView(layer, parts.stats.bbox, {
              source: parts.source,
              open: () => sessionOf(parts.source, db, asked.principal, { signal }),
            }),
          }),
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
        const layer = layerWithItems(registry, asked.params.collectionId, asked);
        const schema = collectionSchema(layer, kind, { source: registry.sourceOf(layer.id), lang, base });
        return tell(asked, city, {
          type: TYPE.schema,
          json: () => JSON.stringify(schema),
          crumbs: toLayer(asked, layer),
          title: say(OGC['part-of'], lang, { layer: layer.title, part: OGC[kind] }),
          body: () => pages.schema(schema, lang),
        });
      },
    });

  return [
    collections,
    collection,
    schemaRoute('schema', 'getOgcSchema', OGC['get-schema']),
    schemaRoute('queryables', 'getOgcQueryables', OGC['get-queryables']),
    schemaRoute('sortables', 'getOgcSortables', OGC['get-sortables']),
  ];
}
