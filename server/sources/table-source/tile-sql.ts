/** What a statement is told of a tile: each number as SQL, whether one tile is asked for or several together. */
import { HALF_WORLD_M } from '../../../tiles/tile/matrix-set.ts';
import { LAST_CELL_LEVEL } from '../../../tiles/tile/pyramid.ts';
import type { TilePlace } from '../../layers/source.ts';
import type { SqlValue } from '../../platform/db/types.ts';
import { boxText, degreesOf, meets, type Ground } from './ground.ts';
import type { Parameters, ParameterType } from './parameters.ts';
import { GRID_BITS, tileFrame, tileParts, type TilePart } from './tile-parts.ts';

/** Corners of lines are simplified to half of so many units, below the zooms that keep every unit. */
export const COARSE_UNITS = 4;

const TYPES = {
  /** Of a unit's number. */
  bits: 'int',
  /** Bits of a position that say where in its cell it lies. */
  shift: 'int',
  /** Bits that a position of the grid of cells has more than a unit. */
  to_units: 'int',
  /** How many points a cell may hold before it is a cluster. */
  most: 'int',
  /** What the part shows, as `TilePart` has it. */
  west: 'bigint',
  east: 'bigint',
  north: 'bigint',
  south: 'bigint',
  dx: 'bigint',
  dy: 'bigint',
  /** Corner and ends of the tile in the coordinates of its grid, and units in them, as `TileFrame` has it. */
  scale: 'float8',
  x_offset: 'float8',
  y_offset: 'float8',
  tile_west: 'float8',
  tile_east: 'float8',
  tile_south: 'float8',
  tile_north: 'float8',
  clip: 'geometry',
  /** Where the origin of the coordinates lies, in units of the whole world. */
  world_x: 'float8',
  world_y: 'float8',
  /** By how much a line may be simplified where corners are coarse. */
  tolerance: 'float8',
  level: 'int',
} as const satisfies Readonly<Record<string, ParameterType>>;

/** SQL of a number of a tile's part. */
export type PartNumber = (name: keyof typeof TYPES) => string;

/** A part of a tile in its statement. */
export interface PartSql {
  readonly world: number;
  readonly number: PartNumber;
  /**
   * What holds for the rows near the part: a condition that the index of the column answers. Null where no row can lie
   * there.
   */
  readonly reach: () => string | null;
}

export interface PartsQuery {
  readonly place: TilePlace;
  readonly ground: Ground;
  /** The geometry column of the table as SQL. */
  readonly column: string;
  /** The ground that is looked at: that of a part, or that of the whole cells that it meets. */
  readonly box: 'box' | 'reach';
  /** How many points a cell may hold before it is a cluster. */
  readonly most: number;
}

/** The parts of one tile, told by parameters. */
export function partsInParameters({ place, ground, column, box, most }: PartsQuery, params: Parameters): PartSql[] {
  return tileParts(place).map((part) => {
    const values = numbersOf(place, part, most);
    // Each is a parameter once it is used: PostgreSQL wants to know the type of all.
    const added = new Map<keyof typeof TYPES, string>();
    const number: PartNumber = (name) => {
      const sql = added.get(name) ?? params.add(values[name], TYPES[name]);
      added.set(name, sql);
      return sql;
    };
    return { world: part.world, number, reach: () => meets(ground, column, degreesOf(part[box]), params) };
  });
}

/** The only part of each tile that is asked for together with others (tiles.sql). */
export function partOfEach(column: string): PartSql {
  return { world: 0, number: (name) => `told.${name}`, reach: () => `${column} && told.reach` };
}

function numbersOf(place: TilePlace, part: TilePart, most: number): Readonly<Record<keyof typeof TYPES, SqlValue>> {
  const isGeographic = place.matrixSet === 'CGCS2000Quad';
  const { unit, west, north, tile, clip } = tileFrame(place, part);
  return {
    bits: part.bits,
    shift: GRID_BITS - 4 - Math.min(part.bits - 12, LAST_CELL_LEVEL),
    to_units: GRID_BITS - part.bits,
    most,
    west: part.west,
    east: part.east,
    north: part.north,
    south: part.south,
    dx: part.offsetX,
    dy: part.offsetY,
    scale: 1 / unit,
    x_offset: -west / unit,
    y_offset: north / unit,
    tile_west: tile.west,
    tile_east: tile.east,
    tile_south: tile.south,
    tile_north: tile.north,
    clip: boxText(clip, isGeographic ? 4326 : 3857),
    world_x: (isGeographic ? 180 : HALF_WORLD_M) / unit,
    world_y: (isGeographic ? 90 : HALF_WORLD_M) / unit,
    tolerance: (unit * COARSE_UNITS) / 2,
    level: part.bits - 12,
  };
}
