/** Where a picture looks, which vector tiles it needs, and where their positions are on it. */
import type { Bbox } from '../../tiles/api/wire.ts';
import { HALF_WORLD_M, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { latitudeOf, northingOf } from '../../tiles/tile/mercator.ts';
import { MAX_LATITUDE } from '../../tiles/tile/tile.ts';

/** Side of a vector tile at a whole zoom, in px: what the zooms of styles count by. */
export const TILE_PX = 512;

/**
 * A picture's view, north up. Positions of the world are shares of the square of Web Mercator: x from the west, y from
 * the north, 0 to 1. `CGCS2000Quad` draws degrees as they are, and is as wide as Web Mercator at the same zoom.
 */
export interface View {
  readonly projection: MatrixSetId;
  /** Degrees; the middle of the picture. */
  readonly lon: number;
  readonly lat: number;
  /** As styles count: the world is 512 px wide at zoom 0. */
  readonly zoom: number;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
}

/** Positions of the world on a picture, in CSS px from its upper left corner. */
export interface Projection {
  readonly x: (worldX: number) => number;
  readonly y: (worldY: number) => number;
  /** Position of the world for a place on the picture. */
  readonly worldX: (x: number) => number;
  readonly worldY: (y: number) => number;
}

export function worldXOf(lonDeg: number): number {
  return lonDeg / 360 + 0.5;
}

/** Without end at the poles. */
export function worldYOf(latDeg: number): number {
  return 0.5 - northingOf(latDeg) / (2 * HALF_WORLD_M);
}

export function latOfWorldY(worldY: number): number {
  return latitudeOf((0.5 - worldY) * 2 * HALF_WORLD_M);
}

export function projectionOf({ projection, lon, lat, zoom, width, height }: View): Projection {
  const worldPx = TILE_PX * 2 ** zoom;
  const centreX = worldXOf(lon);
  const across = {
    x: (worldX: number) => (worldX - centreX) * worldPx + width / 2,
    worldX: (x: number) => centreX + (x - width / 2) / worldPx,
  };
  if (projection === 'CGCS2000Quad') {
    const pxPerDeg = worldPx / 360;
    return {
      ...across,
      y: (worldY) => (lat - latOfWorldY(worldY)) * pxPerDeg + height / 2,
      worldY: (y) => worldYOf(Math.max(-90, Math.min(90, lat - (y - height / 2) / pxPerDeg))),
    };
  }
  const centreY = worldYOf(lat);
  return {
    ...across,
    y: (worldY) => (worldY - centreY) * worldPx + height / 2,
    worldY: (y) => centreY + (y - height / 2) / worldPx,
  };
}

/** A tile of `WebMercatorQuad` at its place: `column` is not wrapped, so that it may lie beyond ±180°. */
export interface PlacedTile {
  readonly z: number;
  readonly column: number;
  readonly row: number;
}

export interface TileSource {
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds?: Bbox | undefined;
}

/**
 * The tiles of a source that a view shows, from north to south and west to east. Above its maxzoom the tiles of that
 * are enlarged; below its minzoom it has none.
 *
 * @param marginPx how far beyond the edges of the picture
 */
export function tilesOf(view: View, { minzoom, maxzoom, bounds }: TileSource, marginPx = 0): PlacedTile[] {
  // A raster tile of the whole world is half as wide as the vector tile of it.
  const z = Math.max(0, Math.min(Math.floor(view.zoom), maxzoom));
  if (z < minzoom) return [];
  const { worldX, worldY } = projectionOf(view);
  const side = 2 ** z;
  const clampRow = (row: number): number => Math.max(0, Math.min(side - 1, row));
  const [west, east] = [worldX(-marginPx), worldX(view.width + marginPx)];
  const [north, south] = [worldY(-marginPx), worldY(view.height + marginPx)];
  const first = { column: Math.floor(west * side), row: clampRow(Math.floor(north * side)) };
  const last = { column: Math.ceil(east * side) - 1, row: clampRow(Math.ceil(south * side) - 1) };
  const tiles: PlacedTile[] = [];
  if (south <= 0 || north >= 1) return tiles;
  for (let { row } = first; row <= last.row; row += 1) {
    for (let { column } = first; column <= last.column; column += 1) {
      if (bounds === undefined || isWithin({ z, column, row }, bounds)) tiles.push({ z, column, row });
    }
  }
  return tiles;
}

/** The column as its address has it. */
export function columnOf({ z, column }: PlacedTile): number {
  const side = 2 ** z;
  return ((column % side) + side) % side;
}

function isWithin(tile: PlacedTile, [west, south, east, north]: Bbox): boolean {
  const side = 2 ** tile.z;
  const [left, top] = [columnOf(tile) / side, tile.row / side];
  return (
    left + 1 / side > worldXOf(west) &&
    left < worldXOf(east) &&
    top + 1 / side > worldYOf(north) &&
    top < worldYOf(south)
  );
}

/** Where a picture looks that shows a box as large as it can. */
export interface Fitted {
  /** One whose west lies east of its east crosses ±180°. */
  readonly box: Bbox;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  readonly maxZoom: number;
}

/** @param footPx CSS px at the picture's foot that something else stands on: the box lies above them */
export function viewOf({ box, width, height, maxZoom }: Fitted, footPx = 0): View {
  const [west, south, east, north] = box;
  const span = east < west ? east + 360 - west : east - west;
  const [top, bottom] = [worldYOf(Math.min(north, MAX_LATITUDE)), worldYOf(Math.max(south, -MAX_LATITUDE))];
  const fitting = Math.log2(Math.min(width / ((span / 360) * TILE_PX), (height - footPx) / ((bottom - top) * TILE_PX)));
  const zoom = Math.max(0, Math.min(maxZoom, fitting));
  const lon = west + span / 2;
  return {
    projection: 'WebMercatorQuad',
    lon: lon > 180 ? lon - 360 : lon,
    lat: latOfWorldY((top + bottom) / 2 + footPx / 2 / (TILE_PX * 2 ** zoom)),
    zoom,
    width,
    height,
  };
}
