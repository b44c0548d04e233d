/** Coordinates of XYZ tiles: reading them, and the ground they cover. */
import type { Bbox } from './wire.ts';

export interface TileCoord {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export const MAX_ZOOM = 22;

/** Units along one side of a tile. */
export const EXTENT = 4096;

/** Units kept around a tile, so that outlines and wide strokes do not end at its edge (8 px of a 512 px tile). */
export const BUFFER = 64;

/** Half the width of the world in EPSG:3857, metres. */
export const HALF_WORLD_M = Math.PI * 6378137;

/** Latitude at which Web Mercator's square world ends. */
export const MAX_LATITUDE = 85.0511287798066;

export type TileCoordFault = 'not-an-integer' | 'out-of-range';

/** A tile that does not exist: says which coordinate is wrong, how, and the largest value it may take. */
export class TileCoordError extends RangeError {
  readonly parameter: 'z' | 'x' | 'y';
  readonly fault: TileCoordFault;
  readonly value: string;
  readonly max: number;

  constructor(parameter: 'z' | 'x' | 'y', fault: TileCoordFault, value: string, max: number) {
    super(`${parameter}=${value} is ${fault === 'not-an-integer' ? 'not a whole number' : `outside 0 to ${String(max)}`}`);
    this.name = 'TileCoordError';
    this.parameter = parameter;
    this.fault = fault;
    this.value = value;
    this.max = max;
  }
}

/** Reads the three path segments of a tile address. Throws `TileCoordError`. */
export function parseTileCoord(text: Readonly<Record<'z' | 'x' | 'y', string>>): TileCoord {
  const z = parseCoordinate('z', text.z, MAX_ZOOM);
  const last = 2 ** z - 1;
  return { z, x: parseCoordinate('x', text.x, last), y: parseCoordinate('y', text.y, last) };
}

function parseCoordinate(parameter: 'z' | 'x' | 'y', text: string, max: number): number {
  if (!/^-?\d+$/.test(text)) throw new TileCoordError(parameter, 'not-an-integer', text, max);
  const value = Number(text);
  if (value < 0 || value > max) throw new TileCoordError(parameter, 'out-of-range', text, max);
  return value;
}

export interface Bounds3857 {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Ground covered by a tile, EPSG:3857 metres. `marginUnits` widens it on every side by that many tile units. */
export function tileBounds3857({ z, x, y }: TileCoord, marginUnits = 0): Bounds3857 {
  const size = (2 * HALF_WORLD_M) / 2 ** z;
  const margin = (size * marginUnits) / EXTENT;
  const west = x * size - HALF_WORLD_M;
  const north = HALF_WORLD_M - y * size;
  return { west: west - margin, south: north - size - margin, east: west + size + margin, north: north + margin };
}

/** Ground covered by a tile, degrees. */
export function tileBoundsLonLat({ z, x, y }: TileCoord): Bbox {
  const count = 2 ** z;
  const lon = (column: number): number => (column / count) * 360 - 180;
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / count))) * 180) / Math.PI;
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)];
}

/** The tile of zoom `z` that a position lies in; latitudes past the edge of Web Mercator are taken as the edge. */
export function tileAt({ lon, lat }: { readonly lon: number; readonly lat: number }, z: number): TileCoord {
  const count = 2 ** z;
  const rad = (Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180;
  const clamp = (value: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
  return { z, x: clamp(((lon + 180) / 360) * count), y: clamp(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * count) };
}
