/** The tiles of a layer, and of all together, as tilesets. */
import Type, { type TProperties } from 'typebox';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { ApiError } from '../platform/http/errors.ts';
import type { Route } from '../platform/http/route.ts';
import { say } from '../platform/messages/index.ts';
import { MAX_TILE_LAYERS } from '../../tiles/api/limits.ts';
import { collectionAddress } from './collections.ts';
import {
  CollectionParam,
  CollectionParams,
  linksToSelf,
  MatrixSetParam,
  resource,
  tell,
  toLayer,
  type Asked,
  type OgcRoutesParts,
} from './context.ts';
import { ROOT, TYPE } from './links.ts';
import { OGC } from './messages.ts';
import type { Crumb } from './page.ts';
import * as pages from './pages.ts';
import { TilesetSchema, TilesetsSchema } from './schemas.ts';
import { describeTileset, matrixSetsOf, summarizeTileset, type TilesetParts } from './tilesets.ts';

export function tilesetRoutes({ registry, layerStats }: OgcRoutesParts): readonly Route[] {
  const city = registry.city.name;
  /** Layers whose tiles are of the city's data, as far as one tile holds them. */
  const together = (): readonly LayerDefinition[] =>
    registry.list.filter((layer) => registry.sourceOf(layer.id).tilesOnly !== true).slice(0, MAX_TILE_LAYERS);

  const tilesetParts = async (layer: LayerDefinition | null, asked: Asked): Promise<TilesetParts> => {
    const { base, lang, signal } = asked;
    if (layer === null) {
      const layers = together();
      const [count, all] = [layers.length, registry.list.length];
      return {
        title: count < all ? say(OGC['some-layers'], lang, { count, all }) : OGC['all-layers'][lang],
        layers,
        bbox: registry.city.bounds,
        address: `${base}${ROOT}/tiles`,
        base,
        lang,
      };
    }
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

  const routesOf = (isOfCollection: boolean): readonly Route[] => {
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
          return tell(asked, city, {
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
          return tell(asked, city, {
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

  return [...routesOf(true), ...routesOf(false)];
}
