/** Coordinates of tiles in the matrix sets: reading them, and the ground they cover. */
import { MATRIX_SETS, matrixSize, HALF_WORLD_M, type MatrixSetId } from './matrix-set.ts';
import { eastingOf, latitudeOf, longitudeOf, northingOf } from './mercator.ts';
import type { Bbox } from '../api/wire.ts';

export { HALF_WORLD_M };

export interface TileCoord {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export const MAX_ZOOM = MATRIX_SETS.WebMercatorQuad.maxZoom;

/** Units along one side of a tile. */
export const EXTENT = 4096;

/** Units kept around a tile, so that outlines and wide strokes do not end at its edge (8 px of a 512 px tile). */
export const BUFFER = 64;

/** Latitude at which Web Mercator's square world ends. */
export const MAX_LATITUDE = 85.0511287798066;

/** The latitude, or where Web Mercator, which has no poles, ends towards it. */
export function inMercator(lat: number): number {
  return Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
}

export type TileCoordErrorCode = 'not-an-integer' | 'out-of-range';

/** A tile that does not exist: says which coordinate is wrong, how, and the largest value it may take. */
export class TileCoordError extends RangeError {
  readonly parameter: 'z' | 'x' | 'y';
  readonly code: TileCoordErrorCode;
  readonly value: string;
  readonly max: number;

  constructor(parameter: 'z' | 'x' | 'y', code: TileCoordErrorCode, value: string, max: number) {
    super(
      `${parameter}=${value} is ${code === 'not-an-integer' ? 'not a whole number' : `outside 0 to ${String(max)}`}`,
    );
    this.name = 'TileCoordError';
    this.parameter = parameter;
    this.code = code;
    this.value = value;
    this.max = max;
  }
}

/** Reads the three path segments of a tile address. Throws `TileCoordError`. */
export function parseTileCoord(
  text: Readonly<Record<'z' | 'x' | 'y', string>>,
  matrixSet: MatrixSetId = 'WebMercatorQuad',
): TileCoord {
  const z = parseCoordinate('z', text.z, MATRIX_SETS[matrixSet].maxZoom);
  const { columns, rows } = matrixSize(matrixSet, z);
  return { z, x: parseCoordinate('x', text.x, columns - 1), y: parseCoordinate('y', text.y, rows - 1) };
}

function parseCoordinate(parameter: 'z' | 'x' | 'y', text: string, max: number): number {
  if (!/^-?\d+$/.test(text)) throw new TileCoordError(parameter, 'not-an-integer', text, max);
  const value = Number(text);
  if (value < 0 || value > max) throw new TileCoordError(parameter, 'out-of-range', text, max);
  return value;
}

/** Edges of a box: metres of EPSG:3857 or degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}
export type Bounds3857 = Bounds;

/**
 * Ground covered by a tile, units of its matrix set's CRS. `marginUnits` widens it on every side by that many tile
 * units, past the edge of the world too.
 */
export function tileBounds(
  { z, x, y }: TileCoord,
  matrixSet: MatrixSetId = 'WebMercatorQuad',
  marginUnits = 0,
): Bounds {
  const { west: originX, north: originY, tileSpan } = MATRIX_SETS[matrixSet];
  const size = tileSpan / 2 ** z;
  const margin = (size * marginUnits) / EXTENT;
  const west = x * size + originX;
  const north = originY - y * size;
  return { west: west - margin, south: north - size - margin, east: west + size + margin, north: north + margin };
}

/**
 * Box of a tile in EPSG:3857 metres, whatever its matrix set. East and west may lie beyond the antimeridian, by the
 * margin; of a geographic tile that reaches a pole, north or south is infinite.
 */
export function tileBounds3857(
  tile: TileCoord,
  marginUnits = 0,
  matrixSet: MatrixSetId = 'WebMercatorQuad',
): Bounds3857 {
  const bounds = tileBounds(tile, matrixSet, marginUnits);
  if (matrixSet === 'WebMercatorQuad') return bounds;
  return {
    west: eastingOf(bounds.west),
    south: northingOf(bounds.south),
    east: eastingOf(bounds.east),
    north: northingOf(bounds.north),
  };
}

/** Ground covered by a tile, degrees. */
export function tileBoundsLonLat(tile: TileCoord, matrixSet: MatrixSetId = 'WebMercatorQuad'): Bbox {
  const { west, south, east, north } = tileBounds(tile, matrixSet);
  if (matrixSet === 'CGCS2000Quad') return [west, south, east, north];
  return [longitudeOf(west), latitudeOf(south), longitudeOf(east), latitudeOf(north)];
}

/** The tile of level `z` that a position lies in; latitudes past the edge of Web Mercator are taken as the edge. */
export function tileAt(
  { lon, lat }: { readonly lon: number; readonly lat: number },
  z: number,
  matrixSet: MatrixSetId = 'WebMercatorQuad',
): TileCoord {
  const { columns, rows } = matrixSize(matrixSet, z);
  const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
  const x = clamp(((lon + 180) / 360) * columns, columns);
  if (matrixSet === 'CGCS2000Quad') return { z, x, y: clamp(((90 - lat) / 180) * rows, rows) };
  const rad = (inMercator(lat) * Math.PI) / 180;
  return { z, x, y: clamp(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * rows, rows) };
}
