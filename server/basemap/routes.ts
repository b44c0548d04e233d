import Type from 'typebox';
import { says } from '../../tiles/api/schema.ts';
import { parseTileCoord } from '../../tiles/tile/tile.ts';
import { anyone } from '../platform/auth/principal.ts';
import { Content } from '../platform/http/content.ts';
import { ApiError } from '../platform/http/errors.ts';
import { empty } from '../platform/http/respond.ts';
import { body, route, type Route } from '../platform/http/route.ts';
import type { BaseMap } from './base-map.ts';
import { BASEMAP } from './messages.ts';

const TILE_TYPE = 'application/vnd.mapbox-vector-tile';

const TilePlace = Type.Object({
  z: Type.String({ examples: ['12'], ...says('级别。', 'Zoom.') }),
  x: Type.String({ examples: ['3416'], ...says('列号，自西向东。', 'Column, from the west.') }),
  y: Type.String({ examples: ['1615'], ...says('行号，自北向南。', 'Row, from the north.') }),
});

/** The tiles of the city's own base map, and of its heights. */
export function baseMapRoutes(baseMap: BaseMap, terrain: BaseMap): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/basemap/:z/:x/:y.mvt',
      auth: anyone,
      params: TilePlace,
      answer: { ...body(TILE_TYPE, BASEMAP.tile), empty: BASEMAP['empty-tile'] },
      cache: 'revalidate',
      cors: 'any-site',
      cost: 'free',
      docs: { tag: 'tiles', id: 'getBaseMapTile', summary: BASEMAP['get-tile'] },
      handle: async ({ params }) => {
        const { z, x, y } = parseTileCoord(params);
        const tile = await baseMap.tile(z, x, y);
        if (tile === null) throw new ApiError(404, 'no-base-map', BASEMAP['no-base-map']);
        return tile.length === 0 ? empty() : new Content(tile, { type: TILE_TYPE });
      },
    }),
    route({
      method: 'GET',
      path: '/basemap/terrain/:z/:x/:y.png',
      auth: anyone,
      params: TilePlace,
      answer: { ...body('image/png', BASEMAP.terrain), empty: BASEMAP['empty-tile'] },
      cache: 'revalidate',
      cors: 'any-site',
      cost: 'free',
      docs: { tag: 'tiles', id: 'getTerrainTile', summary: BASEMAP['get-terrain'] },
      handle: async ({ params }) => {
        const { z, x, y } = parseTileCoord(params);
        const tile = await terrain.tile(z, x, y);
        if (tile === null) throw new ApiError(404, 'no-terrain', BASEMAP['no-terrain']);
        return tile.length === 0 ? empty() : new Content(tile, { type: 'image/png' });
      },
    }),
  ];
}
