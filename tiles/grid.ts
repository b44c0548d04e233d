/** The tile matrix sets that tiles are served in. */

/**
 * `WebMercatorQuad` (EPSG:3857, one tile at level 0), or `CGCS2000Quad` (EPSG:4490, degrees, two tiles of 180° side by
 * side at level 0): the grid that Tianditu and most departments' systems use.
 */
export const GRIDS = ['WebMercatorQuad', 'CGCS2000Quad'] as const;
export type GridId = (typeof GRIDS)[number];
