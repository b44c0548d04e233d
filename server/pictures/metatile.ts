/**
 * Raster tiles are cut from metatiles, squares of several tiles: no name is cut at the edge of a tile inside of one,
 * and the vector tiles below are read once.
 */
import { mercatorZoom, MATRIX_SETS, matrixSize, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import { latOfWorldY, type View } from './view.ts';

/** CSS px of a side. */
export const RASTER_TILE_PX = 256;
/** Tiles a side. */
const MOST = 4;

export interface Metatile {
  readonly view: View;
  /** Tiles a side. */
  readonly cut: number;
  /** Of the tile asked for, row by row. */
  readonly index: number;
}

/** The metatile that a tile lies in. */
export function metatileOf(matrixSet: MatrixSetId, { z, x, y }: TileCoord): Metatile {
  const { columns, rows } = matrixSize(matrixSet, z);
  const cut = Math.min(MOST, rows);
  const [left, top] = [Math.floor(x / cut) * cut, Math.floor(y / cut) * cut];
  const [middleX, middleY] = [(left + cut / 2) / columns, (top + cut / 2) / rows];
  return {
    cut,
    index: (y - top) * cut + (x - left),
    view: {
      projection: matrixSet,
      lon: middleX * 360 - 180,
      lat: MATRIX_SETS[matrixSet].northFirst ? 90 - middleY * 180 : latOfWorldY(middleY),
      // Vector tiles are drawn 512 px wide at their own zoom.
      zoom: mercatorZoom(matrixSet, z) - 1,
      width: cut * RASTER_TILE_PX,
      height: cut * RASTER_TILE_PX,
    },
  };
}
