import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import type { TileRequest } from '../tiles/request.ts';

/** A tile of whole layers, as they are now. */
export function tileRequest(
  layers: readonly LayerDefinition[],
  tile: TileCoord,
  more: Partial<TileRequest> = {},
): TileRequest {
  return {
    grid: 'WebMercatorQuad',
    tile,
    asOf: null,
    layers: layers.map((layer) => ({ layer, filter: null, properties: null })),
    key: `${tile.z}/${tile.x}/${tile.y}/${layers.map(({ id }) => id).join()}`,
    ...more,
  };
}
