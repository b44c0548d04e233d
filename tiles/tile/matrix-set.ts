/** The tile matrix sets that tiles are served in. What only their description needs: `tile-matrix-set.ts`. */

/**
 * `WebMercatorQuad` (EPSG:3857, one tile at level 0), or `CGCS2000Quad` (EPSG:4490, degrees, two tiles of 180° side by
 * side at level 0): the matrix set that Tianditu and most departments' systems use.
 */
export const MATRIX_SET_IDS = ['WebMercatorQuad', 'CGCS2000Quad'] as const;
export type MatrixSetId = (typeof MATRIX_SET_IDS)[number];

/** Radius of the sphere that Web Mercator is drawn on, and semi-major axis of WGS 84 and of CGCS2000 alike; metres. */
export const EARTH_RADIUS_M = 6378137;

/** Half the width of the world in EPSG:3857, metres. */
export const HALF_WORLD_M = Math.PI * EARTH_RADIUS_M;

/** A quadtree of square tiles; rows count from the north. x is easting or longitude, y northing or latitude. */
export interface MatrixSet {
  readonly id: MatrixSetId;
  readonly northFirst: boolean;
  readonly maxZoom: number;
  /** Tiles side by side at level 0; there is one row. */
  readonly columns: number;
  /** North-western corner, units of the CRS. */
  readonly west: number;
  readonly north: number;
  /** Side of a tile of level 0, and width of the world, units of the CRS. */
  readonly tileSpan: number;
  readonly worldSpan: number;
  readonly metresPerUnit: number;
  /** Added to a level it gives the level of `WebMercatorQuad` with tiles as wide: what minzoom and maxzoom speak of. */
  readonly zoomOffset: number;
}

/**
 * `CGCS2000Quad` is OGC's `WorldCRS84Quad` in EPSG:4490: the same tiles under the same numbers. Tianditu's matrix set
 * `c` has them too, but counts levels from 1: its level 1 is our level 0, so that TileMatrix=z+1 there is z here, with
 * rows and columns alike. As a level of it and the level of `WebMercatorQuad` one higher have equally wide tiles, it
 * ends at 21 where that ends at 22.
 */
export const MATRIX_SETS: Readonly<Record<MatrixSetId, MatrixSet>> = {
  WebMercatorQuad: {
    id: 'WebMercatorQuad',
    northFirst: false,
    maxZoom: 22,
    columns: 1,
    west: -HALF_WORLD_M,
    north: HALF_WORLD_M,
    tileSpan: 2 * HALF_WORLD_M,
    worldSpan: 2 * HALF_WORLD_M,
    metresPerUnit: 1,
    zoomOffset: 0,
  },
  CGCS2000Quad: {
    id: 'CGCS2000Quad',
    northFirst: true,
    maxZoom: 21,
    columns: 2,
    west: -180,
    north: 90,
    tileSpan: 180,
    worldSpan: 360,
    metresPerUnit: HALF_WORLD_M / 180,
    zoomOffset: 1,
  },
};

export function isMatrixSetId(text: string): text is MatrixSetId {
  return MATRIX_SET_IDS.some((id) => id === text);
}

/** Tiles from west to east, and from north to south, of a level. */
export function matrixSize(matrixSet: MatrixSetId, z: number): { readonly columns: number; readonly rows: number } {
  return { columns: MATRIX_SETS[matrixSet].columns * 2 ** z, rows: 2 ** z };
}

/** The level of `WebMercatorQuad` whose tiles are as wide: layers begin, end and cluster by it. */
export function mercatorZoom(matrixSet: MatrixSetId, z: number): number {
  return z + MATRIX_SETS[matrixSet].zoomOffset;
}
