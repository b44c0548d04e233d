import type { TileCoord } from '../../../tiles/tile/tile.ts';

/** Number of tiles of all levels below `z`: the id of the first tile of level `z`. */
export function firstTileId(z: number): number {
  return (4 ** z - 1) / 3;
}

/**
 * Id of a tile of WebMercatorQuad in an archive: its place on the Hilbert curve of its level, after all tiles of lower
 * levels. Tiles that lie beside each other have ids that are mostly close, and so lie close together in the archive.
 */
export function tileIdOf({ z, x, y }: TileCoord): number {
  let id = firstTileId(z);
  let column = x;
  let row = y;
  for (let level = z - 1; level >= 0; level -= 1) {
    const side = 2 ** level;
    const right = column >= side ? 1 : 0;
    const low = row >= side ? 1 : 0;
    // Ids exceed what 32 bits hold from level 16 on.
    id += side * side * ((3 * right) ^ low);
    column -= right * side;
    row -= low * side;
    [column, row] = turned(column, row, side, right, low);
  }
  return id;
}

/** The tile of an id. */
export function tileOfId(id: number): TileCoord {
  let z = 0;
  while (firstTileId(z + 1) <= id) z += 1;
  let rest = id - firstTileId(z);
  let x = 0;
  let y = 0;
  for (let level = 0; level < z; level += 1) {
    const side = 2 ** level;
    const quarter = rest % 4;
    rest = (rest - quarter) / 4;
    const right = quarter >= 2 ? 1 : 0;
    const low = (quarter & 1) ^ right;
    [x, y] = turned(x, y, side, right, low);
    x += right * side;
    y += low * side;
  }
  return { z, x, y };
}

/** The curve runs through the upper quarters turned, so that the end of one lies beside the start of the next. */
function turned(x: number, y: number, side: number, right: number, low: number): [x: number, y: number] {
  if (low === 1) return [x, y];
  return right === 1 ? [side - 1 - y, side - 1 - x] : [y, x];
}
