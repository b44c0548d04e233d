/**
 * Cells that points gather in: a quadtree whose level `z` has 16 × 16 cells to a Web Mercator tile of zoom `z`. The
 * database keeps it (data/migrations/007_pyramid.sql) by the same numbers.
 */
import { MATRIX_SETS, HALF_WORLD_M, mercatorZoom, type MatrixSetId } from './matrix-set.ts';
import type { Bounds3857 } from './tile.ts';

/** Cells along one side of a tile. */
export const CELLS_PER_TILE = 16;

/** A cell of more points is shown as one cluster. */
export const CLUSTER_OVER = 8;

/** As `CLUSTER_OVER`, from a layer's maxzoom on: clients enlarge that tile, so that its clusters never open. */
export const CLUSTER_OVER_AT_MAXZOOM = 16;

/** The finest level of cells. */
export const LAST_CELL_LEVEL = 22;

/** Attributes that a layer's clusters can add up; the database has columns for no more. */
export const MAX_SUMS = 4;

/** A cluster's id in tiles is this plus the number of its cell; ids of features lie below. */
export const FIRST_CLUSTER_ID = 2 ** 52;

/** Positions are whole numbers below this, from the north-western corner of the world. */
const POSITIONS = 2 ** 30;

/** A cell: column from the west, row from the north. */
export interface Cell {
  readonly level: number;
  readonly cx: number;
  readonly cy: number;
}

/** The level of cells that tiles of a level show. Tiles of the finest level show the cells of the level before. */
export function cellLevel(matrixSet: MatrixSetId, z: number): number {
  return Math.min(mercatorZoom(matrixSet, z), LAST_CELL_LEVEL);
}

/** How many points a cell may hold in tiles of a level before it becomes a cluster. */
export function clusterOver(layer: { readonly maxzoom: number }, matrixSet: MatrixSetId, z: number): number {
  return mercatorZoom(matrixSet, z) >= layer.maxzoom ? CLUSTER_OVER_AT_MAXZOOM : CLUSTER_OVER;
}

/** The cell that a position (EPSG:3857) is counted in; positions outside the square world in the nearest. */
export function cellAt(eastingM: number, northingM: number, level: number): Cell {
  return { level, cx: cellOf(eastingM + HALF_WORLD_M, level), cy: cellOf(HALF_WORLD_M - northingM, level) };
}

/** Ground of a cell, EPSG:3857. Cells at the northern and southern edge also count what lies beyond it. */
export function cellBounds3857({ level, cx, cy }: Cell): Bounds3857 {
  const size = MATRIX_SETS.WebMercatorQuad.tileSpan / (CELLS_PER_TILE * 2 ** level);
  const west = cx * size - HALF_WORLD_M;
  const north = HALF_WORLD_M - cy * size;
  return { west, south: north - size, east: west + size, north };
}

/** The id that a cluster has in tiles: 2^52 plus the bits of column and row in turn, column last. */
export function clusterId({ cx, cy }: Cell): number {
  let id = FIRST_CLUSTER_ID;
  for (let bit = 0, place = 1; bit < 26; bit++, place *= 4) id += (((cx >> bit) & 1) + 2 * ((cy >> bit) & 1)) * place;
  return id;
}

/** By the database's own steps, so that both agree to the last bit. */
function cellOf(metres: number, level: number): number {
  const position = Math.max(0, Math.min(POSITIONS - 1, Math.floor((metres / (2 * HALF_WORLD_M)) * POSITIONS)));
  return position >> (26 - level);
}
