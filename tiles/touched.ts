/** Which tiles show something else after a change: the server drops them, and an open map asks for them again. */
import type { GridId } from './grid.ts';
import type { GeometryKind } from './layer.ts';
import { eastingOf, northingOf } from './mercator.ts';
import { cellAt, cellBounds3857, cellLevel } from './pyramid.ts';
import { BUFFER, type Bounds3857 } from './tile.ts';
import { tilesTouching, type TilesTouching } from './touching.ts';
import type { Bbox } from './wire.ts';

/**
 * PostGIS compares with clip boxes of its own arithmetic, and puts clusters at whole units: what differs by rounding is
 * taken as touched.
 */
const MARGIN_UNITS = { Point: BUFFER + 2, LineString: BUFFER + 0.01, Polygon: BUFFER + 0.01 } as const;

/**
 * Tiles of a level that a change of a layer within `box` (EPSG:3857) touches.
 *
 * A line or an area is drawn in every tile whose ground, with its margin, it meets. A point may decide whether its cell
 * is shown as one cluster or as the points in it, so that all tiles that the cell meets are touched.
 */
export function touchedTiles(geometry: GeometryKind, box: Bounds3857, grid: GridId, z: number): TilesTouching {
  return tilesTouching(geometry === 'Point' ? withCells(box, cellLevel(grid, z)) : box, grid, z, MARGIN_UNITS[geometry]);
}

/** Degrees to EPSG:3857; infinite at the poles. */
export function boundsOfDegrees([west, south, east, north]: Bbox): Bounds3857 {
  return { west: eastingOf(west), south: northingOf(south), east: eastingOf(east), north: northingOf(north) };
}

/** The box and the whole of all cells that points in it are counted in. */
function withCells(box: Bounds3857, level: number): Bounds3857 {
  const first = cellBounds3857(cellAt(box.west, box.north, level));
  const last = cellBounds3857(cellAt(box.east, box.south, level));
  return {
    west: Math.min(box.west, first.west), south: Math.min(box.south, last.south),
    east: Math.max(box.east, last.east), north: Math.max(box.north, first.north),
  };
}
