/**
 * What a tile sees of the world. The world goes on behind the antimeridian: the margin of a tile there holds what lies
 * on the other side, so that a tile sees up to three worlds (0, -1, 1), a part of each. The SQL function `tile_part`
 * (data/functions/tile_parts.sql) has the same numbers; nothing of ours is in the database of a source.
 */
import { HALF_WORLD_M } from '../../../tiles/tile/matrix-set.ts';
import { BUFFER, EXTENT, type Bounds } from '../../../tiles/tile/tile.ts';
import type { TilePlace } from '../../layers/source.ts';

/** Positions of the grid that cells are counted in have so many bits. */
export const GRID_BITS = 30;
const CELL_UNITS = EXTENT / 16;
/** Rounding must not lose a position. Whole units sort out afterwards what is too much. */
const SLACK_UNITS = 0.001;
/** Positions beyond the edge of the world are moved to the edge, so that its boxes have no end there. */
const BEYOND_M = 1e9;
const WORLD_M = 2 * HALF_WORLD_M;

export interface TilePart {
  readonly world: number;
  /** Units of the whole grid that the tile shows of this world: from west and north on, before east and south. */
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
  /** Added to a unit of this world and of the grid, it is one of the tile. */
  readonly offsetX: number;
  readonly offsetY: number;
  /** Bits of a unit's number. */
  readonly bits: number;
  /** Ground of the part, EPSG:3857. */
  readonly box: Bounds;
  /** Ground of the whole cells that the part meets, EPSG:3857: the points in them decide on its clusters. */
  readonly reach: Bounds;
  /** Columns and rows of these cells. */
  readonly cells: Bounds;
}

/** How far down the square world of Web Mercator a latitude lies: 0 to 1 within it, a little beyond at the poles. */
export function mercatorShare(latDeg: number): number {
  const lat = Math.max(-89.9999, Math.min(89.9999, latDeg));
  return (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
}

export function tileParts({ matrixSet, tile: { z, x, y } }: TilePlace): readonly TilePart[] {
  const isGeographic = matrixSet === 'CGCS2000Quad';
  const columns = 2 ** z * (isGeographic ? 2 : 1);
  const worlds = x > 0 && x < columns - 1 ? [0] : [0, -1, 1];
  const bits = z + (isGeographic ? 13 : 12);
  const width = 2 ** bits;
  const height = isGeographic ? width / 2 : width;
  const cellColumns = width / CELL_UNITS;
  return worlds.flatMap((world) => {
    const shift = world * width;
    const west = Math.max(x * EXTENT - BUFFER - shift, 0);
    const east = Math.min(x * EXTENT + EXTENT + BUFFER - shift, width);
    if (west >= east) return [];
    const north = Math.max(y * EXTENT - BUFFER, 0);
    const south = Math.min(y * EXTENT + EXTENT + BUFFER, height);
    const share = (unit: number): number => (isGeographic ? mercatorShare(90 - (unit * 360) / width) : unit / width);
    const top = share(north - SLACK_UNITS);
    const bottom = share(south + SLACK_UNITS);
    const row = (value: number): number => Math.max(0, Math.min(cellColumns - 1, Math.floor(value)));
    // One cell more on both sides of a geographic tile, as other arithmetic places the middle of a cluster.
    const cells = {
      west: Math.floor(west / CELL_UNITS),
      east: Math.floor((east - 1) / CELL_UNITS),
      north: isGeographic ? row(top * cellColumns - 1) : Math.floor(north / CELL_UNITS),
      south: isGeographic ? row(bottom * cellColumns + 1) : Math.floor((south - 1) / CELL_UNITS),
    };
    return [
      {
        world,
        west,
        east,
        north,
        south,
        offsetX: shift - x * EXTENT,
        offsetY: -y * EXTENT,
        bits,
        box: {
          west: west === 0 ? -BEYOND_M : ((west - SLACK_UNITS) / width) * WORLD_M - HALF_WORLD_M,
          south: south === height ? -BEYOND_M : HALF_WORLD_M - bottom * WORLD_M,
          east: east === width ? BEYOND_M : ((east + SLACK_UNITS) / width) * WORLD_M - HALF_WORLD_M,
          north: north === 0 ? BEYOND_M : HALF_WORLD_M - top * WORLD_M,
        },
        reach: cellsBox(cells, cellColumns),
        cells,
      },
    ];
  });
}

/** A box that holds every position of some cells and little else. */
export function cellsBox(cells: Bounds, cellColumns: number): Bounds {
  const size = WORLD_M / cellColumns;
  const last = cellColumns - 1;
  return {
    west: cells.west === 0 ? -BEYOND_M : (cells.west - 1e-6) * size - HALF_WORLD_M,
    south: cells.south === last ? -BEYOND_M : HALF_WORLD_M - (cells.south + 1 + 1e-6) * size,
    east: cells.east === last ? BEYOND_M : (cells.east + 1 + 1e-6) * size - HALF_WORLD_M,
    north: cells.north === 0 ? BEYOND_M : HALF_WORLD_M - (cells.north - 1e-6) * size,
  };
}

/** Corner, side of a unit, and boxes of a tile's part, in the coordinates of the tile's grid. */
export interface TileFrame {
  readonly unit: number;
  readonly west: number;
  readonly north: number;
  readonly tile: Bounds;
  /** With its margin. */
  readonly clip: Bounds;
}

/** As `tile_frame` of data/functions/tile_shapes.sql. */
export function tileFrame({ matrixSet, tile: { x, y } }: TilePlace, { world, bits }: TilePart): TileFrame {
  const isGeographic = matrixSet === 'CGCS2000Quad';
  const unit = (isGeographic ? 360 : 40075016.685578488) / 2 ** bits;
  const side = unit * EXTENT;
  const west = (x - (world * 2 ** bits) / EXTENT) * side - (isGeographic ? 180 : 20037508.342789244);
  const north = (isGeographic ? 90 : 20037508.342789244) - y * side;
  const margin = BUFFER * unit;
  return {
    unit,
    west,
    north,
    tile: { west, south: north - side, east: west + side, north },
    clip: { west: west - margin, south: north - side - margin, east: west + side + margin, north: north + margin },
  };
}
