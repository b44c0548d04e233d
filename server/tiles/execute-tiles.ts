import { PUBLIC } from '../platform/auth/principal.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import type { TileSession } from '../layers/source.ts';
import { executeTile, type TileReader, type TileRequest } from './request.ts';

/**
 * Makes several tiles of one level, each of which would be decided on as `request` is. Resolves with the bytes that
 * `executeTile` gives of each, in their order.
 */
export async function executeTiles(
  db: TileSession,
  request: TileRequest,
  tiles: readonly TileCoord[],
  reader: TileReader = { principal: PUBLIC },
): Promise<readonly Buffer[]> {
  const source = request.layers[0]?.source;
  const { layers, matrixSet, asOf } = request;
  if (source?.tiles !== undefined && source.database === undefined && asOf === null)
    if (layers.every((layer) => layer.source === source))
      return source.tiles(
        db,
        tiles.map((tile) => ({ matrixSet, tile })),
        { layers, asOf },
      );
  const made: Buffer[] = [];
  for (const tile of tiles) made.push((await executeTile(db, { ...request, tile }, reader)).bytes);
  return made;
}
