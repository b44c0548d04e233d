/** Which tiles show something else after a change: the server drops them, and an open map asks for them again. */
import { matrixSize, HALF_WORLD_M, type MatrixSetId } from './matrix-set.ts';
import type { GeometryKind } from '../layer/layer.ts';
import { eastingOf, latitudeOf, northingOf } from './mercator.ts';
import { cellAt, cellBounds3857, cellLevel, CELLS_PER_TILE } from './pyramid.ts';
import { BUFFER, EXTENT, type Bounds3857 } from './tile.ts';
import { tilesTouching, type TilesTouching } from './touching.ts';
import type { Bbox } from '../api/wire.ts';

/**
 * PostGIS compares with clip boxes of its own arithmetic, and puts clusters at whole units: what differs by rounding is
 * taken as touched.
 */
const MARGIN_UNITS = { Point: BUFFER + 2, LineString: BUFFER + 0.01, Polygon: BUFFER + 0.01 } as const;

/** No change touches a tile further away from it than this, in sides of a tile. */
const REACH_TILES = MARGIN_UNITS.Point / EXTENT + 1 / CELLS_PER_TILE;

/**
 * Tiles of a level that a change of a layer within `box` (EPSG:3857) touches.
 *
 * A line or an area is drawn in every tile whose ground, with its margin, it meets. A point may decide whether its cell
 * is shown as one cluster or as the points in it, so that all tiles that the cell meets are touched.
 */
export function touchedTiles(
  geometry: GeometryKind,
  box: Bounds3857,
  matrixSet: MatrixSetId,
  z: number,
): TilesTouching {
  return tilesTouching(
    geometry === 'Point' ? withCells(box, cellLevel(matrixSet, z)) : box,
    matrixSet,
    z,
    MARGIN_UNITS[geometry],
  );
}

/** A rectangle of tiles; columns may lie beyond the antimeridian, where the world begins anew. */
export interface TileRectangle {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * Tiles that a change may touch in a layer of any kind: all those of `touchedTiles`, and a few around them. It takes a
 * tenth of the time.
 */
export function nearTiles(box: Bounds3857, matrixSet: MatrixSetId, z: number): TileRectangle {
  const { columns, rows } = matrixSize(matrixSet, z);
  const columnAt = (eastingM: number): number => ((eastingM + HALF_WORLD_M) / (2 * HALF_WORLD_M)) * columns;
  const rowAt = (northingM: number): number =>
    rows *
    (matrixSet === 'CGCS2000Quad'
      ? (90 - latitudeOf(northingM)) / 180
      : (HALF_WORLD_M - northingM) / (2 * HALF_WORLD_M));
  const clampRow = (row: number): number => Math.max(0, Math.min(rows - 1, Math.floor(row)));
  return {
    firstColumn: Math.floor(columnAt(box.west) - REACH_TILES),
    lastColumn: Math.floor(columnAt(box.east) + REACH_TILES),
    // Points beyond the square world are counted in the cells at its edge.
    firstRow: clampRow(rowAt(Math.max(box.north, -HALF_WORLD_M)) - REACH_TILES),
    lastRow: clampRow(rowAt(Math.min(box.south, HALF_WORLD_M)) + REACH_TILES),
  };
}

/** Degrees to EPSG:3857; infinite at the poles. */
export function boundsOfDegrees([west, south, east, north]: Bbox): Bounds3857 {
  return { west: eastingOf(west), south: northingOf(south), east: eastingOf(east), north: northingOf(north) };
}

/** The box and the whole of all cells that points in it are counted in. */
export function withCells(box: Bounds3857, level: number): Bounds3857 {
  const first = cellBounds3857(cellAt(box.west, box.north, level));
  const last = cellBounds3857(cellAt(box.east, box.south, level));
  return {
    west: Math.min(box.west, first.west),
    south: Math.min(box.south, last.south),
    east: Math.max(box.east, last.east),
    north: Math.max(box.north, first.north),
  };
}
